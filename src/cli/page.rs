//! Pages to read: a rule, an entry of the catalog.

mod comparison;
mod design;
mod practice;
mod project;

use napkin::catalog::{Asked, Catalog, Detail, Entry, Fact, Kind};
use napkin::design::Replication;
use napkin::rules::{self, Rule, Set};
use serde_json::{Value, json};

use super::table::{Cell, Table, bullet, number, paragraph, prose, text};
use super::terminal::{Look, Tone, visible, visible_lines};
pub use comparison::{comparison, comparison_data};
pub use design::{design_data, design_file, named as design_part, parts as design_parts};
pub use project::{project_data, project_file};

/// A rule's page: Markdown as it stands, its headings in bold where there is colour.
pub fn rule(rule: &Rule, look: Look) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for (i, line) in visible_lines(rule.page).lines().enumerate() {
        let fence = line.starts_with("```");
        fenced ^= fence;
        let tone = match line {
            _ if fence => Tone::Quiet,
            line if !fenced && line.starts_with('#') => Tone::Strong,
            _ => Tone::Plain,
        };
        out.push_str(&look.paint(tone, line));
        out.push('\n');
        if i == 0 {
            let about = format!("rule {}, of the set {}", rule.id, rule.set.name());
            out.push_str(&look.paint(Tone::Quiet, &about));
            out.push('\n');
        }
    }
    out
}

/// The rules by their sets, or those of one.
pub fn rules(set: Option<Set>, look: Look) -> String {
    let mut out = String::new();
    for (name, each) in Set::ALL.iter().filter(|(_, s)| set.is_none_or(|set| set == *s)) {
        let mut table = Table::bare(&[text(""), prose("")]);
        for rule in rules::ALL.iter().filter(|rule| rule.set == *each) {
            table.row([Cell::new(rule.id).tone(Tone::Strong), Cell::new(rule.title())]);
        }
        let gap = if out.is_empty() { "" } else { "\n" };
        out.push_str(&format!(
            "{gap}{}\n{}",
            look.paint(Tone::Strong, name),
            table.render(look, look.indent())
        ));
    }
    out
}

/// A rule as data, its page as Markdown.
pub fn rule_data(rule: &Rule) -> Value {
    json!({ "id": rule.id, "set": rule.set.name(), "form": rule.is_form(), "title": rule.title(), "page": rule.page })
}

/// An entry of the catalog with everything that it knows.
pub fn entry(entry: &Entry, catalog: &Catalog, look: Look) -> String {
    let mut out = format!("{}\n", look.paint(Tone::Strong, &visible(&entry.title)));
    out.push_str(&look.paint(Tone::Quiet, &visible(&format!("{} {}", entry.kind.name(), entry.id))));
    out.push_str("\n\n");
    out.push_str(&paragraph(&entry.summary, look, 0));
    out.push_str(&words(entry, catalog, look));
    out.push_str(&facts(entry, look));
    if let Detail::Function(function) = &entry.detail {
        for (choice, words) in &function.options {
            let mut table = Table::bare(&[text(""), prose("")]);
            for (word, about) in words {
                table.row([Cell::new(word).tone(Tone::Strong), Cell::new(about)]);
            }
            part(
                &mut out,
                look,
                &format!("Options: {choice}"),
                &table.render(look, look.indent()),
            );
        }
    }
    practice::parts(&mut out, &entry.detail, look);
    if let Detail::Price(price) = &entry.detail {
        list(&mut out, look, "Not priced", price.unpriced.iter().cloned());
    }
    for (heading, texts) in prose_of(entry) {
        list(&mut out, look, heading, texts.iter().cloned());
    }
    if !entry.related.is_empty() {
        part(
            &mut out,
            look,
            "Related",
            &paragraph(&entry.related.join(", "), look, look.indent()),
        );
    }
    if !entry.rules.is_empty() {
        part(
            &mut out,
            look,
            "Rules that watch it",
            &paragraph(&entry.rules.join(", "), look, look.indent()),
        );
    }
    out
}

fn part(out: &mut String, look: Look, heading: &str, text: &str) {
    if !text.is_empty() {
        out.push_str(&format!("\n{}\n{text}", look.paint(Tone::Strong, &visible(heading))));
    }
}

fn list(out: &mut String, look: Look, heading: &str, texts: impl Iterator<Item = String>) {
    part(
        out,
        look,
        heading,
        &texts.map(|text| bullet(&text, look, look.indent())).collect::<String>(),
    );
}

