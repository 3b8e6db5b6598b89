//! What would be if: sweeps, tornadoes, and how wrong an input may be.

use napkin::quantity::print;
use napkin::report::{Flips, Point, Status, Sweep, Swing, Tornado};

use super::chart;
use super::table::{Cell, Table, number, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};

/// Columns of a bar.
const BAR: u16 = 24;
/// Harmless inputs that are named.
const MOST_HARMLESS: usize = 12;

/// A table of the points, and a chart of each figure.
pub fn sweep(sweep: &Sweep, look: Look) -> String {
    let mut out = heading(
        &format!(
            "{} from {} to {}",
            sweep.path,
            end(sweep.points.first()),
            end(sweep.points.last())
        ),
        look,
    );
    let columns = [
        number("value"),
        prose("fullest component"),
        prose("unstable").rank(2),
        prose("fails").rank(1),
    ];
    let mut table = Table::new(&columns);
    for point in &sweep.points {
        let failed: Vec<&str> = point
            .verdicts
            .iter()
            .filter(|v| v.status == Status::Fail)
            .map(|v| v.id.as_str())
            .collect();
        let fullest = point.fullest.as_ref().map(|f| {
            let id = f.name.strip_suffix(".utilisation").unwrap_or(&f.name);
            format!("{id} {}", f.text)
        });
        let wrong = point.faults.first().cloned();
        table.row([
            Cell::new(&point.set),
            match &wrong {
                Some(fault) => Cell::new(fault).tone(Tone::Bad),
                None => Cell::new(fullest.unwrap_or_default()),
            },
            Cell::new(point.unstable.join(", ")).tone(Tone::Bad),
            Cell::new(failed.join(", ")).tone(Tone::Bad),
        ]);
    }
    out.push_str(&table.render(look, look.indent()));
    for (at, name) in sweep.figures.iter().enumerate() {
        let bars: Vec<chart::Bar> = sweep
            .points
            .iter()
            .filter_map(|point| {
                let figure = point.values.get(at)?.as_ref()?;
                Some(chart::Bar {
                    label: &point.set,
                    value: figure.value?,
                    text: &figure.text,
                })
            })
            .collect();
        let drawn = chart::bars(name, &bars, look);
        if drawn.is_empty() {
            let text = bars.first().map_or("unknown", |bar| bar.text);
            out.push_str(&format!(
                "\n{}",
                paragraph(&format!("{name} stays at {text}."), look, look.indent())
            ));
        }
        out.push_str(&drawn);
    }
    out
}

fn end(point: Option<&Point>) -> &str {
    point.map_or("", |p| p.set.as_str())
}

fn heading(words: &str, look: Look) -> String {
    format!("{}\n", look.paint(Tone::Strong, &visible(words)))
}

/// The inputs of a figure with a bar from its lowest to its highest value.
pub fn tornado(tornado: &Tornado, look: Look) -> String {
    let figure = &tornado.figure;
    let range = figure
        .range
        .as_ref()
        .map(|r| format!("  (90 %: {})", r.text))
        .unwrap_or_default();
    let mut out = heading(&format!("{} = {}{range}", figure.name, figure.text), look);
    if tornado.inputs.is_empty() {
        out.push_str(&paragraph(
            "No input of the file or the catalog moves it.",
            look,
            look.indent(),
        ));
        return out;
    }
    let all = || tornado.inputs.iter().flat_map(|s| [s.low, s.high]);
    let (low, high) = (
        all().fold(f64::INFINITY, f64::min),
        all().fold(f64::NEG_INFINITY, f64::max),
    );
    for (uncertain, words) in [
        (true, "inputs with a range, each at its ends"),
        (false, "all other inputs, each ten per cent less and ten per cent more"),
    ] {
        let swings: Vec<&Swing> = tornado.inputs.iter().filter(|s| s.uncertain == uncertain).collect();
        if swings.is_empty() {
            continue;
        }
        out.push('\n');
        out.push_str(&paragraph(words, look, 0));
        let columns = [
            prose("input").least(18),
            number("low"),
            text("").least(BAR).rank(2),
            number("high"),
            number("elasticity").rank(1),
            prose("from").rank(3),
        ];
        let mut table = Table::new(&columns);
        for swing in swings {
            let share = |x: f64| if high > low { (x - low) / (high - low) } else { 0.5 };
            table.row([
                Cell::new(&swing.input),
                Cell::new(&swing.low_text),
                Cell::new(chart::span(share(swing.low), share(swing.high), BAR, look)),
                Cell::new(&swing.high_text),
                Cell::new(swing.elasticity.map(elasticity).unwrap_or_default()),
                Cell::new(&swing.source).tone(Tone::Quiet),
            ]);
        }
        out.push_str(&table.render(look, look.indent()));
    }
    out
}

/// The nearest change of each input that turns a verdict.
pub fn flips(flips: &Flips, look: Look) -> String {
    let word = |status: Status| match status {
        Status::Pass => ("passes", Tone::Good),
        Status::Unknown => ("is unknown", Tone::Doubt),
        Status::Fail => ("fails", Tone::Bad),
    };
    let (now, tone) = word(flips.status);
    let mut out = format!(
        "{} {}. How wrong may an input be before that changes?\n",
        look.paint(Tone::Strong, &visible(&flips.requirement)),
        look.paint(tone, now)
    );
    if flips.inputs.is_empty() {
        let words = format!("No input changes it, up to {} times as much or as little.", flips.most);
        out.push_str(&paragraph(&words, look, look.indent()));
        return out;
    }
    let mut table = Table::new(&[
        prose("input"),
        number("written").rank(1),
        number("times"),
        text("then it"),
    ]);
    for flip in &flips.inputs {
        let (then, tone) = word(flip.becomes);
        table.row([
            Cell::new(&flip.path),
            Cell::new(&flip.written),
            Cell::new(print::digits(flip.factor)),
            Cell::new(then).tone(tone),
        ]);
    }
    out.push('\n');
    out.push_str(&table.render(look, look.indent()));
    let count = flips.harmless.len();
    if count > 0 {
        let some: Vec<&str> = flips.harmless.iter().take(MOST_HARMLESS).map(String::as_str).collect();
        let more = if count > some.len() {
            format!(" and {} more", count - some.len())
        } else {
            String::new()
        };
        let words = format!(
            "No change up to {} times as much or as little: {}{more}.",
            flips.most,
            some.join(", ")
        );
        out.push('\n');
        out.push_str(&paragraph(&words, look, 0));
    }
    out
}

/// Two decimals say all: it is a slope near the point value.
fn elasticity(slope: f64) -> String {
    let text = format!("{slope:.2}");
    if text == "-0.00" { "0.00".to_string() } else { text }
}
