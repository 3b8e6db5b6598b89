//! Answers as people type them: what is said, and what stands in the file then.

use napkin::catalog::Catalog;
use napkin::interview::{Answers, By, Reply, Said, Session, Setup};
use napkin::source::Source;
use napkin::{Input, run};

/// A design in the middle of a session.
const BEGUN: &str = "napkin: 1
name: Photos
requirements:
  functional:
    FR1: {as: member, want: look at a photo, priority: must, flow: view}
    FR2: {as: member, want: add a comment, priority: should, flow: comment_on}
    FR3: {as: viewer, want: watch a member, priority: should, flow: watch}
    FR4: {as: member, want: look for members, priority: could, flow: view}
actors:
  member: a member
  viewer: {says: looks on, count: 5M}
load:
  users: 1M
  peak: 3
  growth: 30 %/year
  horizon: 3 years
flows:
  view: {actor: member, steps: []}
  comment_on: {actor: member, steps: []}
  watch: {actor: viewer, steps: []}
  sweep: {steps: []}
data:
  photo: {keep: 5 years}
  comment: {}
  link: {}
components:
  api: {is: service}
  cache: {is: distributed-cache}
figures:
  first_screen: 1.8 s
  largest_paint: 2 s
  frame_work: 12 ms
";

struct Talk<'c> {
    catalog: &'c Catalog,
    plan: String,
    session: Session<'c>,
}

