//! What is asked for: functions, qualities, data.

use super::super::names::Names;
use super::super::question::{Choice, Question, Take};
use super::super::take::{SHAPES, flow_name};
use super::{View, check_in};

/// Entities of which it is asked whether a cache may hold them.
const MOST_CACHED: usize = 3;

pub fn scope(view: &View) -> Vec<Question> {
    const PHASE: &str = "scope";
    let draft = view.draft;
    let mut all = Vec::new();
    if view.case.is_none() {
        all.push(
            view.value(PHASE, &["name"], "What is the system called?")
                .example("Photo backup"),
        );
    }
    all.push(
        view.value(PHASE, &["summary"], "In one sentence: what does it do, and for whom?")
            .example("Keep the photos of families and show them on any device.")
            .help("Say the problem in your own words before you solve it. One sentence that a newcomer understands."),
    );
    if view.case.is_some() {
        let asked = draft.names(&["requirements", "assumptions"]);
        let told = asked
            .iter()
            .filter(|id| draft.value(&["requirements", "assumptions", id, "source"]).as_deref() == Some("interviewer"));
        let told = told
            .filter_map(|id| draft.value(&["requirements", "assumptions", id, "says"]))
            .collect();
        all.push(
            Question::new(PHASE, "clarify", "What do you ask the interviewer?", Take::Ask)
                .lines(told)
                .example("how many users are there?")
                .help("Facts are told when you ask for them: users, sizes, limits, what may be lost. One question a line; `:ask …` works later too."),
        );
    }
    let path = ["requirements", "functional"];
    let wishes = draft.names(&path).into_iter().map(|id| {
        let part = |key| {
            draft
                .value(&["requirements", "functional", &id, key])
                .unwrap_or_default()
        };
        format!("{id}: {}: {} ({})", part("as"), part("want"), part("priority"))
    });
    all.push(
        Question::new(PHASE, "functional", "Who must be able to do what?", Take::Functional)
            .lines(wishes.collect())
            .example("As a member I can upload a photo (must)")
            .help(
                "One actor, one verb, one thing. End with (must), (should) or (could); two to four musts are enough.",
            ),
    );
    for id in view.wishes() {
        let want = draft
            .value(&["requirements", "functional", &id, "want"])
            .unwrap_or_default();
        let there = draft.value(&["requirements", "functional", &id, "flow"]);
        let mut question = Question::new(
            PHASE,
            format!("flow.{id}"),
            format!("One word for the journey of {id}, \"{want}\""),
            Take::FlowOf(id.clone()),
        )
        .item(there.clone())
        .example("upload")
        .help("A flow is what happens on one request. Two requirements may share one.");
        if let Some(name) = there.or_else(|| flow_name(&want, draft)) {
            question = question.default(name);
        }
        all.push(question);
    }
    let jobs = view.flows().into_iter().filter(|flow| view.purpose(flow).is_none());
    all.push(
        Question::new(
            PHASE,
            "journeys",
            "What else happens: jobs, clean-ups, reports?",
            Take::Journeys,
        )
        .lines(jobs.collect())
        .on_demand()
        .example("sweep")
        .help(
            "A word for each, with `: actor` behind it where a person starts it. Skip it while the musts have no path.",
        ),
    );
    all.push(
        Question::new(PHASE, "out_of_scope", "What is out of scope?", Take::OutOfScope)
            .lines(draft.items(&["requirements", "out_of_scope"]))
            .example("billing")
            .help("What you leave out is as much worth saying as what you build."),
    );
    all.push(check_in(PHASE, "Say it back: is this what they want?").showing(view.scope_in_short()));
    all
}

pub fn quality(view: &View) -> Vec<Question> {
    const PHASE: &str = "quality";
    let stated = view
        .draft
        .report
        .requirements
        .nonfunctional
        .iter()
        .map(|n| format!("{}: {}", n.id, n.text));
    let flows = view.flows();
    let Names { flow, entity, .. } = view.named();
    let ask = match flows.as_slice() {
        [] => "How well must it work?".to_string(),
        flows => format!("How well must it work, flow by flow ({})?", flows.join(", ")),
    };
    vec![
        Question::new(PHASE, "nonfunctional", ask, Take::Nonfunctional)
            .lines(stated.collect())
            .example(format!("availability 99.95 % of {flow}"))
            .help(format!(
                "A quality, a number, and what it is about: `availability 99.95 % of {flow}`, `p99 < 100 ms of {flow}`, \
                 `throughput 12k req/s of {flow}`, `rpo 0 s of {entity} when zone lost`, `survive zone of {flow}`, \
                 `consistency eventual of {entity}`, `cost < 20k USD/month`. Three to five.",
            )),
        check_in(PHASE, "Which of these matters most to them?").showing(view.qualities_in_short()).on_demand(),
    ]
}

pub fn data(view: &View) -> Vec<Question> {
    const PHASE: &str = "data";
    let draft = view.draft;
    let entities = draft.names(&["data"]);
    let mut all = vec![
        Question::new(
            PHASE,
            "entities",
            "Which things are kept? Nouns, with commas",
            Take::Entities,
        )
        .lines(entities.clone())
        .example("photo, album, member")
        .help("The nouns of the requirements: what is written once and read later."),
    ];
    let stores = view
        .components()
        .into_iter()
        .filter(|(_, function)| view.keeps(function));
    let stores: Vec<(String, String)> = stores.collect();
    let mut cached = 0;
    for id in entities {
        let kept_in = draft.items(&["data", &id, "in"]).into_iter().next();
        let function = kept_in.and_then(|store| draft.value(&["components", &store, "is"]));
        let grows = function.as_deref().is_some_and(|function| view.grows(function));
        let cacheable = cached < MOST_CACHED && function.as_deref().is_some_and(|function| view.is_store(function));
        cached += usize::from(cacheable);
        let shapes = SHAPES.iter().map(|(shape, _, about)| Choice::new(*shape, *about));
        let own = stores
            .iter()
            .map(|(store, function)| Choice::new(store, format!("together with others in this {function}")));
        all.push(
            Question::new(
                PHASE,
                format!("store.{id}"),
                format!("What shape has {id}?"),
                Take::StoreOf(id.clone()),
            )
            .choice(shapes.chain(own).collect())
            .item(view.there(&["data", &id, "in"]))
            .help("The shape and how it is found decide the store; the product comes later."),
        );
        all.push(
            view.value(PHASE, &["data", &id, "keep"], format!("How long is one {id} kept?"))
                .example("5 years")
                .in_turn_where(|| grows)
                .help("A time, such as `30 days` or `5 years`. Skip what is kept for ever."),
        );
        let cached = [
            ("no", "read rarely, or must be fresh"),
            ("hot", "read often, changes seldom: a cache beside the service"),
            ("static", "the same for all: at the edge"),
            ("device", "on the user's device"),
        ];
        let cached = cached.map(|(word, about)| Choice::new(word, about)).to_vec();
        all.push(
            Question::new(PHASE, format!("cache.{id}"), format!("May {id} be read from a cache?"), Take::CacheOf(id.clone()))
                .choice(cached)
                .default("no")
                .in_turn_where(|| cacheable)
                .help("What is read often and changes seldom. A cache needs an end of validity and an answer for a cold start."),
        );
    }
    all
}
