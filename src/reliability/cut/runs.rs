//! Is there a run that needs every event of a set to fail?

use super::failure::Failure;
use super::{Diagram, Failed, Variable};
use crate::reliability::Choice;
use crate::reliability::bdd::{FALSE, Function, TRUE};
use crate::reliability::unavailability::taken;
use std::collections::HashSet;

/// A set of events while some places are lost.
pub type Events<'e, 's> = (&'e Failure<'s>, &'e [Failed]);

/// Whether some run, by its choices and the groups that it meets, fails with all events and holds with each of the
/// smaller sets. All are followed through the diagram at once, so that they speak of the same run.
pub fn fails_only_with_all<'d, 's>(
    choices: &'d [Choice],
    diagram: &'d Diagram,
    all: Events<'_, 's>,
    fewer: &[(Failure<'s>, &[Failed])],
) -> bool {
    let mut sets: Vec<Events> = vec![all];
    sets.extend(fewer.iter().map(|(failure, failed)| (failure, *failed)));
    let mut search = Search {
        choices,
        diagram,
        sets,
        seen: HashSet::new(),
    };
    let start = vec![diagram.function; search.sets.len()];
    search.find(start)
}

struct Search<'d, 'e, 's> {
    choices: &'d [Choice],
    diagram: &'d Diagram,
    sets: Vec<Events<'e, 's>>,
    /// Where nothing was found.
    seen: HashSet<Vec<Function>>,
}

impl Search<'_, '_, '_> {
    /// Whether some run gets from here to a failure of the whole set alone.
    fn find(&mut self, at: Vec<Function>) -> bool {
        if at[0] == TRUE || at[1..].contains(&FALSE) {
            return false;
        }
        let asks = at
            .iter()
            .filter_map(|f| self.diagram.bdd.branching(*f))
            .map(|n| n.variable)
            .min();
        let Some(asked) = asks else {
            // All are decided: the first is false, and none of the others is.
            return true;
        };
        if !self.seen.insert(at.clone()) {
            return false;
        }
        let variable = self.diagram.variables[asked];
        let step = |fails: &dyn Fn(usize) -> bool| -> Vec<Function> {
            let next = at
                .iter()
                .enumerate()
                .map(|(i, f)| match self.diagram.bdd.branching(*f) {
                    Some(node) if node.variable == asked && fails(i) => node.low,
                    Some(node) if node.variable == asked => node.high,
                    _ => *f,
                });
            next.collect()
        };
        let ways: Vec<Vec<Function>> = if let Variable::Option(choice, option) = variable {
            let taken = taken(&self.choices[choice], option);
            let mut ways = Vec::new();
            ways.extend((taken > 0.0).then(|| step(&|_| false)));
            ways.extend((taken < 1.0).then(|| step(&|_| true)));
            ways
        } else {
            // Runs meet different groups of a tier.
            let kinds: Vec<Vec<bool>> = self
                .sets
                .iter()
                .map(|(failure, failed)| failure.kinds(variable, failed))
                .collect();
            (0..kinds[0].len()).map(|kind| step(&|i| kinds[i][kind])).collect()
        };
        ways.into_iter().any(|way| self.find(way))
    }
}
