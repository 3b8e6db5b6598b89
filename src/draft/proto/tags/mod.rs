//! Numbers that stay: a draft over an earlier one gives every field and value the number that it had.
//!
//! A new one takes the next that nothing has had. The number and the name of one that is gone are reserved, and so
//! are those of a whole message that is gone, which stays as an empty one: what was written with it is still read.

mod read;

use read::{Block, Entry, Fault, File, Kind, LARGEST, Reserved, read};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Numbers that belong to the language itself.
const OWN: (i64, i64) = (19_000, 19_999);

/// A drafted file with the numbers of an earlier draft of it.
///
/// # Errors
/// What in the earlier file can't be read, with its line, or what can't be kept.
pub fn keep(drafted: &str, earlier: &str) -> Result<String, String> {
    let before = read(earlier).map_err(|Fault { line, says }| format!("line {line}: {says}"))?;
    // What is drafted is ours; were it not read, there would be nothing to renumber.
    let now = read(drafted).map_err(|Fault { line, says }| format!("line {line} of the new draft: {says}"))?;
    let mut edits: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for block in &now.blocks {
        if let Some(old) = before.block(block) {
            let Kept { numbers, reserved } = numbered(block, old)?;
            for (entry, number) in block.entries.iter().zip(numbers) {
                edits.insert((entry.at.start, entry.at.end), number.to_string());
            }
            let lines = reserved.lines();
            if !lines.is_empty() {
                let start = block.body.start;
                match block.entries.is_empty() {
                    true => edits.insert((start, block.body.end), format!("{{\n{lines}}}")),
                    false => edits.insert((start, start + 1), format!("{{\n{lines}").trim_end().to_string()),
                };
            }
        }
    }
    let mut out = String::with_capacity(drafted.len());
    let mut at = 0;
    for ((start, end), text) in edits {
        out.push_str(drafted.get(at..start).unwrap_or(""));
        out.push_str(&text);
        at = end;
    }
    out.push_str(drafted.get(at..).unwrap_or(""));
    for old in &before.blocks {
        if !now.names.contains(old.name) {
            out.push_str(&remains(old));
        }
    }
    Ok(out)
}

impl<'t> File<'t> {
    /// The block of the same kind and name.
    fn block(&self, like: &Block) -> Option<&Block<'t>> {
        self.blocks.iter().find(|b| b.name == like.name && b.kind == like.kind)
    }
}

/// Numbers of the entries of a block, and what is not to be taken in it.
struct Kept<'t> {
    numbers: Vec<i64>,
    reserved: Reserved<'t>,
}

fn numbered<'t>(now: &Block, before: &Block<'t>) -> Result<Kept<'t>, String> {
    let old: BTreeMap<&str, &Entry> = before.entries.iter().map(|e| (e.name, e)).collect();
    let mut taken = before.reserved.numbers.clone();
    taken.extend(before.entries.iter().map(|e| (e.number, e.number)));
    let mut free = Free::new(now.kind, taken);
    let mut numbers = Vec::with_capacity(now.entries.len());
    for entry in &now.entries {
        let kept = old.get(entry.name).filter(|old| is_read_as(&old.of, &entry.of));
        let is_zero = now.kind == Kind::Enum && entry.number == 0;
        numbers.push(match kept {
            // The language wants a zero, and it has to stand first.
            Some(old) if is_zero && old.number != 0 => {
                return Err(format!(
                    "`{}` has the number {} there, and is the zero",
                    old.name, old.number
                ));
            }
            None if is_zero && before.entries.iter().any(|e| e.number == 0) => {
                return Err(format!(
                    "the zero of `{}` has another name there than `{}`",
                    now.name, entry.name
                ));
            }
            None if is_zero => 0,
            Some(old) => old.number,
            None => free
                .next()
                .ok_or_else(|| format!("there is no number left in `{}`", now.name))?,
        });
    }
    let mut reserved = before.reserved.clone();
    let in_use: BTreeSet<i64> = numbers.iter().copied().collect();
    let gone = before.entries.iter().filter(|e| !in_use.contains(&e.number));
    reserved.numbers.extend(gone.map(|e| (e.number, e.number)));
    reserved.names.extend(before.entries.iter().map(|e| e.name));
    // One that is back has its name again, with a number of its own.
    reserved
        .names
        .retain(|name| now.entries.iter().all(|e| e.name != *name));
    Ok(Kept { numbers, reserved })
}

/// Whether what was written as one type is read as the other with the same meaning: the same, with or without a mark
/// for its absence, or a wider number.
fn is_read_as(old: &str, new: &str) -> bool {
    let bare = |of: &str| of.strip_prefix("optional ").unwrap_or(of).to_string();
    let (old, new) = (bare(old), bare(new));
    old == new || (old == "int32" && new == "int64")
}

/// Numbers that nothing has had.
struct Free {
    /// Sorted, without overlaps, with the language's own.
    taken: Vec<(i64, i64)>,
    /// The largest that anything had, and the last that was given.
    used: i64,
    last: i64,
    largest: i64,
    /// Where to look for the next gap.
    gap: i64,
}

impl Free {
    fn new(kind: Kind, mut taken: Vec<(i64, i64)>) -> Free {
        let used = taken.iter().map(|(_, to)| *to).max().unwrap_or(0).max(0);
        let [of_fields, of_values] = LARGEST;
        let largest = match kind {
            Kind::Message => {
                taken.push(OWN);
                of_fields
            }
            Kind::Enum => of_values,
        };
        Free {
            taken: joined(taken),
            used,
            last: used,
            largest,
            gap: 1,
        }
    }

