//! Whether the problem was understood before it was solved.

use super::Condition;
use crate::report::{Evidence, Functional};
use crate::review::look::{Answer, Look, said};

pub const POINTS: &[Condition] = &[
    ("few-musts", few_musts),
    ("actors-named", actors_named),
    ("out-of-scope", out_of_scope),
    ("numbered-qualities", numbered_qualities),
    ("plain-words", plain_words),
    ("targets-for-musts", targets_for_musts),
    ("qualities-by-flow", qualities_by_flow),
    ("loss-stated", loss_stated),
    ("acceptance", acceptance),
    ("assumptions-sourced", assumptions_sourced),
    ("cost-bounded", cost_bounded),
    ("open-questions", open_questions),
];

/// Most musts that a first release can carry.
const MOST_MUSTS: usize = 4;
/// Fewest qualities that say how well the system works.
const FEW_QUALITIES: usize = 3;

fn line(look: &Look, requirement: &Functional, says: &str) -> Evidence {
    let path = format!("requirements.functional.{}", requirement.id);
    look.at(&path, format!("{}: {says}", requirement.id))
}

fn wants(look: &Look) -> Vec<Evidence> {
    look.musts().map(|r| line(look, r, &r.want)).collect()
}

fn few_musts(look: &Look) -> Answer {
    let musts = wants(look);
    match musts.len() {
        0 => Answer::nothing("no functional requirement has `priority: must`"),
        n if n > MOST_MUSTS => {
            let last = musts.into_iter().skip(MOST_MUSTS);
            let too_many = said(format!("{n} requirements are musts"));
            Answer::open(std::iter::once(too_many).chain(last).collect())
        }
        _ => look.watched(&["everything-is-a-must"], musts, ""),
    }
}

fn actors_named(look: &Look) -> Answer {
    let all = &look.report.requirements.functional;
    let bare = all.iter().filter(|r| r.actor.is_none());
    let wrong = bare
        .map(|r| line(look, r, "nobody wants it: `as` is missing"))
        .collect();
    let right = all
        .iter()
        .filter_map(|r| Some(line(look, r, &format!("as {}", r.actor.as_deref()?))));
    match all.is_empty() {
        true => Answer::nothing("there are no functional requirements"),
        false => Answer::of(wrong, right.collect(), ""),
    }
}

fn out_of_scope(look: &Look) -> Answer {
    let all = &look.report.requirements.out_of_scope;
    let lines = all.iter().enumerate();
    let right: Vec<Evidence> = lines
        .map(|(index, says)| look.at(&format!("requirements.out_of_scope.{index}"), format!("out: {says}")))
        .collect();
    match right.is_empty() {
        true => Answer::nothing("nothing stands under `requirements.out_of_scope`"),
        false => Answer::shown(right),
    }
}

fn qualities<'a>(look: &'a Look) -> impl Iterator<Item = Evidence> + 'a {
    let mut told = std::collections::BTreeSet::new();
    let numbers = look.report.verdicts.iter().filter(|v| !v.not_computable);
    numbers
        .filter(move |v| told.insert(v.requirement.as_str()))
        .map(|v| Evidence {
            says: format!("{}: {} {}", v.requirement, v.metric, v.target),
            place: v.place.clone(),
        })
}

fn numbered_qualities(look: &Look) -> Answer {
    let right: Vec<Evidence> = qualities(look).collect();
    match right.len() {
        0 => Answer::nothing("no quality has a number"),
        n if n < FEW_QUALITIES => {
            let few = said(format!("{n} of at least {FEW_QUALITIES} qualities with a number"));
            Answer::open(std::iter::once(few).chain(right).collect())
        }
        _ => look.watched(&["requirement-without-number"], right, ""),
    }
}

fn plain_words(look: &Look) -> Answer {
    let rules = [
        "vague-requirement",
        "requirement-repeated",
        "contradicting-requirements",
    ];
    let right: Vec<Evidence> = look
        .report
        .requirements
        .functional
        .iter()
        .map(|r| line(look, r, &r.want))
        .collect();
    match right.is_empty() {
        true => Answer::nothing("there are no functional requirements"),
        false => look.watched(&rules, right, ""),
    }
}