impl<'c> Talk<'c> {
    fn new(catalog: &'c Catalog, plan: &str) -> Talk<'c> {
        Talk {
            catalog,
            plan: plan.to_string(),
            session: Talk::begun(catalog, plan),
        }
    }

    fn begun(catalog: &'c Catalog, plan: &str) -> Session<'c> {
        let setup = Setup {
            case: None,
            plan: plan.into(),
            minutes: 45,
            mock: false,
            skip_answered: false,
            setting: Input::default(),
            file: "design.yaml".into(),
        };
        Session::open(setup, catalog, None, BEGUN.into(), None, Answers::default()).unwrap()
    }

    /// Answers one question in the design as it was begun.
    fn say(&mut self, key: &str, line: &str) -> Reply {
        self.session = Talk::begun(self.catalog, &self.plan);
        self.more(key, line)
    }

    fn more(&mut self, key: &str, line: &str) -> Reply {
        let go = self.session.reply(&format!(":g {key}"), By::Typed, 0);
        assert!(!go.refused, "{key}: {:?}", go.said);
        let reply = self.session.reply(line, By::Typed, 0);
        let faults = faults(self.session.text());
        assert!(faults.is_empty(), "{key}: {line}: {faults:?}");
        reply
    }

    /// What is wrong with the rows of a table: key, answer, and what stands in the file then.
    fn accepts(&mut self, rows: &[(&str, &str, &str)]) -> Vec<String> {
        let mut wrong = Vec::new();
        for (key, line, stands) in rows {
            let reply = self.say(key, line);
            let text = self.session.text();
            if reply.refused {
                wrong.push(format!("{key}: {line}: {}", texts(&reply)));
            } else if !text.contains(stands) {
                wrong.push(format!("{key}: {line}: no {stands} in\n{}", new(text)));
            }
        }
        wrong
    }

    /// The same for answers that change nothing and tell what to type.
    fn refuses(&mut self, rows: &[(&str, &str, &str)]) -> Vec<String> {
        let mut wrong = Vec::new();
        for (key, line, says) in rows {
            let reply = self.say(key, line);
            if !reply.refused || self.session.text() != BEGUN {
                wrong.push(format!("{key}: {line} gives\n{}", new(self.session.text())));
            } else if !texts(&reply).contains(says) {
                wrong.push(format!("{key}: {line}: {}", texts(&reply)));
            }
        }
        wrong
    }
}

#[track_caller]
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Lines that an answer has brought.
fn new(text: &str) -> String {
    let lines = text.lines().filter(|l| !BEGUN.lines().any(|b| b == *l));
    lines.collect::<Vec<_>>().join("\n")
}

fn faults(text: &str) -> Vec<String> {
    let report = run(Input {
        files: vec![Source::new("design.yaml", text)],
        ..Input::default()
    })
    .report;
    let form = report.findings.into_iter().filter(|f| f.form);
    form.map(|f| f.message).collect()
}

fn texts(reply: &Reply) -> String {
    let texts = reply.said.iter().map(|said| match said {
        Said::Lines(lines) => lines.join("\n"),
        Said::Interviewer(t) | Said::Note(t) | Said::Problem(t) | Said::Tip(t) | Said::Number(t) => t.clone(),
        Said::Phase { title, .. } => title.clone(),
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn amounts() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, "standard");
    none(talk.accepts(&[
        ("load.users", "10 million", "users: 10M\n"),
        ("load.users", "1 million a day", "users: 1M\n"),
        ("load.users", "10 thousand families", "users: 10k\n"),
        ("load.users", "8 hundred families", "users: 800\n"),
        ("load.users", "8-12 million", "users: 8M to 12M\n"),
        ("load.users", "between 8 and 12 million", "users: 8M to 12M\n"),
        ("load.users", "8 to 12 million users a day", "users: 8M to 12M\n"),
        ("load.users", "about 10M", "users: 10M\n"),
        ("load.users", "~10M", "users: 10M\n"),
        ("load.users", "10m", "users: 10M\n"),
        ("load.users", "half a million", "users: 500k\n"),
        ("load.users", "two hundred thousand", "users: 200k\n"),
        ("load.users", "1,500,000", "users: 1500000\n"),
        ("load.users", "2 billion", "users: 2G\n"),
        ("load.users", "8M to 12M", "users: 8M to 12M\n"),
        ("load.peak", "3x", "peak: 3\n"),
        ("load.peak", "4 times", "peak: 4\n"),
        ("load.peak", "five", "peak: 5\n"),
        ("load.peak", "ten times the average", "peak: 10\n"),
        ("load.peak", "3-5x", "peak: 3 to 5\n"),
        ("load.peak", "double", "peak: 2\n"),
        ("load.growth", "20% a year", "growth: 20 %/year\n"),
        ("load.growth", "20 percent per year", "growth: 20 %/year\n"),
        ("load.growth", "20% yearly", "growth: 20 %/year\n"),
        ("load.growth", "about 20-40 % each year", "growth: 20 to 40 %/year\n"),
        ("load.growth", "doubles every year", "growth: 100 %/year\n"),
        ("load.growth", "it doubles every two years", "growth: 41.4 %/year\n"),
        ("load.growth", "3x a year", "growth: 200 %/year\n"),
        ("load.growth", "none", "growth: 0 %/year\n"),
        ("load.growth", "40 %/year", "growth: 40 %/year\n"),
        ("load.horizon", "5y", "horizon: 5 years\n"),
        ("load.horizon", "five years", "horizon: 5 years\n"),
        ("load.horizon", "5 yrs", "horizon: 5 years\n"),
        ("load.horizon", "a year", "horizon: 1 year\n"),
        ("data.photo.keep", "for about ten years", "photo: {keep: 10 years}"),
        ("data.photo.keep", "forever", "photo: {}"),
        ("data.photo.keep", "for ever", "photo: {}"),
        ("data.photo.keep", "never deleted", "photo: {}"),
        ("data.comment.keep", "forever", "comment: {}"),
        ("data.photo.keep", "half a year", "photo: {keep: 6 months}"),
        ("flows.view.in", "2 megabytes", "in: 2 MB"),
        ("flows.view.in", "300 bytes", "in: 300 B"),
        ("flows.view.out", "2kb", "out: 2 KB"),
        ("flows.view.out", "about 2-3 mb each", "out: 2 to 3 MB"),
        ("flows.view.out", "nothing", "out: 0 B"),
    ]));
    none(talk.refuses(&[
        ("load.growth", "20/day", "`20 %/year`"),
        ("load.growth", "20 a year", "`20 %/year`"),
        ("load.growth", "20%", "`20 %/year`"),
        ("load.growth", "10% a month", "`213.8 %/year`"),
        ("load.growth", "10 %/month", "`120 %/year`"),
        ("load.users", "3M a month", "one day"),
        ("flows.view.out", "2 Mb", "MB"),
    ]));
}

#[test]
fn rates() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, "standard");
    none(talk.accepts(&[
        ("flows.view.rate", "once a day", "rate: 1 /user/day"),
        ("flows.view.rate", "twice a day", "rate: 2 /user/day"),
        ("flows.watch.rate", "twice a day", "rate: 2 /viewer/day"),
        ("flows.view.rate", "20 per user per day", "rate: 20 /user/day"),
        ("flows.view.rate", "20 times a day per user", "rate: 20 /user/day"),
        ("flows.view.rate", "five times a day", "rate: 5 /user/day"),
        (
            "flows.view.rate",
            "about 20 views a day for each member",
            "rate: 20 /user/day",
        ),
        (
            "flows.view.rate",
            "10 to 20 per user per day",
            "rate: 10 to 20 /user/day",
        ),
        ("flows.view.rate", "every 5 minutes", "rate: 1 /user / 5 min"),
        ("flows.sweep.rate", "every 5 minutes", "rate: 1 / 5 min"),
        ("flows.sweep.rate", "once a day", "rate: 1 /day"),
        ("flows.sweep.rate", "hourly", "rate: 1 /h"),
        ("flows.sweep.rate", "every night", "rate: 1 /day"),
        ("flows.view.rate", "1000 per second", "rate: 1000 /s"),
        ("flows.view.rate", "500 requests per second", "rate: 500 req/s"),
        ("flows.view.rate", "500 rps", "rate: 500 rps"),
        ("flows.view.rate", "1 million a day", "rate: 1M /day"),
        ("flows.view.rate", "20 a day in total", "rate: 20 /day"),
        ("flows.view.rate", "20 /day", "rate: 20 /day"),
        ("flows.comment_on.rate", "10% of view", "rate: view.rate * 10 %"),
    ]));
    none(talk.refuses(&[
        ("flows.view.rate", "20 a day", "`20 /user/day` or `20 /day`"),
        ("flows.view.rate", "5 per user", "`5 /user/day`"),
        ("flows.view.rate", "1000 per second at peak", "`load.peak`"),
        ("flows.view.rate", "many", "rate"),
    ]));
}

#[test]
fn qualities() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, "standard");
    let said = |line, stands| ("nonfunctional", line, stands);
    none(talk.accepts(&[
        said("p99 latency under 100 ms", "NFR1: {latency: p99 < 100 ms}"),
        said("p99.9 < 1 s of view", "NFR1: {latency: p99.9 < 1 s, of: view}"),
        said(
            "latency below 200ms for view",
            "NFR1: {latency: p99 < 200 ms, of: view}",
        ),
        said("view under 200 ms", "NFR1: {latency: p99 < 200 ms, of: view}"),
        said(
            "view responds within 0.2 seconds",
            "NFR1: {latency: p99 < 0.2 s, of: view}",
        ),
        said(
            "latency below 200ms for photos",
            "NFR1: {latency: p99 < 200 ms, of: view}",
        ),
        said(
            "median latency under 50 ms for view",
            "NFR1: {latency: p50 < 50 ms, of: view}",
        ),
        said("99.9% available", "NFR1: {availability: 99.9 %}"),
        said("99.9 % uptime", "NFR1: {availability: 99.9 %}"),
        said("high availability 99.9%", "NFR1: {availability: 99.9 %}"),
        said(
            "view must be available 99.95% of the time",
            "NFR1: {availability: 99.95 %, of: view}",
        ),
        said("99.9% uptime of all", "NFR1: {availability: 99.9 %}"),
        said("99.9% uptime for viewing", "NFR1: {availability: 99.9 %, of: view}"),
        said("99.95% of view", "NFR1: {availability: 99.95 %, of: view}"),
        said("80% of view", "NFR1: {says: 80% of view}"),
        said("four nines", "NFR1: {availability: 99.99 %}"),
        said("4 nines for view", "NFR1: {availability: 99.99 %, of: view}"),
        said(
            "11 nines durability of viewing",
            "NFR1: {durability: 99.999999999 %, of: viewing}",
        ),
        said(
            "11 nines durability of photos",
            "NFR1: {durability: 99.999999999 %, of: photo}",
        ),
        said("survive the loss of a zone", "NFR1: {survive: zone}"),
        said("survives a zone outage", "NFR1: {survive: zone}"),
        said(
            "survive the loss of one server for view",
            "NFR1: {survive: instance, of: view}",
        ),
        said("no data loss of photos", "NFR1: {rpo: 0 s, of: photo}"),
        said("never lose a photo", "NFR1: {rpo: 0 s, of: photo}"),
        said(
            "eventual consistency for comments",
            "NFR1: {consistency: eventual, of: comment}",
        ),
        said(
            "strongly consistent orders of photo",
            "NFR1: {says: strongly consistent orders of photo}",
        ),
        said(
            "strongly consistent comments",
            "NFR1: {consistency: strong, of: comment}",
        ),
        said(
            "comments may be at most 5 minutes old",
            "NFR1: {staleness: 5 min, of: comment}",
        ),
        said("costs less than 20k a month", "NFR1: {cost: < 20k USD/month}"),
        said("under 5000 dollars a month", "NFR1: {cost: < 5000 USD/month}"),
        said("$5k/month", "NFR1: {cost: < 5k USD/month}"),
        said("5k dollars per month", "NFR1: {cost: < 5k USD/month}"),
        said("cost < 20k USD/month", "NFR1: {cost: < 20k USD/month}"),
        said(
            "1000 requests per second for view",
            "NFR1: {throughput: 1000 req/s, of: view}",
        ),
        said(
            "throughput 12k req/s of view",
            "NFR1: {throughput: 12k req/s, of: view}",
        ),
        said(
            "availability 99.95 % of view when zone lost",
            "NFR1: {availability: 99.95 %, of: view, when: zone lost}",
        ),
        said(
            "rpo 0 s of photo when zone lost",
            "NFR1: {rpo: 0 s, of: photo, when: zone lost}",
        ),
        said("first_screen < 2.5 s", "NFR1: {holds: first_screen < 2.5 s}"),
        said("LCP < 2.5 s", "NFR1: {holds: largest_paint < 2.5 s}"),
        said("CLS < 0.1", "NFR1: {says: CLS < 0.1}"),
        said("INP < 200 ms", "NFR1: {says: INP < 200 ms}"),
        said("bundle under 200 KB", "NFR1: {says: bundle under 200 KB}"),
        said("60 fps", "NFR1: {holds: frame_work < 16.6 ms}"),
        said("it must be nice", "NFR1: {says: it must be nice}"),
    ]));
    none(talk.refuses(&[
        said("no data loss", "`rpo 0 s of photo when zone lost`"),
        said(
            "p99 latency under 100 ms for members",
            "of which flow (watch, view)? Type `latency p99 < 100 ms of watch`",
        ),
        said("1000 requests per second", "`throughput 1000 req/s of view`"),
        said("99.9% available and p99 latency under 100 ms", "`latency p99 < 100 ms`"),
    ]));
    let reply = talk.say("nonfunctional", "CLS < 0.1");
    assert!(
        texts(&reply).contains("`holds layout_shift < 0.1`"),
        "{}",
        texts(&reply)
    );
}

