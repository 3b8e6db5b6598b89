//! The keys of catalog files.

use super::Kind;
use super::price::decode as price;
use super::{PRICED, RELATED, UNDER_TERMS, case, practice};
use crate::form::table::Shape::{Count, Entry, Flag, Form, List, Map, Quantity, Text, Word};
use crate::form::table::{Measure, Record, Row, Shape, may, must};
use crate::report;

/// Keys that every entry may have, with its own ones behind them.
macro_rules! entry {
    ($what:literal, [$($own:expr),* $(,)?]) => {
        Record {
            what: $what,
            keys: &[
                must("title", Text, "its name"),
                must("summary", Text, "what it is, in one to three sentences"),
                may("aliases", List(&Text), "other names"),
                may("when", List(&Text), "when to use it"),
                may("not_when", List(&Text), "when not to"),
                may("trade_offs", List(&Text), "what it costs and gives"),
                may("fails", List(&Text), "how it fails"),
                may("questions", List(&Text), "what an interviewer asks about it"),
                may("related", List(&Entry(RELATED)), "other entries, or rules"),
                may("rules", List(&Entry("rule")), "the rules that watch it"),
                may("figures", Map(&Shape::Record(&FACT)), "numbers, each with its source"),
                $($own),*
            ],
        }
    };
}

pub static FACT: Record = Record {
    what: "a figure of the catalog",
    keys: &[
        must(
            "value",
            Quantity(Measure::Any),
            "the quantity, a range where sources disagree",
        ),
        must("source", Text, "who says it"),
        must("date", Text, "when it was said: a year, month or day"),
        must("confidence", Word(&CONFIDENCE), "how far to trust it"),
        may("note", Text, "what to know about it"),
    ],
};

pub const CONFIDENCE: [&str; 4] = ["vendor", "measured", "secondary", "derived"];

/// What can say of itself that it has a fact.
pub const ASKED_WORDS: [&str; 6] = ["stateless", "cache", "store", "log", "entry", "step"];

/// Levels of a candidate, from the lowest.
pub const LEVELS: [&str; 4] = ["junior", "mid", "senior", "staff"];

pub const ROLES: [&str; 4] = ["stateless", "cache", "store", "log"];
pub const PLACES: [&str; 4] = ["zone", "region", "outside", "device"];

pub const SHAPES: [(&str, report::Shape); 13] = [
    ("service", report::Shape::Service),
    ("worker", report::Shape::Worker),
    ("balancer", report::Shape::Balancer),
    ("gateway", report::Shape::Gateway),
    ("edge", report::Shape::Edge),
    ("cache", report::Shape::Cache),
    ("database", report::Shape::Database),
    ("object-store", report::Shape::ObjectStore),
    ("search", report::Shape::Search),
    ("queue", report::Shape::Queue),
    ("log", report::Shape::Log),
    ("external", report::Shape::External),
    ("client", report::Shape::Client),
];

const SHAPE_WORDS: [&str; 13] = {
    let mut words = [""; 13];
    let mut i = 0;
    while i < SHAPES.len() {
        words[i] = SHAPES[i].0;
        i += 1;
    }
    words
};

/// The keys of an entry of a kind.
pub fn of(kind: Kind) -> &'static Record {
    match kind {
        Kind::Function => &FUNCTION,
        Kind::Technology => &TECHNOLOGY,
        Kind::Pattern => &PATTERN,
        Kind::Term => &TERM,
        Kind::Number => &NUMBER,
        Kind::Case => &CASE,
        Kind::Price => &PRICE,
        Kind::Phase => &PHASE,
        Kind::Plan => &PLAN,
        Kind::Drill => &DRILL,
        Kind::Dimension => &DIMENSION,
    }
}

pub static FUNCTION: Record = entry!(
    "a function",
    [
        must("shape", Word(&SHAPE_WORDS), "its picture"),
        must("role", Word(&ROLES), "what its units keep"),
        must("place", Word(&PLACES), "where its units run"),
        may("target", Shape::Record(&FACT), "highest utilisation to plan for"),
        may("options", Map(&Map(&Text)), "choices with a line about each"),
    ]
);

