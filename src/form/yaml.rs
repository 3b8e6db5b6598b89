//! YAML text to nodes that know their places and keep scalars as written.
//!
//! Scalars stay text: `no`, `010` and `1_000` mean what the field that reads them says. Merge keys, tags,
//! several documents and keys that are not scalars are refused; aliases are expanded within a budget.

use super::rule;
use crate::finding::{Edit, Finding};
use crate::source::{FileId, Source, Span};
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::HashMap;

/// Largest text that is read, in bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// Most nodes of one text, aliases expanded. As steps of flows, whose analysis takes the most, they take 1.5 GB and 5 s.
const MOST_NODES: usize = 500_000;
/// Most bytes of text that anchors keep and aliases repeat: one long text named a million times would fill any memory.
const MOST_REPEATED: usize = 2 * LARGEST;
/// Most entries of one list or map: far more than any design needs, and few enough to compare each with each.
const MOST_ENTRIES: usize = 20_000;
/// Most keys that are told to stand twice.
const MOST_TWICE: usize = 1000;
/// Deepest nesting.
const DEEPEST: usize = 64;

#[derive(Debug, Clone)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    Scalar {
        text: String,
        quoted: bool,
    },
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

#[derive(Debug, Clone)]
pub struct Key {
    pub name: String,
    pub span: Span,
}

impl Node {
    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Scalar { .. } => "a single value",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// The entry of a map.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(k, _)| k.name == name).map(|(_, n)| n),
            _ => None,
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The place of a part of a scalar's text, given in bytes of the text.
    pub fn part(&self, part: std::ops::Range<usize>) -> Span {
        let quote = usize::from(matches!(self.value, Value::Scalar { quoted: true, .. }));
        let part = self.span.part(part.start + quote, part.len());
        if part.start == part.end { self.span } else { part }
    }

    /// Whether another node means the same, wherever it stands. At most [`DEEPEST`] deep, as all nodes are.
    fn says_the_same(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Scalar { text: a, .. }, Value::Scalar { text: b, .. }) => a == b,
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b)),
            (Value::Map(a), Value::Map(b)) => {
                let same = |((k, a), (l, b)): (&(Key, Node), &(Key, Node))| k.name == l.name && a.says_the_same(b);
                a.len() == b.len() && a.iter().zip(b).all(same)
            }
            _ => false,
        }
    }

    fn size(&self) -> Size {
        let mut open = vec![self];
        let mut size = Size::default();
        while let Some(node) = open.pop() {
            size.nodes += 1;
            match &node.value {
                Value::List(items) => open.extend(items),
                Value::Map(entries) => {
                    size.bytes += entries.iter().map(|(key, _)| key.name.len()).sum::<usize>();
                    open.extend(entries.iter().map(|(_, n)| n));
                }
                Value::Scalar { text, .. } => size.bytes += text.len(),
                Value::Null => {}
            }
        }
        size
    }
}

/// What a node and all in it take.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

/// Reads one text. `None` where it has no node at all or its syntax is broken; the findings tell.
pub fn read(file: FileId, source: &Source, findings: &mut Vec<Finding>) -> Option<Node> {
    if source.text.len() > LARGEST {
        findings.push(Finding::error(
            rule::SYNTAX,
            format!(
                "`{}` has {} bytes; at most 8 MiB are read",
                source.name,
                source.text.len()
            ),
        ));
        return None;
    }
    let loader = Loader {
        file,
        length: source.text.len() as u32,
        findings,
        open: Vec::new(),
        anchors: HashMap::new(),
        nodes: 0,
        repeated: 0,
        root: None,
    };
    loader.run(&source.text)
}

/// A collection whose end has not been seen.
struct Open {
    start: u32,
    anchor: usize,
    body: Body,
}

enum Body {
    List(Vec<Node>),
    Map {
        entries: Vec<(Key, Node)>,
        index: Index,
        key: Option<Key>,
        /// The pending key repeats that of this entry: its value is read and dropped.
        repeats: Option<usize>,
    },
}

/// Most entries of a map that are searched one by one.
const FEW: usize = 16;

/// Where the keys of a map stand among its entries: a small map is searched, only a large one is worth a table.
#[derive(Default)]
struct Index(HashMap<String, usize>);

