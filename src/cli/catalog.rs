//! `napkin catalog`: what the program knows.

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};
use napkin::assemble::GENERATED;
use napkin::catalog::{Catalog, Entry, Kind};

use super::output::json;
use super::table::{Cell, Table, brief, text};
use super::terminal::Tone;
use super::{CatalogFolder, Exit, Out, Talk, example, explain, page, recommend};

/// Entries that a search lists.
const MOST: usize = 20;

/// List, show, search and recommend what napkin knows
#[derive(Debug, Args)]
#[command(after_help = example::help("catalog"))]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the entries, or those of one kind
    #[command(after_help = example::help("catalog list"))]
    List {
        #[arg(value_parser = PossibleValuesParser::new(Kind::ALL.map(|(name, _)| name)))]
        kind: Option<String>,
        #[command(flatten)]
        how: How,
    },
    /// Show an entry with its figures and their sources
    #[command(after_help = example::help("catalog show"))]
    Show {
        /// The id of the entry, or a name that it goes by
        #[arg(required = true)]
        id: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// Find entries by what they are about
    #[command(after_help = example::help("catalog search"))]
    Search {
        #[arg(required = true)]
        words: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    Recommend(Box<recommend::Arguments>),
}

#[derive(Debug, Args)]
struct How {
    /// The form of the result
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    catalog: CatalogFolder,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// Lists, shows or searches.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    match arguments.command {
        Command::List { kind, how } => {
            let Some(catalog) = explain::open(&how.catalog, talk)? else {
                return Ok(Exit::Input);
            };
            let kind = kind.as_deref().and_then(Kind::from_name);
            let entries = catalog.entries().into_iter();
            let entries = entries.filter(|entry| kind.is_none_or(|kind| entry.kind == kind));
            list(&how, &entries.collect::<Vec<_>>(), talk)
        }
        Command::Show { id, how } => {
            let Some(catalog) = explain::open(&how.catalog, talk)? else {
                return Ok(Exit::Input);
            };
            show(&how, &catalog, &id.join(" "), talk)
        }
        Command::Search { words, how } => {
            let Some(catalog) = explain::open(&how.catalog, talk)? else {
                return Ok(Exit::Input);
            };
            search(&how, &catalog, &words.join(" "), talk)
        }
        Command::Recommend(arguments) => recommend::run(*arguments, talk),
    }
}

fn search(how: &How, catalog: &Catalog, words: &str, talk: Talk) -> anyhow::Result<Exit> {
    let hits = catalog.search(words);
    let entries: Vec<&Entry> = hits.iter().take(MOST).map(|hit| hit.entry).collect();
    if entries.is_empty() {
        anyhow::bail!("nothing in the catalog is about `{words}`; `napkin catalog list` shows what there is");
    }
    if hits.len() > MOST {
        talk.note(&format!("the best {MOST} entries; more words find fewer\n"));
    }
    list(how, &entries, talk)
}

fn list(how: &How, entries: &[&Entry], talk: Talk) -> anyhow::Result<Exit> {
    if let Format::Json = how.format {
        let entries: Vec<_> = entries.iter().map(|entry| page::summary(entry)).collect();
        return how.out.send(json(&entries)?, &[], talk);
    }
    let look = how.out.look(talk.color);
    // One line an entry, so that a search of the list finds whole entries.
    let mut table = Table::new(&[text("id"), text("kind").rank(1), brief("what it is")]);
    for entry in entries {
        table.row([
            Cell::new(&entry.id).tone(Tone::Strong),
            Cell::new(entry.kind.name()),
            Cell::new(format!("{}. {}", entry.title, first_sentence(&entry.summary))),
        ]);
    }
    how.out.send_marked(table.render(look, 0), GENERATED, &[], talk)
}

fn show(how: &How, catalog: &Catalog, id: &str, talk: Talk) -> anyhow::Result<Exit> {
    let Some(entry) = explain::find(catalog, id) else {
        anyhow::bail!("the catalog has no `{id}`{}", explain::hint(catalog, id));
    };
    match how.format {
        Format::Json => how.out.send(json(&page::data(entry, catalog))?, &[], talk),
        Format::Text => how.out.send_marked(
            page::entry(entry, catalog, how.out.look(talk.color)),
            GENERATED,
            &[],
            talk,
        ),
    }
}

fn first_sentence(text: &str) -> &str {
    match text.find(". ") {
        Some(end) => &text[..=end],
        None => text,
    }
}
