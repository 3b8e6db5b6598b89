//! Tables of fields, and requirements with what realises them.

use super::super::diagram::{Entities, Matrix, MatrixRow, Sign};
use super::{aligned, joined};

/// Tables with their fields.
pub fn tables(entities: &Entities) -> Vec<String> {
    let mut lines = Vec::new();
    for table in &entities.tables {
        lines.push(format!("{}  {}", table.title, joined(&table.lines)));
        let rows: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| {
                let reference = row.reference.as_ref().map(|entity| format!("→ {entity}"));
                let marks = [
                    (row.key, "key"),
                    (row.unique, "unique"),
                    (row.personal, "personal data"),
                ];
                let marks = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark.to_owned());
                let optional = if row.optional { "?" } else { "" };
                vec![
                    format!("  {}{optional}", row.name),
                    row.kind.to_string(),
                    reference.into_iter().chain(marks).collect::<Vec<_>>().join(", "),
                ]
            })
            .collect();
        lines.extend(aligned(&rows));
        lines.push(String::new());
    }
    lines.pop();
    lines
}

/// Each row with the columns that it touches, group by group.
pub fn matrix(matrix: &Matrix) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &matrix.rows {
        lines.push(format!("{}  {}", row.title, joined(&row.lines)));
        lines.extend(touched(matrix, row).into_iter().map(|line| format!("    {line}")));
    }
    lines
}

fn touched(matrix: &Matrix, row: &MatrixRow) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for (column, cell) in matrix.columns.iter().zip(&row.cells) {
        let Some(sign) = cell else { continue };
        let name = match sign {
            Sign::Full => column.title.to_string(),
            sign => format!("{} {}", column.title, sign.text()),
        };
        match groups.last_mut() {
            Some((group, names)) if *group == column.group.as_str() => names.push(name),
            _ => groups.push((column.group.as_str(), vec![name])),
        }
    }
    let line = |(group, names): (&str, Vec<String>)| format!("{group}: {}", names.join(", "));
    groups.into_iter().map(line).collect()
}
