//! Reads an entry of the price book. Source, date and confidence may stand once for all its numbers.

use super::{Basis, Charge, Gives, Price, Size, Terms, Tier};
use crate::catalog::Fact;
use crate::catalog::table::CONFIDENCE;
use crate::finding::Finding;
use crate::form::table::Shape::{Flag, Form, List, Text, Word};
use crate::form::table::{Measure, Record, Row, Shape, may, must};
use crate::form::{Reader, Value, rule};
use crate::quantity::Dimension;

pub const COMMITMENTS: [&str; 3] = ["1-year", "3-year", "spot"];
pub const CURRENCIES: [&str; 1] = ["USD"];
const BASES: [&str; 12] = {
    let mut words = [""; 12];
    let mut i = 0;
    while i < words.len() {
        words[i] = Basis::ALL[i].0;
        i += 1;
    }
    words
};
pub const GIVES_WORDS: [(&str, Gives); 3] = [
    ("requests", Gives::Requests),
    ("connections", Gives::Connections),
    ("bandwidth", Gives::Bandwidth),
];

/// A number alone, or a map with `value` and its own source.
const NUMBER: Shape = Form(
    "a quantity, or a map with `value` and its own `source`, `date`, `confidence`, `note`",
    &[Shape::Quantity(Measure::Any), Shape::Map(&Text)],
);

const fn number(name: &'static str, doc: &'static str) -> Row {
    may(name, NUMBER, doc)
}

macro_rules! sourced {
    ($what:literal, [$($own:expr),* $(,)?]) => {
        Record {
            what: $what,
            keys: &[
                $($own,)*
                may("source", Text, "who says it"),
                may("date", Text, "when it was said: a year, month or day"),
                may("confidence", Word(&CONFIDENCE), "how far to trust it"),
                may("note", Text, "what to know about it"),
            ],
        }
    };
}

static OWN: Record = sourced!("a number", [must("value", NUMBER, "the quantity")]);

pub static SIZE: Record = sourced!(
    "a size",
    [
        must("value", NUMBER, "money per time of one unit"),
        number("vcpu", "its hardware threads"),
        number("memory", "its memory"),
    ]
);

pub static CHARGE: Record = sourced!(
    "a charge",
    [
        must("of", Word(&BASES), "what is counted"),
        number("value", "the price"),
        may(
            "tiers",
            List(&Shape::Record(&TIER)),
            "prices with the edges up to which they hold in a month"
        ),
        number("step", "bytes of which each started step counts"),
        number("minimum", "least amount of money per time"),
        number("replica", "what a read of a follower costs of a read"),
        number("transaction", "how often a write of several entities at once counts"),
        may(
            "by_call",
            Flag,
            "whether a call counts once, however many rows it carries"
        ),
        number("ends", "how often a byte is billed"),
        may("once", Flag, "whether copies of a byte are not billed"),
        may("gives", Shape::Record(&GIVES), "what one capacity unit gives"),
    ]
);

pub static TIER: Record = sourced!(
    "a tier",
    [
        number("up_to", "upper edge; the last tier has none"),
        must("value", NUMBER, "the price"),
    ]
);

pub static GIVES: Record = Record {
    what: "what a capacity unit gives",
    keys: &[
        number("requests", "calls a second"),
        number("connections", "connections held"),
        number("bandwidth", "bytes a second, both ways together"),
    ],
};

pub static COMMITTED: Record = Record {
    what: "commitments",
    keys: &[
        number("1-year", "share off for one year"),
        number("3-year", "share off for three years"),
        number("spot", "share off for what may be taken away at any time"),
    ],
};

/// Who says a number, unless it says so itself.
#[derive(Clone)]
struct Said {
    source: String,
    date: String,
    confidence: Option<&'static str>,
    note: Option<String>,
}

impl Said {
    /// What an entry says of all its numbers.
    fn by_all(reader: &Reader) -> Said {
        let text = |name: &str| reader.text(name).map(|t| t.value).unwrap_or_default();
        Said {
            source: text("source"),
            date: text("date"),
            confidence: reader.word("confidence").map(|w| w.value),
            note: None,
        }
    }

