//! A case: a system to design, with what an interviewer knows about it.
//!
//! Its requirements in numbers, its entities and its contract stand in its reference design; here is what no design
//! holds: what is told on asking, the arithmetic behind the size, and where answers go wrong.

use super::decode::text;
use super::table::LEVELS;
use crate::form::Reader;
use crate::form::table::Shape::{Entry, List, Text, Word};
use crate::form::table::{Record, may, must};

#[derive(Debug)]
pub struct Case {
    pub side: Side,
    /// `easy`, `medium` or `hard`.
    pub difficulty: &'static str,
    pub prompt: String,
    pub clarify: Vec<Clarification>,
    pub functional: Vec<Wish>,
    /// Quality and target.
    pub nonfunctional: Vec<(String, String)>,
    pub out_of_scope: Vec<String>,
    /// Name and quantity as written: what the estimates start from.
    pub inputs: Vec<(String, String)>,
    pub estimates: Vec<Estimate>,
    pub stored: Vec<Stored>,
    /// What is cached, and how.
    pub cached: Vec<(String, String)>,
    pub choices: Vec<Choice>,
    pub deep_dives: Vec<DeepDive>,
    pub failures: Vec<Failure>,
}

/// Where the weight of a case lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Backend,
    Frontend,
    Infrastructure,
}

/// A fact that the interviewer reveals when asked.
#[derive(Debug)]
pub struct Clarification {
    pub ask: String,
    pub answer: String,
    /// Words beside those of the question by which a candidate may ask for it.
    pub words: Vec<String>,
}

#[derive(Debug)]
pub struct Wish {
    pub actor: String,
    pub want: String,
    pub priority: &'static str,
}

/// A number that drives a decision, with its working.
#[derive(Debug)]
pub struct Estimate {
    pub id: String,
    /// An expression over the inputs and the estimates before it.
    pub formula: String,
    /// Its value as one would say it, for a check of the working.
    pub about: String,
    /// The decision that it drives.
    pub so: String,
    /// The same number as an expression over names of the reference design.
    pub design: Option<String>,
}

#[derive(Debug)]
pub struct Stored {
    pub what: String,
    /// `relation`, `document`, `blob`, `event` and so on.
    pub shape: String,
    pub function: String,
}

/// What usually fills a function, and what else could.
#[derive(Debug)]
pub struct Choice {
    pub function: String,
    pub with: String,
    pub over: Vec<String>,
}

#[derive(Debug)]
pub struct DeepDive {
    pub id: String,
    pub ask: String,
    pub trap: String,
    pub strong: String,
    /// The lowest level at which an interviewer expects the point unprompted.
    pub level: &'static str,
}

#[derive(Debug)]
pub struct Failure {
    pub when: String,
    pub breaks: String,
    pub answer: String,
}

impl Case {
    /// Its arithmetic as lines for [`crate::calc`]: one for each input, then one for each estimate.
    pub fn working(&self) -> String {
        let inputs = self.inputs.iter().map(|(name, value)| format!("{name} = {value}\n"));
        let estimates = self.estimates.iter().map(|e| format!("{} = {}\n", e.id, e.formula));
        inputs.chain(estimates).collect()
    }
}

pub const SIDES: [&str; 3] = ["backend", "frontend", "infrastructure"];
pub const DIFFICULTIES: [&str; 3] = ["easy", "medium", "hard"];

pub static CLARIFY: Record = Record {
    what: "a clarifying question",
    keys: &[
        must("ask", Text, "the question"),
        must("answer", Text, "the fact"),
        may("words", List(&Text), "further words by which one may ask for it"),
    ],
};

pub static WISH: Record = Record {
    what: "a functional requirement of a case",
    keys: &[
        must("as", Text, "who"),
        must("want", Text, "what"),
        must("priority", Word(&["must", "should", "could"]), "how much it matters"),
    ],
};

pub static QUALITY: Record = Record {
    what: "a non-functional requirement of a case",
    keys: &[must("quality", Text, "which"), must("target", Text, "how much")],
};

pub static ESTIMATE: Record = Record {
    what: "an estimate of a case",
    keys: &[
        must("is", Text, "an expression over inputs and earlier estimates"),
        must("about", Text, "its value, rounded as one would say it"),
        must("so", Text, "the decision that it drives"),
        may("design", Text, "the same number over names of the reference design"),
    ],
};

pub static STORED: Record = Record {
    what: "what a case stores",
    keys: &[
        must("what", Text, "the data"),
        must("shape", Text, "what shape it has"),
        must("function", Entry("function"), "the function that keeps it"),
    ],
};