#[test]
fn lists_of_things() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, "standard");
    none(talk.accepts(&[
        ("entities", "photo, album and member", "  album: {}\n  member: {}\n"),
        ("entities", "photos", "data:\n  photo: {keep: 5 years}\n  comment: {}\n  link: {}\ncomponents"),
        ("entities", "the albums and the categories", "  album: {}\n  category: {}\n"),
        ("entities", "\"albums\"", "  albums: {}\n"),
        ("entities", "news, status & address", "  news: {}\n  status: {}\n  address: {}\n"),
        ("components", "a CDN", "  cdn: {is: cdn}\n"),
        ("components", "the API", "  api: {is: service}\n"),
        ("components", "load balancer, api servers, redis", "  load_balancer: {is: load-balancer}\n  redis: {is: distributed-cache}\n"),
        ("components", "web servers and a queue", "  web: {is: service}\n  queue: {is: queue}\n"),
        ("components", "db: postgres", "  db: {is: relational-database}\n"),
        ("components", "a database", "  database: {is: relational-database}\n"),
        ("components", "workers", "  workers: {is: worker}\n"),
        ("functional", "members: delete a photo", "FR5: {as: member, want: delete a photo, priority: must}"),
        ("functional", "As viewers we can watch, should", "FR5: {as: viewer, "),
        ("flow.FR1", "view a photo", "flow: view"),
        ("flow.FR1", "open an album with friends", "flow: open"),
        ("units.api", "three servers", "replicas: 3"),
        ("fields.link", "link_id, url, created_at, owner and email", "fields: {link_id: id key, url: url ~100 B, created_at: timestamp, owner: text ~100 B, email: string(254) pii ~25 B}"),
        ("fields.link", "photo_id, photo, clicks, is_open", "fields: {photo_id: id -> photo, photo: id -> photo, clicks: long, is_open: bool}"),
        ("fields.link", "code: string(7) key, note: text", "fields: {code: string(7) key, note: text ~100 B}"),
        ("fields.link", "code string(7) key, n varchar(20) optional", "fields: {code: string(7) key, n: string(20) optional}"),
        ("fields.link", "a: text ~30 B pii, b: pii ~30 B, c: text pii ~30 B", "fields: {a: text ~30 B pii, b: text pii ~30 B, c: text pii ~30 B}"),
        ("fields.link", "code: string(7) key, at: datetime, n: integer", "fields: {code: string(7) key, at: timestamp, n: int}"),
    ]));
    none(talk.refuses(&[
        ("entities", "p99 < 200 ms", "is a measure"),
        ("entities", "photo, 5 GB of albums", "`5 GB of albums` is a measure"),
        ("components", "x: teapot", "teapot"),
        ("target", "api.replicas = 3", "`components.api.replicas = 3`"),
        ("target", "users = 10x", "`load.users = 10x`"),
        ("target", "component.api.replicas = 3", "`components.api.replicas = 3`"),
        ("name", ":set api.replicas = 3", "`components.api.replicas = 3`"),
        ("name", ":set view.rate = 3 /s", "`flows.view.rate = 3 /s`"),
        (
            "steps.view",
            "member -> api; api -> cache hit 50 %; api -> api on miss of kash",
            "did you mean `cache`?",
        ),
    ]));
}

