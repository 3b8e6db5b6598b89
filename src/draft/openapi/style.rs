//! The three house styles: how names, pages, faults, retries and versions look.
//!
//! Zalando's RESTful API guidelines, Google's API improvement proposals (AIP-122, 155, 158, 193) and Microsoft's REST
//! API guidelines, each in the part that a draft decides.

use crate::draft::contract::schema::{Case, text};
use crate::draft::name;
use crate::draft::tree::Tree;

/// Whose guidelines a draft follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Names in snake case, pages with a cursor, faults by RFC 9457, no version in the address.
    #[default]
    Zalando,
    /// Names in camel case, page tokens, `google.rpc.Status`, the version first in the address.
    Google,
    /// Names in camel case, `value` and `nextLink`, one error object, the version as a parameter.
    Microsoft,
}

/// How a page is asked for and what it looks like.
pub struct Paging {
    /// Parameter for the place to go on from.
    pub from: &'static str,
    /// Parameter for the length.
    pub length: &'static str,
    /// Property with the place of the next page; absent on the last.
    pub next: &'static str,
    /// What the property holds.
    pub next_says: &'static str,
}

/// Where the version of an API stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versioning {
    /// In the document only; what breaks clients gets a media type of its own.
    MediaType,
    /// `/v1` before each path.
    Path,
    /// `?api-version=v1`
    Parameter,
}

impl Style {
    pub const ALL: [Style; 3] = [Style::Zalando, Style::Google, Style::Microsoft];

    pub fn name(self) -> &'static str {
        match self {
            Style::Zalando => "zalando",
            Style::Google => "google",
            Style::Microsoft => "microsoft",
        }
    }

    /// How names inside a document or a query are written.
    pub fn case(self) -> Case {
        match self {
            Style::Zalando => name::snake,
            Style::Google | Style::Microsoft => name::camel,
        }
    }

    /// A name inside a document or a query.
    pub fn property(self, name: &str) -> String {
        self.case()(name)
    }

    pub fn versioning(self) -> Versioning {
        match self {
            Style::Zalando => Versioning::MediaType,
            Style::Google => Versioning::Path,
            Style::Microsoft => Versioning::Parameter,
        }
    }

    pub fn paging(self) -> Paging {
        let (from, length, next, next_says) = match self {
            Style::Zalando => (
                "cursor",
                "limit",
                "next",
                "Cursor of the next page; absent on the last one.",
            ),
            Style::Google => (
                "pageToken",
                "pageSize",
                "nextPageToken",
                "Token of the next page; absent on the last one.",
            ),
            Style::Microsoft => (
                "skipToken",
                "maxPageSize",
                "nextLink",
                "Address of the next page; absent on the last one.",
            ),
        };
        Paging {
            from,
            length,
            next,
            next_says,
        }
    }

    /// The property of a page that holds its items.
    pub fn items(self, entity: &str) -> String {
        match self {
            Style::Zalando => "items".to_string(),
            Style::Google => name::camel(&name::plural(&name::snake(entity))),
            Style::Microsoft => "value".to_string(),
        }
    }

    /// The header by which a call that comes twice is known.
    pub fn repeat_header(self) -> &'static str {
        match self {
            Style::Zalando => "Idempotency-Key",
            Style::Google => "X-Request-Id",
            Style::Microsoft => "Repeatability-Request-ID",
        }
    }

    /// Media type of a fault.
    pub fn fault_type(self) -> &'static str {
        match self {
            Style::Zalando => "application/problem+json",
            Style::Google | Style::Microsoft => "application/json",
        }
    }

    /// Name and schema of a fault.
    pub fn fault_schema(self) -> (&'static str, Tree) {
        match self {
            Style::Zalando => ("Problem", problem()),
            Style::Google => ("Status", status()),
            Style::Microsoft => ("ErrorResponse", error_response()),
        }
    }

    /// A fault as an example.
    pub fn fault(self, code: i64, title: &str, canonical: &str) -> Tree {
        match self {
            Style::Zalando => Tree::map([
                ("type", "about:blank".into()),
                ("title", title.into()),
                ("status", code.into()),
            ]),
            Style::Google => Tree::map([(
                "error",
                Tree::map([
                    ("code", code.into()),
                    ("message", title.into()),
                    ("status", canonical.into()),
                ]),
            )]),
            Style::Microsoft => Tree::map([(
                "error",
                Tree::map([("code", name::pascal(title).into()), ("message", title.into())]),
            )]),
        }
    }
}

fn object(required: &[&str], properties: Tree) -> Tree {
    Tree::map([
        ("type", "object".into()),
        ("required", Tree::texts(required.iter().copied())),
        ("properties", properties),
    ])
}

fn number(lowest: i64, highest: i64) -> Tree {
    Tree::map([
        ("type", "integer".into()),
        ("format", "int32".into()),
        ("minimum", lowest.into()),
        ("maximum", highest.into()),
    ])
}

fn uri() -> Tree {
    Tree::map([
        ("type", "string".into()),
        ("format", "uri-reference".into()),
        ("maxLength", 2048.into()),
    ])
}

/// Problem details, RFC 9457, with the list of wrong values that its section 3 shows as an extension.
fn problem() -> Tree {
    let wrong = object(&["detail"], Tree::map([("detail", text(500)), ("pointer", text(200))]));
    let properties = Tree::map([
        ("type", uri().with("default", "about:blank")),
        ("title", text(200)),
        ("status", number(100, 599)),
        ("detail", text(1000)),
        ("instance", uri()),
        (
            "errors",
            Tree::map([("type", "array".into()), ("maxItems", 100.into()), ("items", wrong)]),
        ),
    ]);
    object(&["title", "status"], properties).with("description", "What went wrong (RFC 9457).")
}

/// `google.rpc.Status` as AIP-193 puts it into JSON.
fn status() -> Tree {
    let details = Tree::map([
        ("type", "array".into()),
        ("maxItems", 100.into()),
        ("items", Tree::map([("type", "object".into())])),
    ]);
    let inner = object(
        &["code", "message", "status"],
        Tree::map([
            ("code", number(100, 599)),
            ("message", text(1000)),
            ("status", text(60)),
            ("details", details),
        ]),
    );
    object(&["error"], Tree::map([("error", inner)])).with("description", "What went wrong (AIP-193).")
}

/// The error object of Microsoft's guidelines.
fn error_response() -> Tree {
    let detail = object(
        &["code", "message"],
        Tree::map([("code", text(100)), ("message", text(1000)), ("target", text(200))]),
    );
    let details = Tree::map([("type", "array".into()), ("maxItems", 100.into()), ("items", detail)]);
    let inner = object(
        &["code", "message"],
        Tree::map([
            ("code", text(100)),
            ("message", text(1000)),
            ("target", text(200)),
            ("details", details),
        ]),
    );
    object(&["error"], Tree::map([("error", inner)])).with("description", "What went wrong.")
}
