//! Why targets are met or missed, those with the same reason in one row.

use crate::report::Verdict;
use serde::Serialize;

/// Verdicts that rest on the same.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    pub ids: Vec<&'a str>,
    pub because: &'a [String],
    pub missing: &'a [String],
}

/// All verdicts that give a reason or miss a fact, in their order.
pub fn rows(verdicts: &[Verdict]) -> Vec<Row<'_>> {
    let mut rows: Vec<Row> = Vec::new();
    let told = |verdict: &&Verdict| !verdict.because.is_empty() || !verdict.missing.is_empty();
    for verdict in verdicts.iter().filter(told) {
        let alike = |row: &&mut Row| row.because == verdict.because && row.missing == verdict.missing;
        match rows.iter_mut().find(alike) {
            Some(row) => row.ids.push(&verdict.id),
            None => rows.push(Row {
                ids: vec![&verdict.id],
                because: &verdict.because,
                missing: &verdict.missing,
            }),
        }
    }
    rows
}
