//! A layout broader than a page, with the air between its parts let out.
//!
//! What touches moves together: a box with the ports on it, an upright line from end to end with its label. Whatever
//! two parts have a height in common keep their order and some air, so that nothing new meets or crosses. The least
//! moves to the left and the least to the right are both such layouts, and so is the middle of the two, which keeps
//! what was centred about where it was.

use std::collections::BTreeMap;

use super::super::geometry::{Point, Rect};
use super::{Layout, Plan};

/// What fits a page: no less is aimed at.
const PAGE: f64 = 1_200.0;
/// Parts beyond which comparing each with each takes too long.
const MOST: usize = 2_500;
/// Rounds after which moves that still push one another are given up.
const ROUNDS: usize = 400;

/// Air between two parts, and between lines; less where there was less.
const AIR: f64 = 22.0;
const LINES: f64 = 11.0;
/// Room for the title of a frame.
const FRAME: f64 = 240.0;
/// How near in height parts have to be to mind one another.
const NEAR: f64 = 6.0;

/// A part that has to stay clear of others.
struct Part {
    rect: Rect,
    /// What it moves with.
    body: usize,
    /// Air that it wants at its sides.
    air: f64,
    /// A frame's two borders have one number.
    frame: Option<usize>,
}

/// That one body stays right of another: it may come nearer by `slack`.
struct Rule {
    left: usize,
    right: usize,
    slack: f64,
}

/// Makes a broad layout narrower, as far as nothing has to change its order.
pub fn squeeze(plan: &Plan, layout: &mut Layout) {
    let bounds = layout.bounds();
    if bounds.width <= PAGE {
        return;
    }
    let Some((bodies, parts)) = parts(plan, layout) else {
        return;
    };
    let rules = rules(&parts);
    let Some(moves) = moves(&parts, &rules, bodies.len(), &bounds) else {
        return;
    };
    let by = |body: usize| moves.get(bodies.root(body)).copied().unwrap_or_default();
    let (boxes, frames) = (layout.boxes.len(), layout.frames.len());
    for (at, rect) in layout.boxes.iter_mut().enumerate() {
        *rect = rect.moved(by(at), 0.0);
    }
    for (at, rect) in layout.frames.iter_mut().enumerate() {
        let (left, right) = (rect.x + by(boxes + 2 * at), rect.right() + by(boxes + 2 * at + 1));
        *rect = Rect::new(left, rect.y, right - left, rect.height);
    }
    let labels = boxes + 2 * frames;
    for (at, label) in layout.labels.iter_mut().enumerate() {
        *label = label.map(|rect| rect.moved(by(labels + at), 0.0));
    }
    let corners = layout.arrows.iter_mut().flatten();
    for (at, corner) in corners.enumerate() {
        corner.x += by(labels + plan.arrows.len() + at);
    }
}

/// Which things move as one body: boxes first, then the two borders of each frame, labels, corners.
struct Bodies(Vec<usize>);

