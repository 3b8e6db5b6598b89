//! The keys of a component.

use crate::form::table::Measure::{Bytes, Count as Number, Frequency, Money, Number as Share, Time};
use crate::form::table::Shape::{Count, Entry, Form, Id, List, Map, Quantity, Text, Word};
use crate::form::table::{Record, Row, Shape, may, must};

/// What a component, a flow or a step says of itself.
pub const HAS: Row = may(
    "has",
    Form("a list or a map of fact words", &[List(&Entry("fact")), Map(&Text)]),
    "facts that hold",
);
pub const LACKS: Row = may(
    "lacks",
    Form("a list of fact words", &[List(&Entry("fact"))]),
    "facts that do not hold",
);

pub static COMPONENT: Record = Record {
    what: "a component",
    keys: &[
        must("is", Entry("function"), "its function in the catalog"),
        may("with", Entry("technology"), "the technology that fills it"),
        may("size", Id, "size of one unit: its price and limits"),
        may("replicas", Count(1), "units, in each region"),
        may(
            "zones",
            Form(
                "a list of zones or a map from zones to units",
                &[List(&Id), Map(&Count(0))],
            ),
            "where the units run, in each region",
        ),
        may("regions", List(&Id), "the regions that have it; without it all"),
        may(
            "per_replica",
            Form(
                "a rate such as `2500 req/s` or a map of limits",
                &[Quantity(crate::form::table::Measure::Any), Shape::Record(&LIMITS)],
            ),
            "what one unit carries",
        ),
        may("copies", Count(1), "copies of each datum"),
        may("replication", Shape::Record(&REPLICATION), "how copies are kept"),
        may(
            "backup",
            Form(
                "an interval or a map with `every`, `to`, `takes`, `copy`, `restore`",
                &[Quantity(Time), Shape::Record(&BACKUP)],
            ),
            "how often it is saved elsewhere",
        ),
        may("key", Text, "partition key"),
        may("eviction", Text, "what a full cache drops"),
        may("ttl", Quantity(Time), "how long an entry lives"),
        may("target", Quantity(Share), "highest utilisation to plan for"),
        may("scale", Shape::Record(&SCALE), "autoscaling"),
        HAS,
        LACKS,
        may(
            "availability",
            Quantity(Share),
            "of one unit, given its zone and region",
        ),
        may(
            "common_cause",
            Quantity(Share),
            "share of the failures of a unit that take all units at once",
        ),
        may(
            "durability",
            Quantity(Share),
            "share of the data of one unit that survives a year, or of a managed store",
        ),
        may(
            "latency",
            Form(
                "a time or a map with `p50`, `p99`",
                &[Quantity(Time), Shape::Record(&LATENCY)],
            ),
            "service time of one call",
        ),
        may(
            "contract",
            Shape::Record(&CONTRACT),
            "what it is from outside: a black box",
        ),
        may(
            "cost",
            List(&Quantity(Money)),
            "per unit and month, per request, per byte, per byte and month",
        ),
    ],
};

pub static CONTRACT: Record = Record {
    what: "a contract",
    keys: &[
        may("receives", Text, "what callers send"),
        may("returns", Text, "what they get back"),
        may("owns", Text, "the data that nobody else changes"),
        may("fails_by", Text, "what callers see when it fails"),
    ],
};

pub static LIMITS: Record = Record {
    what: "the limits of a unit",
    keys: &[
        may("requests", Quantity(Frequency), "calls a second"),
        may("reads", Quantity(Frequency), "reads a second"),
        may("writes", Quantity(Frequency), "writes a second"),
        may("messages", Quantity(Frequency), "messages a second"),
        may(
            "bandwidth",
            Quantity(crate::form::table::Measure::Bandwidth),
            "bytes a second, each way",
        ),
        may("connections", Quantity(Number), "open connections"),
        may("memory", Quantity(Bytes), "usable memory"),
        may("storage", Quantity(Bytes), "usable storage"),
    ],
};

pub static REPLICATION: Record = Record {
    what: "replication",
    keys: &[
        may("writer", Word(&["one", "any", "region"]), "who takes writes"),
        may(
            "acks",
            Form("a whole number or `majority`", &[Count(0), Word(&["majority"])]),
            "copies that hold a write before it is confirmed",
        ),
        may(
            "reads",
            Form("a whole number or `majority`", &[Count(1), Word(&["majority"])]),
            "copies asked by a read",
        ),
        may("lag", Quantity(Time), "how far a copy is behind"),
        may("failover", Quantity(Time), "time until another copy writes"),
        may("between", Word(&["sync", "async"]), "how regions are kept together"),
        may(
            "rebuild",
            Quantity(crate::form::table::Measure::Any),
            "time until a lost copy is there again, or the bandwidth at which a unit is copied",
        ),
    ],
};

pub static BACKUP: Record = Record {
    what: "a backup",
    keys: &[
        must("every", Quantity(Time), "interval"),
        may("to", Text, "where it is kept"),
        may("takes", Quantity(Time), "how long one backup is under way"),
        may("copy", Quantity(Time), "how long until it lies elsewhere"),
        may(
            "restore",
            Quantity(crate::form::table::Measure::Any),
            "time until it serves again, or the bandwidth at which it comes back",
        ),
    ],
};

pub static SCALE: Record = Record {
    what: "autoscaling",
    keys: &[
        must("to", Count(1), "most units, in each region"),
        may("at", Quantity(Share), "utilisation that triggers it"),
        may("in", Quantity(Time), "from detecting to serving"),
        may("warm", Map(&Count(1)), "units that run when a window starts"),
    ],
};

pub static LATENCY: Record = Record {
    what: "a latency",
    keys: &[
        must("p50", Quantity(Time), "the median"),
        must("p99", Quantity(Time), "the 99th percentile"),
    ],
};
