//! What the interviewer tells: each fact is found by questions as people type them, and no question gets another one.

use crate::interview::setup;
use napkin::catalog::Catalog;
use napkin::interview::{Answers, By, Said, Session, first_text};

/// A question of a case begins so, and how it may be asked.
type Asked = (&'static str, [&'static str; 3]);

const URL_SHORTENER: [Asked; 10] = [
    (
        "How many links and clicks",
        [
            "how many users are there?",
            "what traffic do we expect?",
            "how many clicks per day",
        ],
    ),
    (
        "How fast does it grow",
        [
            "what growth do we expect?",
            "how fast will it grow",
            "how many years ahead should we plan?",
        ],
    ),
    (
        "How much above",
        [
            "is there a peak hour?",
            "how high is the peak?",
            "what about bursts of traffic at peak",
        ],
    ),
    (
        "May users choose",
        [
            "can a user pick a custom alias?",
            "are vanity names allowed",
            "may I choose the short name myself?",
        ],
    ),
    (
        "Do links expire",
        [
            "do links expire?",
            "how long are links kept?",
            "is there a retention time for links?",
        ],
    ),
    (
        "Must click counts",
        [
            "do we need analytics in real time?",
            "must statistics be live?",
            "are click counts real time",
        ],
    ),
    (
        "Who may delete",
        [
            "can links be deleted?",
            "can users remove a link",
            "who can delete links?",
        ],
    ),
    (
        "May codes be guessed",
        [
            "must short codes be unguessable?",
            "are codes secret?",
            "may the codes follow a sequence?",
        ],
    ),
    (
        "How long is a long address",
        [
            "how long is a url?",
            "what is the size of an address?",
            "how many bytes has a long url",
        ],
    ),
    (
        "Where are the users",
        [
            "in which countries are the users?",
            "where are the users",
            "is it global or one region?",
        ],
    ),
];

const PASTEBIN: [Asked; 9] = [
    (
        "How many pastes",
        [
            "how many pastes per day?",
            "what is the read write ratio?",
            "how much traffic is there",
        ],
    ),
    (
        "How much above",
        [
            "how high is the peak?",
            "are there bursts or spikes?",
            "how busy is the busy hour?",
        ],
    ),
    (
        "How large is a text",
        [
            "how big is a paste?",
            "what is the maximum size?",
            "is there a limit on the size of a text",
        ],
    ),
    (
        "Do pastes expire",
        [
            "do pastes expire?",
            "how long are pastes kept?",
            "what is the retention?",
        ],
    ),
    (
        "Who can see",
        [
            "are pastes public or private?",
            "who can see a paste",
            "is there access control?",
        ],
    ),
    (
        "Can a paste be changed",
        [
            "can a paste be edited?",
            "may I update a paste",
            "do we keep versions of a paste?",
        ],
    ),
    (
        "Are there accounts",
        ["anonymous or log in?", "do users sign in?", "are there user accounts?"],
    ),
    (
        "Does it grow",
        [
            "how fast does it grow?",
            "what growth should I assume?",
            "how far into the future do we look?",
        ],
    ),
    (
        "Where are the readers",
        [
            "in which regions are the readers?",
            "where are the users?",
            "is it global?",
        ],
    ),
];

const CHAT: [Asked; 11] = [
    (
        "How many users",
        [
            "how many users are there?",
            "how many messages a day?",
            "how many are online at once?",
        ],
    ),
    (
        "How much above",
        ["how high is the peak?", "is there a peak?", "are there bursts"],
    ),
    (
        "How large is the largest group",
        [
            "how big can a group be?",
            "how many members has a group?",
            "what is the maximum group size?",
        ],
    ),
    (
        "How many of the messages",
        [
            "what share of messages is for groups?",
            "how many messages are direct?",
            "what share of messages are group messages",
        ],
    ),
    (
        "How long does the server",
        [
            "how long are messages kept?",
            "do we store the history?",
            "what is the retention of messages?",
        ],
    ),
    (
        "May a user have several",
        [
            "does it work on several devices?",
            "can I use web and tablet too?",
            "multiple devices per user?",
        ],
    ),
    (
        "Are messages end-to-end",
        [
            "is it end to end encrypted?",
            "do we need encryption?",
            "what about privacy of messages",
        ],
    ),
    (
        "What does delivered mean",
        [
            "do we need read receipts?",
            "what does delivered mean?",
            "what do the ticks mean?",
        ],
    ),
    (
        "How large are media",
        [
            "can users send photos?",
            "how big are the media files?",
            "are there attachments",
        ],
    ),
    (
        "What order",
        [
            "must messages be in order?",
            "what ordering do we need",
            "which order do messages have?",
        ],
    ),
    (
        "Where are the users",
        [
            "in which countries are the users?",
            "where are the users?",
            "is it global?",
        ],
    ),
];

