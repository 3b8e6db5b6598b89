//! Depth: what breaks first, a failure, the target state, the end.

use super::super::probe::Probe;
use super::super::question::{Question, Take};
use super::{View, check_in};

/// Weaknesses that a session goes into, and those of them that it does not leave to be wanted.
const MOST_PROBES: usize = 3;
const IN_TURN: usize = 2;

pub fn deep(view: &View) -> Vec<Question> {
    let probes = view.probes.iter().filter(|p| !p.is_drill).take(MOST_PROBES);
    let probes = probes.map(|probe| remedy("deep", probe, view)).enumerate();
    probes
        .map(|(at, question)| question.in_turn_where(|| at < IN_TURN))
        .collect()
}

pub fn drill(view: &View) -> Vec<Question> {
    let drills = view.probes.iter().filter(|p| p.is_drill).take(1);
    drills.map(|probe| remedy("drill", probe, view)).collect()
}

fn remedy(phase: &str, probe: &Probe, view: &View) -> Question {
    Question::new(
        phase,
        format!("{phase}.{}", probe.id),
        &probe.ask,
        Take::Remedy(probe.about.clone()),
    )
    .lines(Vec::new())
    .example(view.cure(&probe.about))
    .help(
        "A line with `path = value` changes the design, and you see what it does; `use … over … because … at the cost \
             of …` is kept as a decision, any other line as an open question. A blank line goes on.",
    )
}

pub fn states(view: &View) -> Vec<Question> {
    const PHASE: &str = "states";
    let target = view.draft.names(&["states", "target"]).into_iter();
    let there: Vec<String> = target
        .map(|path| {
            format!(
                "{path} = {}",
                view.there(&["states", "target", &path]).unwrap_or_default()
            )
        })
        .collect();
    let mut question = Question::new(
        PHASE,
        "target",
        "What is different in the target state, at ten times the load?",
        Take::Target,
    )
    .lines(there.clone())
    .example(view.cure(""))
    .help("`path = value`, one a line; `10x` multiplies. What you see behind it is the design in that state.");
    if let (true, Some(load)) = (there.is_empty(), tenfold(view)) {
        question = question.default(load);
    }
    vec![question]
}

/// Ten times the load, where the design says what it hangs on: the users, or the flow that happens most.
fn tenfold(view: &View) -> Option<String> {
    let rate = |flow: &String| view.draft.value(&["flows", flow, "rate"]);
    let by_user = |flow: &String| rate(flow).is_some_and(|rate| rate.contains("user"));
    let flows = view.flows();
    if flows.iter().any(by_user) && view.draft.node(&["load", "users"]).is_some() {
        return Some("load.users = 10x".to_string());
    }
    let report = &view.draft.report.flows;
    let busiest = report
        .iter()
        .filter(|flow| rate(&flow.id).is_some_and(|rate| !rate.contains("rate")))
        .max_by(|a, b| a.rate.value.unwrap_or(0.0).total_cmp(&b.rate.value.unwrap_or(0.0)))?;
    Some(format!("flows.{}.rate = 10x", busiest.id))
}

pub fn wrap(view: &View) -> Vec<Question> {
    const PHASE: &str = "wrap";
    let asked = |before: &str| {
        let ids = view.draft.names(&["requirements", "questions"]).into_iter();
        let texts = ids.filter_map(|id| view.draft.value(&["requirements", "questions", &id, "ask"]));
        texts.filter(|t| t.starts_with(before)).collect::<Vec<_>>()
    };
    let open = |key: &str, ask: &str, before: &'static str| {
        Question::new(PHASE, key, ask, Take::Open(before)).item(asked(before).into_iter().next())
    };
    vec![
        open("weakest", "Where is the design weakest?", "Weakest point: ")
            .example(view.weak_point())
            .help("Who admits the bottleneck has seen it."),
        open("next", "What would you do next?", "Next: ")
            .on_demand()
            .example(format!("measure what one unit of {} carries", view.named().service)),
        check_in(PHASE, "Sum it up in three sentences, and ask for feedback").showing(view.end_in_short()),
    ]
}
