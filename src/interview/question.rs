//! One question of a session.

use std::borrow::Cow;

/// What is asked, and how an answer is taken.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name in an answers file, stable between sessions: `rate.redirect`.
    pub key: String,
    /// The phase that it belongs to.
    pub phase: String,
    pub ask: String,
    pub kind: Kind,
    pub example: Cow<'static, str>,
    /// What to think of, for the help.
    pub help: Cow<'static, str>,
    /// What Enter takes; none where Enter goes on without an answer.
    pub default: Option<String>,
    /// What stands there already.
    pub items: Vec<String>,
    /// What a person looks at to answer: what is to be said back, why no choice is left.
    pub shows: Vec<String>,
    pub asked: Asked,
    /// How an answer becomes a change of the design.
    pub take: Take,
}

#[derive(Debug, Clone)]
pub enum Kind {
    /// One line.
    Line,
    /// Lines until a blank one.
    Lines,
    /// One of these, by word or number.
    Choice(Vec<Choice>),
    /// A pause: a blank line goes on, a note is kept.
    Pause,
}

/// When a question comes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// As the session goes on.
    InTurn,
    /// Only when a person wants it, or an answer is prepared: the design is judged without it too.
    OnDemand,
}

#[derive(Debug, Clone)]
pub struct Choice {
    pub word: String,
    pub about: String,
    /// Whether a requirement speaks against it, so that it is nobody's default.
    pub excluded: bool,
}

/// What an answer changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Take {
    /// Nothing; the session keeps it.
    Note,
    /// A fact of the case, if it is asked for.
    Ask,
    /// The value at this path.
    Value(Vec<String>),
    Functional,
    /// The flow of a functional requirement.
    FlowOf(String),
    /// A flow that no requirement names: a job, a clean-up.
    Journeys,
    OutOfScope,
    Nonfunctional,
    Entities,
    /// The store of an entity.
    StoreOf(String),
    /// The cache for an entity.
    CacheOf(String),
    Figures,
    /// The operation that starts a flow.
    OperationOf(String),
    FieldsOf(String),
    Components,
    StepsOf(String),
    ContractOf(String),
    Regions,
    TechnologyOf(String),
    /// Why a technology was chosen.
    ReasonFor(String),
    UnitsOf(String),
    /// The service time of a component.
    TimeOf(String),
    /// What is done about something that the interviewer found; the words name it.
    Remedy(String),
    /// A choice that no number shows, in words.
    Decision,
    Target,
    /// A question that stays open, behind these words.
    Open(&'static str),
    /// A fact word of a component, one of several.
    FactOf(String),
    ApiStyle,
}

impl Question {
    pub(super) fn new(phase: &str, key: impl Into<String>, ask: impl Into<String>, take: Take) -> Question {
        Question {
            key: key.into(),
            phase: phase.to_string(),
            ask: ask.into(),
            kind: Kind::Line,
            example: Cow::Borrowed(""),
            help: Cow::Borrowed(""),
            default: None,
            items: Vec::new(),
            shows: Vec::new(),
            asked: Asked::InTurn,
            take,
        }
    }

    pub(super) fn lines(mut self, items: Vec<String>) -> Question {
        self.kind = Kind::Lines;
        self.items = items;
        self
    }

    pub(super) fn choice(mut self, choices: Vec<Choice>) -> Question {
        self.kind = Kind::Choice(choices);
        self
    }

    pub(super) fn pause(mut self) -> Question {
        self.kind = Kind::Pause;
        self
    }

    pub(super) fn example(mut self, example: impl Into<Cow<'static, str>>) -> Question {
        self.example = example.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Question {
        self.help = help.into();
        self
    }

    pub(super) fn default(mut self, default: impl Into<String>) -> Question {
        self.default = Some(default.into());
        self
    }

    pub(super) fn item(mut self, item: Option<String>) -> Question {
        self.items.extend(item);
        self
    }

    pub(super) fn showing(mut self, lines: Vec<String>) -> Question {
        self.shows = lines;
        self
    }

    pub(super) fn on_demand(mut self) -> Question {
        self.asked = Asked::OnDemand;
        self
    }

    /// Asked in turn if this holds, else on demand.
    pub(super) fn in_turn_where(mut self, decides: impl FnOnce() -> bool) -> Question {
        if !decides() {
            self.asked = Asked::OnDemand;
        }
        self
    }

    /// Whether a choice is open of which nothing may be taken unseen.
    pub(super) fn all_excluded(&self) -> bool {
        matches!(&self.kind, Kind::Choice(choices) if choices.iter().all(|c| c.excluded))
    }

    /// Whether the design holds an answer already.
    pub fn is_filled(&self) -> bool {
        !self.items.is_empty()
    }
}

impl Choice {
    pub(super) fn new(word: impl Into<String>, about: impl Into<String>) -> Choice {
        Choice {
            word: word.into(),
            about: about.into(),
            excluded: false,
        }
    }
}
