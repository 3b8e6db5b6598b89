//! The examples in the help. A test takes them from there and runs each one beside `designs/`.

/// Verb, command line, and what it does.
const EXAMPLES: &[(&str, &str, &str)] = &[
    (
        "",
        "napkin check designs/url-shortener.yaml",
        "is it sound, and does it keep its promises?",
    ),
    (
        "",
        "napkin report designs/url-shortener.yaml",
        "a folder with everything",
    ),
    ("", "napkin explain rpo", "what a word means"),
    (
        "interview",
        "napkin interview url-shortener --sheet",
        "what a human interviewer needs",
    ),
    (
        "export",
        "napkin export openpsa designs/url-shortener.yaml -o fault-trees.xml",
        "fault trees that SCRAM solves",
    ),
    (
        "estimate",
        "napkin estimate designs/url-shortener.yaml",
        "load, capacity and storage",
    ),
    (
        "estimate",
        "napkin estimate designs/chat.yaml --set load.users=1G",
        "with other numbers",
    ),
    (
        "estimate",
        "napkin estimate designs/url-shortener.yaml --state target",
        "with what is planned",
    ),
    (
        "estimate",
        "napkin estimate designs/url-shortener.yaml --explain api.peak",
        "one figure with its working",
    ),
    (
        "estimate",
        "napkin estimate designs/ecommerce.yaml --format json",
        "for other programs",
    ),
    (
        "estimate",
        "napkin estimate designs/chat.yaml --only summary,cost",
        "a part of the sheet",
    ),
    (
        "estimate",
        "napkin estimate designs/url-shortener.yaml --sweep load.users=1M..100M",
        "what breaks when, as the load grows",
    ),
    (
        "estimate",
        "napkin estimate designs/url-shortener.yaml --tornado api.utilisation",
        "what each input does to a figure",
    ),
    (
        "estimate",
        "napkin estimate designs/url-shortener.yaml --flip NFR7",
        "how wrong an input may be",
    ),
    (
        "calc",
        "napkin calc '(8M to 12M users) * 40 /user/day * 100 B in TB/year'",
        "a range, units, and the unit to answer in",
    ),
    (
        "calc",
        "napkin calc 'rate = 5k req/s; rate * 10 KB in Gbit/s; rate / 900 req/s < 8'",
        "names, several lines, a comparison",
    ),
    (
        "calc",
        "napkin calc '(50M..200M) * 20 /day' --profile interview",
        "with round days of 100,000 s",
    ),
    (
        "check",
        "napkin check designs/url-shortener.yaml",
        "findings, and a verdict for each requirement",
    ),
    (
        "check",
        "napkin check --strict designs/chat.yaml designs/ecommerce.yaml",
        "what is unknown counts as failed",
    ),
    (
        "check",
        "napkin check designs/chat.yaml designs/ecommerce.yaml --format sarif -o designs.sarif",
        "for CI, one document for all",
    ),
    (
        "check",
        "napkin check --diff designs/url-shortener.yaml",
        "what --fix would change",
    ),
    ("check", "cat designs/chat.yaml | napkin check -", "from standard input"),
    (
        "diff",
        "napkin diff designs/chat.yaml",
        "what the changes since the last commit do",
    ),
    (
        "diff",
        "napkin diff git:main:designs/chat.yaml designs/chat.yaml --format markdown",
        "a comment for a pull request",
    ),
    (
        "diff",
        "napkin diff designs/url-shortener.yaml --state target",
        "what is planned beside what there is; --state and --set apply to NEW",
    ),
    (
        "diff",
        "napkin diff designs/url-shortener.yaml --set components.api.replicas=2",
        "what a change would do",
    ),
    (
        "drill",
        "napkin drill designs/url-shortener.yaml",
        "everything that can be lost, and what becomes of each requirement",
    ),
    (
        "drill",
        "napkin drill designs/url-shortener.yaml 'lose zone a' 'lose cache'",
        "two drills in full",
    ),
    (
        "draft",
        "napkin draft designs/ecommerce.yaml sql",
        "tables with their constraints and indexes",
    ),
    (
        "draft",
        "napkin draft designs/url-shortener.yaml openapi --style google",
        "an HTTP contract after Google's guidelines",
    ),
    (
        "draft",
        "napkin draft designs/ecommerce.yaml -o drafts/",
        "every contract that fits the design, into a folder",
    ),
    (
        "draw",
        "napkin draw designs/url-shortener.yaml",
        "who calls whom, as Mermaid",
    ),
    (
        "draw",
        "napkin draw designs/url-shortener.yaml --flow redirect",
        "one flow, step by step",
    ),
    (
        "draw",
        "napkin draw designs/chat.yaml --view deployment -o chat.svg",
        "regions and zones, as a picture",
    ),
    (
        "draw",
        "napkin draw designs/chat.yaml --focus message_log",
        "one component and what it is linked to",
    ),
    (
        "draw",
        "napkin draw designs/ecommerce.yaml --view failure --focus checkout --depth 0 -o checkout.svg",
        "what takes part in one flow, and what of it alone fails",
    ),
    (
        "draw",
        "napkin draw designs/chat.yaml --format plantuml -o pictures/",
        "every picture, into a folder",
    ),
    (
        "doc",
        "napkin doc designs/url-shortener.yaml",
        "the design document, as Markdown",
    ),
    ("doc", "napkin doc designs/chat.yaml -o chat.md", "into a file"),
    (
        "doc",
        "napkin doc designs/chat.yaml -o chat.html",
        "as one page with all pictures, that needs no network",
    ),
    (
        "report",
        "napkin report designs/url-shortener.yaml",
        "into url-shortener-report/",
    ),
    (
        "report",
        "napkin report designs/chat.yaml -o out/",
        "into a folder of your choice",
    ),
    (
        "review",
        "napkin review designs/url-shortener.yaml --level mid",
        "what is shown and what is open, each with its line",
    ),
    (
        "review",
        "napkin review designs/chat.yaml --save chat.review.json",
        "keep it, and later: --since chat.review.json",
    ),
    (
        "review",
        "napkin review designs/chat.yaml --case chat --format markdown",
        "beside the reference design of a case",
    ),
    (
        "quiz",
        "napkin quiz --count 5",
        "five questions; what was missed comes first",
    ),
    (
        "quiz",
        "napkin quiz --case url-shortener --topic estimates",
        "the arithmetic of one case",
    ),
    ("quiz", "napkin quiz --weak", "what was missed most"),
    ("explain", "napkin explain duplicate-key", "a rule: why, and what to do"),
    ("explain", "napkin explain redis", "an entry of the catalog"),
    (
        "fmt",
        "napkin fmt --check designs",
        "are all laid out alike? Without --check they are made so",
    ),
    (
        "fmt",
        "napkin fmt --diff designs/chat.yaml",
        "what would change; `-` for a file is standard input, for editors",
    ),
    (
        "schema",
        "napkin schema -o napkin.schema.json",
        "beside the designs; their first line names it",
    ),
    ("schema", "napkin schema --for project", "of napkin.yaml"),
    (
        "catalog list",
        "napkin catalog list technology",
        "what can fill a component",
    ),
    (
        "catalog show",
        "napkin catalog show redis",
        "one entry with its figures and their sources",
    ),
    (
        "catalog search",
        "napkin catalog search read heavy cache",
        "what has to do with it",
    ),
    (
        "catalog recommend",
        "napkin catalog recommend key-value-store --design designs/url-shortener.yaml",
        "what the design's own numbers say of each",
    ),
    (
        "catalog recommend",
        "napkin catalog recommend message queue",
        "when to use which, without a design",
    ),
    (
        "new",
        "napkin new 'Photo sharing'",
        "photo-sharing.yaml, to be filled in",
    ),
    ("new", "napkin new answer.yaml --case chat", "with the task of a case"),
    (
        "explain",
        "napkin explain design-file step",
        "which keys a step of a flow may have",
    ),
    ("explain", "napkin explain project-file", "what a napkin.yaml may say"),
    (
        "completions",
        "napkin completions bash > napkin.bash",
        "or at each start, in ~/.bashrc: source <(napkin completions bash)",
    ),
    (
        "completions",
        "napkin completions zsh > _napkin",
        "or in ~/.zshrc, below compinit: source <(napkin completions zsh)",
    ),
    (
        "completions",
        "napkin completions fish > napkin.fish",
        "for ~/.config/fish/completions/",
    ),
    (
        "completions",
        "napkin completions powershell > napkin.ps1",
        "or in $PROFILE: napkin completions powershell | Out-String | Invoke-Expression",
    ),
    ("man", "napkin man check", "one page; `| man -l -` shows it"),
    (
        "man",
        "napkin man -o share/man/man1/",
        "all pages, for a folder that MANPATH names",
    ),
];

/// How the program ends, for people; the type is [`Exit`](super::Exit).
pub const EXITS: [(&str, &str); 5] = [
    ("0", "done, and nothing failed"),
    ("1", "an error or a requirement that fails, in check, drill and diff"),
    ("2", "the command line or the form of the input is wrong"),
    ("3", "a fault of napkin"),
    ("130", "interrupted"),
];

/// The examples of exactly this verb: each a command line with what it does.
pub fn of(verb: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let verb = verb.to_string();
    EXAMPLES
        .iter()
        .filter(move |(of, ..)| *of == verb)
        .map(|(_, line, about)| (*line, *about))
}

/// The examples of a verb as the last part of its help; those of the program itself for an empty name.
pub fn help(verb: &str) -> String {
    let within = format!("{verb} ");
    let mut out = String::from("Examples:");
    for (_, command, about) in EXAMPLES
        .iter()
        .filter(|(of, ..)| *of == verb || of.starts_with(&within))
    {
        out.push_str(&format!("\n  # {about}\n  {command}"));
    }
    if verb.is_empty() {
        out.push_str("\n\nExit codes:");
        for (code, meaning) in EXITS {
            out.push_str(&format!("\n  {code:<3} {meaning}"));
        }
    }
    out
}