impl Index {
    fn find(&self, entries: &[(Key, Node)], name: &str) -> Option<usize> {
        if entries.len() > FEW {
            self.0.get(name).copied()
        } else {
            entries.iter().position(|(key, _)| key.name == name)
        }
    }

    /// Takes in the last entry.
    fn grow(&mut self, entries: &[(Key, Node)]) {
        let names = |from: usize| {
            entries
                .iter()
                .enumerate()
                .skip(from)
                .map(|(i, (key, _))| (key.name.clone(), i))
        };
        match entries.len() {
            ..=FEW => {}
            _ if self.0.is_empty() => self.0.extend(names(0)),
            n => self.0.extend(names(n - 1)),
        }
    }
}

impl Body {
    fn entries(&self) -> usize {
        match self {
            Body::List(items) => items.len(),
            Body::Map { entries, .. } => entries.len(),
        }
    }
}

struct Loader<'a> {
    file: FileId,
    length: u32,
    findings: &'a mut Vec<Finding>,
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, Size)>,
    nodes: usize,
    /// Bytes of text that were copied.
    repeated: usize,
    root: Option<Node>,
}

/// Stops the reading; the finding has been pushed.
struct Stop;

impl Loader<'_> {
    fn run(mut self, text: &str) -> Option<Node> {
        let text_without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
        let shift = (text.len() - text_without_mark.len()) as u32;
        let mut documents = 0;
        for event in Parser::new_from_str(text_without_mark) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(0) as u32 + shift;
                    self.syntax(self.span(at, at + 1), plain_words(&error.info()));
                    return None;
                }
            };
            let place = |m: &granit_parser::Marker| m.byte_offset().unwrap_or(0) as u32 + shift;
            let span = self.span(place(&span.start), place(&span.end));
            let step = match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        Err(self.syntax(span, "a file holds one document, a second one starts here"))
                    } else {
                        Ok(())
                    }
                }
                Event::Scalar(text, style, anchor, tag) => self.tag(tag.is_some(), span).and_then(|()| {
                    let value = scalar(text.into_owned(), style);
                    self.node(Node { span, value }, anchor)
                }),
                Event::SequenceStart(_, anchor, tag) => {
                    let body = Body::List(Vec::new());
                    self.tag(tag.is_some(), span)
                        .and_then(|()| self.start(span, anchor, body))
                }
                Event::MappingStart(_, anchor, tag) => {
                    let body = Body::Map {
                        entries: Vec::new(),
                        index: Index::default(),
                        key: None,
                        repeats: None,
                    };
                    self.tag(tag.is_some(), span)
                        .and_then(|()| self.start(span, anchor, body))
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span),
                Event::Alias(anchor) => self.alias(anchor, span),
                _ => Ok(()),
            };
            if step.is_err() {
                return None;
            }
        }
        self.root
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span {
            file: self.file,
            start: start.min(self.length),
            end: end.max(start).min(self.length),
        }
    }

    fn syntax(&mut self, at: Span, message: impl Into<String>) -> Stop {
        self.findings.push(Finding::error(rule::SYNTAX, message).at(at));
        Stop
    }

    fn tag(&mut self, tagged: bool, span: Span) -> Result<(), Stop> {
        if tagged {
            return Err(self.syntax(span, "tags such as `!x` have no meaning here; leave it out"));
        }
        Ok(())
    }

    fn start(&mut self, span: Span, anchor: usize, body: Body) -> Result<(), Stop> {
        if self.open.len() >= DEEPEST {
            return Err(self.syntax(span, format!("nested more than {DEEPEST} deep")));
        }
        if self.pending_key_wanted() {
            return Err(self.syntax(span, "a key is a single value, not a list or a map"));
        }
        self.open.push(Open {
            start: span.start,
            anchor,
            body,
        });
        Ok(())
    }

    /// Whether the innermost collection is a map that waits for a key.
    fn pending_key_wanted(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                body: Body::Map { key: None, .. },
                ..
            })
        )
    }

    fn end(&mut self, span: Span) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.body {
            Body::List(items) => Value::List(items),
            Body::Map { entries, .. } => Value::Map(entries),
        };
        let end = match &value {
            // A block collection ends at its last node, not at the next token.
            Value::List(items) if span.start == span.end => items.last().map_or(span.end, |n| n.span.end),
            Value::Map(entries) if span.start == span.end => {
                entries.last().map_or(span.end, |(k, n)| n.span.end.max(k.span.end))
            }
            _ => span.end,
        };
        let node = Node {
            span: self.span(open.start, end),
            value,
        };
        self.node(node, open.anchor)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Stop> {
        let Some((_, size)) = self.anchors.get(&anchor) else {
            return Err(self.syntax(span, "this alias stands inside the node that it names"));
        };
        self.copied(*size, span)?;
        match self.anchors.get(&anchor) {
            Some((node, _)) => self.node(node.clone(), 0),
            None => Ok(()),
        }
    }

    /// Counts what has been copied, or is about to be.
    fn copied(&mut self, size: Size, span: Span) -> Result<(), Stop> {
        self.nodes += size.nodes;
        self.repeated += size.bytes;
        if self.nodes > MOST_NODES {
            return Err(self.syntax(span, format!("the aliases expand to more than {MOST_NODES} nodes")));
        }
        if self.repeated > MOST_REPEATED {
            return Err(self.syntax(
                span,
                format!("the aliases expand to more than {MOST_REPEATED} bytes of text"),
            ));
        }
        Ok(())
    }

    fn node(&mut self, node: Node, anchor: usize) -> Result<(), Stop> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(self.syntax(node.span, format!("more than {MOST_NODES} nodes")));
        }
        if anchor != 0 {
            let size = node.size();
            self.copied(size, node.span)?;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        if self.findings.len() > MOST_TWICE {
            return Err(self.syntax(node.span, format!("more than {MOST_TWICE} keys stand twice")));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        if open.body.entries() >= MOST_ENTRIES {
            return Err(self.syntax(
                node.span,
                format!("a list or a map has at most {MOST_ENTRIES} entries, and this is one more"),
            ));
        }
        match &mut open.body {
            Body::List(items) => items.push(node),
            Body::Map {
                entries,
                index,
                key,
                repeats,
            } => match key.take() {
                Some(name) => match repeats.take() {
                    None => {
                        entries.push((name, node));
                        index.grow(entries);
                    }
                    Some(first) => {
                        if entries[first].1.says_the_same(&node)
                            && let Some(finding) = self.findings.iter_mut().rfind(|f| f.at == Some(name.span))
                        {
                            let whole = Span {
                                end: node.span.end,
                                ..name.span
                            };
                            finding.edit = Some(Edit::Remove { at: whole });
                        }
                    }
                },
                None => {
                    let name = match node.value {
                        Value::Scalar { text, .. } => text,
                        _ => String::new(),
                    };
                    if name == "<<" {
                        return Err(self.syntax(node.span, "merge keys `<<` are not read; write the keys out"));
                    }
                    *repeats = index.find(entries, &name);
                    if let Some(first) = *repeats {
                        let finding =
                            Finding::error(rule::DUPLICATE_KEY, format!("the key `{name}` stands here twice"))
                                .at(node.span)
                                .label("again")
                                .related(entries[first].0.span, "first defined here")
                                .fix("remove or rename one of the two");
                        self.findings.push(finding);
                    }
                    *key = Some(Key { name, span: node.span });
                }
            },
        }
        Ok(())
    }
}

fn scalar(text: String, style: ScalarStyle) -> Value {
    let plain = matches!(style, ScalarStyle::Plain);
    if plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::Scalar { text, quoted: !plain }
}

/// The parser's message without its jargon and its own place.
fn plain_words(info: &str) -> String {
    let info = info.split(" at byte").next().unwrap_or(info);
    let known = [
        ("block mapping", "the indentation or a missing `:` breaks this map"),
        ("simple key expected", "a key is expected here"),
        (
            "did not find expected <document start>",
            "this does not belong to the map above it",
        ),
    ];
    known.iter().find(|(jargon, _)| info.contains(jargon)).map_or_else(
        || format!("not valid YAML: {info}"),
        |(_, words)| format!("not valid YAML: {words} ({info})"),
    )
}
