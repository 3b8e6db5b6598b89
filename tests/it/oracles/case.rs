//! The cases of `capacity.yaml`, in the units of napkin.

use super::{text, tree};
use napkin::form::{Node, Value};
use napkin::quantity::expression::{Function, Language, parse};
use napkin::quantity::{Dimension, Profile, unit};

const CASES: &str = include_str!("../../oracles/capacity.yaml");

/// Units of the sources that count something: plain numbers.
const COUNTS: [&str; 17] = [
    "1/search",
    "LCU",
    "broker",
    "concurrency",
    "count",
    "deliveries per tweet",
    "erlang",
    "factor per copy",
    "node",
    "object",
    "overhead",
    "partition",
    "probability",
    "ratio",
    "series",
    "server",
    "",
];

/// Units that napkin writes in another way.
const SPELLINGS: [(&str, &str); 6] = [
    ("USD/GB-month", "USD/GB/month"),
    ("USD/LCU-h", "USD/h"),
    ("USD/KPU-h", "USD/h"),
    ("USD/WCU-h", "USD/h"),
    ("USD/RCU-h", "USD/h"),
    ("USD/1M", "USD / 1M"),
];

/// What the last column of the file says about a published figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Judgement {
    /// It must be met within this relative tolerance.
    Within(f64),
    /// The source is wrong: it must not be met.
    Wrong,
    /// At least this good: compared as one minus the value.
    AtLeast,
    /// The source gives the inputs only.
    Recomputed,
}

/// An input as a figure: its name and its text.
pub type Input = (String, String);

/// One published worked example.
pub struct Case {
    pub id: String,
    pub inputs: Vec<Input>,
    /// Names of inputs that are no numbers.
    pub words: Vec<String>,
    pub formula: String,
    /// The published figure as a number in its unit, and that unit in napkin's spelling.
    pub published: f64,
    pub unit: String,
    /// What the inputs give, in the unit of the published figure.
    pub recomputed: f64,
    pub judgement: Judgement,
    /// Whether one minus the value counts, as for availabilities.
    pub from_one: bool,
}

/// All cases, in the order of the file.
pub fn cases() -> Vec<Case> {
    let tree = tree("capacity.yaml", CASES);
    let Value::List(cases) = &tree.value else {
        panic!("capacity.yaml is a list");
    };
    cases.iter().map(case).collect()
}

fn case(node: &Node) -> Case {
    let of = |key: &str| text(node, key).unwrap_or_default().to_string();
    let id = of("id");
    let number = |text: &str| {
        text.parse::<f64>()
            .unwrap_or_else(|_| panic!("{id}: `{text}` is no number"))
    };
    let published = node.get("published_result").expect("a published result");
    let judgement = match (text(node, "tolerance"), of("verdict").as_str()) {
        (Some(tolerance), _) => Judgement::Within(number(tolerance)),
        (None, "published_error") => Judgement::Wrong,
        (None, "bound") => Judgement::AtLeast,
        (None, "recomputed_only") => Judgement::Recomputed,
        (None, verdict) => panic!("{id}: nobody said how to judge `{verdict}`"),
    };
    let (mut inputs, mut words) = (Vec::new(), Vec::new());
    let Some(Value::List(items)) = node.get("inputs").map(|n| &n.value) else {
        panic!("{id} has no inputs");
    };
    for item in items {
        let of = |key: &str| text(item, key).unwrap_or_default();
        match figures(of("name"), of("value"), of("unit")) {
            Some(figures) => inputs.extend(figures),
            None => words.push(free(of("name"))),
        }
    }
    Case {
        inputs,
        words,
        formula: of("formula"),
        published: number(text(published, "value").unwrap_or_default()),
        unit: spelling(text(published, "unit").unwrap_or_default()),
        recomputed: number(&of("recomputed")),
        judgement,
        from_one: of("note").contains("compare one minus the value"),
        id,
    }
}

