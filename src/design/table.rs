//! The keys of a design file: the one table behind the decoder, the messages and the documentation.

pub(crate) mod component;

pub use component::{BACKUP, COMPONENT, CONTRACT, LATENCY, LIMITS, REPLICATION, SCALE};
use component::{HAS, LACKS};

use crate::form::table::Measure::{Bytes, Count as Number, Frequency, Money, Number as Share, People, Rate, Time};
use crate::form::table::Shape::{Count, Date, Entry, Expression, Flag, Form, Id, List, Map, Quantity, Text, Word};
use crate::form::table::{Record, Shape, fixed, may, must};

pub static DESIGN: Record = Record {
    what: "a design",
    keys: &[
        fixed("napkin", Count(1), "1", "version of the format; this program reads 1"),
        must("name", Text, "what the system is called"),
        may("summary", Text, "one sentence on what it does"),
        may("case", Entry("case"), "the catalog case that it answers"),
        may(
            "profile",
            Word(&["exact", "interview", "billing"]),
            "what a day, a month and a year are",
        ),
        may("today", Date, "the day on which waivers and prices are judged"),
        may(
            "include",
            List(&Text),
            "further files of the same design, relative to this one",
        ),
        may("requirements", Shape::Record(&REQUIREMENTS), "what is asked for"),
        may("load", Shape::Record(&LOAD), "how much is asked for"),
        may(
            "actors",
            Map(&Form(
                "a text or a map with `says`, `count`, `network`",
                &[Text, Shape::Record(&ACTOR)],
            )),
            "who uses the system",
        ),
        may(
            "regions",
            Map(&Form(
                "a list of zones or a map with `zones`, `users`, `failover`",
                &[List(&Id), Shape::Record(&REGION)],
            )),
            "where it runs",
        ),
        may("components", Map(&Shape::Record(&COMPONENT)), "what it is built of"),
        may("flows", Map(&Shape::Record(&FLOW)), "what happens, step by step"),
        may("data", Map(&Shape::Record(&ENTITY)), "what is kept and sent"),
        may("apis", Map(&Shape::Record(&API)), "the contracts"),
        may(
            "figures",
            Map(&Form(
                "an expression or a map with `is`, `drives`",
                &[Expression, Shape::Record(&FIGURE)],
            )),
            "formulas of your own",
        ),
        may("decisions", Map(&Shape::Record(&DECISION)), "what was chosen and why"),
        may(
            "states",
            Map(&Map(&Form("a value to set", &[Text, List(&Text), Map(&Text)]))),
            "named variants of this file, by path",
        ),
        may(
            "waivers",
            List(&Shape::Record(&WAIVER)),
            "findings that are accepted, with the reason",
        ),
        may(
            "expect",
            List(&Form(
                "a comparison, `NFR1 = pass` or `{drill: lose zone a, FR1: survives}`",
                &[Text, Map(&Text)],
            )),
            "assertions on the results",
        ),
    ],
};

pub static REQUIREMENTS: Record = Record {
    what: "the requirements",
    keys: &[
        may("functional", Map(&Shape::Record(&FUNCTIONAL)), "what the system does"),
        may(
            "nonfunctional",
            Map(&Shape::Record(&NONFUNCTIONAL)),
            "how well it does it",
        ),
        may("out_of_scope", List(&Text), "what it does not do"),
        may(
            "assumptions",
            Map(&Shape::Record(&ASSUMPTION)),
            "what is taken for granted",
        ),
        may("questions", Map(&Shape::Record(&QUESTION)), "what is still open"),
    ],
};

pub static FUNCTIONAL: Record = Record {
    what: "a functional requirement",
    keys: &[
        may("as", Id, "the actor or component that wants it"),
        must("want", Text, "what they want to do"),
        may("priority", Word(&["must", "should", "could"]), "how much it matters"),
        may("flow", Id, "the flow that does it"),
        may("accept", List(&Text), "how one sees that it is done"),
    ],
};

