//! Growth, the ladder and planned events: worked by hand, and held against sums over small steps of time.

use crate::fixture::{close, read};
use napkin::analysis::growth::{Moment, prewarm};
use napkin::analysis::{Analysis, Detail, analyse};
use napkin::design::{Resource, Settings};
use napkin::figure::{Figures, Id, Origin};
use napkin::model::Model;
use napkin::quantity::{Dimension, Profile, Sampling, Spread};
use napkin::report::When;

const SHORTENER: &str = include_str!("../designs/url-shortener.yaml");
const YEAR: f64 = 365.25 * 86_400.0;

fn with<T>(text: &str, set: &[&str], look: impl FnOnce(&Model, &Analysis) -> T) -> T {
    let settings = Settings {
        set: set.iter().map(|s| (*s).to_string()).collect(),
        ..Settings::default()
    };
    let (design, catalog) = read(text, &settings, &[]);
    let model = Model::resolve(&design, &catalog);
    let analysis = analyse(&model, Detail::Everything);
    look(&model, &analysis)
}

/// Months at target and at 100 %, each with its resource; `None` for never, 0 for already.
type Months = [(Resource, Option<f64>); 2];

fn months(model: &Model, analysis: &Analysis, id: &str) -> Option<Months> {
    let c = model.component_index(id)?;
    let found = analysis.growth.outgrown.iter().find(|o| o.component == c)?;
    let month = |moment: Moment| match moment {
        Moment::Already => Some(0.0),
        Moment::Month(id) => analysis.load.figures.value(id),
        Moment::Never => None,
    };
    Some([found.target, found.full].map(|(resource, moment)| (resource, month(moment))))
}

#[test]
fn the_shortener_outgrows_its_api_after_the_horizon() {
    with(SHORTENER, &[], |model, analysis| {
        let [target, full] = months(model, analysis, "api").unwrap();
        assert_eq!(target.0, Resource::Requests);
        close(
            target.1.unwrap(),
            (10_500.0_f64 / 1394.85).ln() / 1.4_f64.ln() * 12.0,
            5,
        );
        close(target.1.unwrap(), 72.0, 3);
        close(full.1.unwrap(), (15_000.0_f64 / 1394.85).ln() / 1.4_f64.ln() * 12.0, 5);
        // At 60 months ×5.378: users, and the peak of 3,436.09/s.
        let last = analysis.growth.years.last().unwrap();
        let value = |id: Option<Id>| analysis.load.figures.value(id.unwrap()).unwrap();
        assert_eq!(last.after, 5.0);
        close(value(last.users), 9_797_959.0 * 5.37824, 6);
        close(value(last.peak), 3436.09 * 5.37824, 6);
        let api = model.component_index("api").unwrap();
        let used = analysis
            .load
            .figures
            .value(analysis.load.components[api].utilisation.unwrap());
        close(used.unwrap() * 5.37824, 7_502.0 / 15_000.0, 4);
        // 7,502/s ÷ (2,500/s × 70 %) is 4.3: five, and six over three zones.
        let units = last.units.iter().find(|(c, _)| *c == api).unwrap();
        assert_eq!(analysis.load.figures.value(units.1), Some(6.0));
    });
}

/// Rows written up to a moment and still alive, summed over small steps.
fn alive(rate: f64, growth: f64, years: f64, keep: f64) -> f64 {
    let steps = 20_000;
    let from = (years - keep).max(0.0);
    let step = (years - from) / f64::from(steps);
    (0..steps)
        .map(|i| from + (f64::from(i) + 0.5) * step)
        .map(|t| rate * (1.0 + growth).powf(t) * step * YEAR)
        .sum()
}

