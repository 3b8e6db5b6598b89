//! The words of a spoken amount: numbers in digits and in words, multipliers, ranges.

/// A number as it was said, and as the format writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    pub value: f64,
    digits: String,
    multiplier: &'static str,
}

/// One number, or two with a range between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    pub low: Number,
    pub high: Option<Number>,
}

/// Multipliers as people say them, with the symbol of the format and its size.
const MULTIPLIERS: [(&str, &str, f64); 15] = [
    ("k", "k", 1e3),
    ("K", "k", 1e3),
    ("thousand", "k", 1e3),
    ("thousands", "k", 1e3),
    ("M", "M", 1e6),
    ("million", "M", 1e6),
    ("millions", "M", 1e6),
    ("mil", "M", 1e6),
    ("mio", "M", 1e6),
    ("mn", "M", 1e6),
    ("G", "G", 1e9),
    ("billion", "G", 1e9),
    ("bn", "G", 1e9),
    ("T", "T", 1e12),
    ("trillion", "T", 1e12),
];

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// Words before an amount that only say that it is not exact.
const ABOUT: [&str; 14] = [
    "~",
    "about",
    "around",
    "roughly",
    "approximately",
    "approx",
    "circa",
    "maybe",
    "perhaps",
    "say",
    "some",
    "nearly",
    "almost",
    "like",
];

/// Numbers, words and signs of a text. Commas between thousands are left out of a number.
pub fn tokens(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.trim().trim_end_matches(['.', '!']).chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = letters.get(at) {
        let mut token = String::new();
        if c.is_ascii_digit() || (*c == '.' && is_digit(&letters, at + 1)) {
            while let Some(c) = letters.get(at).filter(|c| in_number(&letters, at, **c)) {
                if *c != ',' {
                    token.push(*c);
                }
                at += 1;
            }
        } else if c.is_alphabetic() || *c == '_' {
            while let Some(c) = letters
                .get(at)
                .filter(|c| c.is_alphanumeric() || **c == '_' || **c == '\'')
            {
                token.push(*c);
                at += 1;
            }
        } else {
            token.push(*c);
            at += 1;
        }
        if !token.trim().is_empty() {
            out.push(token);
        }
    }
    out
}

fn is_digit(letters: &[char], at: usize) -> bool {
    letters.get(at).is_some_and(char::is_ascii_digit)
}

/// Whether a sign goes on with the number: a digit, the point of a fraction, a comma before three digits.
fn in_number(letters: &[char], at: usize, c: char) -> bool {
    let thousands = || (1..=3).all(|n| is_digit(letters, at + n)) && !is_digit(letters, at + 4);
    match c {
        '.' => is_digit(letters, at + 1),
        ',' => at.checked_sub(1).is_some_and(|before| is_digit(letters, before)) && thousands(),
        '_' => true,
        c => c.is_ascii_digit(),
    }
}

/// The tokens behind words such as `about`.
pub fn exactly(mut tokens: &[String]) -> &[String] {
    while let Some((first, rest)) = tokens.split_first()
        && ABOUT.contains(&first.to_lowercase().as_str())
    {
        tokens = rest;
    }
    tokens
}

/// An amount at the beginning of the tokens, and what follows it.
pub fn amount(tokens: &[String]) -> Option<(Amount, &[String])> {
    let tokens = exactly(tokens);
    let opening = tokens.first().map(|t| t.to_lowercase()).unwrap_or_default();
    let between = opening == "between";
    let tokens = match opening.as_str() {
        "between" | "from" => tokens.get(1..).unwrap_or_default(),
        _ => tokens,
    };
    let (low, rest) = number(tokens)?;
    let joint = rest.first().map(|t| t.to_lowercase()).unwrap_or_default();
    let joins = matches!(joint.as_str(), "to" | "-" | "–" | "—") || (between && joint == "and");
    let high = joins
        .then(|| number(exactly(rest.get(1..).unwrap_or_default())))
        .flatten();
    match high {
        Some((high, rest)) => Some((Amount::range(low, high), rest)),
        None if between => None,
        None => Some((Amount { low, high: None }, rest)),
    }
}

/// A number at the beginning of the tokens, in digits or in words, with its multiplier.
fn number(tokens: &[String]) -> Option<(Number, &[String])> {
    let first = tokens.first()?;
    if first.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        let value = first.replace('_', "").parse::<f64>().ok().filter(|v| v.is_finite())?;
        let (scale, rest) = hundreds(tokens.get(1..)?);
        let (symbol, size, rest) = multiplier(rest);
        let digits = match scale == 1.0 {
            true => first.clone(),
            false => format!("{}", value * scale),
        };
        return Some((
            Number {
                value: value * scale * size,
                digits,
                multiplier: symbol,
            },
            rest,
        ));
    }
    in_words(tokens)
}

