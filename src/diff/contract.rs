//! What becomes of contracts: the operations that others call, and the rows that are kept.
//!
//! In the terms of tools that compare such contracts: what is taken away or asked for in addition breaks callers, what is
//! given in addition does not.

use crate::report::{Answer, Api, ContractChange, Entity, Field, Harm, Operation, Report, Type};

/// Changes of contracts, what breaks first.
pub fn changes(old: &Report, new: &Report) -> Vec<ContractChange> {
    let mut all = Vec::new();
    for api in &old.apis {
        match new.apis.iter().find(|other| other.id == api.id) {
            Some(other) => operations(api, other, (old, new), &mut all),
            None => all.push(told(Harm::Breaking, &api.id, "the API is gone".to_string())),
        }
    }
    for api in &new.apis {
        if !old.apis.iter().any(|other| other.id == api.id) {
            all.push(told(Harm::Additive, &api.id, "the API is new".to_string()));
        }
    }
    for entity in &new.entities {
        if let Some(was) = old.entity(&entity.id) {
            fields(was, entity, (old, new), &mut all);
        }
    }
    for entity in &old.entities {
        if new.entity(&entity.id).is_none() && !entity.kept_in.is_empty() {
            all.push(told(
                Harm::Breaking,
                &entity.id,
                "the entity is gone, with the rows that are kept".to_string(),
            ));
        }
    }
    for component in &new.components {
        let was = old.components.iter().find(|other| other.id == component.id);
        if let Some((from, to)) = was.and_then(|was| was.key.as_ref()).zip(component.key.as_ref())
            && from != to
        {
            let says = format!("the partition key is {to}, was {from}: rows that are kept have to be written again");
            all.push(told(Harm::Breaking, &component.id, says));
        }
    }
    all.sort();
    all.dedup();
    all
}

fn told(harm: Harm, of: &str, says: String) -> ContractChange {
    let of = of.to_string();
    ContractChange { harm, of, says }
}

type Reports<'r> = (&'r Report, &'r Report);

fn operations(old: &Api, new: &Api, reports: Reports, all: &mut Vec<ContractChange>) {
    if old.style != new.style {
        let says = format!("the style is {}, was {}", new.style, old.style);
        all.push(told(Harm::Breaking, &old.id, says));
        return;
    }
    if old.version != new.version {
        let version = |api: &Api| api.version.clone().unwrap_or_else(|| "none".to_string());
        let says = format!("the version is {}, was {}", version(new), version(old));
        all.push(told(Harm::Risky, &old.id, says));
    }
    for was in &old.operations {
        let name = format!("{}.{}", old.id, was.id);
        match new.operations.iter().find(|other| other.id == was.id) {
            Some(now) => operation(&name, was, now, reports, all),
            None => all.push(told(Harm::Breaking, &name, "the operation is gone".to_string())),
        }
    }
    for now in &new.operations {
        if !old.operations.iter().any(|other| other.id == now.id) {
            let name = format!("{}.{}", new.id, now.id);
            all.push(told(Harm::Additive, &name, "the operation is new".to_string()));
        }
    }
}

fn operation(name: &str, old: &Operation, new: &Operation, reports: Reports, all: &mut Vec<ContractChange>) {
    if (&old.method, &old.target) != (&new.method, &new.target) {
        let says = format!("it is {} {}, was {} {}", new.method, new.target, old.method, old.target);
        all.push(told(Harm::Breaking, name, says));
    }
    for input in &new.takes {
        if !old.takes.contains(input) {
            let (harm, word) = match is_optional(reports.1, input) {
                true => (Harm::Additive, "takes the optional"),
                false => (Harm::Breaking, "asks for"),
            };
            all.push(told(harm, name, format!("it {word} {input} now")));
        }
    }
    for input in &old.takes {
        if !new.takes.contains(input) {
            all.push(told(
                Harm::Risky,
                name,
                format!("it no longer takes {input}: what callers send is ignored"),
            ));
        }
    }
    if old.returns != new.returns {
        let words = |operation: &Operation| operation.returns.clone().unwrap_or_else(|| "nothing".to_string());
        let harm = if old.returns.is_none() {
            Harm::Additive
        } else {
            Harm::Breaking
        };
        all.push(told(
            harm,
            name,
            format!("it returns {}, was {}", words(new), words(old)),
        ));
    }
}

/// Whether callers may leave an input out; of a whole entity some field is asked for.
fn is_optional(report: &Report, input: &str) -> bool {
    let field = input
        .split_once('.')
        .and_then(|(entity, field)| report.entity(entity)?.field(field));
    field.is_some_and(|field| field.optional)
}

/// Who sees an entity from outside.
struct Seen<'r> {
    report: &'r Report,
    id: &'r str,
}

impl Seen<'_> {
    fn operations(&self) -> impl Iterator<Item = (String, &Operation)> {
        let apis = self.report.apis.iter();
        apis.flat_map(|api| api.operations.iter().map(move |o| (format!("{}.{}", api.id, o.id), o)))
    }

    /// Operations that return it.
    fn returned(&self) -> Vec<String> {
        let found = self.operations().filter(|(_, o)| match &o.answer {
            Some(Answer::One(id) | Answer::Page(id)) => id == self.id,
            _ => false,
        });
        found.map(|(name, _)| name).collect()
    }

    /// Operations that take it, or this field of it.
    fn taken(&self, field: &str) -> Vec<String> {
        let one = format!("{}.{field}", self.id);
        let found = self
            .operations()
            .filter(|(_, o)| o.takes.iter().any(|t| t == self.id || *t == one));
        found.map(|(name, _)| name).collect()
    }
}

