//! The availability model in the Open-PSA Model Exchange Format, for independent tools such as SCRAM.
//!
//! The system is written in the space of failures: a gate of ours that needs all becomes an *or*, one that needs any
//! an *and*. Every unit, common cause, failover, zone and region is a basic event; events that several flows share are
//! one. A choice of a run is a basic event too, so with choices the trees have a *not* and their products are prime
//! implicants; without, minimal cut sets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::label::Label;
use super::plain::xml;
use crate::report::{FaultGate, FaultGroups, FaultModel, FaultTier, FaultWhen, Report};

/// The trees of all flows, or of one. A flow whose users are in several regions has one tree for each; the comment of
/// a tree tells the share of users that it is for.
pub fn openpsa(report: &Report, flow: Option<&str>) -> String {
    let mut writer = Writer::default();
    let mut trees = String::new();
    for of in &report.flows {
        let models = of.availability.iter().flat_map(|a| &a.models);
        for model in models.filter(|_| flow.is_none_or(|f| f == of.id)) {
            trees.push_str(&writer.tree(model));
        }
    }
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {} from {} -->\n<opsa-mef>\n{trees}  <model-data>\n",
        comment(&report.generated),
        comment(&report.file)
    );
    for event in writer.events.values() {
        let _ = write!(
            out,
            "    <define-basic-event name=\"{}\">\n      <label>{}</label>\n      <float value=\"{:e}\"/>\n    </define-basic-event>\n",
            event.id,
            xml(&event.label),
            event.probability
        );
    }
    out.push_str("  </model-data>\n</opsa-mef>\n");
    out
}

/// Text that can't end a comment.
fn comment(text: &str) -> String {
    Label::new(text).to_string().replace("--", "- -")
}

struct Event {
    id: String,
    label: String,
    probability: f64,
}

#[derive(Default)]
struct Writer {
    /// Basic events by what they are.
    events: BTreeMap<String, Event>,
    /// Ids given so far: events and gates share one name space.
    ids: BTreeSet<String>,
    /// By name, the last number that was added to it.
    numbers: BTreeMap<String, usize>,
    /// Gates of the tree at hand, and their ids by what they say.
    gates: Vec<(String, String)>,
    known: BTreeMap<String, String>,
}

/// What goes into a gate.
#[derive(Clone, PartialEq)]
enum Formula {
    /// Can't fail, or has failed for certain.
    Constant(bool),
    /// An element, as text.
    Text(String),
}

/// The gates that the top leads to: any other would be taken for a top as well.
fn written(gates: &[(String, String)], top: &str) -> String {
    let mut needed: BTreeSet<&str> = references(top).collect();
    let mut out = Vec::new();
    // A gate stands behind those that it names.
    for (id, body) in gates.iter().rev() {
        if needed.contains(id.as_str()) {
            needed.extend(references(body));
            out.push(format!(
                "    <define-gate name=\"{id}\">\n      {body}\n    </define-gate>\n"
            ));
        }
    }
    out.into_iter().rev().collect()
}

