//! How long the network of one hop takes, by the places of caller and callee.

use super::draw::Network;
use super::hop::Hops;
use super::run::Copies;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::model::{Component, Model, Party, Placement};
use crate::quantity::Dimension;

/// Where an end of a hop stands.
enum End<'m, 'a> {
    Actor(usize),
    Device,
    Outside,
    Inside(&'m Component<'a>),
}

fn end<'m, 'a>(model: &'m Model<'a>, party: Party) -> End<'m, 'a> {
    match party {
        Party::Actor(actor) => End::Actor(actor),
        Party::Unknown => End::Device,
        Party::Component(c) => match model.components[c].placement {
            Placement::Device => End::Device,
            Placement::Outside => End::Outside,
            _ => End::Inside(&model.components[c]),
        },
    }
}

/// Whether a latency of it is what its caller sees, network and waiting included.
pub fn seen_by_caller(component: &Component) -> bool {
    component.managed || matches!(component.placement, Placement::Regional | Placement::Outside)
}

/// Probability that a call stays in its zone: units meet at random over the zones of both.
fn same_zone(model: &Model, caller: &Component, callee: &Component) -> f64 {
    let (from, to) = (zones(model, caller), zones(model, callee));
    from.iter()
        .map(|(zone, share)| share * to.iter().find(|(z, _)| z == zone).map_or(0.0, |(_, s)| *s))
        .sum()
}

/// Shares of a component's units by zone. A managed service is spread evenly over its region; units without
/// zones are all in one that has no name.
fn zones<'m>(model: &'m Model, component: &'m Component) -> Vec<(&'m str, f64)> {
    match &component.placement {
        Placement::Zones(zones) => {
            let all = zones.iter().map(|(_, n)| f64::from(*n)).sum::<f64>().max(1.0);
            zones.iter().map(|(z, n)| (z.as_str(), f64::from(*n) / all)).collect()
        }
        Placement::Unzoned => vec![("", 1.0)],
        _ => {
            let region = component.regions.first().and_then(|r| model.design.regions.get(*r));
            let names = region.map_or(&[][..], |(_, r)| &r.zones);
            let even = 1.0 / names.len().max(1) as f64;
            names.iter().map(|z| (z.value.as_str(), even)).collect()
        }
    }
}

impl Hops<'_, '_> {
    /// The network of a walked step.
    pub(super) fn network(&mut self, flow: usize, w: usize) -> Network {
        let model = self.model;
        let step = &self.load.flows[flow].walk.steps[w];
        let (caller, callee) = (step.caller, step.callee);
        match (end(model, caller), end(model, callee)) {
            (End::Device | End::Actor(_), End::Device) => Network::default(),
            (_, End::Actor(actor)) | (End::Actor(actor), _) => self.last_mile(flow, w, actor),
            (End::Device, _) | (_, End::Device) => match model.flows[flow].starter {
                Party::Actor(actor) => self.last_mile(flow, w, actor),
                _ => Network::default(),
            },
            // What a service outside takes is known as its caller sees it.
            (_, End::Outside) => Network::default(),
            (End::Outside, End::Inside(_)) => {
                self.say("a call from outside the regions takes the round trip between an edge and the origin");
                Network::always(self.number("rtt-edge-origin"))
            }
            (End::Inside(caller), End::Inside(callee)) => self.inside(flow, w, caller, callee),
        }
    }

    fn inside(&mut self, flow: usize, w: usize, caller: &Component, callee: &Component) -> Network {
        let abroad = self.abroad(flow, w, caller, callee);
        let mut cases = Vec::new();
        if abroad > 0.0 {
            let trip = self.number("rtt-cross-region");
            cases.push((abroad, trip));
        }
        if !seen_by_caller(callee) {
            let same = same_zone(self.model, caller, callee);
            for (share, number) in [(same, "rtt-same-zone"), (1.0 - same, "rtt-cross-zone")] {
                if share > 1e-9 && abroad < 1.0 {
                    let trip = self.number(number);
                    cases.push((share * (1.0 - abroad), trip));
                }
            }
        }
        Network::one_of(&cases)
    }

