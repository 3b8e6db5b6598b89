//! `napkin completions`: words that a shell completes, with the ids of the catalog.
//!
//! The script of a shell asks the program itself, through an environment variable, what may stand at the cursor; so a
//! catalog that grows needs no new script.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use clap::{Arg, Args, Command, CommandFactory, ValueEnum};
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::{CompleteEnv, Shells};
use napkin::catalog::{Catalog, Kind};
use napkin::rules;

use super::ids::{Drills, Ids};
use super::{Cli, Exit, Out, Talk, complain, example, explain};

/// The variable through which a script asks.
const ASKED: &str = "NAPKIN_COMPLETE";
/// The program as scripts call it.
const PROGRAM: &str = "napkin";

/// Print a script that completes words, with the ids of the catalog
#[derive(Debug, Args)]
#[command(after_help = example::help("completions"))]
pub struct Arguments {
    /// The shell that reads it
    shell: Shell,
    #[command(flatten)]
    out: Out,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    /// In ~/.bashrc: source <(napkin completions bash)
    Bash,
    /// In ~/.zshrc: source <(napkin completions zsh)
    Zsh,
    /// napkin completions fish > ~/.config/fish/completions/napkin.fish
    Fish,
    /// In $PROFILE: napkin completions powershell | Out-String | Invoke-Expression
    Powershell,
}

/// Prints the script.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let name = arguments.shell.to_possible_value();
    let name = name.as_ref().map_or("", |value| value.get_name());
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(name) else {
        anyhow::bail!("no script is known for `{name}`");
    };
    let mut script = Vec::new();
    shell.write_registration(ASKED, PROGRAM, PROGRAM, PROGRAM, &mut script)?;
    let script = String::from_utf8(script)?;
    let mark = format!("# {}", napkin::assemble::GENERATED);
    arguments.out.send(format!("{mark}\n{}\n", script.trim()), &[], talk)
}

/// Answers a script; none where the command line is a command.
pub fn answer(words: &[OsString], talk: Talk) -> Option<Exit> {
    let here = std::env::current_dir().ok();
    let ids = Arc::new(Ids::among(words));
    let shell = std::env::var_os(ASKED).unwrap_or_default();
    let asked = CompleteEnv::with_factory(|| completed(Cli::command(), &ids, &shell)).var(ASKED);
    match asked.try_complete(words.iter().cloned(), here.as_deref()) {
        Ok(true) => Some(Exit::Done),
        Ok(false) => None,
        Err(error) => {
            complain(talk, error.to_string().trim_start_matches("error: ").trim_end());
            Some(Exit::Input)
        }
    }
}

/// The command with what may stand in its arguments, found by their names.
fn completed(command: Command, ids: &Arc<Ids>, shell: &OsStr) -> Command {
    let name = command.get_name().to_string();
    command
        .mut_args(|argument| known(&name, argument, ids, shell))
        .mut_subcommands(|command| completed(command, ids, shell))
}

fn known(command: &str, argument: Arg, ids: &Arc<Ids>, shell: &OsStr) -> Arg {
    let of_design = |find: fn(&Ids) -> Vec<CompletionCandidate>| {
        let ids = Arc::clone(ids);
        ArgValueCandidates::new(move || find(&ids))
    };
    match (command, argument.get_id().as_str()) {
        (_, "design" | "designs" | "old" | "new" | "compare") => argument.add(ArgValueCompleter::new(Designs)),
        ("explain", "topic") => argument.add(ArgValueCandidates::new(topics)),
        ("show", "id") => argument.add(ArgValueCandidates::new(entries)),
        ("interview", "what") | (_, "case") => argument.add(ArgValueCandidates::new(|| of_kind(Kind::Case))),
        ("interview", "plan") => argument.add(ArgValueCandidates::new(|| of_kind(Kind::Plan))),
        ("recommend", "function") => argument.add(ArgValueCandidates::new(|| of_kind(Kind::Function))),
        ("interview", "set") => argument,
        (_, "flow" | "flows") => argument.add(of_design(Ids::flows)),
        (_, "component" | "focus") => argument.add(of_design(Ids::components)),
        (_, "explain" | "tornado" | "figure") => argument.add(of_design(Ids::figures)),
        (_, "flip") => argument.add(of_design(Ids::requirements)),
        (_, "state") => argument.add(of_design(Ids::states)),
        (_, "set" | "sweep") => argument.add(of_design(Ids::inputs)),
        (_, "scenarios" | "drills") => argument.add(ArgValueCompleter::new(Drills::new(ids, shell))),
        ("man", "verb") => argument.add(ArgValueCandidates::new(verbs)),
        _ => argument,
    }
}

/// Folders, and files that a design may stand in.
struct Designs;

impl ValueCompleter for Designs {
    fn complete(&self, current: &OsStr) -> Vec<CompletionCandidate> {
        let is_yaml = |path: &Path| path.extension().is_some_and(|e| e == "yaml" || e == "yml");
        PathCompleter::file().filter(is_yaml).complete(current)
    }
}

fn of_kind(kind: Kind) -> Vec<CompletionCandidate> {
    let catalog = Catalog::embedded();
    let candidate = |id: &str| CompletionCandidate::new(id).help(Some(kind.name().into()));
    catalog.ids(kind).map(candidate).collect()
}

fn verbs() -> Vec<CompletionCandidate> {
    let verbs = Cli::command();
    verbs
        .get_subcommands()
        .map(|verb| CompletionCandidate::new(verb.get_name()))
        .collect()
}

fn entries() -> Vec<CompletionCandidate> {
    Kind::ALL.iter().flat_map(|(_, kind)| of_kind(*kind)).collect()
}

/// Entries, rules, and pages of their own.
fn topics() -> Vec<CompletionCandidate> {
    let pages = explain::PAGES.map(|(name, what)| CompletionCandidate::new(name).help(Some(what.into())));
    let rules = rules::ALL
        .iter()
        .map(|rule| CompletionCandidate::new(rule.id).help(Some("rule".into())));
    entries().into_iter().chain(rules).chain(pages).collect()
}
