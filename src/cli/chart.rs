//! Bars in a terminal.

use super::terminal::{Look, Tone};

/// No bar is longer, however wide the terminal is.
const LONGEST: usize = 48;
/// Below this a bar tells nothing, and only the numbers are printed.
const SHORTEST: usize = 8;
/// Eighths of a cell.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// One bar with what stands before and behind it.
pub struct Bar<'a> {
    pub label: &'a str,
    pub value: f64,
    pub text: &'a str,
}

/// Bars from zero under their title, the highest as long as there is room; nothing where all are alike.
pub fn bars(title: &str, bars: &[Bar], look: Look) -> String {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let alike = bars.iter().all(|bar| bar.value == most);
    if alike || !(most > 0.0 && most.is_finite()) {
        return String::new();
    }
    let width = |text: &str| text.chars().count();
    let labels = bars.iter().map(|bar| width(bar.label)).max().unwrap_or(0);
    let texts = bars.iter().map(|bar| width(bar.text)).max().unwrap_or(0);
    let indent = usize::from(look.indent());
    let room = usize::from(look.width)
        .saturating_sub(indent + labels + texts + 4)
        .min(LONGEST);
    let room = if room < SHORTEST { 0 } else { room };
    let pad = " ".repeat(indent);
    let mut out = format!("\n{pad}{}\n", look.paint(Tone::Strong, title));
    for bar in bars {
        let drawn = if room > 0 {
            drawn(bar.value / most, room, look)
        } else {
            String::new()
        };
        let line = format!("{pad}{:>labels$}  {drawn} {}", bar.label, bar.text);
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A share of the room, in whole cells and an eighth of one; what is not zero shows.
fn drawn(share: f64, room: usize, look: Look) -> String {
    let eighths = (share.clamp(0.0, 1.0) * (room * 8) as f64).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { eighths };
    let (full, part) = (eighths / 8, eighths % 8);
    if !look.unicode {
        return "#".repeat(full + usize::from(part >= 4 || full == 0 && part > 0));
    }
    let mut drawn = "█".repeat(full);
    drawn.extend(part.checked_sub(1).and_then(|part| EIGHTHS.get(part)));
    drawn
}
/// A bar from one share to another of so many columns, over blanks.
pub fn span(from: f64, to: f64, width: u16, look: Look) -> String {
    let columns = |share: f64| (share.clamp(0.0, 1.0) * f64::from(width)).round() as usize;
    let (from, to) = (columns(from.min(to)), columns(from.max(to)));
    let start = from.min(usize::from(width).saturating_sub(1));
    let cell = if look.unicode { "█" } else { "#" };
    format!("{}{}", " ".repeat(start), cell.repeat((to - from).max(1)))
}