/// The lists of sentences that every entry may have.
fn prose_of(entry: &Entry) -> [(&'static str, &[String]); 5] {
    [
        ("Use it when", &entry.when),
        ("Not when", &entry.not_when),
        ("Trade-offs", &entry.trade_offs),
        ("How it fails", &entry.fails),
        ("What an interviewer asks", &entry.questions),
    ]
}

/// The single words about an entry.
fn words(entry: &Entry, catalog: &Catalog, look: Look) -> String {
    let mut table = Table::bare(&[text(""), prose("")]);
    let mut row = |name: &str, value: String| table.row([Cell::new(name).tone(Tone::Quiet), Cell::new(value)]);
    if !entry.aliases.is_empty() {
        row("also", entry.aliases.join(", "));
    }
    match &entry.detail {
        Detail::Technology(technology) => {
            row("fills", technology.fills.join(", "));
            row("managed", if technology.managed { "yes".into() } else { "no".into() });
            if let Some(replication) = &technology.replication {
                row("replication", replicated(replication));
            }
        }
        Detail::Price(price) => {
            for (name, texts) in [("prices", &price.prices), ("on", &price.terms.on)] {
                if !texts.is_empty() {
                    row(name, texts.join(", "));
                }
            }
            let place = price.provider.iter().chain(&price.region).cloned().collect::<Vec<_>>();
            if !place.is_empty() {
                row("of", format!("{}, in {}", place.join(" "), price.currency));
            }
            if let Some((class, _)) = price.terms.commit {
                row("commitment", class.to_string());
            }
        }
        Detail::Function(_) => {
            let filled = filled_by(&entry.id, catalog);
            if !filled.is_empty() {
                row("filled by", filled.join(", "));
            }
        }
        Detail::Pattern { fact: true, on } => {
            row("in a design", format!("has: [{0}] or lacks: [{0}]", entry.id));
            let asked: Vec<&str> = on.iter().map(|a| a.words()).collect();
            if !asked.is_empty() {
                row("asked of", asked.join(", "));
            }
        }
        _ => {}
    }
    let text = table.render(look, 0);
    if text.is_empty() { text } else { format!("\n{text}") }
}

/// Technologies that fill a function, by id.
fn filled_by<'c>(function: &str, catalog: &'c Catalog) -> Vec<&'c str> {
    let technologies = catalog.ids(Kind::Technology);
    let fills = |id: &&str| {
        let technology = catalog.technology(id);
        technology.is_some_and(|(_, t)| t.fills.iter().any(|filled| filled == function))
    };
    let mut filled: Vec<&str> = technologies.filter(fills).collect();
    filled.sort_unstable();
    filled
}

/// How a technology keeps copies where a design says nothing, as a design would write it.
fn replicated(replication: &Replication) -> String {
    let quorum = |count: Option<u32>, majority: bool| match (count, majority) {
        (_, true) => Some("majority".to_string()),
        (count, false) => count.map(|n| n.to_string()),
    };
    let parts = [
        ("writer", replication.writer.map(str::to_string)),
        ("acks", quorum(replication.acks, replication.majority.acks)),
        ("reads", quorum(replication.reads, replication.majority.reads)),
        ("lag", replication.lag.as_ref().map(|q| q.text.clone())),
        ("failover", replication.failover.as_ref().map(|q| q.text.clone())),
        ("between", replication.between.map(str::to_string)),
    ];
    let said = parts
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key}: {}", value?)));
    said.collect::<Vec<_>>().join(", ")
}

