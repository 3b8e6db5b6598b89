//! The sentence that a reviewer wants first, and the rest in numbers.

use crate::report::{Cause, Diff, Harm, Severity, Status, VerdictMove};

/// Writes both.
pub fn tell(diff: &mut Diff) {
    diff.headline = format!("{}.", first(diff));
    diff.summary = summary(diff);
}

/// What weighs most.
fn first(diff: &Diff) -> String {
    if diff.equal {
        return "Nothing changed".to_string();
    }
    let verdict = |wanted: fn(&VerdictMove) -> bool| {
        let found = diff.verdicts.iter().find(|moved| wanted(moved))?;
        Some(format!("{}{}", found.says, because(&found.because)))
    };
    let contract = || {
        let worst = diff.contracts.first().filter(|change| change.harm == Harm::Breaking)?;
        let whom = if worst.of.contains('.') {
            "its callers"
        } else {
            "what rests on it"
        };
        Some(format!("{} breaks {whom}: {}", worst.of, worst.says))
    };
    let finding = |severity: Severity| {
        let found = diff.found.first().filter(|found| found.finding.severity == severity)?;
        let word = if severity == Severity::Error {
            "error"
        } else {
            "warning"
        };
        let (finding, why) = (&found.finding, because(&found.because));
        Some(format!("A new {word}, {}: {}{why}", finding.rule, finding.message))
    };
    let drill = || {
        let worst = diff.drills.first().filter(|moved| moved.starts_to_break())?;
        Some(format!("A drill breaks now: {}{}", worst.says, because(&worst.because)))
    };
    let figure = || {
        let moved = diff
            .figures
            .iter()
            .find(|m| m.name.ends_with("cost"))
            .or_else(|| diff.figures.first())?;
        let change = if moved.change.is_empty() {
            String::new()
        } else {
            format!(" ({})", moved.change)
        };
        Some(format!(
            "No verdict moved; {} {} → {}{change}{}",
            moved.what,
            moved.old,
            moved.new,
            because(&moved.because)
        ))
    };
    let fails = |m: &VerdictMove| m.now == Some(Status::Fail) && m.was != Some(Status::Fail);
    let unknown = |m: &VerdictMove| m.now == Some(Status::Unknown) && m.was == Some(Status::Pass);
    let holds = |m: &VerdictMove| m.now == Some(Status::Pass) && m.was.is_some_and(|was| was != Status::Pass);
    verdict(fails)
        .or_else(|| finding(Severity::Error))
        .or_else(contract)
        .or_else(|| verdict(unknown))
        .or_else(drill)
        .or_else(|| verdict(holds))
        .or_else(|| verdict(|_| true))
        .or_else(|| finding(Severity::Warning))
        .or_else(figure)
        .unwrap_or_else(|| words(diff))
}

/// Where nothing but words changed.
fn words(diff: &Diff) -> String {
    let found = diff.found.len() + diff.mended.len() + diff.drills.len() + diff.contracts.len() + diff.cuts.len();
    match &diff.changes[..] {
        [only] if found == 0 => format!("{}; no figure, verdict or finding moves", only.says),
        [only] => format!("{}; no figure or verdict moves", only.says),
        all => format!("{} changes; no figure or verdict moves", all.len()),
    }
}

/// `, because links lost zone b`.
fn because(cause: &Cause) -> String {
    cause.says().map(|said| format!(", {said}")).unwrap_or_default()
}

/// `3 changes; 1 requirement fails now; 2 findings new, 1 mended; cost +70 USD/month`.
fn summary(diff: &Diff) -> String {
    if diff.equal {
        return String::new();
    }
    let verdicts = |wanted: fn(&VerdictMove) -> bool| diff.verdicts.iter().filter(|m| wanted(m)).count();
    let breaking = diff.contracts.iter().filter(|c| c.harm == Harm::Breaking).count();
    let breaks = diff.drills.iter().filter(|m| m.starts_to_break()).count();
    let groups = [
        counted(&[(diff.changes.len(), "change", "changes")]),
        counted(&[
            (
                verdicts(|m| m.now == Some(Status::Fail) && m.was != Some(Status::Fail)),
                "requirement fails now",
                "requirements fail now",
            ),
            (
                verdicts(|m| m.now == Some(Status::Unknown) && m.was == Some(Status::Pass)),
                "can no longer be told",
                "can no longer be told",
            ),
            (
                verdicts(|m| m.now == Some(Status::Pass) && m.was.is_some_and(|was| was != Status::Pass)),
                "requirement holds now",
                "requirements hold now",
            ),
        ]),
        counted(&[(
            breaking,
            "breaking change of a contract",
            "breaking changes of contracts",
        )]),
        counted(&[
            (diff.found.len(), "new finding", "new findings"),
            (diff.mended.len(), "finding mended", "findings mended"),
            (diff.waived.len(), "finding waived", "findings waived"),
        ]),
        counted(&[(breaks, "drill breaks now", "drills break now")]),
        diff.cost
            .as_ref()
            .filter(|cost| !cost.more.is_empty())
            .map_or_else(String::new, |cost| format!("cost {}", cost.more)),
    ];
    let said: Vec<String> = groups.into_iter().filter(|group| !group.is_empty()).collect();
    said.join("; ")
}

fn counted(counts: &[(usize, &str, &str)]) -> String {
    let told = counts.iter().filter(|(count, _, _)| *count > 0);
    told.map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect::<Vec<_>>()
        .join(", ")
}
