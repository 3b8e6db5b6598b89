//! What guides a session and its review: phases, plans, drills and the dimensions of the rubric.

use super::decode::text;
use super::table::LEVELS;
use crate::form::Reader;
use crate::form::table::Shape::{Text, Word};
use crate::form::table::{Record, must};

/// A part of an interview.
#[derive(Debug)]
pub struct Phase {
    /// What the interviewer wants to hear in it.
    pub ask: String,
    /// How one sees that it is done.
    pub done_when: String,
    pub tips: Vec<String>,
}

/// An order of phases with their minutes.
#[derive(Debug)]
pub struct Plan {
    /// Phase and minutes.
    pub phases: Vec<(String, u32)>,
}

/// A failure to think through, with what is asked about it.
#[derive(Debug)]
pub struct Drill {
    /// What happens, as the interviewer says it.
    pub inject: String,
    /// What a strong answer has.
    pub strong: String,
}

/// A dimension on which an interview is judged.
#[derive(Debug)]
pub struct Dimension {
    /// Share of the whole, of a hundred.
    pub weight: u32,
    /// What is looked at, by id.
    pub points: Vec<(String, Point)>,
}

/// One thing that a reviewer looks for.
#[derive(Debug)]
pub struct Point {
    /// What a good design shows.
    pub shows: String,
    /// The next best step where it does not.
    pub next: String,
    /// The lowest level from which it is expected.
    pub level: &'static str,
}

pub static POINT: Record = Record {
    what: "a point of a dimension",
    keys: &[
        must("shows", Text, "what a good design shows"),
        must("next", Text, "the next best step where it does not"),
        must("level", Word(&LEVELS), "from which level it is expected"),
    ],
};

pub(super) fn phase(reader: &Reader) -> Phase {
    Phase {
        ask: text(reader, "ask"),
        done_when: text(reader, "done_when"),
        tips: reader.texts("tips").into_iter().map(|t| t.value).collect(),
    }
}

pub(super) fn plan(reader: &Reader) -> Plan {
    let phases = reader.entries("phases").iter();
    let minutes = |node| reader.context.whole(node, "minutes", 1).map(|m| m.value);
    Plan {
        phases: phases
            .filter_map(|(k, n)| Some((k.name.clone(), minutes(n)?)))
            .collect(),
    }
}

pub(super) fn drill(reader: &Reader) -> Drill {
    Drill {
        inject: text(reader, "inject"),
        strong: text(reader, "strong"),
    }
}

pub(super) fn dimension(reader: &Reader) -> Dimension {
    let points = reader.entries("points").iter();
    let point = |node| {
        let r = Reader::new(node, &POINT, reader.context)?;
        Some(Point {
            shows: text(&r, "shows"),
            next: text(&r, "next"),
            level: r.word("level").map_or("mid", |w| w.value),
        })
    };
    Dimension {
        weight: reader.count("weight").map_or(0, |w| w.value),
        points: points.filter_map(|(k, n)| Some((k.name.clone(), point(n)?))).collect(),
    }
}