    /// Share of the calls that leave their region.
    fn abroad(&mut self, flow: usize, w: usize, caller: &Component, callee: &Component) -> f64 {
        if self.model.design.regions.len() < 2 {
            return 0.0;
        }
        let walked = &self.load.flows[flow].walk.steps[w];
        let model = self.model;
        let step = &model.flows[flow].steps[walked.step];
        if step.file.other_region.is_some() {
            return 1.0;
        }
        let answers = callee.answers_in(step);
        if let (true, Some((region, _))) = (
            callee.asks_writer(step),
            answers.first().and_then(|r| model.design.regions.get(*r)),
        ) {
            self.say(&format!(
                "the one writer of {} is taken to be in {}, its first region; who is elsewhere goes there",
                callee.id, region.value
            ));
        }
        let everywhere = caller.regions.iter().all(|r| answers.contains(r));
        if everywhere {
            return 0.0;
        }
        if !caller.regions.iter().any(|r| answers.contains(r)) {
            return 1.0;
        }
        // By the users of the regions in which the caller runs.
        let regions = &self.model.design.regions;
        let users = |r: &usize| regions.get(*r)?.1.users.as_ref().map(crate::quantity::Quantity::point);
        let here: Option<Vec<(usize, f64)>> = caller.regions.iter().map(|r| Some((*r, users(r)?))).collect();
        let Some(here) = here else {
            self.lacks("`users` of each region (the split of the load)".to_string());
            return 0.0;
        };
        let all: f64 = here.iter().map(|(_, u)| u).sum();
        let away: f64 = here.iter().filter(|(r, _)| !answers.contains(r)).map(|(_, u)| u).sum();
        if all > 0.0 { away / all } else { 0.0 }
    }

    /// The link of a person: its round trip, and the bytes of the call over its bandwidth.
    fn last_mile(&mut self, flow: usize, w: usize, actor: usize) -> Network {
        let (_, actor) = &self.model.design.actors[actor];
        let Some(network) = &actor.network else {
            self.say("the network of users for whom the design names none is not counted: times are measured at our first component");
            return Network::default();
        };
        let trip = self.number(&format!("rtt-{}", network.value));
        let speed = self.number_cell(&format!("bandwidth-{}", network.value), Dimension::BANDWIDTH);
        let load = &mut *self.load;
        let ways = [load.flows[flow].input[w], load.flows[flow].output[w]];
        let bytes = load.figures.sum(&ways, Dimension::BYTES);
        let sending = load.figures.quotient(bytes, speed);
        Network::always(trip + self.value(sending))
    }

    /// Which copies of a store a step waits for.
    pub(super) fn copies(&mut self, flow: usize, w: usize, c: usize) -> Option<Copies> {
        let model = self.model;
        let component = &model.components[c];
        let file = model.flows[flow].steps[self.load.flows[flow].walk.steps[w].step].file;
        if component.role == Role::Stateless || seen_by_caller(component) || file.accesses.is_empty() {
            return None;
        }
        let writes = file.accesses.iter().any(|a| a.kind != AccessKind::Read);
        let given = component.replication();
        if component.copies == Some(1) || component.role == Role::Cache && given.is_none() {
            return None;
        }
        let any = given.is_some_and(|r| r.writer == Some("any"));
        let need = if writes {
            given
                .and_then(|r| r.acks)
                .or_else(|| component.usual_replication()?.acks)
        } else {
            Some(given.and_then(|r| r.reads).unwrap_or(1))
        };
        let Some(need) = need else {
            self.lacks(component.acks_fact());
            return None;
        };
        let abroad = if writes && component.regions.len() > 1 && given.is_some_and(|r| r.between == Some("sync")) {
            self.number("rtt-cross-region")
        } else {
            0.0
        };
        if need <= 1 {
            return (abroad > 0.0).then(|| Copies {
                abroad,
                ..Copies::default()
            });
        }
        let Some(copies) = component.copies else {
            self.lacks(format!("components.{}.copies", component.id));
            return None;
        };
        Some(Copies {
            need: need.saturating_sub(1) as usize,
            // A read waits for all copies that it asks, a write for the fastest of all.
            others: if writes {
                copies.saturating_sub(1)
            } else {
                need.saturating_sub(1)
            } as usize,
            any: any && writes,
            network: self.between_copies(component, copies),
            abroad,
        })
    }

    /// Copies lie in distinct zones as far as there are enough.
    fn between_copies(&mut self, component: &Component, copies: u32) -> Network {
        let places = zones(self.model, component).len().max(1) as f64;
        let others = f64::from(copies.saturating_sub(1)).max(1.0);
        let same = ((f64::from(copies) / places - 1.0) / others).clamp(0.0, 1.0);
        let cases = [(same, "rtt-same-zone"), (1.0 - same, "rtt-cross-zone")];
        let cases = cases.into_iter().filter(|(share, _)| *share > 1e-9);
        let cases: Vec<(f64, f64)> = cases.map(|(share, number)| (share, self.number(number))).collect();
        Network::one_of(&cases)
    }
}
