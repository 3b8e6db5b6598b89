//! Back of the envelope: how many, how often, how large.

use super::super::names::Names;
use super::super::question::{Question, Take};
use super::View;

pub fn estimate(view: &View) -> Vec<Question> {
    const PHASE: &str = "estimate";
    let draft = view.draft;
    let mut all = vec![
        view.value(PHASE, &["load", "users"], "How many users a day?")
            .example("8M to 12M")
            .help("A number or a range: `10M`, `8M to 12M`. Ask the interviewer with `:ask` where you do not know."),
        view.value(
            PHASE,
            &["load", "peak"],
            "How much higher is the peak than the average?",
        )
        .default(draft.value(&["load", "peak"]).unwrap_or_else(|| "3".into()))
        .help("Two to three for a service of all day, ten and more for events."),
        view.value(PHASE, &["load", "growth"], "How fast does it grow?")
            .default(draft.value(&["load", "growth"]).unwrap_or_else(|| "30 %/year".into()))
            .example("40 %/year"),
        view.value(PHASE, &["load", "horizon"], "How far ahead do you plan?")
            .default(draft.value(&["load", "horizon"]).unwrap_or_else(|| "3 years".into()))
            .help("Storage is counted up to there."),
    ];
    for flow in view.flows() {
        let purpose = view.purpose(&flow).map(|p| format!(" ({p})")).unwrap_or_default();
        all.push(
            view.value(PHASE, &["flows", &flow, "rate"], format!("How often does {flow} happen{purpose}?"))
                .example("10 /user/day")
                .help(format!("`10 /user/day` counts the users of a day, `500 /s` is a rate, `{flow}.rate / 100` refers to another flow.")),
        );
    }
    // Behind all rates: only then it is known which flow is heavy.
    let heavy = view.heavy_flows();
    let files = view.keeps_files();
    for flow in view.flows() {
        let decides = heavy.contains(&flow);
        for (key, what, example) in [("in", "a request", "300 B"), ("out", "the answer", "2 KB")] {
            let path = ["flows", flow.as_str(), key];
            let question = view.value(PHASE, &path, format!("How large is {what} of {flow}?"));
            let usual = if key == "in" { "500 B" } else { "1 KB" };
            // What is answered is what leaves the system; what comes in counts where files do.
            let question = question
                .example(example)
                .in_turn_where(|| decides && (key == "out" || files));
            all.push(question.default(draft.value(&path).unwrap_or_else(|| usual.into())));
        }
    }
    let Names { flow, entity, .. } = view.named();
    let figures = draft.names(&["figures"]).into_iter();
    let figures = figures.map(|name| format!("{name} = {}", view.there(&["figures", &name]).unwrap_or_default()));
    all.push(
        Question::new(PHASE, "figures", "Which further number decides something, and what?", Take::Figures)
            .lines(figures.collect())
            .on_demand()
            .example(format!("hot_set = {entity}.rows * 20 % * {entity}.size: it fits in memory"))
            .help(format!("`name = formula: what it decides`. Names are those of the file: `{flow}.rate`, `{entity}.rows`, `load.users`, `horizon`.")),
    );
    all
}
