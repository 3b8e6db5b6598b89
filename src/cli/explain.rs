//! `napkin explain`: what a rule or a word means.

use clap::Args;
use napkin::catalog::{Catalog, Entry, Kind, NAMED};
use napkin::finding::nearest;
use napkin::form::table::Record;
use napkin::rules::{self, Set};
use napkin::source::Sources;

use super::catalog::Format;
use super::output::json;
use super::terminal::{Look, Stream};
use super::{CatalogFolder, Exit, Out, Talk, diagnostic, example, page, terminal};

/// Suggestions for a topic that nobody knows.
const MOST: usize = 5;

/// The topic under which all rules are listed.
const RULES: &str = "rules";
/// The topic under which the keys of a project file are listed.
const PROJECT: &str = "project-file";
/// The topic under which the keys of a design are listed, a part at a time.
const DESIGN: &str = "design-file";

/// The topic under which it is told what `diff` does.
const DIFF: &str = "diff";

/// Topics that are neither a rule nor an entry, each with what it is.
pub const PAGES: [(&str, &str); 4] = [
    (RULES, "all rules, or those of one set"),
    (DESIGN, "what a design may say: its keys, a part at a time"),
    (PROJECT, "what a napkin.yaml may say"),
    (DIFF, "what a comparison tells, and how"),
];

/// Explain a rule, or an entry of the catalog
#[derive(Debug, Args)]
#[command(after_help = example::help("explain"))]
pub struct Arguments {
    /// The id of a rule or an entry, or a name that it goes by; `rules` lists all rules, `rules SET` those of one
    /// set, `design-file` the keys of a design, `design-file PART` those of a part such as `step`, `project-file` the keys of a napkin.yaml, `diff` what a comparison tells
    #[arg(required = true, value_name = "TOPIC")]
    topic: Vec<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    catalog: CatalogFolder,
}

/// Prints the page of a rule, else that of an entry.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let topic = arguments.topic.join(" ");
    let look = arguments.out.look(talk.color);
    let mark = napkin::assemble::GENERATED;
    if let Some(rule) = rules::get(&topic) {
        return match arguments.format {
            Format::Text => arguments.out.send_marked(page::rule(rule, look), mark, &[], talk),
            Format::Json => arguments.out.send(json(&page::rule_data(rule))?, &[], talk),
        };
    }
    if let [first, rest @ ..] = arguments.topic.as_slice()
        && first == RULES
    {
        let set = set(rest)?;
        return match arguments.format {
            Format::Text => arguments.out.send_marked(page::rules(set, look), mark, &[], talk),
            Format::Json => arguments.out.send(json(&listed(set))?, &[], talk),
        };
    }
    if let [first, rest @ ..] = arguments.topic.as_slice()
        && first == DESIGN
    {
        let part = part(rest)?;
        return match arguments.format {
            Format::Text => arguments
                .out
                .send_marked(page::design_file(&part, look), mark, &[], talk),
            Format::Json => arguments.out.send(json(&page::design_data(&part))?, &[], talk),
        };
    }
    if topic == PROJECT {
        return match arguments.format {
            Format::Text => arguments.out.send_marked(page::project_file(look), mark, &[], talk),
            Format::Json => arguments.out.send(json(&page::project_data())?, &[], talk),
        };
    }
    if topic == DIFF {
        return match arguments.format {
            Format::Text => arguments.out.send_marked(page::comparison(look), mark, &[], talk),
            Format::Json => arguments.out.send(json(&page::comparison_data())?, &[], talk),
        };
    }
    let Some(catalog) = open(&arguments.catalog, talk)? else {
        return Ok(Exit::Input);
    };
    match find(&catalog, &topic) {
        Some(entry) => match arguments.format {
            Format::Text => arguments
                .out
                .send_marked(page::entry(entry, &catalog, look), mark, &[], talk),
            Format::Json => arguments.out.send(json(&page::data(entry, &catalog))?, &[], talk),
        },
        None if page::design_part(&topic).is_some() => Err(anyhow::anyhow!(
            "`{topic}` is neither a rule nor an entry of the catalog; \
             `napkin explain {DESIGN} {topic}` lists its keys in a design"
        )),
        None => Err(anyhow::anyhow!(
            "nothing is known of `{topic}`{}",
            hint(&catalog, &topic)
        )),
    }
}

/// The set that the words behind `rules` name; none where there are none.
fn set(words: &[String]) -> anyhow::Result<Option<Set>> {
    let Some(word) = words.first() else {
        return Ok(None);
    };
    let sets = || Set::ALL.iter().map(|(name, _)| *name);
    match Set::from_name(word).filter(|_| words.len() == 1) {
        Some(set) => Ok(Some(set)),
        None => anyhow::bail!(
            "no set of rules is called `{}`: {}",
            words.join(" "),
            sets().collect::<Vec<_>>().join(", ")
        ),
    }
}

/// The part of a design that the words behind `design-file` name; all of it where there are none.
fn part(words: &[String]) -> anyhow::Result<(String, &'static Record)> {
    let name = if words.is_empty() {
        "design".to_string()
    } else {
        words.join("-")
    };
    let names = || page::design_parts().into_iter().map(|(name, _)| name);
    page::design_part(&name).ok_or_else(|| {
        anyhow::anyhow!(
            "no part of a design is called `{}`: {}",
            words.join(" "),
            names().collect::<Vec<_>>().join(", ")
        )
    })
}

/// The rules of a set, or all, as data.
fn listed(set: Option<Set>) -> Vec<serde_json::Value> {
    let rules = rules::ALL.iter().filter(|rule| set.is_none_or(|set| rule.set == set));
    rules.map(page::rule_data).collect()
}

/// The catalog with a user's folders laid over it; none if these have faults, which have been said.
pub fn open(folders: &CatalogFolder, talk: Talk) -> anyhow::Result<Option<Catalog>> {
    let mut sources = Sources::default();
    let (catalog, findings) = rules::catalog(&folders.read()?, &mut sources);
    if findings.is_empty() {
        return Ok(Some(catalog));
    }
    let report = napkin::assemble::broken(None, &sources, &findings);
    let findings: Vec<_> = report.findings.iter().collect();
    terminal::talk(&diagnostic::render(
        &findings,
        &sources,
        Look::of(Stream::Err, talk.color),
    ));
    Ok(None)
}

/// The entry with that id or name.
pub fn find<'a>(catalog: &'a Catalog, topic: &str) -> Option<&'a Entry> {
    let id = topic.to_lowercase().replace(' ', "-");
    catalog.get(topic).or_else(|| catalog.get(&id)).or_else(|| {
        let hit = catalog.search(topic).into_iter().next()?;
        (hit.score >= NAMED).then_some(hit.entry)
    })
}

/// What may have been meant.
pub fn hint(catalog: &Catalog, topic: &str) -> String {
    let ids = Kind::ALL.iter().flat_map(|(_, kind)| catalog.ids(*kind));
    let near = nearest(topic, rules::ALL.iter().map(|rule| rule.id).chain(ids));
    let mut names: Vec<&str> = near.into_iter().collect();
    for hit in catalog.search(topic) {
        if names.len() < MOST && !names.contains(&hit.entry.id.as_str()) {
            names.push(&hit.entry.id);
        }
    }
    match names.as_slice() {
        [] => "; `napkin catalog list` shows what there is".to_string(),
        names => format!(
            "; did you mean {}?",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}