    /// What a record says of its own, the rest from what is around it; a note is never passed on.
    fn of(reader: &Reader, around: &Said) -> Said {
        let own = Said::by_all(reader);
        let or = |own: String, around: &str| if own.is_empty() { around.to_string() } else { own };
        Said {
            source: or(own.source, &around.source),
            date: or(own.date, &around.date),
            confidence: own.confidence.or(around.confidence),
            note: reader.text("note").map(|t| t.value),
        }
    }
}

pub fn price(reader: &Reader) -> Price {
    let said = said_once(reader);
    let texts = |name: &str| reader.texts(name).into_iter().map(|t| t.value).collect::<Vec<_>>();
    let sizes = reader.entries("sizes").iter().filter_map(|(key, node)| {
        let reader = Reader::new(node, &SIZE, reader.context)?;
        Some((key.name.clone(), size(&reader, &said)?))
    });
    let committed = reader
        .node("commitments")
        .and_then(|n| Reader::new(n, &COMMITTED, reader.context));
    let commitments = committed.iter().flat_map(|r| {
        let shares = COMMITMENTS.iter();
        shares.filter_map(|class| Some((*class, fact(r, class, &said, &Dimension::NONE)?)))
    });
    // What a user has agreed needs no other source than the file that says so.
    let agreed = Said {
        source: if said.source.is_empty() {
            "this file".to_string()
        } else {
            said.source.clone()
        },
        date: if said.date.is_empty() {
            "undated".to_string()
        } else {
            said.date.clone()
        },
        confidence: said.confidence.or(Some("vendor")),
        note: None,
    };
    Price {
        prices: texts("prices"),
        provider: reader.text("provider").map(|t| t.value),
        region: reader.text("region").map(|t| t.value),
        currency: reader.word("currency").map_or("USD", |w| w.value),
        date: said.date.clone(),
        unpriced: texts("unpriced"),
        sizes: sizes.collect(),
        charges: charges(reader, &said),
        commitments: commitments.collect(),
        terms: Terms {
            discount: fact(reader, "discount", &agreed, &Dimension::NONE),
            commit: reader.word("commit").map(|w| (w.value, w.span)),
            on: texts("on"),
        },
    }
}

/// Who says the numbers of an entry that has any; what is missing is told once and not at each number.
fn said_once(reader: &Reader) -> Said {
    let mut said = Said::by_all(reader);
    let numbers = ["sizes", "charges", "commitments"];
    let Some(first) = numbers.iter().find_map(|name| reader.node(name)) else {
        return said;
    };
    let lacks = [
        ("source", said.source.is_empty()),
        ("date", said.date.is_empty()),
        ("confidence", said.confidence.is_none()),
    ];
    for (name, _) in lacks.iter().filter(|(_, lacks)| *lacks) {
        let finding = Finding::error(rule::MISSING_KEY, format!("a price with numbers needs `{name}`"));
        let at = first.part(0..1);
        reader.context.report(
            finding
                .at(at)
                .fix(format!("say `{name}` once for the entry; a number may say its own")),
        );
    }
    said.confidence = said.confidence.or(Some("derived"));
    said
}

fn size(reader: &Reader, said: &Said) -> Option<Size> {
    let said = Said::of(reader, said);
    Some(Size {
        price: fact(reader, "value", &said, &Dimension::SPENDING)?,
        vcpu: fact(reader, "vcpu", &said, &Dimension::NONE),
        memory: fact(reader, "memory", &said, &Dimension::BYTES),
    })
}

fn charges(reader: &Reader, said: &Said) -> Vec<Charge> {
    let Some(node) = reader.node("charges") else {
        return Vec::new();
    };
    let items = reader.context.items(node).iter();
    items
        .filter_map(|n| Reader::new(n, &CHARGE, reader.context))
        .filter_map(|r| charge(&r, said))
        .collect()
}