#[test]
fn facts_of_a_page_with_blanks() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, "radio");
    talk.say("page", "page: client-app");
    let page = talk.session.text().to_string();
    let reply = talk.more("techniques", "lazy loading and brotli");
    assert!(
        !reply.refused && talk.session.text().contains("has: [lazy-loading, brotli]"),
        "{page}"
    );
    let reply = talk.more("rendering", "server side rendering");
    assert!(!reply.refused, "{}", texts(&reply));
    assert!(talk.session.text().contains("server-side-rendering"));
}

#[test]
fn a_store_and_an_actor_share_no_name() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, "standard");
    talk.say("functional", "users: upload a photo");
    talk.more("entities", "user");
    let reply = talk.more("store.user", "relation");
    assert!(!reply.refused, "{}", texts(&reply));
    let text = talk.session.text();
    assert!(
        text.contains("user_store: {is: relational-database}") && text.contains("in: user_store"),
        "{text}"
    );
    // The other way round: the store is there first.
    talk.say("entities", "user");
    talk.more("store.user", "relation");
    talk.more("functional", "users: upload a photo");
    assert!(
        talk.session.text().contains("FR5: {as: user, "),
        "{}",
        talk.session.text()
    );
}

#[test]
fn none_is_no_answer() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, "standard");
    for key in [
        "out_of_scope",
        "journeys",
        "nonfunctional",
        "figures",
        "entities",
        "flows.sweep.rate",
        "summary",
    ] {
        for line in ["none", "nothing", "None."] {
            let reply = talk.say(key, line);
            assert!(!reply.refused, "{key}: {}", texts(&reply));
            assert_eq!(talk.session.text(), BEGUN, "{key}");
            assert!(talk.session.question().is_none_or(|q| q.key != key), "{key} is left");
        }
    }
    let reply = talk.say("data.comment.keep", "forever");
    assert!(texts(&reply).contains("for ever"), "{}", texts(&reply));
    assert!(talk.session.question().is_none_or(|q| q.key != "data.comment.keep"));
}