fn targets_for_musts(look: &Look) -> Answer {
    let about = |metric: &str| ["availability", "latency", "throughput", "survive"].contains(&metric);
    let targets: Vec<_> = look.report.verdicts.iter().filter(|v| about(&v.metric)).collect();
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for must in look.musts() {
        let flow = must.flow.as_deref();
        let of = targets.iter().find(|v| v.of.is_none() || v.of.as_deref() == flow);
        match of {
            Some(v) => right.push(Evidence {
                says: format!(
                    "{}: {} {} of {}",
                    v.id,
                    v.metric,
                    v.target,
                    v.of.as_deref().unwrap_or("all")
                ),
                place: v.place.clone(),
            }),
            None => wrong.push(line(look, must, "nothing says how fast or how often it has to work")),
        }
    }
    Answer::of(wrong, right, "there are no musts")
}

fn qualities_by_flow(look: &Look) -> Answer {
    let by_flow = look.report.verdicts.iter().filter(|v| v.of.is_some());
    let right = by_flow.map(|v| Evidence {
        says: format!("{} is about {}", v.id, v.of.as_deref().unwrap_or_default()),
        place: v.place.clone(),
    });
    let right: Vec<Evidence> = right.collect();
    match right.is_empty() {
        true => Answer::nothing("no quality says which flow or entity it is about (`of`)"),
        false => look.watched(&["target-for-everything"], right, ""),
    }
}

/// Durability is not consistency: what may be lost is said by itself.
fn loss_stated(look: &Look) -> Answer {
    if look.truths().next().is_none() {
        return Answer::not_applicable("the design keeps no data");
    }
    let of = |metrics: &[&str]| {
        let found = look
            .report
            .verdicts
            .iter()
            .filter(|v| metrics.contains(&v.metric.as_str()));
        let told = found.map(|v| Evidence {
            says: format!(
                "{}: {} {} of {}",
                v.id,
                v.metric,
                v.target,
                v.of.as_deref().unwrap_or("all")
            ),
            place: v.place.clone(),
        });
        told.collect::<Vec<_>>()
    };
    let loss = of(&["rpo", "durability"]);
    let seen = of(&["consistency", "staleness"]);
    match (loss.is_empty(), seen.is_empty()) {
        (false, false) => Answer::shown([loss, seen].concat()),
        (true, _) => Answer::nothing("no `rpo` or `durability` says what may be lost"),
        (_, true) => Answer::nothing("no `consistency` or `staleness` says what a reader may see"),
    }
}

fn acceptance(look: &Look) -> Answer {
    let (with, without): (Vec<_>, Vec<_>) = look.musts().partition(|r| !r.accept.is_empty());
    let wrong = without
        .iter()
        .map(|r| line(look, r, "no `accept` says when it is done"));
    let right = with.iter().map(|r| line(look, r, &r.accept.join("; ")));
    Answer::of(wrong.collect(), right.collect(), "there are no musts")
}

fn assumptions_sourced(look: &Look) -> Answer {
    let all = look.report.requirements.assumptions.iter();
    let right: Vec<Evidence> = all
        .map(|a| {
            look.at(
                &format!("requirements.assumptions.{}", a.id),
                format!("{}: {}", a.id, a.says),
            )
        })
        .collect();
    let rules = ["assumption-without-source", "assumption-broken", "assumption-unknown"];
    match right.is_empty() {
        true => Answer::nothing("nothing stands under `requirements.assumptions`"),
        false => look.watched(&rules, right, ""),
    }
}

fn cost_bounded(look: &Look) -> Answer {
    let found = look.report.verdicts.iter().filter(|v| v.metric == "cost");
    let right: Vec<Evidence> = found
        .map(|v| Evidence {
            says: format!("{}: cost {}", v.id, v.target),
            place: v.place.clone(),
        })
        .collect();
    match right.is_empty() {
        true => Answer::nothing("no quality bounds the cost"),
        false => Answer::shown(right),
    }
}

fn open_questions(look: &Look) -> Answer {
    let all = look.report.requirements.questions.iter();
    let right: Vec<Evidence> = all
        .map(|q| {
            look.at(
                &format!("requirements.questions.{}", q.id),
                format!("{}: {}", q.id, q.ask),
            )
        })
        .collect();
    match right.is_empty() {
        true => Answer::nothing("nothing stands under `requirements.questions`"),
        false => look.watched(&["question-without-owner"], right, ""),
    }
}
