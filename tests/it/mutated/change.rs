//! Changes of a text: of bytes, of words, and of the blocks that its indentation makes.

use crate::dice::Dice;

/// Values that mean something to some stage.
const HOSTILE: &[&str] = &[
    "0",
    "-1",
    "1e308",
    "1e-308",
    "-0",
    "NaN",
    "inf",
    "99999999999999999999",
    "4294967295",
    "4294967296",
    "1e18",
    "0 %",
    "100 %",
    "-5 %",
    "1e9 %",
    "0 /s",
    "1e300 req/s",
    "1e-300 req/s",
    "0 s",
    "1000000 years",
    "1 to 0",
    "1 to 1e308",
    "1 ± 200 %",
    "10 ± 1e300",
    "p50 < 0 s",
    "2^2^2^2^2^2",
    "1/0",
    "0/0",
    "((((((1",
    "max()",
    "erlang_c(1e9, 1e9)",
    "poisson_tail(1e9, 1)",
    "mmc_wait(0, 0, 0)",
    "erlang_servers(1e12, 1e-12)",
    "sqrt(-1)",
    "ln(0)",
    "{low: 3, likely: 2, high: 1}",
    "~",
    "null",
    "true",
    "[]",
    "{}",
    "''",
    "[[[]]]",
    "{a: {b: {c: {}}}}",
    "*a",
    "&a x",
    "!!int 3",
    "<<",
    "|",
    ">",
    "?",
    "- -",
    ": :",
    "x -> x",
    "x ~> y",
    "-> x",
    "{x -> y: {}}",
    "lose zone *",
    "surge 1e9x in 0 s",
    "hot key of x 1000 %",
    "\"\\u0000\\e[31m\\u202e\"",
    "\"a\\nb\"",
    "日本語",
    "🚀",
    "\u{202e}x",
    "\u{feff}",
    "\u{0}",
    "\u{1b}[2J",
    "\t",
    "\r",
    "%%",
    "{{ x }}",
    "{% for i in range(end=100000000) %}x{% endfor %}",
    "{% include 'prd.md' %}",
    "../../etc/passwd",
    "2027-02-29",
    "9999-12-31",
    "service",
    "relational-database",
    "queue",
    "postgresql",
    "redis",
];

/// Makes texts from others.
pub struct Change<'a> {
    pub texts: &'a [String],
}

impl Change<'_> {
    fn any(&self, dice: &mut Dice) -> &str {
        &self.texts[dice.roll(self.texts.len() as u64) as usize]
    }

    /// One of the texts with one to four changes.
    pub fn of(&self, dice: &mut Dice) -> String {
        let mut text = self.any(dice).to_string();
        // Most with one: what is changed less comes further.
        let times = [1, 1, 1, 2, 4][dice.roll(5) as usize];
        for _ in 0..times {
            text = match dice.roll(10) {
                0 => bytes(&text, dice),
                1 | 2 => self.block(&text, dice),
                3 => deeper(&text, dice),
                4 => exchanged(&text, dice),
                5 => anchored(&text, dice),
                6 => number(&text, dice),
                _ => word(&text, dice),
            };
        }
        text
    }

    /// A block taken out, said twice, or another file's put in.
    fn block(&self, text: &str, dice: &mut Dice) -> String {
        let lines: Vec<&str> = text.lines().collect();
        if lines.is_empty() {
            return self.any(dice).to_string();
        }
        let (from, to) = block_of(&lines, dice);
        let (before, block, after) = (&lines[..from], &lines[from..to], &lines[to..]);
        let new: Vec<String> = match dice.roll(4) {
            0 => Vec::new(),
            1 => [block, block].concat().iter().map(|line| (*line).to_string()).collect(),
            _ => {
                let other: Vec<&str> = self.any(dice).lines().collect();
                let (from, to) = if other.is_empty() {
                    (0, 0)
                } else {
                    block_of(&other, dice)
                };
                indented(&other[from..to], indent(lines[from.min(lines.len() - 1)]))
            }
        };
        let all = before.iter().map(|line| (*line).to_string()).chain(new);
        let all: Vec<String> = all.chain(after.iter().map(|line| (*line).to_string())).collect();
        all.join("\n") + "\n"
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A line and those below it that are further in.
fn block_of(lines: &[&str], dice: &mut Dice) -> (usize, usize) {
    let from = dice.roll(lines.len() as u64) as usize;
    let inner = lines[from + 1..]
        .iter()
        .take_while(|line| line.trim().is_empty() || indent(line) > indent(lines[from]));
    (from, from + 1 + inner.count())
}

/// The lines moved so that the first begins at a column.
fn indented(lines: &[&str], column: usize) -> Vec<String> {
    let first = lines.first().map_or(0, |line| indent(line));
    let moved = |line: &&str| {
        format!(
            "{}{}",
            " ".repeat(column + indent(line).saturating_sub(first)),
            line.trim_start()
        )
    };
    lines.iter().map(moved).collect()
}

/// A place in a text where a character begins.
fn place(text: &str, dice: &mut Dice) -> usize {
    let mut at = dice.roll(text.len() as u64 + 1) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn bytes(text: &str, dice: &mut Dice) -> String {
    let (a, b) = (place(text, dice), place(text, dice));
    let (from, to) = (a.min(b), a.max(b));
    match dice.roll(4) {
        0 => text[..from].to_string(),
        1 => format!("{}{}", &text[..from], &text[to..]),
        2 => format!("{}{}", &text[..to], &text[from..]),
        _ => {
            let one = [
                "{", "}", "[", "]", ":", ",", "\"", "'", "#", "\n", " ", "\u{0}", "é", "-", "%",
            ];
            format!("{}{}{}", &text[..from], dice.of(&one), &text[from..])
        }
    }
}

/// Runs of letters, digits and what stands in names and numbers, by place.
fn words(text: &str) -> Vec<(usize, usize)> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '%');
    let mut words = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (inside(c), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.push((start, at));
                from = None;
            }
            _ => {}
        }
    }
    words
}