impl Bodies {
    fn root(&self, of: usize) -> usize {
        let mut at = of;
        while let Some(next) = self.0.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(slot) = self.0.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

/// The parts of a layout with what moves together; none where there are too many.
fn parts(plan: &Plan, layout: &Layout) -> Option<(Bodies, Vec<Part>)> {
    let boxes = layout.boxes.len();
    let labels = boxes + 2 * layout.frames.len();
    let corners = labels + plan.arrows.len();
    let count = corners + layout.arrows.iter().map(Vec::len).sum::<usize>();
    if count > MOST {
        return None;
    }
    let mut bodies = Bodies((0..count).collect());
    let mut parts = Vec::new();
    let part = |rect: Rect, body: usize, air: f64| Part {
        rect,
        body,
        air,
        frame: None,
    };
    parts.extend(layout.boxes.iter().enumerate().map(|(at, rect)| part(*rect, at, AIR)));
    for (at, rect) in layout.frames.iter().enumerate() {
        for (side, x) in [rect.x, rect.right()].into_iter().enumerate() {
            parts.push(Part {
                frame: Some(at),
                ..part(Rect::new(x, rect.y, 0.0, rect.height), boxes + 2 * at + side, LINES)
            });
        }
    }
    let mut first = corners;
    for (at, (arrow, line)) in plan.arrows.iter().zip(&layout.arrows).enumerate() {
        let label = layout.labels.get(at).copied().flatten();
        parts.extend(label.map(|rect| part(rect, labels + at, LINES)));
        if !line.is_empty() {
            bodies.join(first, arrow.from);
            bodies.join(first + line.len() - 1, arrow.to);
        }
        for (turn, pair) in line.windows(2).enumerate() {
            let [from, to] = pair else { continue };
            if (from.x - to.x).abs() > 0.5 {
                continue;
            }
            bodies.join(first + turn, first + turn + 1);
            let rect = Rect::between(*from, *to);
            if label.is_some_and(|label| label.overlaps(&rect.grown(0.5))) {
                bodies.join(first + turn, labels + at);
            }
            parts.push(part(rect, first + turn, LINES));
        }
        parts.extend(level_ends(line, first).map(|(corner, body)| part(corner, body, LINES)));
        first += line.len();
    }
    columns(layout, &mut bodies);
    for at in 0..parts.len() {
        for other in 0..at {
            if let (Some(one), Some(other)) = (parts.get(at), parts.get(other))
                && meet(one, other)
            {
                bodies.join(one.body, other.body);
            }
        }
    }
    for part in &mut parts {
        part.body = bodies.root(part.body);
    }
    Some((bodies, parts))
}

/// Boxes that stand over one another in a column stay there; two alone are hardly seen as one.
fn columns(layout: &Layout, bodies: &mut Bodies) {
    let mut columns: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, rect) in layout.boxes.iter().enumerate() {
        columns.entry(rect.centre().x.round() as i64).or_default().push(at);
    }
    for column in columns.values().filter(|column| column.len() > 2) {
        for pair in column.windows(2) {
            if let [one, other] = pair {
                bodies.join(*one, *other);
            }
        }
    }
}

/// The corners of an arrow as parts of their own: the ends of a level line keep away from what stands there.
fn level_ends(line: &[Point], first: usize) -> impl Iterator<Item = (Rect, usize)> {
    let corners = line.iter().enumerate();
    corners.map(move |(at, corner)| (Rect::new(corner.x, corner.y, 0.0, 0.0), first + at))
}

/// Whether parts lie over one another and so have to stay as they are.
fn meet(one: &Part, other: &Part) -> bool {
    let (a, b) = (&one.rect, &other.rect);
    level(a, b, -0.5) && a.x + 0.5 < b.right() && b.x + 0.5 < a.right()
}

/// Whether two have a height in common, or nearly.
fn level(a: &Rect, b: &Rect, near: f64) -> bool {
    a.y < b.bottom() + near && b.y < a.bottom() + near
}

fn rules(parts: &[Part]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (at, one) in parts.iter().enumerate() {
        for other in parts.iter().take(at) {
            if one.body == other.body || !level(&one.rect, &other.rect, NEAR) {
                continue;
            }
            let (left, right) = if one.rect.x + one.rect.right() < other.rect.x + other.rect.right() {
                (one, other)
            } else {
                (other, one)
            };
            let gap = right.rect.x - left.rect.right();
            let same = left.frame.is_some() && left.frame == right.frame;
            let air = if same { FRAME } else { left.air.max(right.air) };
            rules.push(Rule {
                left: left.body,
                right: right.body,
                slack: (gap - air).max(0.0),
            });
        }
    }
    rules
}

/// How far each body moves; none where that does not settle.
fn moves(parts: &[Part], rules: &[Rule], bodies: usize, bounds: &Rect) -> Option<Vec<f64>> {
    let mut left = vec![f64::NEG_INFINITY; bodies];
    for part in parts {
        if let Some(least) = left.get_mut(part.body) {
            *least = least.max(bounds.x - part.rect.x);
        }
    }
    settle(&mut left, rules, |moves, rule| {
        let least = moves.get(rule.left)? - rule.slack;
        let slot = moves.get_mut(rule.right)?;
        (least > *slot + 0.01).then(|| *slot = least)
    })?;
    let reach = |part: &Part| part.rect.right() + left.get(part.body).copied().unwrap_or_default();
    let end = parts.iter().map(reach).fold(bounds.x, f64::max);
    let mut right = vec![f64::INFINITY; bodies];
    for part in parts {
        if let Some(most) = right.get_mut(part.body) {
            *most = most.min(end - part.rect.right());
        }
    }
    settle(&mut right, rules, |moves, rule| {
        let most = moves.get(rule.right)? + rule.slack;
        let slot = moves.get_mut(rule.left)?;
        (most < *slot - 0.01).then(|| *slot = most)
    })?;
    // As much of the air stays as a page has room for.
    let narrow = end - bounds.x;
    let kept = ((PAGE - narrow) / (bounds.width - narrow).max(1.0)).clamp(0.0, 1.0);
    let middle = |(left, right): (&f64, &f64)| ((left + right) / 2.0 * (1.0 - kept)).round();
    let moves = left.iter().zip(&right).map(middle);
    Some(moves.map(|by| if by.is_finite() { by } else { 0.0 }).collect())
}

/// Repeats a rule's change until none changes anything.
fn settle(moves: &mut [f64], rules: &[Rule], change: impl Fn(&mut [f64], &Rule) -> Option<()>) -> Option<()> {
    for _ in 0..ROUNDS {
        let changes = rules.iter().filter(|rule| change(moves, rule).is_some()).count();
        if changes == 0 {
            return Some(());
        }
    }
    None
}
