//! Bars to scale, each with its number beside it.

use super::super::label::Label;

/// Panels below one another.
#[derive(Debug, Clone)]
pub struct Chart {
    pub title: Label,
    pub about: Label,
    pub panels: Vec<Panel>,
}

/// Bars of one scale.
#[derive(Debug, Clone)]
pub struct Panel {
    pub title: Label,
    pub lie: Lie,
    /// What the parts of a bar are; one where bars have no parts.
    pub parts: Vec<Label>,
    pub bars: Vec<Bar>,
}

/// How the bars of a panel lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// Below one another, from left to right: for names.
    Level,
    /// Beside one another, upwards: for times.
    Upright,
}

#[derive(Debug, Clone)]
pub struct Bar {
    pub title: Label,
    /// Its number as printed.
    pub text: Label,
    /// Where it begins, in the unit of its parts.
    pub start: f64,
    /// Lengths in the order of [`Panel::parts`], none below zero.
    pub parts: Vec<f64>,
}

impl Bar {
    /// Where it ends.
    pub fn end(&self) -> f64 {
        self.start + self.parts.iter().sum::<f64>()
    }
}

impl Panel {
    /// The end of the scale; positive.
    pub fn longest(&self) -> f64 {
        self.bars
            .iter()
            .map(Bar::end)
            .filter(|end| end.is_finite())
            .fold(f64::MIN_POSITIVE, f64::max)
    }
}
