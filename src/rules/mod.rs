//! The rules: what is said about a design, one file and one page a rule.
//!
//! A rule reads a model and its analyses; it computes nothing that an analysis should, and changes nothing. It
//! has three answers: fine, wrong, and not known; it would rather say nothing than cry wolf. Its page is its
//! manual, its `explain` text and its test.

mod bad_expression;
mod catalog_path;
mod circle;
mod duplicate_id;
mod duplicate_key;
mod fragment_starter;
mod missing_key;
mod reserved_id;
mod unknown_catalog_id;
mod unknown_key;
mod unknown_name;
mod unknown_word;
mod unreached_caller;
mod waiver;
mod wrong_dimension;
mod wrong_type;
mod yaml_syntax;

use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub use waiver::Waived;

/// One rule.
pub struct Rule {
    /// As in the name of its file, with hyphens.
    pub id: &'static str,
    pub run: Run,
    /// Its manual, in Markdown.
    pub page: &'static str,
}

/// When a rule looks at a design.
pub enum Run {
    /// While the texts are read.
    Reading,
    /// When the names are looked up; anything it finds is an error of the form and stops the analyses.
    Form(fn(&Model) -> Vec<Finding>),
    /// When everything is computed.
    Design(fn(&Model, &Analysis) -> Vec<Finding>),
    /// When all other findings are known.
    Waivers,
}

/// All rules, sorted by id.
pub static ALL: &[Rule] = &[
    bad_expression::RULE,
    catalog_path::RULE,
    circle::RULE,
    duplicate_id::RULE,
    duplicate_key::RULE,
    fragment_starter::RULE,
    missing_key::RULE,
    reserved_id::RULE,
    unknown_catalog_id::RULE,
    unknown_key::RULE,
    unknown_name::RULE,
    unknown_word::RULE,
    unreached_caller::RULE,
    wrong_dimension::RULE,
    wrong_type::RULE,
    yaml_syntax::RULE,
];

/// The rule with this id.
pub fn get(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|r| r.id == id)
}

impl Rule {
    /// Whether its findings are about the form, so that the command ends with 2.
    pub fn is_form(&self) -> bool {
        matches!(self.run, Run::Reading | Run::Form(_))
    }

    /// The first line of the page, without its mark.
    pub fn title(&self) -> &'static str {
        self.page.lines().next().unwrap_or("").trim_start_matches('#').trim()
    }
}

/// What is wrong with the form of a design beyond its single texts.
pub fn form(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in ALL {
        if let Run::Form(run) = rule.run {
            findings.extend(run(model));
        }
    }
    findings
}

/// All findings about a sound design, each with the waiver that covers it.
pub fn check(model: &Model, analysis: &Analysis) -> Vec<(Finding, Option<Waived>)> {
    let mut findings = Vec::new();
    for rule in ALL {
        if let Run::Design(run) = rule.run {
            findings.extend(run(model, analysis));
        }
    }
    waiver::apply(model.design, findings)
}
