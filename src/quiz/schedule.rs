//! What is asked today: Leitner's boxes, in which a question that is known waits longer and longer.

use super::{Card, Day, Grade, Log};
use std::collections::BTreeMap;

/// Days that a question waits in each box; one that was missed waits in none.
const WAITS: [i64; 4] = [1, 3, 7, 21];

/// Where a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// From 0, where it was missed, to 4.
    pub level: usize,
    /// When it was asked last.
    pub last: Day,
    pub asked: usize,
    pub missed: usize,
}

impl Standing {
    /// The day from which it is asked again.
    pub fn due(&self) -> Day {
        let waits = self.level.checked_sub(1).and_then(|level| WAITS.get(level));
        Day(self.last.0 + waits.copied().unwrap_or(0))
    }
}

/// The boxes of all questions of a log.
pub fn boxes(log: &Log) -> BTreeMap<&str, Standing> {
    let mut boxes: BTreeMap<&str, Standing> = BTreeMap::new();
    for record in &log.records {
        let place = boxes.entry(record.card.as_str()).or_insert(Standing {
            level: 0,
            last: record.day,
            asked: 0,
            missed: 0,
        });
        place.last = place.last.max(record.day);
        place.asked += 1;
        place.level = match record.grade {
            Grade::Good => (place.level + 1).min(WAITS.len()),
            // Half known stays where it is, but is asked again tomorrow at the latest.
            Grade::Near | Grade::Partly => place.level.clamp(1, WAITS.len()),
            Grade::Magnitude | Grade::Missed => {
                place.missed += 1;
                0
            }
        };
    }
    boxes
}

/// The questions of a day: those that were missed, then those that are due, then new ones in an order that the seed
/// and the day give; those that are not due come last, the first due first.
pub fn order(cards: &[Card], log: &Log, day: Day, seed: u64) -> Vec<usize> {
    let boxes = boxes(log);
    let place = |index: usize| -> (u8, i64, u64) {
        let Some(card) = cards.get(index) else {
            return (4, 0, 0);
        };
        let shuffled = mix(seed ^ day.0 as u64, &card.id);
        match boxes.get(card.id.as_str()) {
            Some(known) if known.level == 0 => (0, known.last.0, shuffled),
            Some(known) if known.due() <= day => (1, known.due().0, shuffled),
            None => (2, 0, shuffled),
            Some(known) => (3, known.due().0, shuffled),
        }
    };
    let mut order: Vec<usize> = (0..cards.len()).collect();
    order.sort_by_key(|index| place(*index));
    order
}

/// A number that seed and text decide: FNV-1a, then the finaliser of splitmix64.
pub fn mix(seed: u64, text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// How well something is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Weak {
    /// A topic, or an entry of the catalog.
    pub name: String,
    pub asked: usize,
    pub missed: usize,
    /// Questions that wait in box 0.
    pub open: usize,
    /// When it was asked last.
    pub last: Day,
}

/// Topics and entries of which something was missed, the weakest first.
pub fn weak(log: &Log) -> Vec<Weak> {
    let mut sums: BTreeMap<&str, Weak> = BTreeMap::new();
    for (card, place) in boxes(log) {
        let mut parts = card.split('/');
        let (topic, about) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        for name in [topic, about].into_iter().filter(|name| !name.is_empty()) {
            let sum = sums.entry(name).or_insert_with(|| Weak {
                name: name.to_string(),
                asked: 0,
                missed: 0,
                open: 0,
                last: place.last,
            });
            sum.asked += place.asked;
            sum.missed += place.missed;
            sum.open += usize::from(place.level == 0);
            sum.last = sum.last.max(place.last);
        }
    }
    let mut weak: Vec<Weak> = sums.into_values().filter(|sum| sum.missed > 0).collect();
    // Share of answers that missed, without dividing.
    weak.sort_by(|a, b| {
        let share = (b.missed * a.asked).cmp(&(a.missed * b.asked));
        share.then(b.missed.cmp(&a.missed)).then(a.name.cmp(&b.name))
    });
    weak
}
