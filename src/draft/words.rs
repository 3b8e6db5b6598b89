//! Figures of the report in the words of a comment.

use crate::emit::plain;
use crate::report::Figure;

/// A number with how it came about: `6 = max(orders partitions for bytes in, 3)`; where it is unknown, what would
/// have to be known. Where an input stands in the design is left out: a contract does not change with a line above it.
pub fn worked(figure: &Figure) -> String {
    let text = match (figure.value, figure.missing.as_slice()) {
        (None, [fact, ..]) => format!("unknown: {fact}"),
        (None, []) => "unknown".to_string(),
        (Some(_), _) => {
            let mut text = figure.text.clone();
            let formula = [&figure.formula, &figure.working];
            let steps = formula
                .into_iter()
                .filter(|step| !step.is_empty() && **step != figure.text);
            text.extend(steps.flat_map(|step| [" = ", step.as_str()]));
            text
        }
    };
    plain::visible(&text).into_owned()
}

/// A whole number for a contract; none where it is not known or no contract could hold it.
pub fn whole(figure: &Figure) -> Option<i64> {
    let value = figure.value.filter(|value| (0.0..=1e9).contains(value))?;
    Some(value as i64)
}