fn some_word(text: &str, dice: &mut Dice) -> Option<(usize, usize)> {
    let words = words(text);
    let at = dice.roll(words.len().max(1) as u64) as usize;
    words.get(at).copied()
}

/// A word replaced by a hostile one.
fn word(text: &str, dice: &mut Dice) -> String {
    let (from, to) = some_word(text, dice).unwrap_or((0, 0));
    format!("{}{}{}", &text[..from], dice.of(HOSTILE), &text[to..])
}

/// A number replaced by another one, so that the text stays what it was.
fn number(text: &str, dice: &mut Dice) -> String {
    let numbers: Vec<(usize, usize)> = words(text)
        .into_iter()
        .filter(|(from, to)| text[*from..*to].starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    let at = dice.roll(numbers.len().max(1) as u64) as usize;
    let Some((from, to)) = numbers.get(at).copied() else {
        return word(text, dice);
    };
    let unit = text[from..to].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let other = [
        "0",
        "1",
        "3",
        "1000000",
        "4294967295",
        "1e15",
        "1e300",
        "1e-300",
        "0.5",
        "0.999999999999",
        "17",
    ];
    format!("{}{}{unit}{}", &text[..from], dice.of(&other), &text[to..])
}

/// Two words in each other's place.
fn exchanged(text: &str, dice: &mut Dice) -> String {
    let (Some(a), Some(b)) = (some_word(text, dice), some_word(text, dice)) else {
        return text.to_string();
    };
    let (a, b) = (a.min(b), a.max(b));
    if a.1 > b.0 {
        return text.to_string();
    }
    let (first, second) = (&text[a.0..a.1], &text[b.0..b.1]);
    format!("{}{second}{}{first}{}", &text[..a.0], &text[a.1..b.0], &text[b.1..])
}

/// Nested brackets around nothing, or a long run of the same.
fn deeper(text: &str, dice: &mut Dice) -> String {
    let (from, to) = some_word(text, dice).unwrap_or((0, 0));
    let (open, close) = [
        ("[", "]"),
        ("{a: ", "}"),
        ("(", ")"),
        ("- ", ""),
        ("-", "1"),
        ("1 + ", "1"),
        ("x", ""),
    ][dice.roll(7) as usize];
    let times = [3, 63, 64, 65, 2000][dice.roll(5) as usize];
    format!(
        "{}{}{}{}",
        &text[..from],
        open.repeat(times),
        close.repeat(times),
        &text[to..]
    )
}

/// A word named, and other words that mean it.
fn anchored(text: &str, dice: &mut Dice) -> String {
    let Some((from, to)) = some_word(text, dice) else {
        return text.to_string();
    };
    let rest = text[to..].replacen(&text[from..to], "*it", dice.roll(3) as usize);
    format!("{}&it {}{rest}", &text[..from], &text[from..to])
}
