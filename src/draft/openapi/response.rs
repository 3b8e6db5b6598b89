//! What comes back: headers, success and faults.

use super::style::Style;
use crate::draft::contract::schema::text;
use crate::draft::tree::Tree;

/// A fault that operations share.
struct Fault {
    status: i64,
    /// The name of its response.
    name: &'static str,
    title: &'static str,
    /// The name of `google.rpc.Code` for it.
    canonical: &'static str,
}

const FAULTS: [Fault; 10] = [
    fault(400, "BadRequest", "Bad request", "INVALID_ARGUMENT"),
    fault(401, "Unauthorized", "Unauthorized", "UNAUTHENTICATED"),
    fault(403, "Forbidden", "Forbidden", "PERMISSION_DENIED"),
    fault(404, "NotFound", "Not found", "NOT_FOUND"),
    fault(409, "Conflict", "Conflict", "ABORTED"),
    fault(412, "PreconditionFailed", "Precondition failed", "FAILED_PRECONDITION"),
    fault(422, "UnprocessableContent", "Unprocessable content", "INVALID_ARGUMENT"),
    fault(429, "TooManyRequests", "Too many requests", "RESOURCE_EXHAUSTED"),
    fault(500, "InternalServerError", "Internal server error", "INTERNAL"),
    fault(503, "ServiceUnavailable", "Service unavailable", "UNAVAILABLE"),
];

const fn fault(status: i64, name: &'static str, title: &'static str, canonical: &'static str) -> Fault {
    Fault {
        status,
        name,
        title,
        canonical,
    }
}

/// Headers that every response carries.
const ALWAYS: [&str; 2] = ["RateLimit", "Access-Control-Allow-Origin"];

/// A response.
pub fn response(description: &str, headers: &[&str], content: Option<Tree>) -> Tree {
    let headers = ALWAYS.iter().chain(headers);
    let headers = headers.map(|name| (name.to_string(), header(name))).collect();
    Tree::map([("description", description.into()), ("headers", Tree::Map(headers))]).with_some("content", content)
}

/// A pointer to a shared header.
pub fn header(name: &str) -> Tree {
    Tree::reference(&format!("#/components/headers/{name}"))
}

/// The body of a media type.
pub fn content(media_type: &str, schema: Tree, example: Tree) -> Tree {
    let body = Tree::map([("schema", schema), ("example", example)]);
    Tree::map([(media_type, body)])
}

/// Bytes as they are.
pub fn bytes() -> Tree {
    let schema = Tree::map([
        ("type", "string".into()),
        ("format", "binary".into()),
        ("maxLength", 5_000_000_000.into()),
    ]);
    Tree::map([("application/octet-stream", Tree::map([("schema", schema)]))])
}

/// Pointers to the faults of some statuses.
pub fn faults(statuses: &[i64]) -> Vec<(String, Tree)> {
    let wanted = FAULTS.iter().filter(|f| statuses.contains(&f.status));
    let pointers = wanted.map(|f| {
        let pointer = Tree::reference(&format!("#/components/responses/{}", f.name));
        (f.status.to_string(), pointer)
    });
    pointers.collect()
}

/// The faults themselves.
pub fn all_faults(style: Style) -> Vec<(String, Tree)> {
    let (schema, _) = style.fault_schema();
    let of = |f: &Fault| {
        let mut headers: Vec<&str> = match f.status {
            429 | 503 => vec!["Retry-After"],
            _ => Vec::new(),
        };
        if style == Style::Microsoft {
            headers.push("x-ms-error-code");
        }
        let example = style.fault(f.status, f.title, f.canonical);
        let body = content(
            style.fault_type(),
            Tree::reference(&format!("#/components/schemas/{schema}")),
            example,
        );
        (
            f.name.to_string(),
            response(&format!("{}.", f.title), &headers, Some(body)),
        )
    };
    FAULTS.iter().map(of).collect()
}

/// The headers themselves.
pub fn all_headers() -> Vec<(String, Tree)> {
    let header = |name: &str, says: &str, schema: Tree| {
        let tree = Tree::map([("description", says.into()), ("schema", schema)]);
        (name.to_string(), tree)
    };
    let seconds = Tree::map([
        ("type", "integer".into()),
        ("format", "int32".into()),
        ("minimum", 0.into()),
        ("maximum", 86_400.into()),
    ]);
    let place = Tree::map([
        ("type", "string".into()),
        ("format", "uri-reference".into()),
        ("maxLength", 2048.into()),
    ]);
    vec![
        header(
            "RateLimit",
            "What is left of the quota and when it is full again, \
             as in draft-ietf-httpapi-ratelimit-headers: `\"default\";r=50;t=30`.",
            text(200),
        ),
        header(
            "RateLimit-Policy",
            "The quota and its window in seconds, as in draft-ietf-httpapi-ratelimit-headers: `\"default\";q=100;w=60`.",
            text(200),
        ),
        header(
            "Access-Control-Allow-Origin",
            "Origins whose pages may read the answer.",
            text(200),
        ),
        header("Retry-After", "Seconds to wait before another try.", seconds),
        header(
            "ETag",
            "Mark of this state, for If-Match and If-None-Match (RFC 9110).",
            text(80),
        ),
        header("Location", "Address of what was made, or of where to go on.", place),
        header(
            "x-ms-error-code",
            "The code of the fault, for clients that don't read the body.",
            text(100),
        ),
    ]
}
