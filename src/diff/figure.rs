//! Key figures that moved.

use crate::quantity::print;
use crate::report::{CapacityState, Cause, Figure, FigureMove, LatencyState, Report};
use std::collections::HashMap;

/// A figure that moves by less, relative to itself, has not moved.
const MOVES: f64 = 0.005;
/// The same for latencies, which are drawn by chance.
const MOVES_BY_CHANCE: f64 = 0.02;

/// A figure that matters, with the state that weighs more than its value.
struct Key {
    name: String,
    what: String,
    text: String,
    value: Option<f64>,
    state: &'static str,
    /// The lower, the earlier it is told.
    rank: u8,
    moves: f64,
}

/// Whether a value has moved.
pub fn differs(old: Option<f64>, new: Option<f64>) -> bool {
    moved_by(old, new, MOVES)
}

fn moved_by(old: Option<f64>, new: Option<f64>, least: f64) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => (new - old).abs() > least * old.abs().max(new.abs()),
        (None, None) => false,
        _ => true,
    }
}

/// Key figures of both designs that moved: changes of state first, then by what they are about, the furthest first.
pub fn moves(old: &Report, new: &Report) -> Vec<FigureMove> {
    let before = keys(old);
    let mut named: HashMap<&str, &Key> = HashMap::new();
    for key in &before {
        named.entry(&key.name).or_insert(key);
    }
    let mut moves: Vec<(bool, u8, f64, FigureMove)> = Vec::new();
    for key in keys(new) {
        let Some(was) = named.get(key.name.as_str()) else {
            continue;
        };
        let turned = was.state != key.state;
        if !turned && (was.text == key.text || !moved_by(was.value, key.value, key.moves)) {
            continue;
        }
        let ratio = was
            .value
            .zip(key.value)
            .filter(|(a, b)| *a > 0.0 && *b > 0.0)
            .map(|(a, b)| b / a);
        let far = ratio.map_or(f64::INFINITY, |ratio| libm::fabs(libm::log(ratio)));
        let moved = FigureMove {
            change: change(was, &key, ratio),
            name: key.name,
            what: key.what,
            old: was.text.clone(),
            new: key.text,
            ratio,
            because: Cause::default(),
        };
        moves.push((!turned, key.rank, far, moved));
    }
    moves.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    moves.into_iter().map(|(_, _, _, moved)| moved).collect()
}

/// The values of key figures by name, for a search.
pub fn values(report: &Report) -> Vec<(String, Option<f64>)> {
    keys(report).into_iter().map(|key| (key.name, key.value)).collect()
}

fn change(was: &Key, now: &Key, ratio: Option<f64>) -> String {
    if was.state != now.state {
        return match now.state {
            "" => format!("no longer {}", was.state),
            state => format!("now {state}"),
        };
    }
    // Of an availability what matters is the outage.
    let noun = if now.rank == AVAILABILITY { " outage" } else { "" };
    match ratio {
        Some(ratio) if !(0.505..1.95).contains(&ratio) => format!("×{}{noun}", print::digits(ratio)),
        Some(ratio) if ratio >= 1.0 => format!("+{}{noun}", percent(ratio - 1.0)),
        Some(ratio) => format!("−{}{noun}", percent(1.0 - ratio)),
        None => String::new(),
    }
}

/// In two digits: nobody asks for more of a difference.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 10.0 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}

const AVAILABILITY: u8 = 0;

fn keys(report: &Report) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut plain = |rank: u8, figure: &Figure, what: String| {
        keys.push(Key {
            name: figure.name.clone(),
            what,
            text: figure.text.clone(),
            value: figure.value,
            state: "",
            rank,
            moves: MOVES,
        });
    };
    for figure in &report.load {
        plain(8, figure, figure.name.clone());
    }
    for flow in &report.flows {
        plain(6, &flow.peak, format!("peak of {}", flow.id));
    }
    for component in &report.components {
        plain(5, &component.peak, format!("peak of {}", component.id));
        if let Some(storage) = &component.storage {
            plain(4, storage, format!("bytes kept in {}", component.id));
        }
    }
    for entity in &report.entities {
        plain(7, &entity.rows, format!("rows of {}", entity.id));
    }
    for own in &report.figures {
        plain(4, &own.figure, own.figure.name.clone());
    }
    if let Some(cost) = &report.cost {
        plain(2, &cost.total, "cost".to_string());
    }
    keys.extend(availabilities(report));
    keys.extend(latencies(report));
    keys.extend(capacities(report));
    keys.retain(|key| !key.name.is_empty());
    keys
}

fn availabilities(report: &Report) -> Vec<Key> {
    let flows = report.flows.iter();
    flows
        .filter_map(|flow| {
            let found = flow.availability.as_ref()?;
            Some(Key {
                name: format!("{}.availability", flow.id),
                what: format!("availability of {}", flow.id),
                text: found.text.clone(),
                value: Some(found.down_low),
                state: if found.down_low == found.down_high {
                    ""
                } else {
                    "between bounds"
                },
                rank: AVAILABILITY,
                moves: MOVES,
            })
        })
        .collect()
}

fn latencies(report: &Report) -> Vec<Key> {
    let percentiles = report.latencies.iter().flat_map(|latency| {
        [("p50", &latency.p50), ("p99", &latency.p99)].map(|(name, figure)| Key {
            name: format!("{}.{name}", latency.flow),
            what: format!("{name} of {}", latency.flow),
            text: figure.text.clone(),
            value: figure.value,
            state: match latency.state {
                LatencyState::Known => "",
                LatencyState::LowerBound => "a lower bound",
                LatencyState::Unstable => "without end",
                LatencyState::Unknown => "unknown",
            },
            rank: 1,
            moves: MOVES_BY_CHANCE,
        })
    });
    percentiles.collect()
}

fn capacities(report: &Report) -> Vec<Key> {
    let mut keys = Vec::new();
    for component in &report.components {
        let figure = &component.utilisation;
        keys.push(Key {
            name: format!("{}.utilisation", component.id),
            what: format!("utilisation of {}", component.id),
            text: figure.text.clone(),
            value: figure.value,
            state: match component.state {
                CapacityState::Within => "",
                CapacityState::AboveTarget => "above its target",
                CapacityState::Unstable => "unstable",
                CapacityState::Unknown => "unknown",
            },
            rank: 3,
            moves: MOVES,
        });
        if let Some(plan) = &component.plan {
            let units = &plan.at_target.units;
            keys.push(Key {
                name: format!("{}.units", component.id),
                what: format!("units that {} needs", component.id),
                text: units.text.clone(),
                value: units.value,
                state: "",
                rank: 4,
                moves: MOVES,
            });
        }
    }
    keys
}