fn charge(reader: &Reader, said: &Said) -> Option<Charge> {
    let said = &Said::of(reader, said);
    let word = reader.word("of")?;
    let of = Basis::ALL.iter().find(|(n, _)| *n == word.value).map(|(_, b)| *b)?;
    let one = |name: &str, dimension: &Dimension| fact(reader, name, said, dimension);
    let mut tiers: Vec<Tier> = tiers(reader, said, of);
    tiers.extend(one("value", &of.priced()).map(|price| Tier { up_to: None, price }));
    let edges: Vec<Option<f64>> = tiers
        .iter()
        .map(|t| t.up_to.as_ref().map(|u| u.quantity.point()))
        .collect();
    let rising = edges.windows(2).all(|pair| match pair {
        [Some(low), Some(high)] => low < high,
        [Some(_), None] => true,
        _ => false,
    });
    if !rising || !matches!(edges.last(), Some(None)) {
        let message = format!(
            "`{}` needs one `value`, or `tiers` with rising edges of which the last has none",
            word.value
        );
        reader
            .context
            .report(Finding::error(rule::WRONG_TYPE, message).at(word.span));
        return None;
    }
    let gives = reader
        .node("gives")
        .and_then(|n| Reader::new(n, &GIVES, reader.context));
    let gives = gives.iter().flat_map(|r| {
        GIVES_WORDS.iter().filter_map(|(name, gives)| {
            let dimension = match gives {
                Gives::Requests => Dimension::RATE,
                Gives::Connections => Dimension::NONE,
                Gives::Bandwidth => Dimension::BANDWIDTH,
            };
            Some((*gives, fact(r, name, said, &dimension)?))
        })
    });
    Some(Charge {
        of,
        step: one("step", &Dimension::BYTES),
        minimum: one("minimum", &Dimension::SPENDING),
        replica: one("replica", &Dimension::NONE),
        transaction: one("transaction", &Dimension::NONE),
        by_call: reader.flag("by_call").is_some_and(|f| f.value),
        ends: one("ends", &Dimension::NONE),
        once: reader.flag("once").is_some_and(|f| f.value),
        gives: gives.collect(),
        tiers,
    })
}

fn tiers(reader: &Reader, said: &Said, of: Basis) -> Vec<Tier> {
    let Some(node) = reader.node("tiers") else {
        return Vec::new();
    };
    let items = reader.context.items(node).iter();
    items
        .filter_map(|n| {
            let reader = Reader::new(n, &TIER, reader.context)?;
            let said = Said::of(&reader, said);
            Some(Tier {
                up_to: fact(&reader, "up_to", &said, &of.counted()),
                price: fact(&reader, "value", &said, &of.priced())?,
            })
        })
        .collect()
}

/// The number under a key, with who says it.
fn fact(reader: &Reader, name: &str, said: &Said, dimension: &Dimension) -> Option<Fact> {
    let node = reader.node(name)?;
    let own = match &node.value {
        Value::Map(entries) if entries.iter().any(|(k, _)| k.name == "value") => {
            Some(Reader::new(node, &OWN, reader.context)?)
        }
        _ => None,
    };
    let said = own.as_ref().map_or_else(|| said.clone(), |o| Said::of(o, said));
    let value = match &own {
        Some(own) => own.node("value")?,
        None => node,
    };
    let quantity = reader.context.quantity(value, name, Measure::Any)?;
    let refuse = |finding: Finding| reader.context.report(finding.at(value.span));
    if quantity.dimension != *dimension {
        let (wanted, found) = (dimension.words(), quantity.dimension.words());
        refuse(Finding::error(
            rule::WRONG_DIMENSION,
            format!("`{name}` is {wanted}, but `{}` is {found}", quantity.text),
        ));
        return None;
    }
    let confidence = said.confidence?;
    // A note is about the price; how a number was derived is to be told of each.
    let tells = name == "value" || own.is_some() || confidence == "derived";
    Some(Fact {
        quantity,
        source: said.source,
        date: said.date,
        confidence,
        note: said.note.filter(|_| tells),
    })
}