const GALLERY: [Asked; 7] = [
    (
        "How many pictures",
        [
            "how many photos are in an album?",
            "how big is an album?",
            "what is the largest number of pictures in an album?",
        ],
    ),
    (
        "Which order",
        [
            "in which order are they shown?",
            "how are photos sorted?",
            "is it sorted by date?",
        ],
    ),
    (
        "Which devices",
        [
            "mobile or desktop?",
            "which devices do we support?",
            "which browsers and networks?",
        ],
    ),
    (
        "What works offline",
        [
            "must it work offline?",
            "what if there is no connection?",
            "does it need to work on a plane?",
        ],
    ),
    (
        "Are sizes known",
        [
            "do we know width and height?",
            "is the aspect ratio known?",
            "are the dimensions known before the load?",
        ],
    ),
    (
        "How many guests",
        [
            "how many users are there?",
            "how much traffic?",
            "how many guests a day?",
        ],
    ),
    (
        "Must search engines",
        [
            "is SEO important?",
            "do search engines index it?",
            "is the page public or crawled?",
        ],
    ),
];

const ECOMMERCE: [Asked; 8] = [
    (
        "Own stock",
        [
            "is it a marketplace?",
            "are there third party sellers?",
            "do we have our own stock?",
        ],
    ),
    (
        "May more be sold",
        [
            "may we oversell?",
            "what happens when an item is sold out?",
            "can more be sold than is in the inventory?",
        ],
    ),
    (
        "Is there a cart",
        [
            "is there a guest checkout?",
            "can anonymous people have a cart?",
            "is there a basket without sign in?",
        ],
    ),
    (
        "Are there flash sales",
        [
            "are there flash sales?",
            "what about spikes on black friday?",
            "do we have a peak?",
        ],
    ),
    (
        "Who handles card",
        [
            "who handles payment?",
            "do we store credit cards?",
            "are we PCI compliant?",
        ],
    ),
    (
        "How many customers",
        [
            "how many users are there?",
            "how many orders a day?",
            "what traffic do we expect?",
        ],
    ),
    (
        "How large is the catalogue",
        [
            "how many products are there?",
            "how big is the catalog?",
            "how many items are sold?",
        ],
    ),
    (
        "How long are orders",
        [
            "how long do we keep orders?",
            "what retention has an order?",
            "how long is the order history?",
        ],
    ),
];

/// What a case knows nothing about.
const UNKNOWN: [(&str, &str); 14] = [
    ("url-shortener", "what is the colour of the sky?"),
    ("url-shortener", "anonymous or log in?"),
    ("url-shortener", "which programming language?"),
    ("url-shortener", "what is the budget?"),
    ("url-shortener", "how big is the team?"),
    ("fe-photo-gallery", "how big is one picture?"),
    ("fe-photo-gallery", "what does it cost?"),
    ("fe-photo-gallery", "may guests write comments?"),
    ("pastebin", "do we highlight the syntax?"),
    ("pastebin", "is there an API key?"),
    ("chat", "are there voice calls?"),
    ("chat", "do we moderate content?"),
    ("ecommerce", "is there a recommendation engine?"),
    ("ecommerce", "how long does shipping take?"),
];

/// What is answered to each question in a session over a case; none where the case knows nothing.
fn told(case: &str, questions: &[&str]) -> Vec<Option<String>> {
    let catalog = Catalog::embedded();
    let text = first_text("A system", Some(case));
    let mut session = Session::open(setup(Some(case)), &catalog, None, text, None, Answers::default()).unwrap();
    let ask = |question: &&str| {
        let reply = session.reply(&format!(":ask {question}"), By::Typed, 0);
        let facts = &catalog.case(case).unwrap().1.clarify;
        reply.said.iter().find_map(|said| match said {
            Said::Interviewer(text) => facts.iter().find(|f| f.answer == *text).map(|f| f.ask.clone()),
            _ => None,
        })
    };
    questions.iter().map(ask).collect()
}

#[test]
fn facts_are_found_by_other_words_and_never_another_one() {
    let cases: [(&str, &[Asked]); 5] = [
        ("url-shortener", &URL_SHORTENER),
        ("pastebin", &PASTEBIN),
        ("chat", &CHAT),
        ("fe-photo-gallery", &GALLERY),
        ("ecommerce", &ECOMMERCE),
    ];
    let (mut found, mut of) = (0, 0);
    let (mut wrong, mut silent) = (Vec::new(), Vec::new());
    for (case, asked) in cases {
        let questions: Vec<&str> = asked.iter().flat_map(|(_, questions)| *questions).collect();
        let facts = asked.iter().flat_map(|(fact, _)| [*fact; 3]);
        for ((question, fact), told) in questions.iter().zip(facts).zip(told(case, &questions)) {
            of += 1;
            match told {
                Some(told) if told.starts_with(fact) => found += 1,
                Some(told) => wrong.push(format!("{case}: {question} -> {told}")),
                None => silent.push(format!("{case}: {question}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}\nsilent:\n{}", wrong.join("\n"), silent.join("\n"));
    assert!(found * 10 >= of * 9, "{found} of {of}:\n{}", silent.join("\n"));
}

#[test]
fn what_a_case_does_not_know_is_not_answered() {
    for (case, question) in UNKNOWN {
        assert_eq!(told(case, &[question]), [None], "{case}: {question}");
    }
}