/// An input as figures: one, or one an item where it is a list; none where it is no number.
fn figures(name: &str, value: &str, unit: &str) -> Option<Vec<Input>> {
    let items: Vec<&str> = value.split([',', '/', '+']).map(str::trim).collect();
    if let [one] = items[..] {
        return Some(vec![(free(name), quantity(one, unit)?)]);
    }
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let name = format!("{name}_{}", i + 1);
        match item.split_once('@') {
            // A tier with its price: `10240@0.09` in USD/GB.
            Some((size, price)) => {
                let (_, measure) = unit.split_once('/')?;
                out.push((format!("{name}_price"), quantity(price, unit)?));
                out.extend(quantity(size, measure).map(|size| (name, size)));
            }
            None => out.push((name, quantity(item, unit)?)),
        }
    }
    Some(out)
}

/// `value unit` as napkin reads it; none where the value is neither a number nor a range.
fn quantity(value: &str, unit: &str) -> Option<String> {
    let number = |text: &str| text.trim_end_matches('M').parse::<f64>().is_ok();
    let (low, high) = value.split_once(" to ").unwrap_or((value, value));
    (number(low) && number(high)).then(|| format!("{value} {}", spelling(unit)).trim().to_string())
}

/// A unit of the file as napkin spells it.
fn spelling(unit: &str) -> String {
    let unit = unit.trim_end_matches("90% CI lognormal").trim_end_matches(", ");
    if COUNTS.contains(&unit) {
        return String::new();
    }
    match SPELLINGS.iter().find(|(theirs, _)| *theirs == unit) {
        Some((_, ours)) => (*ours).to_string(),
        None => unit.strip_prefix('1').unwrap_or(unit).to_string(),
    }
}

/// A name that napkin does not keep for itself.
fn free(name: &str) -> String {
    let kept = ["to", "in", "of", "users", "growth", "horizon"].contains(&name);
    if kept || Function::from_name(name).is_some() || unit::is_symbol(name) {
        format!("{name}_")
    } else {
        name.to_string()
    }
}

/// The language of a design without actors of its own.
pub fn language(profile: Profile) -> Language {
    Language {
        profile,
        people: vec!["user".to_string()],
        counting: false,
        ..Language::default()
    }
}

impl Case {
    /// A number in the unit of the published figure, in base units, and the dimension of that unit.
    pub fn in_base_units(&self, number: f64, profile: Profile) -> (f64, Dimension) {
        let text = format!("{number} {}", self.unit);
        let (spread, dimension) = parse(&text, &language(profile))
            .and_then(|e| e.constant())
            .unwrap_or_else(|e| panic!("{}: `{text}`: {}", self.id, e.message));
        (spread.median(), dimension)
    }

    /// Judges a value in base units.
    ///
    /// # Errors
    /// What is wrong with it, with the numbers.
    pub fn judge(&self, value: f64, profile: Profile) -> Result<(), String> {
        let published = self.in_base_units(self.published, profile).0;
        let recomputed = self.in_base_units(self.recomputed, profile).0;
        let near = |other: f64, tolerance: f64| {
            let (a, b) = if self.from_one {
                (1.0 - value, 1.0 - other)
            } else {
                (value, other)
            };
            (a - b).abs() <= tolerance * b.abs()
        };
        let right = match self.judgement {
            Judgement::Within(tolerance) => near(published, tolerance),
            Judgement::Wrong => !near(published, COARSEST) && near(recomputed, EXACT),
            Judgement::AtLeast => value >= published && near(recomputed, EXACT),
            Judgement::Recomputed => near(recomputed, EXACT),
        };
        if right {
            return Ok(());
        }
        let (id, unit) = (&self.id, &self.unit);
        let found = value / self.in_base_units(1.0, profile).0;
        let (published, recomputed, judgement) = (self.published, self.recomputed, self.judgement);
        Err(format!(
            "{id}: found {found} {unit}, published {published}, recomputed {recomputed}, {judgement:?}"
        ))
    }

    /// Whether a value in base units is what the inputs give, however loose the tolerance of the case.
    pub fn is_recomputed(&self, value: f64, profile: Profile) -> bool {
        let recomputed = self.in_base_units(self.recomputed, profile).0;
        (value - recomputed).abs() <= PRINTED * recomputed.abs()
    }
}

/// The widest tolerance that the file knows: a wrong figure lies outside even this.
const COARSEST: f64 = 0.35;
/// What the file calls exact.
const EXACT: f64 = 0.005;
/// The digits to which the file gives what the inputs come to.
const PRINTED: f64 = 1e-8;
