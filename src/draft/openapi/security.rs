//! Who may call: the scheme that the design's components stand for, and which calls are open.

use crate::draft::contract::{Call, Contract, Effect, Gives};
use crate::draft::tree::Tree;
use crate::report::Report;

/// Name and scheme.
pub struct Scheme {
    pub name: &'static str,
    pub tree: Tree,
    /// Whether calls name a scope.
    scopes: bool,
}

const BEARER: &str = "A token in the header `Authorization`. Where it is a JWT, RFC8725 holds: fixed algorithms, and \
                      issuer, audience and expiry are checked.";

/// OAuth 2.0 where the design has an identity provider, else a bearer token.
pub fn scheme(report: &Report, host: &str) -> Scheme {
    let provider = report.components.iter().any(|c| c.function == "identity-provider");
    if !provider {
        let tree = Tree::map([
            ("type", "http".into()),
            ("scheme", "bearer".into()),
            ("description", BEARER.into()),
        ]);
        return Scheme {
            name: "bearer",
            tree,
            scopes: false,
        };
    }
    let address = |path: &str| Tree::from(format!("https://{host}/oauth2/{path}"));
    let flow = Tree::map([
        ("authorizationUrl", address("authorize")),
        ("tokenUrl", address("token")),
        ("refreshUrl", address("token")),
        (
            "scopes",
            Tree::map([("read", "reads".into()), ("write", "reads and changes".into())]),
        ),
    ]);
    let tree = Tree::map([
        ("type", "oauth2".into()),
        ("description", BEARER.into()),
        ("flows", Tree::map([("authorizationCode", flow)])),
    ]);
    Scheme {
        name: "oauth2",
        tree,
        scopes: true,
    }
}

/// Whether anybody may make a call.
///
/// What the design leaves open is closed where it matters: a call that changes something or gives personal data. A
/// redirect is followed by browsers, which carry no token.
pub fn is_open(contract: &Contract, call: &Call) -> bool {
    let redirects = matches!(call.gives, Gives::Status(301..=303 | 307 | 308));
    if redirects && call.effect() == Effect::Reads {
        return !call
            .flow
            .is_some_and(|f| f.has.iter().any(|fact| fact == "authentication"));
    }
    match contract.authenticates(call) {
        Some(known) => !known,
        None => call.effect() == Effect::Reads && !call.gives_personal(),
    }
}

/// What a call has to show.
pub fn needs(scheme: &Scheme, contract: &Contract, call: &Call) -> Tree {
    if is_open(contract, call) {
        return Tree::List(Vec::new());
    }
    let scope = match call.effect() {
        Effect::Reads => "read",
        Effect::Changes => "write",
    };
    let scopes = if scheme.scopes { vec![scope] } else { Vec::new() };
    Tree::List(vec![Tree::map([(scheme.name, Tree::texts(scopes))])])
}
