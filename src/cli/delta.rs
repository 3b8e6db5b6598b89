//! Two designs side by side as text: what breaks first, what the author changed last.

use napkin::diff::parts;
use napkin::report::{
    Cause, ChangeKind, ComponentCostMove, CutMove, DesignChange, Diff, FigureMove, Finding, Harm, Severity, Status,
    VerdictMove,
};

use super::sheet::section;
use super::table::{Cell, Table, number, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};

/// Rows of a table; the JSON has them all.
const MOST: usize = 12;
/// Changes of the author's that are listed.
const MOST_CHANGES: usize = 40;

/// All that differs.
pub fn show(diff: &Diff, look: Look) -> String {
    let mut out = String::new();
    for line in paragraph(&diff.headline, look, 0).lines() {
        out.push_str(&format!("{}\n", look.paint(Tone::Strong, line)));
    }
    if diff.equal {
        return out;
    }
    for line in paragraph(&diff.summary, look, 0).lines() {
        out.push_str(&format!("{}\n", look.paint(Tone::Quiet, line)));
    }
    section(&mut out, look, "Requirements", verdicts(diff));
    section(&mut out, look, "Contracts", contracts(diff));
    section(&mut out, look, "Findings", findings(diff));
    section(&mut out, look, "Drills", drills(diff));
    section(&mut out, look, "What takes flows down", cuts(&diff.cuts));
    section(&mut out, look, &cost_title(diff), cost(diff));
    section(&mut out, look, "Figures", figures(&diff.figures));
    section(&mut out, look, "Changes", changes(&diff.changes));
    if let Some(reason) = &diff.search.gave_up {
        out.push_str(&format!("\n{}", paragraph(reason, look, 0)));
    }
    if let Some(note) = cut(diff) {
        out.push_str(&format!("\n{}\n", look.paint(Tone::Quiet, &visible(&note))));
    }
    out
}

/// That there is more than is shown.
fn cut(diff: &Diff) -> Option<String> {
    let over = |count: usize, most: usize| count.saturating_sub(most);
    let components = diff.cost.as_ref().map_or(0, |cost| cost.components.len());
    let left = [
        (over(diff.drills.len(), MOST), "drills"),
        (over(diff.cuts.len(), MOST), "events that take flows down"),
        (over(components, MOST), "components of the bill"),
        (over(diff.figures.len(), MOST), "figures"),
        (over(diff.changes.len(), MOST_CHANGES), "changes"),
    ];
    let told: Vec<String> = left
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    (!told.is_empty()).then(|| format!("Left out here: {}. --format json has all.", told.join(", ")))
}

fn status(status: Option<Status>) -> Cell {
    match status {
        Some(Status::Pass) => Cell::new("PASS").tone(Tone::Good),
        Some(Status::Fail) => Cell::new("FAIL").tone(Tone::Bad),
        Some(Status::Unknown) => Cell::new("UNKNOWN").tone(Tone::Doubt),
        None => Cell::new("-").tone(Tone::Quiet),
    }
}

fn verdicts(diff: &Diff) -> Table {
    let columns = [
        text("id"),
        prose("requirement").least(24),
        text("was"),
        text("now"),
        number("value"),
        text("target").rank(1),
    ];
    let mut table = Table::new(&columns);
    for moved in &diff.verdicts {
        let (judged, target) = parts(&moved.metric, &moved.target);
        let valued = moved.old_value.is_some() || moved.new_value.is_some();
        // Without a value, what is asked for is all that there is to name.
        let judged = match valued {
            true => judged.to_string(),
            false => format!("{judged} {target}"),
        };
        let subject = match &moved.of {
            Some(of) => format!("{judged} of {of}"),
            None => judged,
        };
        let cells = [
            Cell::new(&moved.id).tone(Tone::Strong),
            Cell::new(subject),
            status(moved.was),
            status(moved.now),
            Cell::new(values(moved)),
            Cell::new(match &moved.old_target {
                Some(old) => format!("{} → {target}", parts(&moved.metric, old).1),
                None if valued => target.to_string(),
                None => String::new(),
            }),
        ];
        let mut notes = Vec::new();
        notes.extend(moved.margin.clone().filter(|_| moved.now == Some(Status::Fail)));
        if let Some(missing) = moved.missing.first().filter(|_| moved.now == Some(Status::Unknown)) {
            notes.push(format!("missing: {missing}"));
        }
        notes.extend(moved.because.says());
        table.row_with_notes(cells, notes);
    }
    table
}

fn values(moved: &VerdictMove) -> String {
    match (&moved.old_value, &moved.new_value) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (_, Some(new)) => new.clone(),
        (Some(old), None) => old.clone(),
        (None, None) => String::new(),
    }
}

fn contracts(diff: &Diff) -> Table {
    let mut table = Table::bare(&[text(""), text(""), prose("")]);
    for change in &diff.contracts {
        let (word, tone) = match change.harm {
            Harm::Breaking => ("breaking", Tone::Bad),
            Harm::Risky => ("risky", Tone::Doubt),
            Harm::Additive => ("additive", Tone::Good),
        };
        table.row([
            Cell::new(word).tone(tone),
            Cell::new(&change.of),
            Cell::new(&change.says),
        ]);
    }
    table
}