#[test]
fn storage_by_year_is_the_sum_over_time() {
    with(SHORTENER, &[], |_, analysis| {
        let writes = (11.3402, 1134.0230);
        for year in &analysis.growth.years {
            let t = year.after;
            // A link takes 131 B + 100 B; a click 55 B on three copies, for seven days; 10M members 38 B + 38 B of
            // index fields + two entries of √(12·13) B on two copies.
            let links = alive(writes.0, 0.4, t, 5.0) * 231.0;
            let clicks = alive(writes.1, 0.4, t, 7.0 / 365.25) * 55.0 * 3.0;
            let members = 1e7 * 1.4_f64.powf(t) * (38.0 + 38.0 + 2.0 * 156.0_f64.sqrt()) * 2.0;
            let found = analysis.load.figures.value(year.storage.unwrap()).unwrap();
            close(found, links + clicks + members, 4);
        }
    });
}

const BILLED: &str = "napkin: 1
name: Billed
load: {peak: 1, growth: 100 %/year, horizon: 2 years}
actors: {user: writes}
components:
  api: {is: service, replicas: 2, per_replica: 100 req/s, cost: [1 USD/s, 0.001 USD/req]}
  idle: {is: service, replicas: 3, per_replica: 10k req/s, cost: 2 USD/s}
  store: {is: object-store, per_replica: 10k req/s, cost: 1 USD/GB/day}
flows:
  keep: {actor: user, rate: 100 /s, steps: [user -> api, api -> idle, api -> store: {write: entry}]}
data:
  note: {in: store, rows: 1G, fields: {id: id key, body: blob ~992 B}}
  entry: {in: store, fields: {id: id key, body: blob ~992 B}}
";

#[test]
fn the_bill_of_a_year_is_that_of_its_units_its_stores_and_its_load() {
    with(BILLED, &[], |model, analysis| {
        let store = model.component_index("store").unwrap();
        let value = |id: Id| analysis.load.figures.value(id).unwrap();
        let horizon = value(analysis.load.components[store].storage.unwrap());
        // 1G rows that grow with the load, and those that are written from today on.
        let kept = |t: f64| 1e12 * 2_f64.powf(t) + alive(100.0, 1.0, t, 9.0) * 1000.0;
        close(horizon, kept(2.0), 4);
        for year in &analysis.growth.years {
            let t = year.after;
            // 100/s, 200/s and 400/s at 70 % of 100/s: 2, 3 and 6 units; those that are idle stay.
            let units = libm::ceil(100.0 * 2_f64.powf(t) / 70.0).max(2.0) + 2.0 * 3.0;
            let requests = 100.0 * 2_f64.powf(t) * 0.001;
            let bytes = kept(t) / 1e9 / 86_400.0;
            close(value(year.cost.unwrap()), units + requests + bytes, 4);
        }
        assert_eq!(analysis.growth.years.len(), 3);
    });
}

const FILLING: &str = "napkin: 1
name: Filling
load: {peak: 1, horizon: 5 years}
actors: {user: writes}
components:
  store: {is: object-store, per_replica: {requests: 10k req/s, storage: 8 TB}}
flows:
  keep: {actor: user, rate: 100 /s, steps: [user -> store: {write: note}]}
data:
  note: {in: store, fields: {id: id key, body: blob ~992 B}}
";

#[test]
fn what_is_kept_fills_a_store() {
    let month = YEAR / 12.0;
    // 100 KB/s: 70 % of 8 TB after 5.6e7 s, all of it after 8e7 s.
    let found = with(FILLING, &[], |model, analysis| {
        months(model, analysis, "store").unwrap()
    });
    assert_eq!(found[0].0, Resource::Storage);
    assert!((found[0].1.unwrap() - 5.6e7 / month).abs() < 2e-3, "{found:?}");
    assert!((found[1].1.unwrap() - 8e7 / month).abs() < 2e-3, "{found:?}");
    // Rows that live for a year never take more than 3.16 TB.
    let kept = with(FILLING, &["data.note.keep=1 year"], |model, analysis| {
        months(model, analysis, "store").unwrap()
    });
    assert_eq!(kept.map(|(_, month)| month), [None, None]);
    // With growth: the first month in which the sum over time passes the limit.
    let grown = with(FILLING, &["load.growth=60 %/year"], |model, analysis| {
        months(model, analysis, "store").unwrap()
    });
    for ((_, found), limit) in grown.into_iter().zip([5.6e12, 8e12]) {
        let found = found.unwrap();
        let bytes = |months: f64| alive(100.0, 0.6, months / 12.0, 100.0) * 1000.0;
        assert!(bytes(found - 0.01) < limit && bytes(found + 0.01) > limit, "{found}");
    }
}

