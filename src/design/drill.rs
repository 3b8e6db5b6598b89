//! Drills as written: one line of text each (format, A2 and A15).
//!
//! A line names things of the design; they are looked up by the model.

use crate::finding::nearest;
use crate::quantity::expression::{self, Language};
use crate::quantity::{Dimension, Profile, Quantity, Spread};
use crate::source::{Source, Sources, Span, Spanned};
use std::ops::Range;

/// The forms that a line may have, each with what it asks.
pub const FORMS: [(&str, &str); 14] = [
    ("lose instance X", "one unit of the component X stops"),
    (
        "lose zone a",
        "everything in zone a stops; `eu/a` where there are several regions, `*` for each in turn",
    ),
    ("lose region r", "everything in region r stops, and its users move"),
    ("lose technology T", "every component that runs with T stops"),
    ("lose X", "the whole component X stops"),
    ("partition r1 r2", "regions r1 and r2 do not hear of one another"),
    ("cold cache", "every cache is empty; `cold X` for one"),
    (
        "slow X 10x",
        "X takes ten times as long; `slow X +200 ms` for that much longer",
    ),
    ("surge 10x in 2 min", "ten times the peak comes within two minutes"),
    (
        "hot key",
        "many calls are about one key; `hot key of X 20 %` for one store and share",
    ),
    (
        "retry storm",
        "every caller tries again what fails; `retry storm at X` for the calls of one",
    ),
    (
        "poison message",
        "a message that no consumer can work on; `poison message at X` for one queue",
    ),
    (
        "backlog 1 h",
        "consumers stop for an hour; `backlog of X 1 h` for one of them",
    ),
    ("lose zone *", "each zone in turn"),
];

/// A name in a line, with its place there in bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    pub text: String,
    pub at: Range<usize>,
}

/// How much slower something answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Slower {
    /// So many times as long.
    Times(Quantity),
    /// So much longer.
    Longer(Quantity),
}

/// A drill as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    LoseInstance(Name),
    /// `*` is each zone in turn.
    LoseZone(Name),
    LoseRegion(Name),
    LoseTechnology(Name),
    Lose(Name),
    Partition(Name, Name),
    /// One cache; all where none is named.
    Cold(Option<Name>),
    Slow(Name, Slower),
    /// Times the peak, reached after a time; at once where there is none.
    Surge(Quantity, Option<Quantity>),
    HotKey(Option<Name>, Option<Quantity>),
    RetryStorm(Option<Name>),
    Poison(Option<Name>),
    Backlog(Option<Name>, Quantity),
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub message: String,
    /// The place in the line, in bytes.
    pub at: Range<usize>,
    pub fix: String,
}

/// Which drills are run beside those that requirements name.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Wanted {
    #[default]
    Nothing,
    /// All that apply to the design.
    All,
    /// Lines as they were typed.
    These(Vec<String>),
}

/// Lines of the command line, each a text of its own so that a fault can be shown in it.
pub fn typed(lines: &[String], sources: &mut Sources) -> Vec<Spanned<String>> {
    let add = |(at, line): (usize, &String)| {
        let name = match at {
            0 => "drill".to_string(),
            at => format!("drill ({})", at + 1),
        };
        let file = sources.add(Source::new(name, line.as_str()));
        let span = Span {
            file,
            start: 0,
            end: line.len() as u32,
        };
        Spanned::new(line.clone(), span)
    };
    lines.iter().enumerate().map(add).collect()
}

/// Most bytes of a line.
const LONGEST: usize = 300;

/// The place of a part of a text: a quoted text begins behind its mark.
pub fn place(line: &Spanned<String>, at: &Range<usize>) -> Span {
    let width = (line.span.end - line.span.start) as usize;
    let mark = usize::from(width == line.value.len() + 2);
    line.span.part(at.start + mark, at.len())
}

/// Reads a line.
///
/// # Errors
/// What is wrong, where in the line, and what may stand there.
pub fn parse(line: &Spanned<String>, profile: Profile) -> Result<Line, Fault> {
    let words = words(&line.value);
    let reader = Words {
        line,
        profile,
        words: &words,
    };
    if line.value.len() > LONGEST {
        return Err(reader.fault("a drill is one short line", reader.whole()));
    }
    reader.read()
}

