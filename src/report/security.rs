//! Who may come in, and where personal data lies.

use serde::Serialize;

#[derive(Debug, Clone, Default, Serialize)]
pub struct Security {
    pub entrances: Vec<Entrance>,
    pub stores: Vec<SecuredStore>,
    pub personal: Vec<PersonalField>,
}

/// What the design says of a fact.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    Yes,
    No,
    /// Nothing is said, so it is not known.
    Unsaid,
}

/// The way of an actor into a flow.
#[derive(Debug, Clone, Serialize)]
pub struct Entrance {
    pub actor: String,
    /// Flows that share this way.
    pub flows: Vec<String>,
    /// The component that is called first.
    pub into: String,
    pub tls: Said,
    /// The first component on the way that says so, or `the flow` where the whole does; none where nothing does.
    pub authenticated_by: Option<String>,
    pub limited_by: Option<String>,
}

/// A store with what protects it.
#[derive(Debug, Clone, Serialize)]
pub struct SecuredStore {
    pub id: String,
    pub tls: Said,
    pub encryption: Said,
    /// Entities with personal data that lie here.
    pub personal: Vec<String>,
    /// Further facts about who may do what, as written.
    pub also: Vec<String>,
}

/// A field that tells of a person.
#[derive(Debug, Clone, Serialize)]
pub struct PersonalField {
    /// `member.email`.
    pub field: String,
    pub kept_in: Vec<String>,
    /// Mean life of a row, as written; none where nothing deletes it.
    pub keep: Option<String>,
    /// Flows that delete it.
    pub deleted_by: Vec<String>,
}