#[test]
fn what_does_not_grow_is_not_outgrown() {
    with(SHORTENER, &["load.growth=0 %/year"], |model, analysis| {
        assert_eq!(months(model, analysis, "api").unwrap().map(|(_, m)| m), [None, None]);
    });
    with(SHORTENER, &["load.horizon=null"], |_, analysis| {
        assert!(analysis.growth.years.is_empty());
    });
    // A design whose load limit is not known is never said to last.
    let report = napkin::run(napkin::Input {
        files: vec![napkin::source::Source::new("d.yaml", SHORTENER)],
        ..napkin::Input::default()
    })
    .report;
    let found = |id: &str| report.growth.outgrown.iter().find(|o| o.component == id).unwrap();
    assert_eq!(found("members").target.when, When::Unknown);
    assert_eq!(found("api").target.text, "month 72, after the horizon");
}

const LADDER: &str = "napkin: 1
name: Ladder
load: {peak: 1, users: 1M}
actors: {user: asks}
components:
  api: {is: service, replicas: 6, zones: [a, b, c], target: 70 %, per_replica: 100 req/s}
  psp: {is: payment-provider, per_replica: 500 req/s}
  db: {is: relational-database, replicas: 3, zones: [a, b, c], per_replica: {writes: 400 req/s, reads: 100 req/s},
       replication: {writer: one, acks: 1, reads: 1}}
flows:
  pay: {actor: user, rate: 250 /s, steps: [user -> api, api -> psp: {share: 40 %}, api -> db: {write: sale, share: 20 %}]}
  look: {actor: user, rate: 30 /s, steps: [user -> db: {read: sale}]}
data:
  sale: {in: db, rows: 1M, fields: {id: id key}}
";

#[test]
fn a_ladder_worked_by_hand() {
    with(LADDER, &[], |model, analysis| {
        let ladder = analysis.growth.ladder.as_ref().unwrap();
        let value = |id| analysis.load.figures.value(id).unwrap();
        let api = model.component_index("api").unwrap();
        // 250/s × m at 70 of 100/s each, the same number in three zones.
        let found: Vec<f64> = ladder
            .rungs
            .iter()
            .map(|rung| value(rung.units.iter().find(|(c, _)| *c == api).unwrap().1))
            .collect();
        let expected: Vec<f64> = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0]
            .into_iter()
            .map(|m: f64| (250.0 * m / 70.0).ceil())
            .map(|n| (n / 3.0).ceil() * 3.0)
            .collect();
        assert_eq!(found, expected);
        assert_eq!(value(ladder.rungs[3].load.unwrap()), 1e7);
        // The provider takes 100 of 500/s: full at ×5. Each copy takes 50 of 400 writes/s: full at ×8; its reads
        // would be full before, but another copy takes them.
        let fixed: Vec<(&str, f64)> = (ladder.fixed.iter())
            .map(|f| (model.components[f.component].id, value(f.breaks_at)))
            .collect();
        assert_eq!(fixed, [("psp", 5.0), ("db", 8.0)]);
    });
}