/// `8 hundred`, `3 dozen`: the format has no sign for them.
fn hundreds(tokens: &[String]) -> (f64, &[String]) {
    let word = tokens.first().map(|t| t.to_lowercase());
    let scale = match word.as_deref() {
        Some("hundred" | "hundreds") => 100.0,
        Some("dozen" | "dozens") => 12.0,
        _ => return (1.0, tokens),
    };
    (scale, tokens.get(1..).unwrap_or_default())
}

/// The multiplier at the beginning of the tokens; none is 1.
fn multiplier(tokens: &[String]) -> (&'static str, f64, &[String]) {
    let word = tokens.first().map(String::as_str).unwrap_or_default();
    let found = MULTIPLIERS
        .iter()
        .find(|(said, ..)| *said == word || (said.len() > 1 && said.eq_ignore_ascii_case(word)));
    match found {
        Some((_, symbol, size)) => (symbol, *size, tokens.get(1..).unwrap_or_default()),
        None => ("", 1.0, tokens),
    }
}

/// `twenty five`, `half a million`, `a hundred thousand`, `two dozen`.
fn in_words(tokens: &[String]) -> Option<(Number, &[String])> {
    let lower: Vec<String> = tokens.iter().map(|t| t.to_lowercase()).collect();
    let word = |at: usize| lower.get(at).map_or("", String::as_str);
    let (mut at, mut value) = match (word(0), word(1)) {
        ("half", "a" | "an") => (2, 0.5),
        ("a" | "an", next) if is_scale(next) => (1, 1.0),
        _ => small(&lower, 0)?,
    };
    while let Some(scale) = ["hundred", "dozen"].iter().position(|w| *w == word(at)) {
        value *= if scale == 0 { 100.0 } else { 12.0 };
        at += 1;
        let and = usize::from(word(at) == "and");
        if let Some((next, more)) = small(&lower, at + and) {
            (at, value) = (next, value + more);
        }
    }
    let (symbol, size, rest) = multiplier(tokens.get(at..).unwrap_or_default());
    // `half a` needs what it is the half of.
    if value == 0.5 && symbol.is_empty() {
        return None;
    }
    let whole = value.fract() == 0.0;
    let (digits, symbol) = match (whole, symbol) {
        (true, symbol) => (format!("{value}"), symbol),
        (false, "M") => (format!("{}", value * 1e3), "k"),
        (false, "G") => (format!("{}", value * 1e3), "M"),
        (false, symbol) => (format!("{value}"), symbol),
    };
    Some((
        Number {
            value: value * size,
            digits,
            multiplier: symbol,
        },
        rest,
    ))
}

fn is_scale(word: &str) -> bool {
    ["hundred", "dozen"].contains(&word) || MULTIPLIERS.iter().any(|(said, ..)| said.len() > 2 && *said == word)
}

/// A number below 100 at a place: where it ends, and its value.
fn small(words: &[String], at: usize) -> Option<(usize, f64)> {
    let word = words.get(at)?;
    if let Some(n) = SMALL.iter().position(|w| w == word) {
        return Some((at + 1, n as f64));
    }
    let tens = (TENS.iter().position(|w| w == word)? + 2) as f64 * 10.0;
    let hyphen = usize::from(words.get(at + 1).is_some_and(|w| w == "-"));
    let one = words
        .get(at + 1 + hyphen)
        .and_then(|w| SMALL.iter().position(|s| s == w));
    match one.filter(|n| (1..10).contains(n)) {
        Some(n) => Some((at + 2 + hyphen, tens + n as f64)),
        None => Some((at + 1, tens)),
    }
}

impl Amount {
    /// In `8 to 12 million` the multiplier belongs to both ends.
    fn range(mut low: Number, high: Number) -> Amount {
        let size = MULTIPLIERS
            .iter()
            .find(|(_, s, _)| *s == high.multiplier)
            .map_or(1.0, |m| m.2);
        if low.multiplier.is_empty() && low.value * size < high.value {
            low.multiplier = high.multiplier;
            low.value *= size;
        }
        Amount { low, high: Some(high) }
    }

    /// As the format writes it; a billion is `1G`.
    pub fn written(&self) -> String {
        match &self.high {
            Some(high) => format!("{} to {}", self.low.written(), high.written()),
            None => self.low.written(),
        }
    }

    pub fn is_one(&self) -> bool {
        self.high.is_none() && self.low.value == 1.0
    }

    /// Whether a multiplier was said, or as much in digits.
    pub fn is_large(&self) -> bool {
        self.low.value >= 1000.0
    }
}

impl Number {
    fn written(&self) -> String {
        format!("{}{}", self.digits, self.multiplier)
    }
}
