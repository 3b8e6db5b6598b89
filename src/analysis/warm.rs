//! Units that run when a window starts (format, A8): what a component has at its peak, where that lies in one.

use super::load::{Condition, Load, load};
use crate::figure::Id;
use crate::model::Model;

/// The model with the units of the peak; none where that is the model as it is.
///
/// Which window makes the peak is known only once all rates are, so the load is computed here and again with the units.
pub fn model<'a>(model: &Model<'a>) -> Option<Model<'a>> {
    let prepared = |c: &usize| {
        let component = &model.components[*c];
        let scale = component.file.scale.as_ref().filter(|_| !component.is_service());
        scale.is_some_and(|scale| !scale.warm.is_empty())
    };
    let scaled: Vec<usize> = (0..model.components.len()).filter(prepared).collect();
    if scaled.is_empty() {
        return None;
    }
    let mut load = load(model, &Condition::default());
    let at_peak = scaled.iter().filter_map(|c| {
        let mut warm = model.components[*c].file.scale.iter().flat_map(|scale| &scale.warm);
        let at = warm.position(|(window, _)| makes_the_peak(&mut load, model, *c, &window.value))?;
        Some((*c, at))
    });
    let at_peak: Vec<(usize, usize)> = at_peak.collect();
    (!at_peak.is_empty()).then(|| model.warmed(&at_peak))
}

/// Whether a component has its peak in a window.
fn makes_the_peak<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, window: &str) -> bool {
    let windows = &model.design.load.windows;
    let Some(window) = windows.iter().position(|(id, _)| id.value == window) else {
        return false;
    };
    let steps = load.steps_into(c);
    let per_run: Vec<(usize, Id)> = steps.iter().map(|(f, w)| (*f, load.flows[*f].calls[*w])).collect();
    let inside = load.peak_in(model, &per_run, window);
    let inside = inside.and_then(|id| load.figures.value(id));
    let peak = load.components[c]
        .calls
        .and_then(|calls| load.figures.value(calls.peak));
    inside
        .zip(peak)
        .is_some_and(|(inside, peak)| inside >= peak * (1.0 - 1e-9))
}