pub static TECHNOLOGY: Record = entry!(
    "a technology",
    [
        must("fills", List(&Entry("function")), "the functions that it fills"),
        may("managed", Flag, "whether the provider runs it"),
        may("limits", Shape::Record(&LIMITS), "what one unit carries"),
        may("sizes", Map(&Shape::Record(&LIMITS)), "limits of one unit by size"),
        may(
            "availability",
            Shape::Record(&FACT),
            "of one unit, or the SLA of a managed service"
        ),
        may(
            "durability",
            Shape::Record(&FACT),
            "share of what it keeps that survives a year, as published"
        ),
        may("latency", Shape::Record(&LATENCY), "service time of one call"),
        may("replication", Shape::Record(&REPLICATION), "what it does by default"),
        may(
            "whole",
            Flag,
            "whether each unit holds all of its data: it does not shard"
        ),
        may(
            "retention",
            Shape::Record(&FACT),
            "how long it keeps a message at most, whatever is set",
        ),
        may("failures", Shape::Record(&FACT), "failures of its writer a year"),
        may(
            "row_overhead",
            Shape::Record(&FACT),
            "bytes that a row costs beyond its fields"
        ),
        may(
            "index_overhead",
            Shape::Record(&FACT),
            "bytes that an index entry costs beyond its fields"
        ),
        may(
            "pages",
            Shape::Record(&PAGES),
            "how rows and index entries lie in pages"
        ),
        may("partition", Shape::Record(&PARTITION), "what one partition carries"),
    ]
);

/// As [`crate::design::Resource`], each a figure with its source.
pub static LIMITS: Record = Record {
    what: "the limits of a unit",
    keys: &[
        limit("requests"),
        limit("reads"),
        limit("writes"),
        limit("messages"),
        limit("bandwidth"),
        limit("connections"),
        limit("memory"),
        limit("storage"),
    ],
};

const fn limit(name: &'static str) -> Row {
    may(name, Shape::Record(&FACT), "a limit of one unit")
}

pub static PAGES: Record = Record {
    what: "the layout of pages",
    keys: &[
        may(
            "alignment",
            Shape::Record(&FACT),
            "bytes of which a row and an index entry take a whole number",
        ),
        may(
            "pointer",
            Shape::Record(&FACT),
            "bytes of the pointer to a row or an entry, which their overhead counts",
        ),
        may(
            "index_fill",
            Shape::Record(&FACT),
            "share of an index page that is filled",
        ),
        may(
            "clustered",
            Flag,
            "whether rows lie in the index of their key, which other indexes repeat",
        ),
    ],
};

pub static PARTITION: Record = Record {
    what: "the limits of a partition",
    keys: &[
        may("reads", Shape::Record(&FACT), "reads or read units a second"),
        may("writes", Shape::Record(&FACT), "writes or write units a second"),
        may("messages", Shape::Record(&FACT), "messages that arrive a second"),
        may("in", Shape::Record(&FACT), "bytes a second from producers"),
        may("out", Shape::Record(&FACT), "bytes a second to consumers"),
        may("storage", Shape::Record(&FACT), "bytes kept"),
        may(
            "read_size",
            Shape::Record(&FACT),
            "bytes of a row that count as one read",
        ),
        may(
            "write_size",
            Shape::Record(&FACT),
            "bytes of a row that count as one write",
        ),
        may(
            "advised",
            Shape::Record(&FACT),
            "bytes of one partition up to which it reads well",
        ),
    ],
};

pub static LATENCY: Record = Record {
    what: "a latency",
    keys: &[
        may("p50", Shape::Record(&FACT), "the median"),
        may("p99", Shape::Record(&FACT), "the 99th percentile"),
    ],
};

pub static REPLICATION: Record = Record {
    what: "default replication",
    keys: &[
        may("writer", Word(&["one", "any", "region"]), "who takes writes"),
        may(
            "acks",
            Form("a whole number or `majority`", &[Count(0), Word(&["majority"])]),
            "copies that hold a write before it is confirmed",
        ),
        may(
            "reads",
            Form("a whole number or `majority`", &[Count(0), Word(&["majority"])]),
            "copies asked by a read",
        ),
        may("lag", Shape::Record(&FACT), "how far a copy is behind"),
        may("failover", Shape::Record(&FACT), "time until another copy writes"),
        must("source", Text, "who says it"),
    ],
};