    /// The one behind the last, and where that is the largest, the first gap.
    fn next(&mut self) -> Option<i64> {
        let next = self.behind(self.last + 1);
        if next <= self.largest {
            self.last = next;
            return Some(next);
        }
        self.last = self.largest;
        let gap = self.behind(self.gap);
        self.gap = gap + 1;
        (gap < self.used).then_some(gap)
    }

    /// The number itself, or the one behind the range that holds it.
    fn behind(&self, number: i64) -> i64 {
        let at = self.taken.partition_point(|(_, to)| *to < number);
        let holding = self.taken.get(at).filter(|(from, _)| *from <= number);
        holding.map_or(number, |(_, to)| to + 1)
    }
}

/// Ranges in order, those that touch or overlap as one.
fn joined(mut ranges: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    ranges.sort_unstable();
    let mut out: Vec<(i64, i64)> = Vec::new();
    for (from, to) in ranges {
        match out.last_mut() {
            Some((_, end)) if from <= end.saturating_add(1) => *end = (*end).max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

impl Reserved<'_> {
    /// As lines of a block; none where nothing is reserved.
    fn lines(&self) -> String {
        let ranges = joined(self.numbers.clone());
        let ranges: Vec<String> = ranges
            .into_iter()
            .map(|(from, to)| match to - from {
                0 => from.to_string(),
                _ => format!("{from} to {to}"),
            })
            .collect();
        let names: Vec<String> = self.names.iter().map(|name| format!("\"{name}\"")).collect();
        [ranges, names]
            .iter()
            .filter(|list| !list.is_empty())
            .map(|list| format!("  reserved {};\n", list.join(", ")))
            .collect()
    }
}

/// What is left of a block that the design no longer has; nothing of one that never held anything.
fn remains(old: &Block) -> String {
    let mut reserved = old.reserved.clone();
    let zero = old.entries.iter().find(|e| old.kind == Kind::Enum && e.number == 0);
    for entry in old
        .entries
        .iter()
        .filter(|e| e.number != 0 || old.kind == Kind::Message)
    {
        reserved.numbers.push((entry.number, entry.number));
        reserved.names.insert(entry.name);
    }
    let lines = reserved.lines();
    let word = match old.kind {
        Kind::Message => "message",
        Kind::Enum => "enum",
    };
    let mut out = String::new();
    match (old.kind, zero) {
        (Kind::Message, _) if lines.is_empty() => {}
        // An enum without a zero is none in this language; its numbers go with it.
        (Kind::Enum, None) => {}
        (_, zero) => {
            let zero = zero.map_or(String::new(), |zero| format!("  {} = 0;\n", zero.name));
            let _ = write!(
                out,
                "\n// No longer in the design; its numbers stay taken.\n{word} {} {{\n{lines}{zero}}}\n",
                old.name
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_number_is_behind_all_that_were() {
        let next = |kind, taken: &[(i64, i64)], count: usize| -> Vec<Option<i64>> {
            let mut free = Free::new(kind, taken.to_vec());
            (0..count).map(|_| free.next()).collect()
        };
        let [field, value] = LARGEST;
        for (kind, taken, expected) in [
            (Kind::Message, vec![], vec![Some(1), Some(2)]),
            (Kind::Message, vec![(1, 1), (5, 9)], vec![Some(10), Some(11)]),
            (
                Kind::Message,
                vec![(18_998, 18_998)],
                vec![Some(18_999), Some(20_000), Some(20_001)],
            ),
            (Kind::Message, vec![(1, 1), (3, field)], vec![Some(2), None, None]),
            (Kind::Message, vec![(2, field - 1)], vec![Some(field), Some(1), None]),
            (Kind::Message, vec![(1, field)], vec![None]),
            (Kind::Enum, vec![(-4, -1)], vec![Some(1), Some(2)]),
            (
                Kind::Enum,
                vec![(0, 18_999), (20_005, value)],
                vec![Some(19_000), Some(19_001)],
            ),
        ] {
            assert_eq!(next(kind, &taken, expected.len()), expected, "{taken:?}");
        }
    }

    #[test]
    fn a_draft_keeps_the_numbers_of_an_earlier_one() {
        let earlier = "message A {\n  string a = 1;\n  int32 b = 2;\n  string c = 3;\n}\n\nmessage Gone {\n  bool x = 4;\n}\n\n\
                       enum E {\n  E_UNSPECIFIED = 0;\n  E_X = 1;\n  E_Y = 2;\n}\n";
        let drafted = "message A {\n  string d = 1;\n  string c = 2;\n  int64 b = 3;\n}\n\n\
                       enum E {\n  E_UNSPECIFIED = 0;\n  E_Y = 1;\n  E_Z = 2;\n}\n";
        let expected = "message A {\n  reserved 1;\n  reserved \"a\";\n  string d = 4;\n  string c = 3;\n  int64 b = 2;\n}\n\n\
                        enum E {\n  reserved 1;\n  reserved \"E_X\";\n  E_UNSPECIFIED = 0;\n  E_Y = 2;\n  E_Z = 3;\n}\n\n\
                        // No longer in the design; its numbers stay taken.\nmessage Gone {\n  reserved 4;\n  reserved \"x\";\n}\n";
        let kept = keep(drafted, earlier).unwrap();
        assert_eq!(kept, expected);
        assert_eq!(keep(drafted, &kept).unwrap(), kept, "a second draft changes nothing");
        // All of it back: the names are free again, the numbers are not; nor is that of `b`, which was wider meanwhile.
        let back = keep(earlier, &kept).unwrap();
        assert!(
            back.contains("  reserved 1 to 2, 4;\n  reserved \"d\";\n  string a = 5;\n  int32 b = 6;\n  string c = 3;"),
            "{back}"
        );
    }
}
