//! Who is let in by a drafted contract, and how often.

use crate::tools::designs;
use napkin::draft::{Choice, form};
use napkin::report::Report;
use napkin::source::Source;
use napkin::{Input, run};

fn report(text: &str) -> Report {
    let report = run(Input {
        files: vec![Source::new("design.yaml", text)],
        ..Input::default()
    })
    .report;
    assert!(report.findings.iter().all(|f| !f.form), "{:#?}", report.findings);
    report
}

/// The drafted document of the only API.
fn openapi(report: &Report) -> String {
    form("openapi").unwrap().draft(report, Choice::default()).remove(0).text
}

/// The part of a document that is about one operation.
fn operation<'t>(text: &'t str, id: &str) -> &'t str {
    let from = text.find(&format!("operationId: {id}\n")).expect(id);
    let rest = &text[from..];
    let end = rest[1..].find("operationId:").map_or(rest.len(), |end| end + 1);
    &rest[..end]
}

/// A shop with a requirement, a limit with its number and accounts.
const SHOP: &str = r#"
napkin: 1
name: Shop
load: {peak: 3}
requirements:
  nonfunctional:
    NFR1: {throughput: 500 req/s, of: look}
actors: {guest: anybody}
components:
  gateway: {is: api-gateway, replicas: 2, has: {authentication: tokens, rate-limit: 30 req/min}}
  api: {is: service, replicas: 2}
  db: {is: relational-database, replicas: 2}
flows:
  look: {actor: guest, rate: 10 /s, steps: [guest -> api, api -> db: {read: item}]}
  buy: {actor: guest, rate: 2 /s, steps: [guest -> gateway, gateway -> api, api -> db: {write: item}]}
  log_in: {actor: guest, rate: 1 /s, steps: [guest -> gateway, gateway -> api, api -> db: {read: account}, api -> db: {write: web_session}]}
  sign_up: {actor: guest, rate: 1 /s, steps: [guest -> gateway, gateway -> api, api -> db: {write: account}]}
  change: {actor: guest, rate: 1 /s, steps: [guest -> gateway, gateway -> api, api -> db: {update: account}]}
  prolong: {actor: guest, rate: 1 /s, steps: [guest -> gateway, gateway -> api, api -> db: {read: web_session}, api -> db: {write: web_session}]}
  invite: {actor: guest, rate: 1 /s, lacks: [authentication], steps: [guest -> gateway, gateway -> api, api -> db: {write: item}]}
data:
  item: {in: db, rows: 10, fields: {id: id key, name: string(20)}}
  account: {in: db, rows: 10, fields: {email: string(90) key, password: string(60)}}
  web_session: {in: db, rows: 10, fields: {id: uuid key, email: -> account}}
apis:
  shop:
    style: rest
    version: v1
    operations:
      look: {get: "/items/{id}", returns: item, flow: look}
      buy: {post: /items, takes: [item], returns: item, flow: buy}
      logIn: {post: /sessions, takes: [account], returns: web_session, flow: log_in}
      signUp: {post: /accounts, takes: [account], returns: 201, flow: sign_up}
      change: {post: /password-changes, takes: [account.password], returns: 204, flow: change}
      prolong: {post: /session-renewals, returns: web_session, flow: prolong}
      renew: {post: "/sessions/{id}/renewals", takes: [account.password], returns: web_session, flow: log_in}
      invite: {post: /invitations, returns: 201, flow: invite}
"#;

#[test]
fn a_limit_says_where_it_comes_from() {
    let report = report(SHOP);
    let text = openapi(&report);
    let look = operation(&text, "look");
    assert!(look.contains(r#"example: "\"all\";q=500;w=1""#), "{look}");
    assert!(look.contains("the throughput that NFR1 asks for"), "{look}");
    let buy = operation(&text, "buy");
    assert!(
        buy.contains(r#"example: "\"caller\";q=30;w=60, \"all\";q=6;w=1""#),
        "{buy}"
    );
    assert!(buy.contains("of each caller: the rate limit of gateway"), "{buy}");
    assert!(buy.contains("the peak that the design is sized for"), "{buy}");
    let routes = form("routes").unwrap().draft(&report, Choice::default()).remove(0).text;
    assert!(routes.contains("- of: caller\n          rate: \"30/min\""), "{routes}");
    assert!(!look.contains("caller\\\""), "{look}");
}

#[test]
fn who_signs_in_has_nothing_to_show() {
    let text = openapi(&report(SHOP));
    for id in ["logIn", "signUp", "invite"] {
        assert!(operation(&text, id).contains("security: []"), "{id}");
    }
    for id in ["buy", "change", "prolong", "renew"] {
        assert!(!operation(&text, id).contains("security: []"), "{id}");
    }
    let log_in = operation(&text, "logIn");
    assert!(log_in.contains("no credentials yet"), "{log_in}");
    assert!(log_in.contains("\"401\":"), "{log_in}");
    assert!(!log_in.contains("Idempotency-Key"), "{log_in}");
}

/// Which calls of the designs are drafted open though they change something: whoever adds one looks here.
#[test]
fn calls_that_change_things_are_open_for_a_reason() {
    let mut open = Vec::new();
    for (name, report) in designs() {
        for file in form("openapi").unwrap().draft(report, Choice::default()) {
            let parts = file.text.split("operationId: ").skip(1);
            let free = parts.filter(|part| part.contains("security: []") && part.contains("requestBody:"));
            open.extend(free.map(|part| format!("{name} {}", part.lines().next().unwrap())));
        }
    }
    assert_eq!(open, ["chat register", "ecommerce signIn", "ecommerce register"]);
}

#[test]
fn each_backend_of_a_client_has_its_routes() {
    let text = r#"
napkin: 1
name: Shop
actors: {guest: anybody}
components:
  page: {is: client-app}
  phone: {is: client-app}
  web_bff: {is: bff}
  phone_bff: {is: bff}
  api: {is: service}
flows:
  look: {actor: guest, rate: 10 /s, steps: [guest -> page, page -> web_bff, web_bff -> api]}
  scan: {actor: guest, rate: 10 /s, steps: [guest -> phone, phone -> phone_bff, phone_bff -> api]}
apis:
  web: {style: rest, version: v1, operations: {look: {get: /items, returns: 200, flow: look}}}
  handset: {style: rest, version: v1, operations: {scan: {get: /scans, returns: 200, flow: scan}}}
"#;
    let files = form("routes").unwrap().draft(&report(text), Choice::default());
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["routes/web-bff.yaml", "routes/phone-bff.yaml"]);
    let [web, phone] = [&files[0].text, &files[1].text];
    assert!(
        web.contains("  page:\n") && web.contains("look") && !web.contains("scan"),
        "{web}"
    );
    assert!(
        phone.contains("  phone:\n") && phone.contains("scan") && !phone.contains("look"),
        "{phone}"
    );
}
