//! Drills that end alike, in one row.

use crate::report::{Drill, DrillState};
use serde::Serialize;

/// Drills with the same outcome.
#[derive(Debug, Serialize)]
pub struct Row {
    /// `lose zone a, b or c`.
    pub drills: String,
    pub breaks: bool,
    pub fails: Vec<String>,
    pub degraded: Vec<String>,
    pub unknown: Vec<String>,
    pub overloaded: Vec<String>,
    /// What happens, with the names of all that may be lost where they alone differ.
    pub what: Vec<String>,
    pub helps: Vec<String>,
    /// The first of them, whose picture stands for all.
    pub first: String,
}

/// All drills, those that end alike as one row.
pub fn rows(drills: &[Drill]) -> Vec<Row> {
    let mut groups: Vec<(Key, Vec<&Drill>)> = Vec::new();
    for drill in drills {
        let key = key(drill);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, alike)) => alike.push(drill),
            None => groups.push((key, vec![drill])),
        }
    }
    groups.into_iter().filter_map(|(key, alike)| row(key, &alike)).collect()
}

/// What makes drills alike, with a blank in place of what each strikes.
type Key = (bool, [Vec<String>; 6]);

/// Stands for what is struck: no text of a design has this character unescaped.
const STRUCK: &str = "\u{0}";

fn key(drill: &Drill) -> Key {
    let of_state = |state: DrillState| {
        let found = drill.functional.iter().filter(|r| r.state == state);
        found.map(|r| r.id.clone()).collect::<Vec<String>>()
    };
    let overloaded = drill.overloads.iter().filter(|o| o.deficit.is_some());
    let touched = drill.flows.iter().filter(|flow| flow.state != DrillState::Holds);
    let struck = place(&drill.line);
    let mut what: Vec<String> = Vec::new();
    for reason in touched.filter_map(|flow| flow.reasons.first()) {
        let reason = put(reason, struck, STRUCK);
        if !what.contains(&reason) {
            what.push(reason);
        }
    }
    let lists = [
        of_state(DrillState::Fails),
        of_state(DrillState::Degraded),
        of_state(DrillState::Unknown),
        overloaded.map(|o| o.component.clone()).collect(),
        what,
        drill.helps.iter().map(|help| put(help, struck, STRUCK)).collect(),
    ];
    (drill.breaks, lists)
}

fn row((breaks, lists): Key, alike: &[&Drill]) -> Option<Row> {
    let lines: Vec<&str> = alike.iter().map(|drill| drill.line.as_str()).collect();
    let places: Vec<&str> = lines.iter().map(|line| place(line)).collect();
    let all = named(&places);
    let told = |texts: Vec<String>| texts.iter().map(|text| text.replace(STRUCK, &all)).collect();
    let [fails, degraded, unknown, overloaded, what, helps] = lists;
    Some(Row {
        drills: named(&lines),
        breaks,
        fails,
        degraded,
        unknown,
        overloaded,
        what: told(what),
        helps: told(helps),
        first: (*lines.first()?).to_owned(),
    })
}

/// The lines of drills, with what they share said once: `lose zone a or b, lose cache`.
pub fn named(lines: &[&str]) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        let (kind, struck) = cut(line);
        match groups.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, all)) => all.push(struck),
            None => groups.push((kind, vec![struck])),
        }
    }
    let told = groups.iter().map(|(kind, struck)| match *kind {
        "" => any_of(struck),
        kind => format!("{kind} {}", any_of(struck)),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What is done, and what it is done to: the last word of a line.
fn cut(line: &str) -> (&str, &str) {
    line.rsplit_once(' ').unwrap_or(("", line))
}

/// What is struck, with its kind where the line says one: `zone a`, since a bare `a` may be any word of a text.
fn place(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(_, place)| place)
}

/// `a, b or c`.
fn any_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A text with a word of it in place of another, where it stands alone.
fn put(text: &str, word: &str, instead: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word).filter(|_| !word.is_empty()) {
        let (before, found) = rest.split_at(at);
        let after = found.get(word.len()..).unwrap_or_default();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let alone = !joins(before.chars().last().or(out.chars().last())) && !joins(after.chars().next());
        out.push_str(before);
        out.push_str(if alone { instead } else { word });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{named, put};

    #[test]
    fn what_drills_share_is_said_once() {
        for (lines, told) in [
            (
                &["lose zone a", "lose zone b", "lose zone c"][..],
                "lose zone a, b or c",
            ),
            (&["lose edge", "lose zone b"], "lose edge, lose zone b"),
            (&["surge"], "surge"),
            (&[], ""),
        ] {
            assert_eq!(named(lines), told);
        }
        assert_eq!(
            put("a is in a, not in api or b-a", "a", "X"),
            "X is in X, not in api or b-a"
        );
    }
}
