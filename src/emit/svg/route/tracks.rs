//! The order of the crosswise runs in the gap between two rows.
//!
//! Every run comes down from the upper row, turns, runs across, turns again and goes down to the lower
//! row. Which run lies above which decides how many of them cross.

/// A run across a gap: where it comes down, and where it goes on.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    pub above: f64,
    pub below: f64,
    /// Runs of one trunk end at one port; they may lie on one another.
    pub trunk: Option<usize>,
}

/// Runs closer than this along the gap may not share a track.
const APART: f64 = 8.0;

/// Two vertical parts closer than this look like one line.
const SAME: f64 = 3.0;

impl Run {
    fn low(&self) -> f64 {
        self.above.min(self.below)
    }

    fn high(&self) -> f64 {
        self.above.max(self.below)
    }

    fn spans(&self, at: f64) -> bool {
        self.low() < at && at < self.high()
    }

    fn meets(&self, other: &Self) -> bool {
        let one = self.trunk.is_some() && self.trunk == other.trunk;
        !one && self.low() - APART < other.high() && other.low() - APART < self.high()
    }

    /// What it costs to lay this run above the other one.
    fn cost_above(&self, other: &Self) -> i32 {
        let crossings = i32::from(self.spans(other.above)) + i32::from(other.spans(self.below));
        let merged = (self.below - other.above).abs() < SAME;
        crossings + if merged { 10 } else { 0 }
    }
}

/// The track of each run, counted from the upper row, and the number of tracks.
pub fn assign(runs: &[Run]) -> (Vec<usize>, usize) {
    let mut tracks = vec![0; runs.len()];
    let mut count = 0;
    let mut laid: Vec<usize> = Vec::new();
    for at in order(runs) {
        let Some(run) = runs.get(at) else { continue };
        let above = laid
            .iter()
            .filter(|other| runs.get(**other).is_some_and(|o| o.meets(run)));
        let track = above
            .filter_map(|other| tracks.get(*other))
            .max()
            .map_or(0, |track| track + 1);
        if let Some(slot) = tracks.get_mut(at) {
            *slot = track;
        }
        count = count.max(track + 1);
        laid.push(at);
    }
    (tracks, count)
}

/// The runs from the top down: each time the one that gains most by lying above the rest.
fn order(runs: &[Run]) -> Vec<usize> {
    // What each run would rather: below zero, to lie above.
    let wish = |a: &Run, b: &Run| {
        if a.meets(b) {
            a.cost_above(b) - b.cost_above(a)
        } else {
            0
        }
    };
    let mut wishes: Vec<i32> = runs
        .iter()
        .map(|run| runs.iter().map(|other| wish(run, other).max(0)).sum())
        .collect();
    let mut left: Vec<usize> = (0..runs.len()).collect();
    let mut order = Vec::new();
    while let Some(place) = (0..left.len()).min_by_key(|place| {
        let at = left.get(*place).copied().unwrap_or_default();
        // A tie goes to the run that is farther left, so that equal pictures come out equal.
        let start = runs.get(at).map_or(0, |run| run.low() as i64);
        (wishes.get(at).copied().unwrap_or_default(), start, at)
    }) {
        let at = left.remove(place);
        order.push(at);
        let Some(gone) = runs.get(at) else { continue };
        for other in &left {
            if let (Some(run), Some(wished)) = (runs.get(*other), wishes.get_mut(*other)) {
                *wished -= wish(run, gone).max(0);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(above: f64, below: f64) -> Run {
        Run {
            above,
            below,
            trunk: None,
        }
    }

    #[test]
    fn runs_side_by_side_share_a_track() {
        let runs = [run(0.0, 50.0), run(80.0, 120.0)];
        assert_eq!(assign(&runs), (vec![0, 0], 1));
    }

    #[test]
    fn a_run_whose_end_is_the_start_of_another_lies_below_it() {
        let runs = [run(0.0, 50.0), run(50.0, 100.0)];
        assert_eq!(assign(&runs), (vec![1, 0], 2));
    }

    #[test]
    fn nested_runs_do_not_cross() {
        // Both go right; the inner one starts and ends inside the outer one.
        let runs = [run(0.0, 100.0), run(20.0, 120.0)];
        let (tracks, _) = assign(&runs);
        assert!(tracks[0] > tracks[1]);
    }
}