/// Gates that a body names.
fn references(body: &str) -> impl Iterator<Item = &str> {
    body.split("<gate name=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

impl Writer {
    fn tree(&mut self, model: &FaultModel) -> String {
        let name = match &model.users {
            Some(region) => format!("{} {region}", model.flow),
            None => model.flow.clone(),
        };
        let top = self.id(&name);
        let mut formulas: Vec<Formula> = Vec::with_capacity(model.gates.len());
        for gate in &model.gates {
            let formula = match gate {
                FaultGate::Need {
                    tier,
                    need,
                    writer,
                    when,
                } => {
                    let level = self.level(model, *tier, *need);
                    let writer = writer.then(|| self.failover(model, *tier));
                    let fails = self.join("or", [level].into_iter().chain(writer).collect());
                    let needed = self.needed(model, when);
                    self.join("and", vec![needed, fails])
                }
                FaultGate::All(parts) => self.join("or", parts.iter().map(|p| formulas[*p].clone()).collect()),
                FaultGate::Any(ways) => self.join("and", ways.iter().map(|w| formulas[*w].clone()).collect()),
            };
            formulas.push(self.gate(&format!("{name} gate"), formula));
        }
        let body = match formulas.last() {
            Some(Formula::Text(text)) => text.clone(),
            Some(Formula::Constant(failed)) => format!("<constant value=\"{failed}\"/>"),
            None => "<constant value=\"false\"/>".to_string(),
        };
        let gates = written(&std::mem::take(&mut self.gates), &body);
        self.known.clear();
        let share = if model.share < 1.0 {
            format!("    <!-- for {} of the users -->\n", model.share)
        } else {
            String::new()
        };
        format!(
            "  <define-fault-tree name=\"{top}\">\n{share}    <define-gate name=\"{top}-fails\">\n      <label>{}</label>\n      {body}\n    </define-gate>\n{gates}  </define-fault-tree>\n",
            xml(&Label::new(&name).to_string())
        )
    }

    /// Writes a gate once and refers to it.
    fn gate(&mut self, name: &str, formula: Formula) -> Formula {
        let body = match formula {
            Formula::Text(text) if !text.starts_with("<gate") && !text.starts_with("<basic") => text,
            other => return other,
        };
        if let Some(id) = self.known.get(&body) {
            return Formula::Text(format!("<gate name=\"{id}\"/>"));
        }
        let id = self.id(name);
        self.gates.push((id.clone(), body.clone()));
        let gate = Formula::Text(format!("<gate name=\"{id}\"/>"));
        self.known.insert(body, id);
        gate
    }

    /// `and` or `or` of several, without what changes nothing.
    fn join(&self, kind: &str, parts: Vec<Formula>) -> Formula {
        let neutral = Formula::Constant(kind == "and");
        let ruling = Formula::Constant(kind != "and");
        if parts.contains(&ruling) {
            return ruling;
        }
        let mut texts: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for part in parts {
            if let Formula::Text(text) = part
                && seen.insert(text.clone())
            {
                texts.push(text);
            }
        }
        match texts.len() {
            0 => neutral,
            1 => Formula::Text(texts.remove(0)),
            _ => Formula::Text(format!("<{kind}>{}</{kind}>", texts.concat())),
        }
    }

    fn event(&mut self, what: &str, label: String, probability: f64) -> Formula {
        if probability <= 0.0 {
            return Formula::Constant(false);
        }
        if probability >= 1.0 {
            return Formula::Constant(true);
        }
        // The same thing with another probability is another event: a store's failovers count where it writes.
        let key = format!("{what} {:x}", probability.to_bits());
        if !self.events.contains_key(&key) {
            let id = self.id(what);
            self.events.insert(key.clone(), Event { id, label, probability });
        }
        Formula::Text(format!("<basic-event name=\"{}\"/>", self.events[&key].id))
    }

    /// An id that no other has: letters, digits and underscores of a text.
    fn id(&mut self, text: &str) -> String {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let mut base: String = text.chars().take(80).map(safe).collect();
        if !base.starts_with(|c: char| c.is_ascii_alphabetic()) {
            base.insert(0, 'x');
        }
        let mut id = base.clone();
        while !self.ids.insert(id.clone()) {
            // Counted on from the last of this name, for there may be thousands.
            let number = self.numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            id = format!("{base}_{number}");
        }
        id
    }

    /// Too few units of a tier are up.
    fn level(&mut self, model: &FaultModel, tier: usize, need: u32) -> Formula {
        if need == 0 {
            return Formula::Constant(false);
        }
        let of = &model.tiers[tier];
        let mut ways = Vec::new();
        if of.every_group {
            for (g, groups) in of.groups.iter().enumerate() {
                for number in 0..groups.count {
                    ways.push(self.group(model, of, groups, &format!("{g} {number}"), need));
                }
            }
        } else if let [groups] = of.groups.as_slice() {
            // All groups are alike, and a request meets one.
            ways.push(self.group(model, of, groups, "0 0", need));
        } else {
            let mut left = 1.0;
            let total: u32 = of.groups.iter().map(|g| g.count).sum();
            let mut others: Vec<Formula> = Vec::new();
            for (g, groups) in of.groups.iter().enumerate() {
                let share = f64::from(groups.count) / f64::from(total.max(1));
                let chosen = if g + 1 == of.groups.len() { 1.0 } else { share / left };
                left -= share;
                let met = self.event(
                    &format!("choice {} {g}", of.name),
                    format!("a request meets a group of {} placed as the {}. kind", of.name, g + 1),
                    chosen,
                );
                let fails = self.group(model, of, groups, &format!("{g} 0"), need);
                let mut parts = others.clone();
                parts.extend([met.clone(), fails]);
                ways.push(self.join("and", parts));
                if let Formula::Text(met) = met {
                    others.push(Formula::Text(format!("<not>{met}</not>")));
                }
            }
        }
        let common = self.event(
            &format!("cause {}", of.name),
            format!("all units of {} fail at once", of.name),
            of.common_cause * of.unit_down,
        );
        ways.push(common);
        self.join("or", ways)
    }

    fn group(
        &mut self,
        model: &FaultModel,
        tier: &FaultTier,
        groups: &FaultGroups,
        number: &str,
        need: u32,
    ) -> Formula {
        let own = (1.0 - tier.common_cause) * tier.unit_down;
        let mut units = Vec::new();
        for (place, count) in &groups.units {
            let place_name = place.map_or("", |p| model.places[p].name.as_str());
            for unit in 0..*count {
                let event = self.event(
                    &format!("unit {} {number} {place_name} {unit}", tier.name),
                    match place {
                        Some(_) => format!("unit {} of {} in {place_name}", unit + 1, tier.name),
                        None => format!("unit {} of {}", unit + 1, tier.name),
                    },
                    own,
                );
                let mut parts = vec![event];
                let mut at = *place;
                while let Some(p) = at {
                    let place = &model.places[p];
                    parts.push(self.event(&place.name, format!("{} is lost", place.name), place.down));
                    at = place.inside;
                }
                let unit = self.join("or", parts);
                units.push(self.gate(&format!("unit {} {place_name}", tier.name), unit));
            }
        }
        self.at_least(units, need)
    }

    /// Fewer than `need` of these units are up.
    fn at_least(&self, units: Vec<Formula>, need: u32) -> Formula {
        let dead = units.iter().filter(|u| **u == Formula::Constant(true)).count();
        let texts: Vec<String> = units
            .iter()
            .filter_map(|u| match u {
                Formula::Text(text) => Some(text.clone()),
                Formula::Constant(_) => None,
            })
            .collect();
        let Some(failures) = (units.len() + 1).checked_sub(need as usize) else {
            return Formula::Constant(true);
        };
        let Some(more) = failures.checked_sub(dead).filter(|more| *more > 0) else {
            return Formula::Constant(true);
        };
        match texts.len() {
            n if n < more => Formula::Constant(false),
            1 => Formula::Text(texts[0].clone()),
            n if more == 1 => Formula::Text(format!("<or>{}</or>", texts[..n].concat())),
            n if more == n => Formula::Text(format!("<and>{}</and>", texts.concat())),
            _ => Formula::Text(format!("<atleast min=\"{more}\">{}</atleast>", texts.concat())),
        }
    }

    fn failover(&mut self, model: &FaultModel, tier: usize) -> Formula {
        let of = &model.tiers[tier];
        self.event(
            &format!("failover {}", of.name),
            format!("{} has no writer: one takes over from another", of.name),
            of.failing_over,
        )
    }

    /// The runs in which something is needed.
    fn needed(&mut self, model: &FaultModel, when: &FaultWhen) -> Formula {
        match when {
            FaultWhen::Always => Formula::Constant(true),
            FaultWhen::All(parts) => {
                let parts = parts.iter().map(|p| self.needed(model, p)).collect();
                self.join("and", parts)
            }
            FaultWhen::Any(parts) => {
                let parts = parts.iter().map(|p| self.needed(model, p)).collect();
                self.join("or", parts)
            }
            FaultWhen::Option(choice, option) => self.option(model, *choice, *option),
        }
    }

    /// An option is taken if none before it is: p_i / (1 − p_1 − … − p_(i−1)).
    fn option(&mut self, model: &FaultModel, choice: usize, option: usize) -> Formula {
        let mut left = 1.0;
        let mut parts = Vec::new();
        for (i, probability) in model.choices[choice].iter().enumerate().take(option + 1) {
            // What is left over by rounding belongs to the last.
            let taken = if *probability >= left - 1e-12 {
                1.0
            } else {
                probability / left
            };
            left -= probability;
            let event = self.event(
                &format!("choice {} {choice} {i}", model.flow),
                format!(
                    "a run of {} takes option {} of its choice {}",
                    model.flow,
                    i + 1,
                    choice + 1
                ),
                taken,
            );
            parts.push(match event {
                event if i == option => event,
                Formula::Text(text) => Formula::Text(format!("<not>{text}</not>")),
                Formula::Constant(taken) => Formula::Constant(!taken),
            });
        }
        self.join("and", parts)
    }
}