#[test]
fn a_buffer_is_growth_times_reaction() {
    // Hotstar, 2019: 1.1 M users a minute and a reaction of 90 s take 1.65 M users; the published buffer was 2 M.
    let mut sheet = Figures::new(Profile::Exact, Sampling::default());
    let mut given = |value: f64, dimension| sheet.given(Spread::Exact(value), dimension, Origin::Default("test"));
    let (rise, reaction) = (given(1.1e6 / 60.0, Dimension::RATE), given(90.0, Dimension::TIME));
    let buffer = prewarm::buffer(&mut sheet, rise, reaction);
    close(sheet.value(buffer).unwrap(), 1.65e6, 9);
}

const MATCH: &str = "napkin: 1
name: Match
load: {peak: 1, windows: {match: {for: 20 min}}}
actors: {viewer: watches}
components:
  gate: {is: connection-gateway, replicas: 6, zones: [a, b, c], target: 75 %, per_replica: {connections: 100k},
         scale: {to: 300, in: 90 s, warm: {match: 24}}}
flows:
  join: {actor: viewer, rate: 1.1M /min, during: match, steps: [viewer -> gate: {hold: 20 min}]}
";

#[test]
fn a_match_is_prewarmed_one_buffer_ahead() {
    with(MATCH, &[], |_, analysis| {
        let [event] = &analysis.growth.prewarm[..] else {
            panic!("one event");
        };
        let value = |id| analysis.load.figures.value(id).unwrap();
        // 22 M connections at 75,000 a unit: 293.3, so 294, which is 98 in each zone.
        assert_eq!(value(event.needed), 294.0);
        assert_eq!(value(event.running), 24.0);
        close(value(event.buffer), 1.65e6, 9);
        // 22 units, 24 over three zones: those run, so the schedule begins with what follows them.
        assert_eq!(value(event.buffer_units), 24.0);
        assert!(!event.steps.is_empty() && event.steps.len() <= 6);
        // Second by second, what serves carries what has come.
        let (mut second, rise) = (0.0, 1.1e6 / 60.0);
        while second * rise <= 22e6 {
            let serving = event
                .steps
                .iter()
                .filter(|step| value(step.at) + 90.0 <= second)
                .map(|step| value(step.units))
                .fold(24.0, f64::max);
            assert!(serving * 75_000.0 >= second * rise, "{serving} units after {second} s");
            second += 1.0;
        }
        assert_eq!(value(event.steps.last().unwrap().units), 294.0);
    });
}

#[test]
fn a_surge_rises_from_the_peak_of_the_window() {
    let text = MATCH
        .replace(
            "target: 75 %, per_replica: {connections: 100k},",
            "target: 50 %, per_replica: 1k req/s,",
        )
        .replace(
            "{for: 20 min}}}",
            "{for: 20 min}}}\nrequirements: {nonfunctional: {NFR1: {survive: surge 3x in 2 min}}}",
        )
        .replace("rate: 1.1M /min", "rate: 600 /s")
        .replace("[viewer -> gate: {hold: 20 min}]", "[viewer -> gate]");
    with(&text, &[], |_, analysis| {
        let [event] = &analysis.growth.prewarm[..] else {
            panic!("one event");
        };
        let value = |id| analysis.load.figures.value(id).unwrap();
        // From 600 to 1,800 calls a second in 120 s, at 500 a unit: four units, over three zones six.
        close(value(event.rise), 10.0, 9);
        close(value(event.buffer), 900.0, 9);
        assert_eq!(value(event.needed), 6.0);
    });
}

#[test]
fn an_event_says_what_is_not_known() {
    let set = [
        "components.gate.scale.in=null",
        "components.gate.per_replica=100k req/s",
    ];
    with(MATCH, &set, |_, analysis| {
        let event = &analysis.growth.prewarm[0];
        let missing = analysis.load.figures.missing_facts(event.buffer, 5);
        assert!(
            missing.iter().any(|m| m.starts_with("how fast the load rises")),
            "{missing:?}"
        );
        assert!(missing.iter().any(|m| m == "components.gate.scale.in"), "{missing:?}");
    });
}
