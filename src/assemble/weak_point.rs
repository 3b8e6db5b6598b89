//! What alone takes flows down, over all flows.

use crate::report::{Availability, Report, Saving, Spof, WeakPoint};

/// The costliest first, each event once.
pub fn weak_points(report: &Report) -> Vec<WeakPoint> {
    let judged: Vec<(&str, &Availability)> = report
        .flows
        .iter()
        .filter_map(|flow| Some((flow.id.as_str(), flow.availability.as_ref()?)))
        .collect();
    let mut found: Vec<(WeakPoint, Option<&Saving>)> = Vec::new();
    for (flow, availability) in &judged {
        for spof in &availability.spofs {
            let failed = match &spof.runs {
                Some(runs) => format!("{flow} {runs}"),
                None => (*flow).to_string(),
            };
            let saving = availability.savings.iter().find(|saving| is_of(saving, spof));
            match found.iter_mut().find(|(point, _)| point.event == spof.event) {
                Some((point, most)) => {
                    point.flows.push(failed);
                    if minutes(saving) > minutes(*most) {
                        *most = saving;
                    }
                }
                None => {
                    let point = WeakPoint {
                        event: spof.event.clone(),
                        level: spof.level,
                        flows: vec![failed],
                        all: false,
                        costs: None,
                    };
                    found.push((point, saving));
                }
            }
        }
    }
    found.sort_by(|(_, a), (_, b)| minutes(*b).total_cmp(&minutes(*a)));
    let points = found.into_iter();
    points
        .map(|(point, most)| WeakPoint {
            all: judged.len() > 1 && judged.iter().all(|(flow, _)| point.flows.iter().any(|f| f == flow)),
            costs: most.map(|saving| saving.saves.clone()),
            ..point
        })
        .collect()
}

fn is_of(saving: &Saving, spof: &Spof) -> bool {
    match spof.component.as_str() {
        "" => saving.what == spof.event,
        component => saving.component == component,
    }
}

fn minutes(saving: Option<&Saving>) -> f64 {
    saving.map_or(0.0, |saving| saving.minutes)
}
