//! What runs in the browser: rendering, fetching, parts, caches, budgets.

use super::super::question::{Choice, Question, Take};
use super::{View, check_in};
use crate::report::Shape;

/// The component that stands for the page, where the design has none yet.
const PAGE: &str = "page";

/// Facts by which rendering is said.
const RENDERING: [(&str, &str); 3] = [
    (
        "client-side-rendering",
        "an empty shell, then scripts: personal pages behind a login",
    ),
    (
        "server-side-rendering",
        "HTML for each request: fresh, fast first screen, seen by search engines",
    ),
    (
        "static-generation",
        "HTML made at build time: the fastest, for what is the same for all",
    ),
];

const FETCHING: [(&str, &str); 3] = [
    ("rest", "resources, cached by HTTP"),
    (
        "graphql",
        "one request for exactly the fields of a screen; batch against N+1",
    ),
    ("grpc", "typed and streamed; from a browser through a proxy"),
];

/// Facts that keep a page within its budgets.
const TECHNIQUES: [&str; 8] = [
    "lazy-loading",
    "aspect-ratio-boxes",
    "virtual-list",
    "immutable-urls",
    "brotli",
    "request-coalescing",
    "out-of-order-responses",
    "accessibility",
];

fn page(view: &View) -> String {
    let components = view.components().into_iter();
    let mut clients = components.filter(|(_, function)| view.shape(function) == Shape::Client);
    clients.next().map_or_else(|| PAGE.to_string(), |(id, _)| id)
}

fn facts(page: &str, view: &View) -> Vec<String> {
    view.draft.items(&["components", page, "has"])
}

pub fn rendering(view: &View) -> Vec<Question> {
    const PHASE: &str = "rendering";
    let page = page(view);
    let mut all = Vec::new();
    if view.draft.node(&["components", &page]).is_none() {
        all.push(
            Question::new(PHASE, "page", "What runs on the device?", Take::Components)
                .default(format!("{PAGE}: client-app"))
                .example("page: client-app"),
        );
    } else {
        let known = RENDERING.iter().filter(|(word, _)| view.catalog.is_fact(word));
        let choices: Vec<Choice> = known.map(|(word, about)| Choice::new(*word, *about)).collect();
        let said = facts(&page, view)
            .into_iter()
            .find(|f| RENDERING.iter().any(|(word, _)| word == f));
        all.push(
            Question::new(
                PHASE,
                "rendering",
                format!("Where is {page} rendered?"),
                Take::FactOf(page.clone()),
            )
            .choice(choices)
            .item(said)
            .help("Who must see the first screen, how fast, and does a search engine read it?"),
        );
    }
    let fetching = FETCHING.map(|(word, about)| Choice::new(word, about)).to_vec();
    all.push(
        Question::new(PHASE, "fetching", "How does data reach the page?", Take::ApiStyle)
            .choice(fetching)
            .item(view.there(&["apis", "public", "style"]))
            .help("One screen, how many requests, how many bytes that it does not use?"),
    );
    let boxes = view
        .components()
        .iter()
        .map(|(id, function)| format!("{id}: {function}"))
        .collect();
    all.push(
        Question::new(PHASE, "components", "Which parts does it have, on the device and behind it? `name: function`", Take::Components)
            .lines(boxes)
            .example("grid: virtualizer, images: image-loader, edge: image-cdn, api: service")
            .help("On the device: virtualizer, image-loader, data-fetcher, client-store, service-worker; behind it: cdn, image-cdn, web-renderer, service."),
    );
    for flow in view.flows() {
        let actor = view
            .draft
            .value(&["flows", &flow, "actor"])
            .unwrap_or_else(|| "its actor".into());
        all.push(
            Question::new(
                PHASE,
                format!("steps.{flow}"),
                format!("Walk through {flow}, from {actor}"),
                Take::StepsOf(flow.clone()),
            )
            .lines(view.draft.items(&["flows", &flow, "steps"]))
            .example(format!("{actor} -> {page} -> edge hit 90 % -> api"))
            .help("`->` waits for the answer, `~>` does not; `hit 90 %`, `on miss`, `times 15` stand behind a name."),
        );
    }
    all.push(
        check_in(
            PHASE,
            "Walk them through the first screen: does it match what they want?",
        )
        .showing(view.paths_in_short()),
    );
    all
}

pub fn client_state(view: &View) -> Vec<Question> {
    const PHASE: &str = "client-state";
    let page = page(view);
    let mut all = vec![
        Question::new(
            PHASE,
            "state",
            "What does the page remember: data of the server, what the user typed, what the address says?",
            Take::Decision,
        )
        .lines(Vec::new())
        .example("server data is a cache with an age; the filter lives in the address")
        .help("State of the server is a cache. What can be derived is not kept."),
        Question::new(
            PHASE,
            "layers",
            "Which caches lie between the pixel and the database, and until when does each hold?",
            Take::Decision,
        )
        .lines(Vec::new())
        .example("memory for the visit, browser for a year by address, edge for a day")
        .help("Memory, browser, service worker, edge, gateway, store: what is stale at each?"),
    ];
    if view.catalog.is_fact("offline-mode") {
        let choices = vec![
            Choice::new("offline-mode", "what was seen last works without a network"),
            Choice::new("no", "without a network it says so"),
        ];
        let said = facts(&page, view).into_iter().find(|f| f == "offline-mode");
        all.push(
            Question::new(PHASE, "offline", "What works without a network?", Take::FactOf(page))
                .choice(choices)
                .item(said)
                .default("no"),
        );
    }
    all
}

pub fn web_vitals(view: &View) -> Vec<Question> {
    const PHASE: &str = "web-vitals";
    let page = page(view);
    let has = facts(&page, view);
    let techniques = TECHNIQUES.iter().filter(|word| view.catalog.is_fact(word));
    let about = |word: &str| view.catalog.get(word).map_or(String::new(), |e| e.title.clone());
    let choices: Vec<Choice> = techniques.map(|word| Choice::new(*word, about(word))).collect();
    let said = has.into_iter().filter(|f| TECHNIQUES.contains(&f.as_str())).collect();
    let mut all = vec![
        Question::new(PHASE, "budgets", "Which budget holds, and by which formula?", Take::Nonfunctional)
            .lines(Vec::new())
            .example("holds 15 * 20 KB / 4 Mbit/s < 2.5 s")
            .help("`holds FORMULA < LIMIT` is computed. Largest paint 2.5 s, layout shift 0.1, interaction 200 ms are the usual limits."),
    ];
    if !choices.is_empty() {
        let mut question = Question::new(PHASE, "techniques", "What keeps it there?", Take::FactOf(page)).lines(said);
        question.kind = super::Kind::Lines;
        let words: Vec<&str> = choices.iter().map(|c| c.word.as_str()).collect();
        question.ask = format!("What keeps it there? One of {}", words.join(", "));
        all.push(
            question
                .example("lazy-loading")
                .help("One a line. Each is a fact that the rules of the check look at."),
        );
    }
    all.extend(super::depth::deep(view).into_iter().map(|mut q| {
        q.phase = PHASE.to_string();
        q
    }));
    all
}
