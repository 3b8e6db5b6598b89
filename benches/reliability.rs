//! How long the engine of the availability analysis takes on large systems: `cargo bench --bench reliability`.
//!
//! Systems of N components over three zones of a region, each of one to five units of which a random number is needed,
//! each with up to three dependencies behind it; a share of those are pairs of which one suffices.

use napkin::reliability::{Gate, Layout, Level, Need, Place, System, Tier, When, cuts, importance, solve};
use std::time::Instant;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides as u64) as usize
    }
}

/// N components, a percentage of whose dependencies are pairs.
fn system(n: usize, pairs: usize) -> System {
    let mut dice = Dice(n as u64 * 31 + pairs as u64);
    let zone = |down| Place { down, inside: Some(0) };
    let mut system = System {
        places: vec![
            Place {
                down: 1e-5,
                inside: None,
            },
            zone(1e-4),
            zone(1e-4),
            zone(1e-4),
        ],
        ..System::default()
    };
    let mut gates: Vec<usize> = Vec::with_capacity(n);
    // The last first: a dependency stands before whoever needs it.
    for made in 0..n {
        let units = 1 + dice.roll(5) as u32;
        let placed = (0..3)
            .map(|z| (Some(z + 1), units / 3 + u32::from((z as u32) < units % 3)))
            .filter(|(_, n)| *n > 0)
            .collect();
        system.tiers.push(Tier {
            unit_down: 1e-3,
            common_cause: 0.0,
            failing_over: 0.0,
            layouts: vec![Layout {
                groups: 1,
                units: placed,
            }],
            every_group: false,
        });
        let level = Level {
            need: 1 + dice.roll(units as usize) as u32,
            writer: false,
        };
        let own = system.add(Gate::Need(Need {
            tier: made,
            level,
            when: When::Always,
        }));
        let mut all = vec![own];
        for _ in 0..dice.roll(4) {
            // Mostly near neighbours, as services are layered.
            let reach = made.min(40);
            if reach == 0 {
                break;
            }
            let one = gates[made - 1 - dice.roll(reach)];
            if dice.roll(100) < pairs {
                let other = gates[made - 1 - dice.roll(reach)];
                all.push(system.add(Gate::Any(vec![one, other])));
            } else {
                all.push(one);
            }
        }
        gates.push(system.add(Gate::All(all)));
    }
    system
}

fn main() {
    println!("components  pairs  unavailability                      solve      cuts<=2  importance");
    for (n, pairs) in [
        (300, 0),
        (1_000, 0),
        (10_000, 0),
        (300, 10),
        (1_000, 10),
        (300, 30),
        (1_000, 30),
    ] {
        let system = system(n, pairs);
        let start = Instant::now();
        let solution = solve(&system);
        let solved = start.elapsed();
        let start = Instant::now();
        let found = cuts(&solution, 2);
        let cut = start.elapsed();
        let start = Instant::now();
        let measures = importance(&solution).len();
        let weighed = start.elapsed();
        let down = solution.down;
        let text = if down.is_exact() {
            format!("{:.10e}", down.low)
        } else {
            format!("{:.4e} to {:.4e}", down.low, down.high)
        };
        println!(
            "{n:>10}  {pairs:>4}%  {text:<30} {solved:>10.2?}  {cut:>10.2?} ({}) {weighed:>10.2?} ({measures})",
            found.list.len()
        );
    }
}
