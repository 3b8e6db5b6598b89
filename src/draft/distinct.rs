//! Names of which no two look alike to a target.

use std::collections::HashSet;

/// Names taken in one scope, told apart by what the target makes of them.
#[derive(Debug)]
pub struct Distinct {
    taken: HashSet<String>,
    seen_as: fn(&str) -> String,
}

impl Distinct {
    /// An empty scope. `seen_as` gives the same text for two names that the target can't tell apart.
    pub fn new(seen_as: fn(&str) -> String) -> Distinct {
        Distinct {
            taken: HashSet::new(),
            seen_as,
        }
    }

    /// The wanted name, or the first that is free of those that `numbered` makes of 2, 3, ….
    pub fn take(&mut self, wanted: String, numbered: impl Fn(&str, u32) -> String) -> String {
        let mut name = wanted.clone();
        let mut number = 1;
        while !self.taken.insert((self.seen_as)(&name)) {
            number += 1;
            name = numbered(&wanted, number);
        }
        name
    }
}
