//! `napkin man`: the manual as pages for `man`, from the same words as the help.

use anyhow::bail;
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::project::VARIABLE;
use super::write::Target;
use super::{Cli, Exit, Out, Talk, example, is_folder};

/// The section of the manual for commands.
const SECTION: &str = "1";
const PROGRAM: &str = "napkin";
/// How a page writes a plain apostrophe, in groff and elsewhere.
const APOSTROPHE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

const VARIABLES: [(&str, &str); 7] = [
    (VARIABLE, "the project file, where --config names none"),
    ("NO_COLOR", "no colour, unless --color asks for it"),
    ("CLICOLOR_FORCE", "colour in a pipe too, unless it is 0"),
    ("COLUMNS", "the width of tables and lines"),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "whether more than ASCII can be shown: a name with UTF-8 in it",
    ),
    ("TERM", "with dumb no colour, no keys and no sign of progress"),
    (
        "XDG_STATE_HOME",
        "the folder in which quiz keeps its log; ~/.local/state by default",
    ),
];

const FILES: [(&str, &str); 4] = [
    ("NAME.yaml", "a design"),
    (
        "napkin.yaml",
        "the project file: what holds for all designs below its folder; napkin explain project-file",
    ),
    ("NAME.session.jsonl", "the journal of an interview, beside its design"),
    ("~/.local/state/napkin/practice.jsonl", "what quiz has asked"),
];

/// Print a page of the manual, or write all of them into a folder
#[derive(Debug, Args)]
#[command(after_help = example::help("man"))]
pub struct Arguments {
    /// The verb whose page is wanted, such as check or catalog show [default: the page of the program; all into a folder]
    #[arg(value_name = "VERB")]
    verb: Vec<String>,
    #[command(flatten)]
    out: Out,
}

/// Prints a page, or writes all pages.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let mut whole = Cli::command().disable_help_subcommand(true);
    whole.build();
    let folder = arguments.out.file().filter(|path| is_folder(path));
    if let (Some(folder), []) = (folder, arguments.verb.as_slice()) {
        std::fs::create_dir_all(folder)
            .map_err(|error| anyhow::anyhow!("cannot make the folder `{}`: {error}", folder.display()))?;
        let mut targets = Vec::new();
        for command in all(&whole) {
            let path = folder.join(format!("{}.{SECTION}", title(command)));
            let text = page(command, &whole)?;
            targets.push(Target { path, text });
        }
        return arguments.out.send_all(targets, &[], talk);
    }
    let mut command = &whole;
    for word in &arguments.verb {
        let Some(next) = command.find_subcommand(word) else {
            let verbs: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            match verbs.as_slice() {
                [] => bail!("`{}` has no verbs of its own", title(command)),
                verbs => bail!("there is no verb `{word}`; verbs: {}", verbs.join(", ")),
            }
        };
        command = next;
    }
    arguments.out.send(page(command, &whole)?, &[], talk)
}

/// A command with all below it.
fn all(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().flat_map(all);
    std::iter::once(command).chain(below).collect()
}

/// `napkin-catalog-show`.
fn title(command: &Command) -> String {
    command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
        .to_string()
}

/// One page.
fn page(command: &Command, whole: &Command) -> anyhow::Result<String> {
    let man = Man::new(command.clone()).section(SECTION);
    let mut bytes = Vec::new();
    man.render_name_section(&mut bytes)?;
    man.render_synopsis_section(&mut bytes)?;
    man.render_description_section(&mut bytes)?;
    if command.get_arguments().next().is_some() {
        man.render_options_section(&mut bytes)?;
    }
    if command.has_subcommands() {
        man.render_subcommands_section(&mut bytes)?;
    }
    let mut rest = Roff::new();
    examples(&mut rest, command);
    listed(&mut rest, "EXIT STATUS", &example::EXITS);
    listed(&mut rest, "ENVIRONMENT", &VARIABLES);
    listed(&mut rest, "FILES", &FILES);
    related(&mut rest, command, whole);
    bytes.extend(rest.render().into_bytes());
    Ok(whole_page(&title(command), &String::from_utf8(bytes)?))
}

/// Sections as one page. Each brings the lines that an apostrophe needs; once is enough. A page has no day: it is the
/// same whenever it is written.
fn whole_page(title: &str, sections: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let head = format!(
        ".\\\" {}\n{APOSTROPHE}.TH {} {SECTION} \"\" \"{PROGRAM} {version}\" \"System design\"\n",
        napkin::assemble::GENERATED,
        title.to_uppercase(),
    );
    let body = sections.replace(APOSTROPHE, "").replace(".br\n\n", "\n");
    // An empty line with a break is one space to every reader, written so that none of them warns.
    let body = body.replace("\n\n.br\n", "\n.sp\n");
    let lines = body.lines().map(|line| format!("{}\n", line.trim_end()));
    head + &lines.collect::<String>()
}

/// Command lines that a test runs.
fn examples(out: &mut Roff, command: &Command) {
    let title = title(command);
    let verb = title.strip_prefix(PROGRAM).unwrap_or(&title).trim_start_matches('-');
    let verb = verb.replace('-', " ");
    let mut begun = false;
    for (line, about) in example::of(&verb) {
        if !begun {
            out.control("SH", ["EXAMPLES"]);
            begun = true;
        }
        out.control("TP", []);
        out.text([bold(line)]);
        out.text([roman(about)]);
    }
}

fn listed(out: &mut Roff, heading: &str, rows: &[(&str, &str)]) {
    out.control("SH", [heading]);
    for (name, what) in rows {
        out.control("TP", []);
        out.text([bold(*name)]);
        out.text([roman(*what)]);
    }
}

/// The page above, and those of the same level.
fn related(out: &mut Roff, command: &Command, whole: &Command) {
    let own = title(command);
    let others: Vec<String> = if own == PROGRAM {
        whole.get_subcommands().map(title).collect()
    } else {
        vec![PROGRAM.to_string()]
    };
    out.control("SH", ["SEE ALSO"]);
    let mut line = Vec::new();
    for (at, other) in others.iter().enumerate() {
        if at > 0 {
            line.push(roman(", "));
        }
        line.push(bold(other.as_str()));
        line.push(roman(format!("({SECTION})")));
    }
    out.text(line);
}
