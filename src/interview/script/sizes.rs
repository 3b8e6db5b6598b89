//! Back of the envelope: how many, how often, how large.

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
                .help("`10 /user/day` counts the users of a day, `500 /s` is a rate, `view.rate / 100` refers to another flow."),
        );
        let question = view.value(
            PHASE,
            &["flows", &flow, "in"],
            format!("How large is a request of {flow}?"),
        );
        all.push(
            question
                .example("300 B")
                .default(draft.value(&["flows", &flow, "in"]).unwrap_or_else(|| "500 B".into())),
        );
        let question = view.value(
            PHASE,
            &["flows", &flow, "out"],
            format!("How large is the answer of {flow}?"),
        );
        all.push(
            question
                .example("2 KB")
                .default(draft.value(&["flows", &flow, "out"]).unwrap_or_else(|| "1 KB".into())),
        );
    }
    let figures = draft.names(&["figures"]).into_iter();
    let figures = figures.map(|name| format!("{name} = {}", view.there(&["figures", &name]).unwrap_or_default()));
    all.push(
        Question::new(PHASE, "figures", "Which further number decides something, and what?", Take::Figures)
            .lines(figures.collect())
            .example("hot_set = photo.rows * 20 % * photo.size: it fits in memory")
            .help("`name = formula: what it decides`. Names are those of the file: `view.rate`, `photo.rows`, `load.users`, `horizon`."),
    );
    all
}