pub static NONFUNCTIONAL: Record = Record {
    what: "a non-functional requirement",
    keys: &[
        may(
            "availability",
            Quantity(Share),
            "at least this share of requests is answered",
        ),
        may(
            "throughput",
            Quantity(Frequency),
            "at least this many runs of the flow a second",
        ),
        may(
            "durability",
            Quantity(Share),
            "at least this share of rows survives a year",
        ),
        may(
            "latency",
            Form("a percentile and a time such as `p99 < 100 ms`", &[Text]),
            "at most this long, at the peak",
        ),
        may("rpo", Quantity(Time), "at most this much data, in time, is lost"),
        may("rto", Quantity(Time), "at most this long until it serves again"),
        may("cost", Quantity(Money), "at most this much money"),
        may("staleness", Quantity(Time), "a read is at most this old"),
        may(
            "survive",
            Text,
            "`instance`, `zone`, `region`, `network`, a component, or a drill in quotes",
        ),
        may(
            "consistency",
            Word(&["strong", "session", "eventual"]),
            "what every read of it sees",
        ),
        may(
            "has",
            List(&Entry("fact")),
            "fact words that everything it is about has",
        ),
        may("lacks", List(&Entry("fact")), "fact words that nothing it is about has"),
        may("holds", Form("a comparison", &[Text]), "any comparison over names"),
        may("says", Text, "a requirement that no calculation can prove"),
        may("shown_by", List(&Id), "decisions that answer it"),
        may(
            "of",
            Id,
            "the flow, entity or component; without it all of them, or the design",
        ),
        may("to", Id, "measured until this participant was last reached"),
        may(
            "when",
            Text,
            "`instance lost`, `zone lost`, `region lost`, `all lost`, a flow, or a drill in quotes",
        ),
    ],
};

pub static ASSUMPTION: Record = Record {
    what: "an assumption",
    keys: &[
        must("says", Text, "what is assumed"),
        may("holds", Form("a comparison", &[Text]), "a comparison that checks it"),
        may("source", Text, "where it comes from"),
    ],
};

pub static QUESTION: Record = Record {
    what: "a question",
    keys: &[must("ask", Text, "the question"), may("owner", Text, "who answers it")],
};

pub static LOAD: Record = Record {
    what: "the load",
    keys: &[
        may("users", Quantity(People), "daily active users"),
        may("growth", Quantity(Rate), "growth of the load, compound"),
        may("peak", Quantity(Share), "peak over average"),
        may("horizon", Quantity(Time), "how far ahead to look"),
        may(
            "windows",
            Map(&Shape::Record(&WINDOW)),
            "hours of the day with a load of their own",
        ),
    ],
};

pub static WINDOW: Record = Record {
    what: "a window",
    keys: &[
        must("for", Quantity(Time), "its length, once a day"),
        may("peak", Quantity(Share), "what `load.peak` is inside it"),
    ],
};

pub static ACTOR: Record = Record {
    what: "an actor",
    keys: &[
        may("says", Text, "who that is"),
        may("count", Quantity(People), "how many there are"),
        may("network", Id, "the last mile, such as `4g`"),
    ],
};

pub static REGION: Record = Record {
    what: "a region",
    keys: &[
        must("zones", List(&Id), "its zones"),
        may("users", Quantity(Share), "share of the users that enter here"),
        may(
            "failover",
            Quantity(Time),
            "time until the users of a lost region have moved",
        ),
    ],
};

pub static FLOW: Record = Record {
    what: "a flow",
    keys: &[
        may(
            "actor",
            Id,
            "who starts it; without one the caller of the first step, of which each run is a call",
        ),
        may(
            "rate",
            Expression,
            "how often it runs on average: `/user/day`, `/s`, `send.rate * 3`",
        ),
        may("concurrent", Expression, "how many run at once, in place of a rate"),
        may(
            "peak",
            Quantity(Share),
            "its own peak over average, in place of `load.peak`",
        ),
        may("during", Id, "the window in which it runs"),
        may("in", Quantity(Bytes), "bytes of the request"),
        may("out", Quantity(Bytes), "bytes of the answer"),
        HAS,
        LACKS,
        must(
            "steps",
            List(&Form(
                "`caller -> callee` or `caller ~> callee`, with options",
                &[Text, Map(&Shape::Record(&STEP))],
            )),
            "the calls in order",
        ),
    ],
};

