//! Bars in a terminal.

/// Eighths of a block, from none on.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar of a share (0 to 1) of so many columns. What is not nothing is at least an eighth.
pub fn bar(share: f64, width: u16) -> String {
    let eighths = (share.clamp(0.0, 1.0) * f64::from(width) * 8.0).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// A bar from one share to another, over blanks.
pub fn span(from: f64, to: f64, width: u16) -> String {
    let columns = |share: f64| (share.clamp(0.0, 1.0) * f64::from(width)).round() as usize;
    let (from, to) = (columns(from.min(to)), columns(from.max(to)));
    let length = (to - from).max(1);
    format!(
        "{}{}",
        " ".repeat(from.min(usize::from(width).saturating_sub(1))),
        "█".repeat(length)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share() {
        for (share, text) in [
            (0.0, ""),
            (1e-9, "▏"),
            (0.5, "██"),
            (0.53, "██▏"),
            (1.0, "████"),
            (7.0, "████"),
        ] {
            assert_eq!(bar(share, 4), text, "{share}");
        }
        for (from, to, text) in [
            (0.0, 1.0, "████"),
            (0.5, 0.75, "  █"),
            (1.0, 1.0, "   █"),
            (0.5, 0.25, " █"),
        ] {
            assert_eq!(span(from, to, 4), text);
        }
    }
}
