//! A review as text.

use napkin::report::{
    Chain, Comparison, Difference, Evidence, PointState, Review, ReviewDimension, ReviewPoint, ReviewSession,
};

use super::sheet::section;
use super::table::{Cell, Table, bullet, number, prose, text};
use super::terminal::{Look, Tone, visible};

/// Columns of an excerpt.
const EXCERPT: usize = 80;
/// Findings that are told; `check` tells all.
const FINDINGS: usize = 8;

/// The whole review.
pub fn show(review: &Review, verbose: bool, look: Look) -> String {
    let since = review
        .since
        .as_ref()
        .map(|file| format!(", since {file}"))
        .unwrap_or_default();
    let title = format!("{}: review at {} level{since}", review.name, review.level);
    let mut out = format!("{}\n", look.paint(Tone::Strong, &visible(&title)));
    for dimension in &review.dimensions {
        out.push_str(&of_dimension(dimension, review, verbose, look));
    }
    section(&mut out, look, "From requirement to mitigation", chains(review, look));
    section(&mut out, look, "Findings", findings(review, look));
    if let Some(session) = &review.session {
        section(
            &mut out,
            look,
            &format!("The session, by the plan {}", session.plan),
            minutes(session),
        );
    }
    if let Some(comparison) = &review.comparison {
        out.push_str(&compared(comparison, look));
    }
    if !review.next.is_empty() {
        out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, "Next")));
        for step in &review.next {
            out.push_str(&bullet(&format!("{}: {}", step.point, step.says), look, look.indent()));
        }
    }
    out.push('\n');
    out
}

/// A state with its sign and its tone.
fn sign(state: PointState, look: Look) -> (&'static str, Tone) {
    let (sign, plain, tone) = match state {
        PointState::Shown => ("✓", "+", Tone::Good),
        PointState::Resolved => ("✓", "+", Tone::Good),
        PointState::Affirmed => ("=", "=", Tone::Quiet),
        PointState::Open => ("✗", "x", Tone::Bad),
        PointState::Unknown => ("?", "?", Tone::Doubt),
        PointState::NotApplicable => ("–", "-", Tone::Quiet),
    };
    (if look.unicode { sign } else { plain }, tone)
}

fn of_dimension(dimension: &ReviewDimension, review: &Review, verbose: bool, look: Look) -> String {
    let unknown = match dimension.unknown {
        0 => String::new(),
        n => format!(", {n} unknown"),
    };
    let heading = format!(
        "{}: {} of {} points at {} level{unknown}",
        dimension.title, dimension.shown, dimension.of, review.level
    );
    let mut table = Table::bare(&[text(""), text(""), prose("")]);
    for point in dimension.points.iter().filter(|p| p.state != PointState::NotApplicable) {
        let (sign, tone) = sign(point.state, look);
        let (says, notes) = told(point, &review.file, verbose);
        table.row_with_notes(
            [
                Cell::new(sign).tone(tone),
                Cell::new(&point.id).tone(Tone::Strong),
                Cell::new(says),
            ],
            notes,
        );
    }
    let mut out = String::new();
    section(&mut out, look, &heading, table);
    let absent: Vec<&str> = (dimension.points.iter())
        .filter(|p| p.state == PointState::NotApplicable)
        .map(|p| p.id.as_str())
        .collect();
    let aside = [
        ("not applicable", absent),
        (
            "beyond the level",
            dimension.beyond.iter().map(String::as_str).collect(),
        ),
    ];
    for (what, ids) in aside.iter().filter(|(_, ids)| !ids.is_empty()) {
        let line = format!("{what}: {}", ids.join(", "));
        out.push_str(&format!(
            "{:indent$}{}\n",
            "",
            look.paint(Tone::Quiet, &visible(&line)),
            indent = usize::from(look.indent())
        ));
    }
    out
}

/// A point in a line, and what stands below it.
fn told(point: &ReviewPoint, file: &str, verbose: bool) -> (String, Vec<String>) {
    let lines = || point.evidence.iter().map(|evidence| line(evidence, file));
    match point.state {
        PointState::Open => {
            let again = match point.was {
                Some(PointState::Shown | PointState::Resolved) => " (shown before)",
                _ => "",
            };
            let mut notes: Vec<String> = lines().collect();
            let placed = point.evidence.iter().position(|evidence| evidence.place.is_some());
            if let Some((index, excerpt)) = placed.and_then(|at| Some((at, excerpt(point.evidence.get(at)?)?))) {
                notes.insert(index + 1, excerpt);
            }
            notes.extend(point.next.as_ref().map(|next| format!("next: {next}")));
            (format!("{}{again}", point.shows), notes)
        }
        PointState::Affirmed => {
            let because = point.because.as_deref().unwrap_or_default();
            (format!("{}; affirmed: {because}", point.shows), lines().collect())
        }
        PointState::Unknown => (point.shows.clone(), lines().collect()),
        _ => {
            let resolved = if point.state == PointState::Resolved {
                "resolved: "
            } else {
                ""
            };
            match (verbose, point.evidence.first()) {
                (false, Some(first)) => (format!("{resolved}{}", line(first, file)), Vec::new()),
                _ => (format!("{resolved}{}", point.shows), lines().collect()),
            }
        }
    }
}

