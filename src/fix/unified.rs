//! What has changed in a text, as a unified diff.

/// Lines around a change.
const CONTEXT: usize = 3;
/// Most lines, of both texts together, that one difference is sought over; behind a longer one all counts as changed.
const MOST: usize = 400;

/// A line of a diff: as it was, as it is, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'t> {
    Same(&'t str),
    Out(&'t str),
    In(&'t str),
}

/// The difference of two texts of one file, as `diff -u`, `git` and `patch` write and read it; empty for none.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let lines = compare(&split(old), &split(new));
    let changes: Vec<usize> = (0..lines.len()).filter(|at| !is_same(&lines, *at)).collect();
    let Some(first) = changes.first() else {
        return String::new();
    };
    let (a, b) = if name.starts_with('/') { ("", "") } else { ("a/", "b/") };
    let mut out = format!("--- {a}{name}\n+++ {b}{name}\n");
    let (mut from, mut last) = (*first, *first);
    for at in changes.iter().skip(1) {
        // Two changes share a hunk where their contexts meet.
        if *at > last + 2 * CONTEXT + 1 {
            hunk(&mut out, &lines, from, last);
            from = *at;
        }
        last = *at;
    }
    hunk(&mut out, &lines, from, last);
    out
}

fn is_same(lines: &[Line], at: usize) -> bool {
    matches!(lines.get(at), Some(Line::Same(_)))
}

fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Writes the lines of the changes from one to another, with their context.
fn hunk(out: &mut String, lines: &[Line], first: usize, last: usize) {
    let from = first.saturating_sub(CONTEXT);
    let to = (last + CONTEXT + 1).min(lines.len());
    let old = |lines: &[Line]| lines.iter().filter(|l| !matches!(l, Line::In(_))).count();
    let new = |lines: &[Line]| lines.iter().filter(|l| !matches!(l, Line::Out(_))).count();
    let (before, here) = (lines.get(..from).unwrap_or(&[]), lines.get(from..to).unwrap_or(&[]));
    let range = |before: usize, here: usize| {
        // An empty range is named by the line before it.
        let start = if here == 0 { before } else { before + 1 };
        format!("{start},{here}")
    };
    let (was, is) = (range(old(before), old(here)), range(new(before), new(here)));
    out.push_str(&format!("@@ -{was} +{is} @@\n"));
    for line in here {
        let (sign, text) = match line {
            Line::Same(text) => (' ', text),
            Line::Out(text) => ('-', text),
            Line::In(text) => ('+', text),
        };
        out.push(sign);
        out.push_str(text);
        if !text.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The lines of two texts, matched in one pass: behind a difference the two go on from the nearest lines that are
/// alike. That is not always the shortest diff, but always a right one, and fixes don't move lines.
fn compare<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Line<'t>> {
    let (mut old, mut new) = (old.iter(), new.iter());
    let mut lines = Vec::new();
    loop {
        match (old.as_slice(), new.as_slice()) {
            ([], []) => return lines,
            ([a, ..], [b, ..]) if a == b => {
                lines.push(Line::Same(a));
                old.next();
                new.next();
            }
            (a, b) => {
                let (out, put_in) = apart(a, b);
                lines.extend(old.by_ref().take(out).map(|text| Line::Out(text)));
                lines.extend(new.by_ref().take(put_in).map(|text| Line::In(text)));
            }
        }
    }
}

/// How many lines of each to leave behind until they are alike again.
fn apart(a: &[&str], b: &[&str]) -> (usize, usize) {
    for both in 1..=MOST.min(a.len() + b.len()) {
        for out in 0..=both {
            if let (Some(a), Some(b)) = (a.get(out..), b.get(both - out..))
                && a.first() == b.first()
            {
                return (out, both - out);
            }
        }
    }
    (a.len(), b.len())
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn as_diff_writes_it() {
        // What `diff -u` of GNU diffutils prints for these texts, its dates left out.
        let (old, new) = (
            "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl",
            "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n",
        );
        let expected = "\
--- a/x.yaml\n+++ b/x.yaml\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n\
@@ -9,4 +9,5 @@\n i\n j\n k\n-l\n\\ No newline at end of file\n+l\n+m\n";
        assert_eq!(unified("x.yaml", old, new), expected);
        assert_eq!(unified("x.yaml", old, old), "");
        assert_eq!(unified("x", "", "a\n"), "--- a/x\n+++ b/x\n@@ -0,0 +1,1 @@\n+a\n");
        assert_eq!(unified("/x", "a\n", ""), "--- /x\n+++ /x\n@@ -1,1 +0,0 @@\n-a\n");
    }
}
