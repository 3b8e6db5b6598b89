//! What a journal tells of a session: when its phases ended, and what was asked.

use crate::interview::journal::{Event, Journal, What};
use crate::report::{PhaseTime, ReviewSession};

/// Keys of the pauses at the end of phases.
const CHECK_IN: &str = "checkin.";

/// Whether an event asks the interviewer for a fact.
pub fn asks(event: &Event) -> bool {
    event.what == What::Ask || (event.what == What::Answer && event.key == "clarify")
}

/// Whether an event is a pause in which what was said is confirmed.
pub fn checks_in(event: &Event) -> bool {
    event.key.starts_with(CHECK_IN) && matches!(event.what, What::Answer | What::Next)
}

/// The minutes of phases. A check-in ends its phase, and those before it that have none; the last event ends the rest.
pub fn times(journal: &Journal, plan: &[(String, u32)]) -> Vec<PhaseTime> {
    let whole: u32 = plan.iter().map(|(_, minutes)| minutes).sum();
    if whole == 0 {
        return Vec::new();
    }
    let scale = f64::from(journal.header.minutes) / f64::from(whole);
    let mut times: Vec<PhaseTime> = Vec::new();
    let (mut from, mut begun) = (0, 0);
    let mut close = |from: usize, to: usize, seconds: u64| {
        let phases = plan.get(from..to).unwrap_or_default();
        if !phases.is_empty() {
            times.push(PhaseTime {
                phases: phases.iter().map(|(id, _)| id.clone()).collect(),
                planned: phases.iter().map(|(_, minutes)| f64::from(*minutes) * scale).sum(),
                took: seconds as f64 / 60.0,
            });
        }
    };
    for event in journal.events.iter().filter(|event| checks_in(event)) {
        let phase = event.key.strip_prefix(CHECK_IN);
        // A second visit of a phase does not end it again.
        let Some(at) = plan
            .iter()
            .position(|(id, _)| Some(id.as_str()) == phase)
            .filter(|at| *at >= from)
        else {
            continue;
        };
        close(from, at + 1, event.at.saturating_sub(begun));
        (from, begun) = (at + 1, event.at);
    }
    if let Some(last) = journal.events.last().filter(|last| last.at > begun) {
        close(from, plan.len(), last.at.saturating_sub(begun));
    }
    times
}

/// The session as a review tells it.
pub fn told(journal: &Journal, plan: &[(String, u32)]) -> ReviewSession {
    let count = |wanted: &dyn Fn(&Event) -> bool| journal.events.iter().filter(|event| wanted(event)).count();
    ReviewSession {
        plan: journal.header.plan.clone(),
        mock: journal.header.mock,
        phases: times(journal, plan),
        check_ins: count(&checks_in),
        asked: count(&asks),
        hints: count(&|event| event.what == What::Hint),
    }
}