/// All figures of an entry by their names.
fn named_facts(entry: &Entry) -> Vec<(String, &Fact)> {
    let mut facts: Vec<(String, &Fact)> = Vec::new();
    match &entry.detail {
        Detail::Technology(technology) => {
            facts.extend(
                technology
                    .limits
                    .iter()
                    .map(|(resource, fact)| (resource.name().to_string(), fact)),
            );
            let single = [
                ("availability", &technology.availability),
                ("durability", &technology.durability),
                ("latency p50", &technology.p50),
                ("latency p99", &technology.p99),
                ("longest retention", &technology.retention),
                ("failures", &technology.failures),
                ("row overhead", &technology.row_overhead),
                ("index entry overhead", &technology.index_overhead),
                ("alignment of rows and entries", &technology.pages.alignment),
                ("fill of an index page", &technology.pages.index_fill),
            ];
            facts.extend(
                single
                    .into_iter()
                    .filter_map(|(name, fact)| Some((name.to_string(), fact.as_ref()?))),
            );
            let partition = &technology.partition;
            let limits = partition.limits.iter();
            facts.extend(limits.map(|(limit, fact)| (format!("{} of a partition", limit.name()), fact)));
            let units = [
                ("bytes of one partition read", &partition.read_size),
                ("bytes of one partition write", &partition.write_size),
                ("bytes of one partition, advised", &partition.advised),
            ];
            facts.extend(
                units
                    .into_iter()
                    .filter_map(|(name, fact)| Some((name.to_string(), fact.as_ref()?))),
            );
            for (size, limits) in &technology.sizes {
                facts.extend(
                    limits
                        .iter()
                        .map(|(resource, fact)| (format!("{size} {}", resource.name()), fact)),
                );
            }
        }
        Detail::Function(function) => facts.extend(
            function
                .target
                .iter()
                .map(|fact| ("target utilisation".to_string(), fact)),
        ),
        Detail::Number(fact) => facts.push(("value".to_string(), fact)),
        Detail::Price(price) => facts.extend(price.facts()),
        Detail::Pattern { .. } | Detail::Term => {}
        Detail::Case(_) | Detail::Phase(_) | Detail::Plan(_) | Detail::Drill(_) | Detail::Dimension(_) => {}
    }
    facts.extend(entry.figures.iter().map(|(name, fact)| (name.replace('_', " "), fact)));
    facts
}

fn facts(entry: &Entry, look: Look) -> String {
    let columns = [
        prose("figure"),
        number("value"),
        text("as of").rank(1),
        text("known from").rank(2),
    ];
    let mut table = Table::new(&columns);
    for (name, fact) in named_facts(entry) {
        let mut notes = vec![fact.source.clone()];
        notes.extend(fact.note.iter().map(|note| format!("({note})")));
        let cells = [
            Cell::new(name),
            Cell::new(&fact.quantity.text).tone(Tone::Strong),
            Cell::new(&fact.date),
            Cell::new(fact.confidence),
        ];
        table.row_with_notes(cells, notes);
    }
    let text = table.render(look, look.indent());
    if text.is_empty() {
        text
    } else {
        format!("\n{}\n{text}", look.paint(Tone::Strong, "Figures"))
    }
}

/// An entry in a line of a list.
pub fn summary(entry: &Entry) -> Value {
    json!({ "id": entry.id, "kind": entry.kind.name(), "title": entry.title, "summary": entry.summary })
}

/// An entry as data.
pub fn data(entry: &Entry, catalog: &Catalog) -> Value {
    let mut value = summary(entry);
    let facts: Vec<Value> = named_facts(entry)
        .into_iter()
        .map(|(name, fact)| {
            json!({
                "name": name, "value": fact.quantity.text, "source": fact.source, "date": fact.date,
                "confidence": fact.confidence, "note": fact.note,
            })
        })
        .collect();
    let more = json!({
        "path": catalog.path(entry), "aliases": entry.aliases, "figures": facts, "when": entry.when, "not_when": entry.not_when,
        "trade_offs": entry.trade_offs, "fails": entry.fails, "questions": entry.questions, "related": entry.related,
        "rules": entry.rules,
    });
    let special = match &entry.detail {
        Detail::Technology(technology) => json!({
            "fills": technology.fills, "managed": technology.managed,
            "replication": technology.replication.as_ref().map(replicated),
        }),
        Detail::Pattern { fact, on } => {
            let words = Asked::ALL.iter().filter(|(_, asked)| on.contains(asked));
            json!({ "fact": fact, "on": words.map(|(word, _)| *word).collect::<Vec<_>>() })
        }
        Detail::Function(function) => json!({
            "filled_by": filled_by(&entry.id, catalog),
            "options": function.options.iter().map(|(choice, words)| {
                (choice.clone(), words.iter().map(|(word, about)| (word.clone(), Value::from(about.as_str()))).collect())
            }).collect::<serde_json::Map<String, Value>>(),
        }),
        Detail::Price(price) => json!({
            "prices": price.prices, "provider": price.provider, "region": price.region, "currency": price.currency,
            "unpriced": price.unpriced, "on": price.terms.on, "commit": price.terms.commit.map(|(class, _)| class),
        }),
        Detail::Term | Detail::Number(_) => Value::Null,
        practised => practice::data(practised),
    };
    for part in [more, special] {
        if let (Value::Object(value), Value::Object(part)) = (&mut value, part) {
            value.extend(part);
        }
    }
    value
}
