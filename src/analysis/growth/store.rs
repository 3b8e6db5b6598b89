//! What a component keeps over time.

use crate::analysis::load::Load;
use crate::figure::Id;
use crate::model::Model;
use crate::quantity::Dimension;

/// Which entities each component keeps, by index.
#[derive(Debug)]
pub(super) struct Kept(Vec<Vec<usize>>);

impl Kept {
    pub(super) fn of(load: &Load, components: usize) -> Kept {
        let mut kept = vec![Vec::new(); components];
        for (e, entity) in load.entities.iter().enumerate() {
            for (c, _) in &entity.by_store {
                if let Some(entities) = kept.get_mut(*c) {
                    entities.push(e);
                }
            }
        }
        Kept(kept)
    }

    fn entities(&self, c: usize) -> &[usize] {
        self.0.get(c).map_or(&[], Vec::as_slice)
    }

    /// What a component keeps a time after today, as a share of what it keeps at the horizon; none where it keeps
    /// nothing.
    pub(super) fn share_after<'a>(&self, load: &mut Load<'a>, model: &Model<'a>, c: usize, after: Id) -> Option<Id> {
        let of = &load.components[c];
        let (whole, filled) = (of.storage.or(of.memory)?, of.filled);
        let mut parts = Vec::new();
        for e in self.entities(c) {
            parts.extend(bytes_after(load, model, *e, c, after));
        }
        if let Some(filled) = filled {
            let year = load.year();
            let years = load.figures.quotient(after, year);
            let factor = load.growth_factor(years);
            parts.push(match factor {
                Some(factor) => load.figures.product(&[filled, factor]),
                None => filled,
            });
        }
        let kept = load.figures.sum(&parts, Dimension::BYTES);
        Some(load.figures.quotient(kept, whole))
    }
}

/// Bytes of an entity in a store a time after today, all copies.
pub(super) fn bytes_after<'a>(load: &mut Load<'a>, model: &Model<'a>, e: usize, c: usize, after: Id) -> Option<Id> {
    let size = load.entities[e].size?;
    let rows = load.rows_after(model, e, after);
    let row = load.stored_row(model, e, c, size).bytes;
    let mut factors = vec![rows, row];
    factors.extend(load.everywhere(model, c));
    Some(load.figures.product(&factors))
}

/// What a component keeps as plain numbers, to be asked for many moments.
#[derive(Debug, Default)]
pub(super) struct Curve {
    /// Rows that there are today, and that grow with the load: bytes of all of them.
    grown: f64,
    /// Rows that accumulate: bytes a second today, and the seconds that a row is kept.
    written: Vec<(f64, Option<f64>)>,
    /// g of a year, and its seconds.
    growth: f64,
    year: f64,
}

impl Curve {
    /// The curve of a component; none where anything of it is not known.
    pub(super) fn of<'a>(load: &mut Load<'a>, model: &Model<'a>, kept: &Kept, c: usize) -> Option<Curve> {
        let (growth, year) = (load.growth_rate(), load.year());
        let year = load.figures.value(year)?;
        let mut curve = Curve {
            growth: load.figures.value(growth)? * year,
            year,
            ..Curve::default()
        };
        if let Some(filled) = load.components[c].filled {
            curve.grown += load.figures.value(filled)?;
        }
        for e in kept.entities(c) {
            let entity = load.entities.get(*e)?;
            let (_, held) = entity.by_store.iter().find(|(store, _)| *store == c)?;
            // What a row takes here follows from the horizon, where both are known.
            let (held, rows) = (load.figures.value(*held)?, load.figures.value(entity.rows?)?);
            let each = if rows > 0.0 { held / rows } else { 0.0 };
            let file = &model.design.entities[*e].1;
            match &file.rows {
                Some(rows) => curve.grown += rows.point() * each,
                None => {
                    let writes = load.figures.value(entity.writes?)?;
                    let keep = file.keep.as_ref().map(crate::quantity::Quantity::point);
                    curve.written.push((writes * each, keep));
                }
            }
        }
        Some(curve)
    }

    /// Bytes kept this many years after today.
    pub(super) fn at(&self, years: f64) -> f64 {
        let base = 1.0 + self.growth;
        let factor = |t: f64| libm::pow(base, t);
        let log = libm::log(base);
        let written = self.written.iter().map(|(rate, keep)| {
            let life = keep.map_or(years, |keep| (keep / self.year).min(years));
            let whole_years = if self.growth == 0.0 {
                life
            } else {
                (factor(years) - factor(years - life)) / log
            };
            rate * self.year * whole_years
        });
        self.grown * factor(years) + written.sum::<f64>()
    }
}