pub static PATTERN: Record = entry!(
    "a pattern",
    [
        may("fact", Flag, "whether it may stand in `has` and `lacks`"),
        may(
            "on",
            List(&Word(&ASKED_WORDS)),
            "what can say that it has it: components by role, entries of the system, calls"
        ),
    ]
);
pub static TERM: Record = entry!("a term", []);
pub static NUMBER: Record = entry!("a number", [must("figure", Shape::Record(&FACT), "the number")]);

pub static CASE: Record = entry!(
    "a case",
    [
        may("side", Word(&case::SIDES), "where its weight lies"),
        may("difficulty", Word(&case::DIFFICULTIES), "how hard it is"),
        must("prompt", Text, "what the interviewer says"),
        may(
            "clarify",
            List(&Shape::Record(&case::CLARIFY)),
            "facts revealed on asking"
        ),
        may(
            "functional",
            List(&Shape::Record(&case::WISH)),
            "functional requirements"
        ),
        may(
            "nonfunctional",
            List(&Shape::Record(&case::QUALITY)),
            "non-functional requirements"
        ),
        may("out_of_scope", List(&Text), "what is left out"),
        may("inputs", Map(&Text), "quantities that the estimates start from"),
        may(
            "estimates",
            Map(&Shape::Record(&case::ESTIMATE)),
            "numbers that drive a decision, in order"
        ),
        may(
            "stored",
            List(&Shape::Record(&case::STORED)),
            "what is stored, and where"
        ),
        may("cached", List(&Shape::Record(&case::CACHED)), "what is cached, and how"),
        may(
            "choices",
            List(&Shape::Record(&case::CHOICE)),
            "what usually fills a function"
        ),
        may(
            "deep_dives",
            Map(&Shape::Record(&case::DEEP_DIVE)),
            "questions with their traps"
        ),
        may(
            "failures",
            List(&Shape::Record(&case::FAILURE)),
            "what breaks, and the answer"
        ),
    ]
);

pub static PHASE: Record = entry!(
    "a phase",
    [
        must("ask", Text, "what the interviewer wants to hear"),
        must("done_when", Text, "how one sees that it is done"),
        may("tips", List(&Text), "what helps in it"),
    ]
);

pub static PLAN: Record = entry!(
    "a plan",
    [must("phases", Map(&Count(1)), "minutes of each phase, in order")]
);

pub static DRILL: Record = entry!(
    "a drill",
    [
        must("inject", Text, "what happens"),
        must("strong", Text, "what a strong answer has"),
    ]
);

pub static DIMENSION: Record = entry!(
    "a dimension of the rubric",
    [
        must("weight", Count(1), "its share of a hundred"),
        must("points", Map(&Shape::Record(&practice::POINT)), "what is looked at"),
    ]
);

pub static PRICE: Record = entry!(
    "a price",
    [
        may(
            "prices",
            List(&Entry(PRICED)),
            "the technologies that it prices, or `network`, `machine`"
        ),
        may("provider", Text, "whose price it is"),
        may("region", Text, "where it holds"),
        may("currency", Word(&price::CURRENCIES), "its money"),
        may("source", Text, "who says its numbers, unless one says otherwise"),
        may("date", Text, "when they were said: a year, month or day"),
        may("confidence", Word(&CONFIDENCE), "how far to trust them"),
        may("unpriced", List(&Text), "what is left out on purpose"),
        may(
            "sizes",
            Map(&Shape::Record(&price::SIZE)),
            "one unit of a size per time"
        ),
        may("charges", List(&Shape::Record(&price::CHARGE)), "what else is billed"),
        may(
            "commitments",
            Shape::Record(&price::COMMITTED),
            "shares off for a commitment"
        ),
        may(
            "discount",
            Form("a share such as `12 %`", &[Quantity(Measure::Number)]),
            "share off every price, as agreed"
        ),
        may("commit", Word(&price::COMMITMENTS), "the commitment that is bought"),
        may(
            "on",
            List(&Entry(UNDER_TERMS)),
            "to which prices or technologies the terms apply; without it to all"
        ),
    ]
);
