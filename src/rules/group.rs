//! One finding for what one rule says of several things alike, so that a question is asked once.

use super::{Waived, words};
use crate::finding::{Alike, Finding};
use std::collections::HashSet;

/// Most further places that a finding shows.
const MOST: usize = 4;

/// Findings that become one.
struct Group {
    /// Where the first of them stands.
    at: usize,
    many: String,
    ids: Vec<String>,
    seen: HashSet<String>,
}

/// Joins findings that differ only in what they are about. Each was weighed against the waivers by itself before,
/// so that a waiver for one of them leaves the others.
pub fn join(findings: Vec<(Finding, Option<Waived>)>) -> Vec<(Finding, Option<Waived>)> {
    let mut out: Vec<(Finding, Option<Waived>)> = Vec::with_capacity(findings.len());
    let mut groups: Vec<Group> = Vec::new();
    for (finding, waived) in findings {
        let Some(Alike { id, many }) = finding.alike.clone().filter(|_| waived.is_none()) else {
            out.push((finding, waived));
            continue;
        };
        let same = |g: &&mut Group| {
            let first = out.get(g.at).map(|(f, _)| (f.rule, f.severity));
            g.many == many && first == Some((finding.rule, finding.severity))
        };
        match groups.iter_mut().find(same) {
            None => {
                groups.push(Group {
                    at: out.len(),
                    many,
                    ids: vec![id.clone()],
                    seen: HashSet::from([id]),
                });
                out.push((finding, None));
            }
            Some(group) => {
                // The same thing once more says nothing new.
                if !group.seen.insert(id.clone()) {
                    continue;
                }
                group.ids.push(id);
                if let (Some((first, _)), Some(place)) = (out.get_mut(group.at), finding.at)
                    && group.ids.len() <= MOST + 1
                {
                    first.related.push((place, "here too".to_string()));
                }
            }
        }
    }
    for group in groups.iter().filter(|g| g.ids.len() > 1) {
        if let Some((finding, _)) = out.get_mut(group.at) {
            let ids = words::ids(group.ids.iter().map(String::as_str));
            finding.message = format!("{ids} {}", group.many);
        }
    }
    out
}