/// Words with their places.
fn words(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), from) {
            (true, Some(start)) => {
                found.push((&text[start..at], start..at));
                from = None;
            }
            (false, None) => from = Some(at),
            _ => {}
        }
    }
    found
}

struct Words<'x> {
    line: &'x Spanned<String>,
    profile: Profile,
    words: &'x [(&'x str, Range<usize>)],
}

impl Words<'_> {
    fn whole(&self) -> Range<usize> {
        0..self.line.value.len()
    }

    fn fault(&self, message: impl Into<String>, at: Range<usize>) -> Fault {
        let verb = self.words.first().map_or("", |(word, _)| *word);
        let same: Vec<&str> = FORMS
            .iter()
            .map(|(f, _)| *f)
            .filter(|f| f.split(' ').next() == Some(verb))
            .collect();
        let fix = match &same[..] {
            [] => {
                let verbs = FORMS.iter().filter_map(|(f, _)| f.split(' ').next());
                let near = nearest(verb, verbs).and_then(|v| FORMS.iter().find(|(f, _)| f.starts_with(v)));
                let all = "one of: lose instance X, lose zone a, lose region r, lose technology T, lose X, partition r1 r2, \
                    cold cache, slow X 10x, surge 10x in 2 min, hot key, retry storm, poison message, backlog 1 h";
                match near {
                    Some((form, _)) => format!("did you mean `{form}`? A drill is {all}"),
                    None => all.to_string(),
                }
            }
            same => format!(
                "write {}",
                same.iter().map(|f| format!("`{f}`")).collect::<Vec<_>>().join(" or ")
            ),
        };
        Fault {
            message: message.into(),
            at,
            fix,
        }
    }

    fn read(&self) -> Result<Line, Fault> {
        let texts: Vec<&str> = self.words.iter().map(|(word, _)| *word).collect();
        match texts[..] {
            ["lose", "instance", _] => Ok(Line::LoseInstance(self.name(2))),
            ["lose", "zone", _] => Ok(Line::LoseZone(self.name(2))),
            ["lose", "region", _] => Ok(Line::LoseRegion(self.name(2))),
            ["lose", "technology", _] => Ok(Line::LoseTechnology(self.name(2))),
            ["lose", _] => Ok(Line::Lose(self.name(1))),
            ["partition", _, _] => Ok(Line::Partition(self.name(1), self.name(2))),
            ["cold", "cache"] => Ok(Line::Cold(None)),
            ["cold", _] => Ok(Line::Cold(Some(self.name(1)))),
            ["slow", _, times] if times.ends_with(['x', '×']) => {
                Ok(Line::Slow(self.name(1), Slower::Times(self.times(2)?)))
            }
            ["slow", _, more, ..] if more.starts_with('+') => Ok(Line::Slow(
                self.name(1),
                Slower::Longer(self.quantity(2, 1, &Dimension::TIME, "a time such as `+200 ms`")?),
            )),
            ["surge", _] => Ok(Line::Surge(self.times(1)?, None)),
            ["surge", _, "in", _, ..] => Ok(Line::Surge(self.times(1)?, Some(self.time(3)?))),
            ["hot", "key"] => Ok(Line::HotKey(None, None)),
            ["hot", "key", "of", _] => Ok(Line::HotKey(Some(self.name(3)), None)),
            ["hot", "key", "of", _, _, ..] => Ok(Line::HotKey(Some(self.name(3)), Some(self.share(4)?))),
            ["hot", "key", _, ..] => Ok(Line::HotKey(None, Some(self.share(2)?))),
            ["retry", "storm"] => Ok(Line::RetryStorm(None)),
            ["retry", "storm", "at", _] => Ok(Line::RetryStorm(Some(self.name(3)))),
            ["poison", "message"] => Ok(Line::Poison(None)),
            ["poison", "message", "at", _] => Ok(Line::Poison(Some(self.name(3)))),
            ["backlog", "of", _, _, ..] => Ok(Line::Backlog(Some(self.name(2)), self.time(3)?)),
            ["backlog", _, ..] => Ok(Line::Backlog(None, self.time(1)?)),
            [] => Err(self.fault("an empty line is no drill", self.whole())),
            _ => Err(self.fault(format!("`{}` is no drill", self.line.value), self.whole())),
        }
    }

    fn at(&self, word: usize) -> Range<usize> {
        self.words.get(word).map_or(self.whole(), |(_, at)| at.clone())
    }

    fn name(&self, word: usize) -> Name {
        Name {
            text: self.words.get(word).map_or("", |(text, _)| *text).to_string(),
            at: self.at(word),
        }
    }

    /// `10x`: a factor above one.
    fn times(&self, word: usize) -> Result<Quantity, Fault> {
        let text = self.words.get(word).map_or("", |(text, _)| *text);
        let number = text.strip_suffix(['x', '×']).and_then(|n| n.parse::<f64>().ok());
        match number.filter(|n| n.is_finite() && *n > 1.0 && *n <= 1e6) {
            Some(number) => Ok(Quantity {
                spread: Spread::Exact(number),
                dimension: Dimension::NONE,
                text: text.to_string(),
                span: place(self.line, &self.at(word)),
            }),
            None => Err(self.fault(format!("`{text}` is no factor above one such as `10x`"), self.at(word))),
        }
    }

    fn time(&self, word: usize) -> Result<Quantity, Fault> {
        self.quantity(word, 0, &Dimension::TIME, "a time such as `2 min`")
    }

    fn share(&self, word: usize) -> Result<Quantity, Fault> {
        let share = self.quantity(word, 0, &Dimension::NONE, "a share such as `20 %`")?;
        if share.spread.bounds().1 > 1.0 {
            let at = self.at(word).start..self.line.value.len();
            return Err(self.fault(format!("`{}` is more than 100 %", share.text), at));
        }
        Ok(share)
    }

    /// What stands from a word on, without so many bytes: a quantity above zero.
    fn quantity(&self, word: usize, skip: usize, wanted: &Dimension, what: &str) -> Result<Quantity, Fault> {
        let at = self.at(word).start + skip..self.line.value.len();
        let text = self.line.value.get(at.clone()).unwrap_or("").trim();
        let language = Language {
            profile: self.profile,
            ..Language::default()
        };
        let read = expression::parse(text, &language).and_then(|e| e.constant());
        match read {
            Ok((spread, dimension)) if dimension == *wanted && spread.bounds().0 > 0.0 => Ok(Quantity {
                spread,
                dimension,
                text: text.to_string(),
                span: place(self.line, &(at.start..at.start + text.len())),
            }),
            _ => Err(self.fault(format!("`{text}` is not {what}"), at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn read(text: &str) -> Result<Line, Fault> {
        let span = Span {
            file: FileId(0),
            start: 0,
            end: text.len() as u32,
        };
        parse(&Spanned::new(text.to_string(), span), Profile::default())
    }

    #[test]
    fn every_form_reads_as_what_it_shows() {
        for (form, _) in FORMS {
            assert!(read(form).is_ok(), "{form}");
        }
        for more in [
            "cold edge",
            "slow X +200 ms",
            "surge 3x",
            "hot key of X 20 %",
            "hot key 20 %",
            "hot key of X",
            "retry storm at X",
            "poison message at X",
            "backlog of X 1 h",
            "  lose   zone  eu/a ",
        ] {
            assert!(read(more).is_ok(), "{more}");
        }
    }

    #[test]
    fn places_and_quantities() {
        let Ok(Line::Slow(name, Slower::Longer(by))) = read("slow api +200 ms") else {
            panic!("a slow component")
        };
        assert_eq!((name.text.as_str(), name.at), ("api", 5..8));
        assert_eq!((by.point(), by.text.as_str()), (0.2, "200 ms"));
        let Ok(Line::Surge(times, Some(within))) = read("surge 10x in 2 min") else {
            panic!("a surge")
        };
        assert_eq!((times.point(), within.point()), (10.0, 120.0));
    }

    #[test]
    fn what_is_no_drill_says_what_is() {
        for (text, says) in [
            ("", "one of"),
            ("loose zone a", "did you mean `lose instance X`"),
            ("surge", "`surge 10x in 2 min`"),
            ("surge 1x", "`surge 10x in 2 min`"),
            ("surge 10x in 2 GB", "`surge 10x in 2 min`"),
            ("hot key 200 %", "`hot key`"),
            ("backlog a while", "`backlog 1 h`"),
            ("slow api", "`slow X 10x`"),
        ] {
            let fault = read(text).expect_err(text);
            assert!(fault.fix.contains(says), "{text}: {}", fault.fix);
            assert!(fault.at.end <= text.len());
        }
    }
}
