//! `napkin schema`: what an editor has to know of the files.

use clap::Args;
use clap::builder::PossibleValuesParser;
use napkin::assemble::GENERATED;
use napkin::schema::{File, schema};

use super::terminal::visible;
use super::{CatalogFolder, Exit, Out, Talk, example, explain};

/// Print the JSON Schema of a design, by which editors complete, explain and check it
///
/// A design names the schema in a comment on its first line, with a path relative to itself:
/// `# yaml-language-server: $schema=napkin.schema.json`. The schema knows the ids of the catalog; further ones pass.
#[derive(Debug, Args)]
#[command(after_help = example::help("schema"))]
pub struct Arguments {
    /// Which file is described: a design, a part that one includes, the project file napkin.yaml, or an entry of a
    /// catalog by its kind
    #[arg(long = "for", value_name = "FILE", default_value = "design", value_parser = PossibleValuesParser::new(File::all().map(File::name)))]
    what: String,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    catalog: CatalogFolder,
}

/// Prints the schema.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let Some(catalog) = explain::open(&arguments.catalog, talk)? else {
        return Ok(Exit::Input);
    };
    let file = File::all().find(|file| file.name() == arguments.what);
    let file = file.unwrap_or(File::Design);
    let text = schema(file, &catalog, GENERATED);
    let exit = arguments.out.send(text, &[], talk)?;
    if let (Exit::Done, Some(path)) = (exit, arguments.out.file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        talk.note(&format!(
            "first line of a file beside it: # yaml-language-server: $schema={}\n",
            visible(&name)
        ));
    }
    Ok(exit)
}