pub static STEP: Record = Record {
    what: "a step",
    keys: &[
        may(
            "hit",
            Quantity(Share),
            "share of the calls that the callee answers itself",
        ),
        may(
            "on_miss",
            Id,
            "runs for the misses of this component, in place of the caller's calls",
        ),
        may("if_down", Id, "who takes the calls when the callee is down"),
        may(
            "optional",
            Flag,
            "a failure here degrades the flow but does not fail it",
        ),
        may("share", Quantity(Share), "share of the runs"),
        may(
            "times",
            Form("a number or `all`", &[Quantity(Share), Word(&["all"])]),
            "calls for each run",
        ),
        may("serial", Flag, "the calls run one after another"),
        may("parallel", Flag, "does not wait for the step before it"),
        may("batch", Quantity(Number), "messages in one call"),
        may("in", Quantity(Bytes), "bytes to the callee"),
        may("out", Quantity(Bytes), "bytes back"),
        may(
            "read",
            Form(
                "an entity, a list, or a map from entities to rows such as `{order: 20}`",
                &[List(&Id), Map(&Quantity(Share))],
            ),
            "what is read",
        ),
        may(
            "write",
            Form(
                "an entity, a list, or a map from entities to rows such as `{order: 20}`",
                &[List(&Id), Map(&Quantity(Share))],
            ),
            "what is written",
        ),
        may(
            "update",
            Form(
                "an entity, a list, or a map from entities to rows such as `{order: 20}`",
                &[List(&Id), Map(&Quantity(Share))],
            ),
            "what is changed",
        ),
        may(
            "delete",
            Form(
                "an entity, a list, or a map from entities to rows such as `{order: 20}`",
                &[List(&Id), Map(&Quantity(Share))],
            ),
            "what is removed",
        ),
        may("from", Word(&["replica"]), "reads a follower"),
        may("region", Word(&["other"]), "goes to another region"),
        may("hold", Quantity(Time), "how long the connection stays open"),
        may("retries", Count(0), "further tries"),
        may("timeout", Quantity(Time), "when the caller gives up"),
        may(
            "latency",
            Form(
                "a time or a map with `p50`, `p99`",
                &[Quantity(Time), Shape::Record(&LATENCY)],
            ),
            "service time of this call",
        ),
        may("then", Id, "the fragment that runs after this call"),
        HAS,
        LACKS,
    ],
};

pub static ENTITY: Record = Record {
    what: "an entity",
    keys: &[
        may("in", List(&Id), "stores that keep it; the first is the truth"),
        may("keep", Quantity(Time), "mean life of a row"),
        may("rows", Quantity(Number), "rows today"),
        may(
            "fields",
            Map(&Form("`TYPE -> ENTITY key unique pii optional ~SIZE`", &[Text])),
            "its fields",
        ),
    ],
};

pub static API: Record = Record {
    what: "an API",
    keys: &[
        may(
            "style",
            Word(&["rest", "grpc", "graphql", "events"]),
            "kind of contract",
        ),
        may("version", Text, "version, such as `v1`"),
        must("operations", Map(&Shape::Record(&OPERATION)), "its operations"),
    ],
};

pub static OPERATION: Record = Record {
    what: "an operation",
    keys: &[
        may("get", Text, "path"),
        may("post", Text, "path"),
        may("put", Text, "path"),
        may("patch", Text, "path"),
        may("delete", Text, "path"),
        may("rpc", Text, "name of the call"),
        may("query", Text, "name of the query"),
        may("mutation", Text, "name of the mutation"),
        may("event", Text, "name of the event"),
        may("takes", List(&Id), "fields or entities that it takes"),
        may(
            "returns",
            Form("an entity, `[entity]` or a status", &[List(&Id)]),
            "what it returns",
        ),
        may("flow", Id, "the flow that it starts"),
    ],
};

pub static FIGURE: Record = Record {
    what: "a figure",
    keys: &[
        must("is", Expression, "the formula"),
        may("drives", Id, "the decision that rests on it"),
    ],
};

pub static DECISION: Record = Record {
    what: "a decision",
    keys: &[
        must("title", Text, "the decision in a few words"),
        may("chose", Id, "what was chosen"),
        may("over", List(&Text), "what was not"),
        may("because", List(&Id), "requirements, flows and figures that decide it"),
        may("at_the_cost_of", Text, "what it costs"),
        may("revisit", Text, "when to think again"),
    ],
};

pub static WAIVER: Record = Record {
    what: "a waiver",
    keys: &[
        must("rule", Entry("rule"), "the rule that is waived"),
        may("of", Id, "the component, flow, entity or requirement; without it all"),
        must("because", Text, "why it is accepted"),
        may("until", Date, "the last day on which it counts"),
    ],
};
