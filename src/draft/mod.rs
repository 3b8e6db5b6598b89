//! Contracts from the entities and operations of a report: what a team would paste into its repository.
//!
//! To add a form, write a module that makes texts from the report and add a row to [`FORMS`]. Names and texts of the
//! design go through [`name`] and through the form's own escapes; no other way leads into a contract.

mod contract;
mod distinct;
mod event;
mod graphql;
mod keys;
pub mod name;
pub mod openapi;
mod proto;
mod route;
pub mod sql;
mod topic;
mod tree;
mod words;

use crate::report::Report;

/// A kind of contract.
#[derive(Debug)]
pub struct Form {
    pub id: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    write: fn(&Report, Choice) -> Vec<Drafted>,
    /// For a form whose files number things that others rest on: the new text with the numbers of the earlier one.
    keep: Option<Keep>,
}

/// From a new text and an earlier one to what is to be written.
type Keep = fn(&str, &str) -> Result<String, String>;

/// A file of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// Below the folder of the draft, with `/` between its parts.
    pub path: String,
    pub text: String,
}

/// Which of several ways to write a form is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice {
    /// For all relational stores; the one that each store's technology speaks where there is none.
    pub dialect: Option<sql::Dialect>,
    /// Whose guidelines an HTTP API follows.
    pub style: openapi::Style,
}

/// The forms, in the order in which a team needs them.
pub const FORMS: &[Form] = &[
    Form {
        id: "sql",
        about: "tables, constraints and indexes of the relational stores",
        write: sql::draft,
        keep: None,
    },
    Form {
        id: "keys",
        about: "keys of the key-value, wide-column and document stores, caches and search indexes",
        write: keys::draft,
        keep: None,
    },
    Form {
        id: "topics",
        about: "topics of the logs and queues, as AsyncAPI 3",
        write: topic::draft,
        keep: None,
    },
    Form {
        id: "openapi",
        about: "OpenAPI 3.1 of each API that speaks HTTP",
        write: |report, choice| openapi::documents(report, choice.style),
        keep: None,
    },
    Form {
        id: "proto",
        about: "Protocol Buffers of each API with remote procedures",
        write: |report, _| proto::files(report),
        keep: Some(proto::tags::keep),
    },
    Form {
        id: "graphql",
        about: "GraphQL schema of each API with queries and mutations",
        write: |report, _| graphql::files(report),
        keep: None,
    },
    Form {
        id: "events",
        about: "JSON Schema of each event",
        write: |report, _| event::schemas(report),
        keep: None,
    },
    Form {
        id: "routes",
        about: "what each client may call through an API gateway",
        write: |report, _| route::tables(report),
        keep: None,
    },
];

/// A form by its id.
pub fn form(id: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.id == id)
}

impl Form {
    /// The files that it makes of a design; none where the design has nothing of its kind.
    pub fn draft(&self, report: &Report, choice: Choice) -> Vec<Drafted> {
        (self.write)(report, choice)
    }

    /// Whether numbers of an earlier file at its place stay.
    pub fn keeps(&self, file: &Drafted) -> bool {
        self.keep.is_some() && file.path.ends_with(".proto")
    }

    /// A file as it stands over an earlier draft at its place, whose text is given: numbers that others rest on stay.
    ///
    /// # Errors
    /// What in the earlier text can't be read or kept; then nothing is to be written over it.
    pub fn over(&self, file: Drafted, earlier: &str) -> Result<Drafted, String> {
        let text = match self.keep.filter(|_| self.keeps(&file)) {
            Some(keep) => keep(&file.text, earlier)?,
            None => file.text,
        };
        Ok(Drafted { text, ..file })
    }
}
