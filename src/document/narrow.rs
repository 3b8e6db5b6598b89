//! Tables without columns that say nothing: which those are, only the filled table tells.

use tera::{Kwargs, State, StringInput, Value};

/// A table as it is, but for columns in which no row has anything.
pub fn narrow(table: StringInput, _: Kwargs, _: &State) -> Value {
    table.inherit_safety(narrowed(table.as_str()))
}

fn narrowed(table: &str) -> String {
    let rows: Vec<Vec<&str>> = table.lines().filter(|line| line.starts_with('|')).map(cells).collect();
    // The first two are the head and the line under it.
    let is_told = |column: usize| {
        let mut told = rows.iter().skip(2).filter_map(|row| row.get(column));
        told.any(|cell| !cell.trim().is_empty())
    };
    let told: Vec<bool> = rows
        .first()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(at, _)| is_told(at))
        .collect();
    let mut out = String::with_capacity(table.len());
    for line in table.lines() {
        if !line.starts_with('|') {
            out.push_str(line);
        } else {
            // A cell beyond the head's is kept, as nothing is known of it.
            let kept = cells(line).into_iter().enumerate();
            for (_, cell) in kept.filter(|(at, _)| told.get(*at).copied().unwrap_or(true)) {
                out.push('|');
                out.push_str(cell);
            }
            out.push('|');
        }
        out.push('\n');
    }
    out
}

/// What stands between the borders of a row; an escaped sign is no border.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim_end();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').unwrap_or(row);
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            cells.extend(row.get(start..at));
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.extend(row.get(start..));
    cells
}

#[cfg(test)]
mod tests {
    use super::narrowed;

    #[test]
    fn only_columns_without_any_word_go() {
        for (table, expected) in [
            (
                "| a | b | c |\n| --- | ---: | --- |\n| 1 | | |\n| 2 | | x |\n",
                "| a | c |\n| --- | --- |\n| 1 | |\n| 2 | x |\n",
            ),
            ("| a | b |\n| --- | --- |\n| x\\| | |\n", "| a |\n| --- |\n| x\\| |\n"),
            (
                "| a | b |\n| --- | --- |\n| x\\\\| y |\n",
                "| a | b |\n| --- | --- |\n| x\\\\| y |\n",
            ),
            (
                "before\n| a |\n| --- |\n| 1 |\nafter\n",
                "before\n| a |\n| --- |\n| 1 |\nafter\n",
            ),
        ] {
            assert_eq!(narrowed(table), expected);
        }
    }
}
