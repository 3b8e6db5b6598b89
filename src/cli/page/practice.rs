//! Pages of what one practises with: cases, phases, plans, drills, dimensions.

use napkin::catalog::{Case, Detail, Dimension, Phase, Plan};
use serde_json::{Value, json};

use super::super::table::{Cell, Table, number, paragraph, prose, text};
use super::super::terminal::{Look, Tone};
use super::{list, part};

/// The parts of a page that are this kind's own.
pub fn parts(out: &mut String, detail: &Detail, look: Look) {
    match detail {
        Detail::Case(case) => case_parts(out, case, look),
        Detail::Phase(phase) => phase_parts(out, phase, look),
        Detail::Plan(plan) => plan_parts(out, plan, look),
        Detail::Drill(drill) => {
            part(
                out,
                look,
                "What happens",
                &paragraph(&drill.inject, look, look.indent()),
            );
            part(
                out,
                look,
                "A strong answer",
                &paragraph(&drill.strong, look, look.indent()),
            );
        }
        Detail::Dimension(dimension) => dimension_parts(out, dimension, look),
        _ => {}
    }
}

fn case_parts(out: &mut String, case: &Case, look: Look) {
    part(out, look, "Prompt", &paragraph(&case.prompt, look, look.indent()));
    let clarify = case.clarify.iter().map(|c| format!("{} {}", c.ask, c.answer));
    list(out, look, "If you ask", clarify);
    let wishes = (case.functional.iter()).map(|w| format!("{}: {} ({})", w.actor, w.want, w.priority));
    list(out, look, "What it does", wishes);
    let qualities = case
        .nonfunctional
        .iter()
        .map(|(quality, target)| format!("{quality}: {target}"));
    list(out, look, "How well", qualities);
    list(out, look, "Out of scope", case.out_of_scope.iter().cloned());
    let inputs = case.inputs.iter().map(|(name, value)| format!("{name} = {value}"));
    list(out, look, "Inputs", inputs);
    let estimates = case.estimates.iter();
    let estimates = estimates.map(|e| format!("{} = {} ≈ {}: {}", e.id, e.formula, e.about, e.so));
    list(out, look, "Estimates", estimates);
    let stored = case
        .stored
        .iter()
        .map(|s| format!("{} ({}): {}", s.what, s.shape, s.function));
    list(out, look, "What is stored", stored);
    list(
        out,
        look,
        "What is cached",
        case.cached.iter().map(|(what, how)| format!("{what}: {how}")),
    );
    let choices = case.choices.iter().map(|c| match c.over.as_slice() {
        [] => format!("{}: {}", c.function, c.with),
        over => format!("{}: {} over {}", c.function, c.with, over.join(", ")),
    });
    list(out, look, "What fills it", choices);
    let dives = case.deep_dives.iter();
    let dives = dives.map(|d| {
        let (trap, strong) = (sentence(&d.trap), sentence(&d.strong));
        format!("{} ({}) Trap: {trap} Strong: {strong}", d.ask, d.level)
    });
    list(out, look, "Deep dives", dives);
    let failures = case.failures.iter();
    let failures = failures.map(|f| {
        let (breaks, answer) = (sentence(&f.breaks), sentence(&f.answer));
        format!("When {}: {breaks} Answer: {answer}", f.when)
    });
    list(out, look, "Failures", failures);
}

/// A text with its full stop, if it has none.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    match text.ends_with(['.', '?', '!']) {
        true => text.to_string(),
        false => format!("{text}."),
    }
}

fn phase_parts(out: &mut String, phase: &Phase, look: Look) {
    part(out, look, "It asks", &paragraph(&phase.ask, look, look.indent()));
    part(
        out,
        look,
        "Done when",
        &paragraph(&phase.done_when, look, look.indent()),
    );
    list(out, look, "What helps", phase.tips.iter().cloned());
}

fn plan_parts(out: &mut String, plan: &Plan, look: Look) {
    let mut table = Table::bare(&[text(""), number("")]);
    for (phase, minutes) in &plan.phases {
        table.row([Cell::new(phase).tone(Tone::Strong), Cell::new(format!("{minutes} min"))]);
    }
    part(out, look, "Phases", &table.render(look, look.indent()));
}

fn dimension_parts(out: &mut String, dimension: &Dimension, look: Look) {
    let mut table = Table::bare(&[text(""), text(""), prose("")]);
    for (id, point) in &dimension.points {
        table.row([
            Cell::new(id).tone(Tone::Strong),
            Cell::new(point.level),
            Cell::new(&point.shows),
        ]);
    }
    part(out, look, "Points", &table.render(look, look.indent()));
}

/// The same as data; nothing for entries of other kinds.
pub fn data(detail: &Detail) -> Value {
    match detail {
        Detail::Case(case) => case_data(case),
        Detail::Phase(phase) => json!({ "ask": phase.ask, "done_when": phase.done_when, "tips": phase.tips }),
        Detail::Plan(plan) => {
            let phases = plan
                .phases
                .iter()
                .map(|(id, minutes)| json!({ "phase": id, "minutes": minutes }));
            json!({ "phases": phases.collect::<Vec<_>>() })
        }
        Detail::Drill(drill) => json!({ "inject": drill.inject, "strong": drill.strong }),
        Detail::Dimension(dimension) => {
            let points = dimension.points.iter();
            let points = points.map(|(id, p)| json!({ "id": id, "shows": p.shows, "next": p.next, "level": p.level }));
            json!({ "weight": dimension.weight, "points": points.collect::<Vec<_>>() })
        }
        _ => Value::Null,
    }
}

fn case_data(case: &Case) -> Value {
    fn all<T>(items: &[T], data: impl Fn(&T) -> Value) -> Vec<Value> {
        items.iter().map(data).collect()
    }
    json!({
        "difficulty": case.difficulty,
        "prompt": case.prompt,
        "clarify": all(&case.clarify, |c| json!({ "ask": c.ask, "answer": c.answer })),
        "functional": all(&case.functional, |w| json!({ "as": w.actor, "want": w.want, "priority": w.priority })),
        "nonfunctional": all(&case.nonfunctional, |(quality, target)| json!({ "quality": quality, "target": target })),
        "out_of_scope": case.out_of_scope,
        "inputs": all(&case.inputs, |(name, value)| json!({ "name": name, "value": value })),
        "estimates": all(&case.estimates, |e| json!({ "id": e.id, "is": e.formula, "about": e.about, "so": e.so })),
        "stored": all(&case.stored, |s| json!({ "what": s.what, "shape": s.shape, "function": s.function })),
        "cached": all(&case.cached, |(what, how)| json!({ "what": what, "how": how })),
        "choices": all(&case.choices, |c| json!({ "function": c.function, "with": c.with, "over": c.over })),
        "deep_dives": all(&case.deep_dives, |d| {
            json!({ "id": d.id, "ask": d.ask, "trap": d.trap, "strong": d.strong, "level": d.level })
        }),
        "failures": all(&case.failures, |f| json!({ "when": f.when, "breaks": f.breaks, "answer": f.answer })),
    })
}
