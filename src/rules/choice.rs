//! What a project makes of the rules: their weight, or silence.

use super::{ALL, Rule, Set, Waived};
use crate::finding::{Finding, Severity};

/// What is made of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It says nothing.
    Off,
    /// It speaks with its own weight.
    On,
    /// All that it says has this weight.
    As(Severity),
}

impl Choice {
    /// The words by which a project chooses.
    pub const WORDS: [&'static str; 5] = ["off", "on", "info", "warning", "error"];

    /// The choice that goes by a word.
    pub fn from_word(word: &str) -> Option<Choice> {
        match word {
            "off" => Some(Choice::Off),
            "on" => Some(Choice::On),
            "info" => Some(Choice::As(Severity::Info)),
            "warning" => Some(Choice::As(Severity::Warning)),
            "error" => Some(Choice::As(Severity::Error)),
            _ => None,
        }
    }
}

/// The choices of a project. That for a rule goes before that for its set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choices {
    pub sets: Vec<(Set, Choice)>,
    pub rules: Vec<(&'static str, Choice)>,
}

impl Choices {
    /// What is made of a rule. The form of a file is no matter of choice.
    pub fn of(&self, rule: &Rule) -> Choice {
        if rule.is_form() {
            return Choice::On;
        }
        let own = self.rules.iter().find(|(id, _)| *id == rule.id).map(|(_, c)| *c);
        let of_set = || self.sets.iter().find(|(set, _)| *set == rule.set).map(|(_, c)| *c);
        own.or_else(of_set).unwrap_or(Choice::On)
    }

    /// The rules that say nothing.
    pub fn off(&self) -> Vec<&'static str> {
        let silent = ALL.iter().filter(|rule| self.of(rule) == Choice::Off);
        silent.map(|rule| rule.id).collect()
    }

    /// Weighs findings anew, and leaves out those of silent rules. It comes after the waivers, so that one for a
    /// rule that is off is not said to cover nothing.
    pub fn apply(&self, findings: Vec<(Finding, Option<Waived>)>) -> Vec<(Finding, Option<Waived>)> {
        let weighed = findings.into_iter().filter_map(|(mut finding, waived)| {
            match super::get(finding.rule).map_or(Choice::On, |rule| self.of(rule)) {
                Choice::Off => return None,
                Choice::On => {}
                Choice::As(severity) => finding.severity = severity,
            }
            Some((finding, waived))
        });
        weighed.collect()
    }
}
