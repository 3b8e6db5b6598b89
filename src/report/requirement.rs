//! What was asked for, by whom, where, and what was decided.

use super::Status;
use serde::Serialize;

#[derive(Debug, Clone, Default, Serialize)]
pub struct Requirements {
    pub functional: Vec<Functional>,
    pub nonfunctional: Vec<Nonfunctional>,
    pub out_of_scope: Vec<String>,
    pub assumptions: Vec<Assumption>,
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Functional {
    pub id: String,
    pub actor: Option<String>,
    pub want: String,
    pub priority: Option<String>,
    pub flow: Option<String>,
    pub accept: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Nonfunctional {
    pub id: String,
    /// The requirement as a sentence: `availability at least 99.95 % of redirect`.
    pub text: String,
    pub of: Option<String>,
    /// Of all its metrics together: fail if one fails, else unknown if one is unknown, else pass.
    pub status: Status,
}

#[derive(Debug, Clone, Serialize)]
pub struct Assumption {
    pub id: String,
    pub says: String,
    pub holds: Option<String>,
    /// Outcome of `holds`, if it has one.
    pub status: Option<Status>,
    pub source: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Question {
    pub id: String,
    pub ask: String,
    pub owner: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Actor {
    pub id: String,
    pub says: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Region {
    pub id: String,
    pub zones: Vec<String>,
    /// Share of the users, such as `55 %`.
    pub users: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Decision {
    pub id: String,
    pub title: String,
    pub chose: Option<String>,
    /// The technology that fills the component that was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technology: Option<String>,
    pub over: Vec<String>,
    pub because: Vec<String>,
    pub at_the_cost_of: Option<String>,
    pub revisit: Option<String>,
}
