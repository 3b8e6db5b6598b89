//! Where rows lie: in which regions, on how many devices (format, A1 and A10).

use super::Load;
use super::cached::Caches;
use crate::figure::{Id, Origin};
use crate::model::{Model, Party, Placement};
use crate::quantity::{Dimension, Spread};
use std::collections::BTreeSet;

impl<'a> Load<'a> {
    /// How often each row is kept: copies in a region × regions that each keep all of it.
    pub(in crate::analysis) fn everywhere(&mut self, model: &Model<'a>, c: usize) -> Vec<Id> {
        let copies = self.copies(model, c);
        let component = &model.components[c];
        let regions = component.copied_to_regions().then(|| self.regions(model, c));
        copies.into_iter().chain(regions).collect()
    }

    /// The regions of a component.
    pub(super) fn regions(&mut self, model: &Model<'a>, c: usize) -> Id {
        let count = model.components[c].regions.len().max(1) as f64;
        let origin = Origin::Default("each region keeps all of it");
        let regions = self.figures.given(Spread::Exact(count), Dimension::NONE, origin);
        self.figures.named(regions, || "regions")
    }

    /// Of what a component keeps and fills itself with, the bytes in the fullest region or on one device; none where
    /// that is all of it, or nothing.
    pub(super) fn kept_in_one_place(
        &mut self,
        model: &Model<'a>,
        c: usize,
        stored: &[Id],
        busiest: Option<Id>,
    ) -> Option<Id> {
        let component = &model.components[c];
        let device = component.placement == Placement::Device;
        if !device && component.regions.len() < 2 {
            return None;
        }
        let mut here = Vec::new();
        if !stored.is_empty() {
            let all = self.figures.sum(stored, Dimension::BYTES);
            here.push(match busiest {
                _ if device => {
                    let members = self.members(model, c);
                    self.figures.quotient(all, members)
                }
                _ if component.copied_to_regions() => {
                    let regions = self.regions(model, c);
                    self.figures.quotient(all, regions)
                }
                Some(share) => self.figures.product(&[all, share]),
                None => all,
            });
        }
        here.extend(self.working_set(model, c, Caches::Fullest(busiest)));
        (!here.is_empty()).then(|| self.figures.sum(&here, Dimension::BYTES))
    }

    /// Devices that run a component at the horizon: one for each member of the populations whose flows touch it.
    fn members(&mut self, model: &Model<'a>, c: usize) -> Id {
        let here = Party::Component(c);
        let uses = |f: &usize| {
            let steps = &self.flows[*f].walk.steps;
            steps.iter().any(|s| s.caller == here || s.callee == here)
        };
        let actors: BTreeSet<usize> = (0..self.flows.len())
            .filter(uses)
            .filter_map(|f| match model.flows[f].starter {
                Party::Actor(actor) => Some(actor),
                _ => None,
            })
            .collect();
        // Actors without a count are all the same people: the users.
        let counted = |actor: &&usize| model.design.actors[**actor].1.count.is_some();
        let mut names: Vec<&str> = actors
            .iter()
            .filter(counted)
            .map(|actor| model.design.actors[*actor].0.value.as_str())
            .collect();
        if names.len() < actors.len() || actors.is_empty() {
            names.push("user");
        }
        let mut people = Vec::with_capacity(names.len());
        for name in names {
            let population = self.population(model, name);
            people.push(self.figures.read_as(population, Dimension::NONE));
        }
        let today = self.figures.sum(&people, Dimension::NONE);
        let years = self.horizon_in_years();
        let members = match self.growth_factor(years) {
            Some(growth) => self.figures.product(&[today, growth]),
            None => today,
        };
        let id = model.components[c].id;
        self.figures.named(members, || format!("{id} devices"))
    }
}
