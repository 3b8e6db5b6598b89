//! Names of expressions as figures.

use super::Load;
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::model::names::{Attribute, Name, Thing, plain_dimension};
use crate::quantity::expression::Expr;
use crate::quantity::{Dimension, Formula, Spread};
use crate::source::Span;

impl<'a> Load<'a> {
    /// An expression of the user as a figure.
    pub fn expression(&mut self, model: &Model<'a>, formula: &Formula) -> Id {
        self.part(model, &formula.expr, &formula.text, formula.span)
    }

    /// An expression that is a part of `text`.
    pub fn part(&mut self, model: &Model<'a>, expr: &Expr, text: &str, span: Span) -> Id {
        // The sheet is lent out, so that a name can be looked up in the rest of the load.
        let mut sheet = std::mem::take(&mut self.figures);
        let id = sheet.expression(expr, text, span, &mut |sheet, name| {
            std::mem::swap(sheet, &mut self.figures);
            let id = self.name(model, name);
            std::mem::swap(sheet, &mut self.figures);
            id
        });
        self.figures = sheet;
        id
    }

    /// The figure of a name.
    pub fn name(&mut self, model: &Model<'a>, name: &str) -> Id {
        let Ok(found) = model.name(name) else {
            return self.figures.missing(format!("`{name}`"), Dimension::NONE);
        };
        match self.known(model, found) {
            Some(id) => id,
            None => self.figures.missing(name, plain_dimension(found)),
        }
    }

    fn known(&mut self, model: &Model<'a>, name: Name) -> Option<Id> {
        use Attribute::{
            Availability, Connections, Cost, Memory, P50, P75, P95, P99, Peak, Rate, Reads, Replicas, Rows, Size,
            Storage, Utilisation, Writes,
        };
        match name {
            Name::Users => self.users,
            Name::Horizon => self.horizon,
            Name::Growth => Some(self.growth_rate()),
            Name::Figure(i) => self.user_figures[i],
            Name::Attribute(Thing::Flow(f), Rate) => self.flows[f].rate,
            Name::Attribute(Thing::Flow(f), Peak) => self.flows[f].peak,
            Name::Attribute(Thing::Component(c), attribute) => {
                let component = self.components.get(c)?;
                match attribute {
                    Rate => component.calls.as_ref().map(|d| d.average),
                    Peak => component.calls.as_ref().map(|d| d.peak),
                    Utilisation => component.utilisation,
                    Connections => component.connections.as_ref().map(|d| d.peak),
                    Memory => component.memory,
                    Storage => component.storage,
                    Replicas => {
                        let component = &model.components[c];
                        let origin = Origin::of_units(component.standing_span());
                        let id =
                            self.figures
                                .given(Spread::Exact(f64::from(component.standing)), Dimension::NONE, origin);
                        Some(self.figures.named(id, || format!("{}.replicas", component.id)))
                    }
                    Cost => component.cost,
                    P50 | P75 | P95 | P99 | Availability | Rows | Size | Writes | Reads => None,
                }
            }
            Name::Attribute(Thing::Entity(e), attribute) => {
                let entity = &self.entities[e];
                match attribute {
                    Rows => entity.rows,
                    Size => entity.size,
                    Writes => entity.writes,
                    Reads => entity.reads,
                    Storage => entity.storage,
                    _ => None,
                }
            }
            Name::Attribute(Thing::Flow(f), Availability) => self.flows[f].availability,
            Name::Attribute(Thing::Flow(f), P50) => self.flows[f].percentiles[0],
            Name::Attribute(Thing::Flow(f), P75) => self.flows[f].percentiles[1],
            Name::Attribute(Thing::Flow(f), P95) => self.flows[f].percentiles[2],
            Name::Attribute(Thing::Flow(f), P99) => self.flows[f].percentiles[3],
            Name::Attribute(Thing::Flow(_) | Thing::Figure(_), _) => None,
        }
    }

    /// Growth; none given counts as none.
    pub(in crate::analysis) fn growth_rate(&mut self) -> Id {
        match self.growth {
            Some(growth) => growth,
            None => {
                let id = self.figures.given(
                    Spread::Exact(0.0),
                    Dimension::RATE,
                    Origin::Default("no growth where the file gives none"),
                );
                self.figures.named(id, || "growth")
            }
        }
    }

    /// A figure of the user, unless it has to wait for latency or availability.
    pub(super) fn user_figure(&mut self, model: &Model<'a>, index: usize) {
        let formula = &model.design.figures[index].1.formula;
        let mut waits = false;
        formula.expr.names(&mut |name, _| {
            waits |= match model.name(name) {
                Ok(Name::Attribute(Thing::Flow(_), attribute)) => {
                    !matches!(attribute, Attribute::Rate | Attribute::Peak)
                }
                Ok(Name::Figure(i)) => self.late.contains(&i),
                _ => false,
            };
        });
        if waits {
            self.late.push(index);
        } else {
            self.write_figure(model, index);
        }
    }

    /// The figures that waited.
    pub fn late_figures(&mut self, model: &Model<'a>) {
        for index in std::mem::take(&mut self.late) {
            self.write_figure(model, index);
        }
    }

    fn write_figure(&mut self, model: &Model<'a>, index: usize) {
        let (id, figure) = &model.design.figures[index];
        let formula = self.expression(model, &figure.formula);
        self.user_figures[index] = Some(self.figures.named(formula, || id.value.as_str()));
    }
}