fn findings(diff: &Diff) -> Table {
    let mut table = Table::bare(&[text(""), text(""), prose("")]);
    let word = |finding: &Finding| match finding.severity {
        Severity::Error => ("new error", Tone::Bad),
        Severity::Warning => ("new warning", Tone::Doubt),
        Severity::Info => ("new note", Tone::Plain),
    };
    for found in &diff.found {
        let finding = &found.finding;
        let (word, tone) = word(finding);
        let cells = [
            Cell::new(word).tone(tone),
            Cell::new(&finding.rule),
            Cell::new(&finding.message),
        ];
        table.row_with_notes(cells, because(&found.because));
    }
    for (word, list) in [("waived", &diff.waived), ("mended", &diff.mended)] {
        for finding in list {
            table.row([
                Cell::new(word).tone(Tone::Good),
                Cell::new(&finding.rule),
                Cell::new(&finding.message).tone(Tone::Quiet),
            ]);
        }
    }
    table
}

/// What does it, as a note below its row.
fn because(cause: &Cause) -> Vec<String> {
    cause.says().into_iter().collect()
}

fn drills(diff: &Diff) -> Table {
    let mut table = Table::bare(&[text(""), prose("")]);
    for moved in diff.drills.iter().take(MOST) {
        let (word, tone) = match (moved.breaks, moved.broke) {
            (true, Some(true)) => ("still breaks", Tone::Bad),
            (true, _) => ("breaks", Tone::Bad),
            (false, Some(true)) => ("mended", Tone::Good),
            (false, Some(false)) => ("moved", Tone::Plain),
            // It applies to what was not there before.
            (false, None) => ("new", Tone::Plain),
        };
        let cells = [Cell::new(word).tone(tone), Cell::new(&moved.says)];
        table.row_with_notes(cells, because(&moved.because));
    }
    table
}

fn cuts(cuts: &[CutMove]) -> Table {
    let mut table = Table::bare(&[text(""), prose(""), prose("")]);
    for moved in cuts.iter().take(MOST) {
        let (word, tone) = if moved.new {
            ("new", Tone::Bad)
        } else {
            ("gone", Tone::Good)
        };
        table.row([
            Cell::new(word).tone(tone),
            Cell::new(moved.events.join(" with ")),
            Cell::new(format!("takes down {}", moved.flows.join(", "))),
        ]);
    }
    table
}

fn cost_title(diff: &Diff) -> String {
    let Some(cost) = &diff.cost else { return String::new() };
    let more = if cost.more.is_empty() {
        String::new()
    } else {
        format!(" ({})", cost.more)
    };
    format!("Cost {} → {}{more}", cost.old, cost.new)
}

fn cost(diff: &Diff) -> Table {
    let mut table = Table::new(&[text("component"), number("was"), number("now"), number("more")]);
    let rows: &[ComponentCostMove] = diff.cost.as_ref().map_or(&[], |cost| &cost.components);
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_string());
    for row in rows.iter().take(MOST) {
        table.row([
            Cell::new(&row.component).tone(Tone::Strong),
            Cell::new(text(&row.old)),
            Cell::new(text(&row.new)),
            Cell::new(&row.more),
        ]);
    }
    table
}

fn figures(figures: &[FigureMove]) -> Table {
    let columns = [
        prose("figure"),
        number("was"),
        number("now"),
        number("change"),
        prose("because").rank(1),
    ];
    let mut table = Table::new(&columns);
    // What has the same cause as the row above need not say it again.
    let mut before = String::new();
    for moved in figures.iter().take(MOST) {
        let because = moved.because.changes.join("; ");
        let told = if because == before && !because.is_empty() {
            "same".to_string()
        } else {
            because.clone()
        };
        before = because;
        table.row([
            Cell::new(&moved.what).tone(Tone::Strong),
            Cell::new(&moved.old),
            Cell::new(&moved.new),
            Cell::new(&moved.change),
            Cell::new(told).tone(Tone::Quiet),
        ]);
    }
    table
}

fn changes(changes: &[DesignChange]) -> Table {
    let mut table = Table::bare(&[text(""), prose(""), prose("").rank(1)]);
    for change in changes.iter().take(MOST_CHANGES) {
        let sign = match change.kind {
            ChangeKind::Renamed => "=",
            ChangeKind::Added => "+",
            ChangeKind::Removed => "-",
            ChangeKind::Changed => "±",
            ChangeKind::Moved => "↕",
        };
        let written = match change.kind {
            ChangeKind::Added => change.new.clone(),
            ChangeKind::Removed => change.old.clone(),
            _ => None,
        };
        let value = change.sentence.clone().or(written);
        table.row([
            Cell::new(sign).tone(Tone::Strong),
            Cell::new(&change.says),
            Cell::new(value.unwrap_or_default()).tone(Tone::Quiet),
        ]);
    }
    table
}