fn fields(old: &Entity, new: &Entity, reports: Reports, all: &mut Vec<ContractChange>) {
    let seen = Seen {
        report: reports.1,
        id: &new.id,
    };
    let returned = seen.returned();
    let of = new.id.as_str();
    let kept = !new.kept_in.is_empty() && !old.kept_in.is_empty();
    let keys = |entity: &Entity| {
        entity
            .key()
            .iter()
            .map(|f| f.name.clone())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (from, to) = (keys(old), keys(new));
    if from != to && kept {
        let word = |keys: &str| {
            if keys.is_empty() {
                "none".to_string()
            } else {
                keys.to_string()
            }
        };
        let says = format!(
            "the key is {}, was {}: rows that are kept have to be written again",
            word(&to),
            word(&from)
        );
        all.push(told(Harm::Breaking, of, says));
    }
    for was in &old.fields {
        match new.field(&was.name) {
            Some(now) => field(was, now, reports, &seen, &returned, all),
            None => {
                let users: Vec<String> = [returned.clone(), seen.taken(&was.name)].concat();
                let harm = if users.is_empty() && !kept {
                    Harm::Risky
                } else {
                    Harm::Breaking
                };
                let says = format!("the field {} is gone{}", was.name, whom(" from", &users, kept));
                all.push(told(harm, of, says));
            }
        }
    }
    for now in &new.fields {
        if old.field(&now.name).is_none() {
            let askers: Vec<String> = seen
                .operations()
                .filter(|(_, o)| o.takes.iter().any(|t| t == of))
                .map(|(n, _)| n)
                .collect();
            let harm = match (now.optional, askers.is_empty(), kept) {
                (true, _, _) | (false, true, false) => Harm::Additive,
                (false, false, _) => Harm::Breaking,
                // Old rows do not have it.
                (false, true, true) => Harm::Risky,
            };
            let note = match harm {
                Harm::Breaking => format!(" and asked for by {}", few(&askers)),
                Harm::Risky => ": rows that are kept do not have it".to_string(),
                Harm::Additive => String::new(),
            };
            all.push(told(harm, of, format!("the field {} is new{note}", now.name)));
        }
    }
}

/// Whom it concerns.
fn whom(word: &str, users: &[String], kept: bool) -> String {
    match (users.is_empty(), kept) {
        (false, _) => format!("{word} {}", few(users)),
        (true, true) => format!("{word} the rows that are kept"),
        (true, false) => String::new(),
    }
}

fn few(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

/// How one type stands to another.
#[derive(PartialEq)]
enum Fit {
    Same,
    /// Everything that fitted still fits.
    Wider,
    /// Not everything that fitted still fits.
    Narrower,
    Other,
}

fn field(
    was: &Field,
    now: &Field,
    (old, new): Reports,
    seen: &Seen,
    returned: &[String],
    all: &mut Vec<ContractChange>,
) {
    let name = &now.name;
    let taken = seen.taken(name);
    let kind = |field: &Field| match &field.references {
        Some(entity) if field.kind.is_empty() => format!("-> {entity}"),
        _ => field.kind.clone(),
    };
    let says = |what: &str| format!("the field {name} is {what}: {}, was {}", kind(now), kind(was));
    // Of a reference to the same entity, that entity tells.
    let fits = match (&was.of, &now.of) {
        (Type::Reference, Type::Reference) if was.references == now.references => Fit::Same,
        _ => fit(old.type_of(was), new.type_of(now)),
    };
    let harm = match fits {
        Fit::Same => None,
        Fit::Other => Some((Harm::Breaking, says("of another type"))),
        Fit::Narrower => Some((Harm::Breaking, says("narrower"))),
        Fit::Wider if returned.is_empty() => Some((Harm::Additive, says("wider"))),
        // A reader of answers may have counted on the old bounds.
        Fit::Wider => Some((Harm::Risky, says("wider"))),
    };
    all.extend(harm.map(|(harm, says)| told(harm, seen.id, says)));
    match (was.optional, now.optional) {
        (true, false) => {
            let harm = if taken.is_empty() { Harm::Risky } else { Harm::Breaking };
            let says = format!("the field {name} is no longer optional{}", whom(" in", &taken, false));
            all.push(told(harm, seen.id, says));
        }
        (false, true) => {
            let harm = if returned.is_empty() {
                Harm::Additive
            } else {
                Harm::Breaking
            };
            let says = format!("the field {name} is optional now{}", whom(" in", returned, false));
            all.push(told(harm, seen.id, says));
        }
        _ => {}
    }
    if !was.unique && now.unique {
        all.push(told(
            Harm::Risky,
            seen.id,
            format!("the field {name} is unique now: rows that are kept may repeat it"),
        ));
    }
}

fn fit(old: &Type, new: &Type) -> Fit {
    match (old, new) {
        (a, b) if a == b => Fit::Same,
        (Type::String { length: a }, Type::String { length: b }) => wider(a < b),
        (Type::String { .. }, Type::Text) | (Type::Int, Type::Long) => Fit::Wider,
        (Type::Text, Type::String { .. }) | (Type::Long, Type::Int) => Fit::Narrower,
        (Type::Enum { values: a }, Type::Enum { values: b }) => wider(a.iter().all(|word| b.contains(word))),
        (Type::Decimal { precision: p, scale: s }, Type::Decimal { precision: q, scale: t }) => {
            wider(p.saturating_sub(*s) <= q.saturating_sub(*t) && s <= t)
        }
        _ => Fit::Other,
    }
}

fn wider(is: bool) -> Fit {
    if is { Fit::Wider } else { Fit::Narrower }
}
