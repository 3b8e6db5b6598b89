//! One question of a session.

/// What is asked, and how an answer is taken.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name in an answers file, stable between sessions: `rate.redirect`.
    pub key: String,
    /// The phase that it belongs to.
    pub phase: String,
    pub ask: String,
    pub kind: Kind,
    pub example: &'static str,
    /// What to think of, for the help.
    pub help: &'static str,
    /// What Enter takes; none where Enter goes on without an answer.
    pub default: Option<String>,
    /// What stands there already.
    pub items: Vec<String>,
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

#[derive(Debug, Clone)]
pub struct Choice {
    pub word: String,
    pub about: String,
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
            example: "",
            help: "",
            default: None,
            items: Vec::new(),
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

    pub(super) fn example(mut self, example: &'static str) -> Question {
        self.example = example;
        self
    }

    pub(super) fn help(mut self, help: &'static str) -> Question {
        self.help = help;
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
        }
    }
}
