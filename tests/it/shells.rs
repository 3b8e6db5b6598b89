//! Words are completed by the real shells, at a terminal.

use crate::command_line::folder;
use crate::pty::Pty;
use crate::tools;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const WINDOW: (u16, u16) = (30, 120);
const DESIGN: &str = "designs/url-shortener.yaml";

/// What is typed before the tabulator, and what stands on the line after it.
const TYPED: [(&str, &str); 7] = [
    ("draw --view contai", "--view container"),
    ("explain zone-avail", "explain zone-availability"),
    ("catalog show postgr", "show postgresql"),
    ("check designs/url", "check designs/url-shortener.yaml"),
    ("draw designs/url-shortener.yaml --flow red", "--flow redirect"),
    (
        "estimate designs/url-shortener.yaml --explain api.pe",
        "--explain api.peak",
    ),
    ("estimate designs/url-shortener.yaml --set load.us", "--set load.users="),
];

/// A folder with a design.
fn place(name: &str) -> PathBuf {
    let here = folder(name, &[]);
    fs::create_dir(here.join("designs")).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(DESIGN), here.join(DESIGN)).unwrap();
    here
}

/// Types each line into a shell that has read the script, and looks at what it becomes.
fn completes(shell: &str, words: &[&str], load: &str) {
    if Command::new(shell).arg("--version").output().is_err() {
        return tools::skip(shell, &format!("apt-get install {shell}"));
    }
    let here = place(&format!("shell_{shell}"));
    let Some(mut pty) = Pty::program(shell, &here, WINDOW, words) else {
        return;
    };
    pty.press(&format!("{load}\r"));
    // The words are in two parts, so that what is typed is not what is waited for.
    pty.press("echo rea''dy\r");
    pty.wait("ready");
    for (typed, line) in TYPED {
        pty.press(&format!("napkin {typed}\t"));
        pty.looks(|screen| screen.contents().contains(line));
        // Nothing is run.
        pty.press("\x15");
    }
    pty.press("exit\r");
    pty.end();
}

#[test]
fn bash_completes() {
    completes("bash", &["--norc", "--noprofile"], "source <(napkin completions bash)");
}

#[test]
fn zsh_completes() {
    let load = "autoload -U compinit; compinit -u -D; source <(napkin completions zsh)";
    completes("zsh", &["-f"], load);
}

#[test]
fn fish_completes() {
    completes("fish", &["--no-config"], "napkin completions fish | source");
}

/// Of a script that no shell here can read, at least its calls are those that the others make.
#[test]
fn powershell_completes() {
    if Command::new("pwsh").arg("-Version").output().is_err() {
        // No registry of packages has it, so that not even a full check can ask for it.
        return eprintln!("SKIPPED: pwsh is not installed");
    }
    let here = place("shell_pwsh");
    let ask = "napkin completions powershell | Out-String | Invoke-Expression; \
               (TabExpansion2 'napkin catalog show postgr' 26).CompletionMatches.CompletionText";
    let out = Command::new("pwsh")
        .current_dir(here)
        .args(["-NoProfile", "-Command", ask])
        .output();
    assert_eq!(String::from_utf8(out.unwrap().stdout).unwrap().trim(), "postgresql");
}