/// Evidence with its line.
fn line(evidence: &Evidence, file: &str) -> String {
    match &evidence.place {
        Some(place) if place.file == file => format!("line {}: {}", place.line, evidence.says),
        Some(place) => format!("{}:{}: {}", place.file, place.line, evidence.says),
        None => evidence.says.clone(),
    }
}

/// The line of a place as it stands in the file.
fn excerpt(evidence: &Evidence) -> Option<String> {
    let place = evidence.place.as_ref()?;
    let line = place.excerpt.trim();
    let cut: String = line.chars().take(EXCERPT).collect();
    let more = if cut.len() < line.len() { "…" } else { "" };
    Some(format!("{} | {cut}{more}", place.line))
}

fn chains(review: &Review, look: Look) -> Table {
    let mut table = Table::bare(&[text(""), text(""), prose("")]);
    for chain in &review.chains {
        let worst = chain.links.iter().find(|link| link.state != PointState::Shown);
        let (sign, tone) = sign(worst.map_or(PointState::Shown, |link| link.state), look);
        let notes = worst
            .iter()
            .flat_map(|link| &link.evidence)
            .map(|e| line(e, &review.file));
        table.row_with_notes(
            [
                Cell::new(sign).tone(tone),
                Cell::new(&chain.requirement).tone(Tone::Strong),
                Cell::new(way(chain)),
            ],
            notes.collect(),
        );
    }
    table
}

/// The links of a chain, up to the first that does not hold.
fn way(chain: &Chain) -> String {
    let held = chain.links.iter().take_while(|link| link.state == PointState::Shown);
    let mut words: Vec<String> = held
        .map(
            |link| match link.evidence.first().and_then(|e| e.says.split([':', ',', ' ']).next()) {
                Some(first) if ["flow", "choice", "failure"].contains(&link.link.as_str()) => {
                    format!("{} {first}", link.link)
                }
                _ => link.link.clone(),
            },
        )
        .collect();
    match &chain.broken {
        Some(broken) => words.push(format!("{broken} is missing")),
        None => words.push("whole".to_string()),
    }
    if let (Some(last), Some(link)) = (
        words.last_mut(),
        chain.links.iter().find(|l| l.state == PointState::Unknown),
    ) && chain.broken.as_deref() == Some(link.link.as_str())
    {
        *last = format!("{} is unknown", link.link);
    }
    words.join(" → ")
}

fn findings(review: &Review, look: Look) -> Table {
    let mut table = Table::bare(&[text(""), text(""), prose("")]);
    // Those that a point shows are not told again.
    let shown = |message: &str| {
        let points = review.dimensions.iter().flat_map(|d| &d.points);
        points.flat_map(|p| &p.evidence).any(|e| e.says.starts_with(message))
    };
    let mut left = 0;
    let told = review
        .findings
        .iter()
        .filter(|f| f.state != PointState::Open || !shown(&f.message));
    for (index, finding) in told.enumerate() {
        if index >= FINDINGS {
            left += 1;
            continue;
        }
        let (sign, tone) = sign(finding.state, look);
        let word = match finding.state {
            PointState::Resolved => "resolved: ",
            PointState::Affirmed => "waived: ",
            _ => "",
        };
        let because = finding.because.as_ref().map(|b| format!("; {b}")).unwrap_or_default();
        table.row([
            Cell::new(sign).tone(tone),
            Cell::new(&finding.rule),
            Cell::new(format!("{word}{}{because}", finding.message)),
        ]);
    }
    if left > 0 {
        table.row([
            Cell::new(""),
            Cell::new(""),
            Cell::new(format!("{left} more: `napkin check` tells all")),
        ]);
    }
    table
}

fn minutes(session: &ReviewSession) -> Table {
    let mut table = Table::new(&[prose("phases"), number("planned min"), number("took min")]);
    for time in &session.phases {
        let late = time.took > time.planned;
        table.row([
            Cell::new(time.phases.join(", ")),
            Cell::new(format!("{:.1}", time.planned)),
            Cell::new(format!("{:.1}", time.took)).tone(if late { Tone::Doubt } else { Tone::Plain }),
        ]);
    }
    table
}

fn compared(comparison: &Comparison, look: Look) -> String {
    let mut out = String::new();
    let heading = format!(
        "Beside {}, one answer of many: {} things in common",
        visible(&comparison.with),
        comparison.shared
    );
    out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, &heading)));
    section(
        &mut out,
        look,
        "It has, and this design has no counterpart",
        differences(&comparison.missed),
    );
    section(
        &mut out,
        look,
        "This design has, and it has no counterpart",
        differences(&comparison.further),
    );
    out
}

fn differences(differences: &[Difference]) -> Table {
    let mut table = Table::bare(&[text(""), prose(""), text("").least(12)]);
    for found in differences {
        let line = found
            .place
            .as_ref()
            .map(|place| format!("line {}", place.line))
            .unwrap_or_default();
        table.row([
            Cell::new(&found.kind).tone(Tone::Strong),
            Cell::new(&found.says),
            Cell::new(line).tone(Tone::Quiet),
        ]);
    }
    table
}
