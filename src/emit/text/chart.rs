//! Charts: bars of blocks, a shade for each part.

use super::super::diagram::{Bar, Chart, Panel};
use super::aligned;

/// Columns of the longest bar.
const LONGEST: f64 = 40.0;

/// Shades of the parts, in turn.
const SHADES: [&str; 8] = ["█", "▓", "▒", "░", "▚", "■", "▤", "·"];

pub fn lines(chart: &Chart) -> Vec<String> {
    let mut lines = Vec::new();
    for panel in &chart.panels {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(panel.title.to_string());
        if panel.parts.len() > 1 {
            let parts = panel.parts.iter().enumerate();
            let key: Vec<String> = parts.map(|(at, part)| format!("{} {part}", shade(at))).collect();
            lines.push(key.join("   "));
        }
        let rows: Vec<Vec<String>> = panel
            .bars
            .iter()
            .map(|bar| vec![bar.title.to_string(), drawn(panel, bar), bar.text.to_string()])
            .collect();
        lines.extend(aligned(&rows));
    }
    lines
}

fn shade(part: usize) -> &'static str {
    SHADES[part % SHADES.len()]
}

/// Ends are rounded, not lengths, so that bars that meet in the picture meet here.
fn drawn(panel: &Panel, bar: &Bar) -> String {
    let column = |at: f64| (at / panel.longest() * LONGEST).round().clamp(0.0, LONGEST) as usize;
    let mut line = " ".repeat(column(bar.start));
    let mut at = bar.start;
    for (part, length) in bar.parts.iter().enumerate().filter(|(_, length)| length.is_finite()) {
        let columns = column(at + length).saturating_sub(column(at));
        line.push_str(&shade(part).repeat(columns));
        at += length;
    }
    line
}