pub static CACHED: Record = Record {
    what: "what a case caches",
    keys: &[
        must("what", Text, "the data"),
        must("how", Text, "where and until when"),
    ],
};

pub static CHOICE: Record = Record {
    what: "a choice of a case",
    keys: &[
        must("function", Entry("function"), "the function to fill"),
        must("with", Text, "what usually fills it"),
        may("over", List(&Text), "what else could"),
    ],
};

pub static DEEP_DIVE: Record = Record {
    what: "a deep dive",
    keys: &[
        must("ask", Text, "the question"),
        must("trap", Text, "the answer that goes wrong"),
        must("strong", Text, "what a strong answer says"),
        must("level", Word(&LEVELS), "from which level it is expected unprompted"),
    ],
};

pub static FAILURE: Record = Record {
    what: "a failure of a case",
    keys: &[
        must("when", Text, "what fails"),
        must("breaks", Text, "what breaks in a careless design"),
        must("answer", Text, "what a careful one does"),
    ],
};

/// Reads a case.
pub(super) fn case(reader: &Reader) -> Case {
    let records = |name: &'static str, table: &'static Record| {
        let items = reader.node(name).map(|n| reader.context.items(n)).unwrap_or_default();
        items
            .iter()
            .filter_map(|n| Reader::new(n, table, reader.context))
            .collect::<Vec<_>>()
    };
    let texts = |r: &Reader, name: &str| r.texts(name).into_iter().map(|t| t.value).collect::<Vec<_>>();
    let word = |r: &Reader, name: &str, usual: &'static str| r.word(name).map_or(usual, |w| w.value);
    let named = |name: &'static str, table: &'static Record| {
        let entries = reader.entries(name).iter();
        entries
            .filter_map(|(k, n)| Some((k.name.clone(), Reader::new(n, table, reader.context)?)))
            .collect::<Vec<_>>()
    };
    Case {
        side: match word(reader, "side", "backend") {
            "frontend" => Side::Frontend,
            "infrastructure" => Side::Infrastructure,
            _ => Side::Backend,
        },
        difficulty: word(reader, "difficulty", "medium"),
        prompt: text(reader, "prompt").trim().to_string(),
        clarify: (records("clarify", &CLARIFY).iter())
            .map(|r| Clarification {
                ask: text(r, "ask"),
                answer: text(r, "answer"),
                words: texts(r, "words"),
            })
            .collect(),
        functional: (records("functional", &WISH).iter())
            .map(|r| Wish {
                actor: text(r, "as"),
                want: text(r, "want"),
                priority: word(r, "priority", "must"),
            })
            .collect(),
        nonfunctional: (records("nonfunctional", &QUALITY).iter())
            .map(|r| (text(r, "quality"), text(r, "target")))
            .collect(),
        out_of_scope: texts(reader, "out_of_scope"),
        inputs: (reader.entries("inputs").iter())
            .filter_map(|(k, n)| Some((k.name.clone(), reader.context.text(n, &k.name)?.value)))
            .collect(),
        estimates: (named("estimates", &ESTIMATE).iter())
            .map(|(id, r)| Estimate {
                id: id.clone(),
                formula: text(r, "is"),
                about: text(r, "about"),
                so: text(r, "so"),
                design: r.text("design").map(|t| t.value),
            })
            .collect(),
        stored: (records("stored", &STORED).iter())
            .map(|r| Stored {
                what: text(r, "what"),
                shape: text(r, "shape"),
                function: text(r, "function"),
            })
            .collect(),
        cached: (records("cached", &CACHED).iter())
            .map(|r| (text(r, "what"), text(r, "how")))
            .collect(),
        choices: (records("choices", &CHOICE).iter())
            .map(|r| Choice {
                function: text(r, "function"),
                with: text(r, "with"),
                over: texts(r, "over"),
            })
            .collect(),
        deep_dives: (named("deep_dives", &DEEP_DIVE).iter())
            .map(|(id, r)| DeepDive {
                id: id.clone(),
                ask: text(r, "ask"),
                trap: text(r, "trap"),
                strong: text(r, "strong"),
                level: word(r, "level", "mid"),
            })
            .collect(),
        failures: (records("failures", &FAILURE).iter())
            .map(|r| Failure {
                when: text(r, "when"),
                breaks: text(r, "breaks"),
                answer: text(r, "answer"),
            })
            .collect(),
    }
}
