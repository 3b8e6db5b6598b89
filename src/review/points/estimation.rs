//! Whether the numbers were worked out, and whether they decide anything.

use super::Condition;
use crate::report::{Evidence, Figure};
use crate::review::look::{Answer, Look, said};

pub const POINTS: &[Condition] = &[
    ("rates-known", rates_known),
    ("peak-apart", peak_apart),
    ("storage-worked-out", storage_worked_out),
    ("numbers-used", numbers_used),
    ("units-worked-out", units_worked_out),
    ("growth-stated", growth_stated),
    ("ranges-for-guesses", ranges_for_guesses),
    ("bill-known", bill_known),
];

fn missing(figure: &Figure) -> String {
    match figure.missing.first() {
        Some(fact) => format!("{} is unknown without {fact}", figure.name),
        None => format!("{} is unknown", figure.name),
    }
}

fn rates_known(look: &Look) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for flow in look.must_flows() {
        let path = format!("flows.{}", flow.id);
        match flow.rate.value {
            Some(_) => right.push(look.at(&path, format!("{} runs {}", flow.id, flow.rate.text))),
            None => wrong.push(look.at(&path, missing(&flow.rate))),
        }
    }
    match wrong.is_empty() && right.is_empty() {
        true => Answer::nothing("no must has a flow whose rate could be known"),
        false => Answer::of(wrong, right, ""),
    }
}

fn peak_apart(look: &Look) -> Answer {
    let peaks = look.report.flows.iter().filter(|f| match (f.rate.value, f.peak.value) {
        (Some(rate), Some(peak)) => !f.fragment && peak > rate,
        _ => false,
    });
    let mut right: Vec<Evidence> = Vec::new();
    for flow in peaks {
        let says = format!(
            "{} runs {} on average, {} at the peak",
            flow.id, flow.rate.text, flow.peak.text
        );
        let place = look
            .place("load.peak")
            .or_else(|| look.place(&format!("flows.{}", flow.id)));
        right.push(Evidence { says, place });
    }
    match right.is_empty() {
        true => Answer::nothing("no peak stands above an average: `load.peak`, or `peak` of a flow"),
        false => look.watched(&["peak-unknown"], right, ""),
    }
}

fn storage_worked_out(look: &Look) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for entity in look.truths() {
        let path = format!("data.{}", entity.id);
        match entity.storage.value {
            Some(_) => right.push(look.at(&path, format!("{} takes {}", entity.id, entity.storage.text))),
            None => wrong.push(look.at(&path, missing(&entity.storage))),
        }
    }
    Answer::of(wrong, right, "the design keeps no data")
}

fn numbers_used(look: &Look) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for own in &look.report.figures {
        let path = format!("figures.{}", own.figure.name);
        let (name, value) = (&own.figure.name, &own.figure.text);
        let used_by = (look.report.decisions.iter())
            .find(|d| d.because.contains(name))
            .map(|d| &d.id);
        match own.drives.as_ref().or(used_by) {
            Some(decision) => right.push(look.at(&path, format!("{name} = {value} drives {decision}"))),
            None if own.figure.drives.is_empty() => {
                wrong.push(look.at(&path, format!("nothing follows from {name} = {value}")));
            }
            None => right.push(look.at(
                &path,
                format!("{name} = {value} drives {}", own.figure.drives.join(", ")),
            )),
        }
    }
    match wrong.is_empty() && right.is_empty() {
        true => Answer::nothing("no estimate stands under `figures`"),
        false => Answer::of(wrong, right, ""),
    }
}

fn units_worked_out(look: &Look) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for component in &look.report.components {
        let Some(resource) = component.resources.iter().find(|r| r.binding) else {
            continue;
        };
        let says = format!(
            "{} of {}: {} against {} a unit, utilisation {}",
            resource.resource, component.id, resource.demand.text, resource.per_unit.text, component.utilisation.text
        );
        right.push(look.of_component(component, says));
    }
    wrong.extend(look.findings(&["capacity-unknown", "overloaded"]));
    match wrong.is_empty() && right.is_empty() {
        true => Answer::nothing("no component says what a unit of it carries"),
        false => Answer::of(wrong, right, ""),
    }
}

fn growth_stated(look: &Look) -> Answer {
    let load = ["growth", "horizon"].map(|name| (name, look.place(&format!("load.{name}"))));
    let missing: Vec<Evidence> = (load.iter().filter(|(_, place)| place.is_none()))
        .map(|(name, _)| said(format!("`load.{name}` is missing")))
        .collect();
    let stated = load.into_iter().map(|(name, place)| Evidence {
        says: format!("`load.{name}` is stated"),
        place,
    });
    match missing.is_empty() {
        true => look.watched(&["growth-unsaid", "outgrown-before-horizon"], stated.collect(), ""),
        false => Answer::open(missing),
    }
}

fn ranges_for_guesses(look: &Look) -> Answer {
    let uncertain = look
        .report
        .flows
        .iter()
        .filter(|f| !f.fragment && f.rate.range.is_some());
    let right: Vec<Evidence> = uncertain
        .map(|flow| {
            let range = flow.rate.range.as_ref().map_or("", |range| range.text.as_str());
            let place = look
                .place("load.users")
                .or_else(|| look.place(&format!("flows.{}", flow.id)));
            Evidence {
                says: format!("{} runs {range}", flow.id),
                place,
            }
        })
        .collect();
    match right.is_empty() {
        true => Answer::nothing("every input is one exact number: no rate rests on a range such as `8M to 12M`"),
        false => look.watched(&["wide-guess"], right, ""),
    }
}

fn bill_known(look: &Look) -> Answer {
    let Some(cost) = &look.report.cost else {
        return Answer::nothing("nothing in the design has a price");
    };
    match cost.total.value {
        Some(_) => Answer::shown(vec![said(format!("a month costs {}", cost.total.text))]),
        None => Answer::nothing(format!(
            "the bill is at least {}; {}",
            cost.known.text,
            missing(&cost.total)
        )),
    }
}
