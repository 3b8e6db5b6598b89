//! One operation: what it takes and gives over HTTP.

use super::address::{Address, meant, owner};
use super::response::{bytes, content, faults, response};
use super::style::{Style, Versioning};
use super::{SchemaNames, security};
use crate::draft::contract::quota;
use crate::draft::contract::schema::{self, LONGEST, Need, text};
use crate::draft::contract::{Call, Contract, Gives, Part, prose, sentence, spoken};
use crate::draft::name::Names;
use crate::draft::tree::Tree;
use crate::report::{Entity, Type};

/// Items on a page where the caller asks for no number, and at most.
const PAGE: (i64, i64) = (20, 100);

/// What is needed to write an operation.
pub struct Writer<'a> {
    pub contract: &'a Contract<'a>,
    pub style: Style,
    pub names: &'a SchemaNames,
    pub scheme: &'a security::Scheme,
}

/// An operation on its address.
struct Site<'a> {
    call: &'a Call<'a>,
    address: &'a Address,
    method: &'a str,
}

impl<'s> Site<'s> {
    /// Whether the address is that of one thing: it ends in a placeholder.
    fn is_item(&self) -> bool {
        self.address.template.ends_with('}')
    }

    /// What the call takes beside its address.
    fn sent(&self) -> Vec<Part<'s>> {
        let takes = self.call.takes.iter().copied();
        takes.filter(|part| !self.in_address(part)).collect()
    }

    /// Whether a body travels with the call.
    fn has_body(&self) -> bool {
        ["POST", "PUT", "PATCH"].contains(&self.method)
    }

    /// Whether the state that a caller knows can be named: one thing with a mark of its own.
    fn is_conditional(&self) -> bool {
        match self.method {
            "GET" => matches!(self.call.gives, Gives::One(_)),
            "PUT" | "PATCH" | "DELETE" => self.is_item(),
            _ => false,
        }
    }

    /// Parameters that the address has already.
    fn in_address(&self, part: &Part) -> bool {
        self.address.placeholders.iter().any(|p| p.written == part.field.name)
    }
}

impl<'a> Writer<'a> {
    pub fn operation(&self, call: &Call<'a>, address: &Address, id: &str) -> Tree {
        let site = Site {
            call,
            address,
            method: call.operation.method.as_str(),
        };
        let mut responses = vec![self.success(&site)];
        if site.method == "GET" && site.is_conditional() {
            responses.push(("304".to_string(), response("Not modified.", &["ETag"], None)));
        }
        responses.extend(faults(&self.statuses(&site)));
        let parameters = self.parameters(&site);
        Tree::map([
            ("operationId", id.into()),
            ("tags", Tree::texts([prose(&self.contract.api.id)])),
            ("summary", self.summary(call).into()),
            ("description", self.description(call).into()),
        ])
        .with_some("parameters", (!parameters.is_empty()).then_some(Tree::List(parameters)))
        .with_some("requestBody", self.body(&site))
        .with("responses", Tree::Map(responses))
        .with("security", security::needs(self.scheme, self.contract, call))
    }

    /// What the first requirement wants of it, else its name in words.
    fn summary(&self, call: &Call) -> String {
        match self.contract.wants(call).first() {
            Some((_, want)) => sentence(&prose(want)),
            None => spoken(&call.operation.id),
        }
    }

    fn description(&self, call: &Call) -> String {
        let mut says = Vec::new();
        let wants: Vec<String> = self.contract.wants(call).iter().map(|(id, _)| prose(id)).collect();
        if !wants.is_empty() {
            says.push(format!("Answers {}.", wants.join(", ")));
        }
        if let Some(flow) = call.flow {
            says.push(match flow.peak.value {
                Some(_) => format!(
                    "Runs the flow {}, {} at the peak.",
                    prose(&flow.id),
                    prose(&flow.peak.text)
                ),
                None => format!("Runs the flow {}.", prose(&flow.id)),
            });
        }
        if security::is_open(self.contract, call) {
            says.push(match self.contract.signs_in(call) {
                true => "Whoever calls it has no credentials yet: by it they get them.".to_string(),
                false => "Anybody may call it.".to_string(),
            });
        }
        if let Some(part) = call.remembered_by().filter(|_| call.operation.method == "POST") {
            let name = self.style.property(&part.field.name);
            says.push(format!("A second call with the same {name} makes nothing new."));
        }
        if says.is_empty() {
            says.push("The design names no flow for it.".to_string());
        }
        says.join(" ")
    }

    fn parameters(&self, site: &Site<'a>) -> Vec<Tree> {
        let mut out = Vec::new();
        for placeholder in &site.address.placeholders {
            let part = meant(self.contract.report, site.call, placeholder);
            let schema = part.map_or_else(|| text(64), |part| self.in_path(&part, &placeholder.name));
            let says = match part {
                Some(part) => format!("{} of a {}.", part.field.name, part.entity.id),
                None => "The design does not say what it is.".to_string(),
            };
            out.push(parameter(&placeholder.name, "path", &prose(&says), true, schema));
        }
        let mut names = Names::default();
        if let Gives::Many(_) = site.call.gives {
            out.extend(self.paging(&mut names));
        }
        if self.style.versioning() == Versioning::Parameter
            && let Some(version) = self.contract.version()
        {
            let name = names.take("api-version", LONGEST);
            let schema = Tree::map([("type", "string".into()), ("enum", Tree::texts([version]))]);
            out.push(parameter(
                &name,
                "query",
                "Version that the caller speaks.",
                true,
                schema,
            ));
        }
        if !site.has_body() {
            out.extend(self.query(site, names));
        }
        out.extend(self.header_parameters(site));
        out
    }

    /// A key in a path; a plain number there could be counted through, so it travels as a text of digits.
    fn in_path(&self, part: &Part, name: &str) -> Tree {
        let numeric = matches!(self.contract.report.type_of(part.field), Type::Int | Type::Long);
        let is_id = name == "id" || name.ends_with("_id") || name.ends_with("Id");
        if numeric && is_id {
            return Tree::map([
                ("type", "string".into()),
                ("maxLength", 20.into()),
                ("pattern", "^-?[0-9]+$".into()),
            ]);
        }
        schema::field(self.contract.report, part.field).schema
    }

    fn paging(&self, names: &mut Names) -> Vec<Tree> {
        let paging = self.style.paging();
        let length = Tree::map([
            ("type", "integer".into()),
            ("format", "int32".into()),
            ("minimum", 1.into()),
            ("maximum", PAGE.1.into()),
            ("default", PAGE.0.into()),
        ]);
        let from = names.take(paging.from, LONGEST);
        let most = names.take(paging.length, LONGEST);
        vec![
            parameter(
                &from,
                "query",
                "Where to go on, as the page before said; none for the first.",
                false,
                text(512),
            ),
            parameter(
                &most,
                "query",
                "Items on a page; the limit is an assumption.",
                false,
                length,
            ),
        ]
    }

    /// What a call without a body takes, each as a parameter; a filter need not be given.
    fn query(&self, site: &Site<'a>, mut names: Names) -> Vec<Tree> {
        let takes = site.sent();
        let paging = self.style.paging();
        let pages = matches!(site.call.gives, Gives::Many(_));
        // A design that names its cursor means the cursor of the page.
        let own = takes
            .iter()
            .filter(|p| !(pages && self.style.property(&p.field.name) == paging.from));
        own.map(|part| {
            let name = schema::property(self.style.case(), &takes, part, &mut names);
            let says = format!("{} of a {}.", part.field.name, part.entity.id);
            let schema = schema::field(self.contract.report, part.field).schema;
            parameter(&name, "query", &prose(&says), false, schema)
        })
        .collect()
    }

    fn header_parameters(&self, site: &Site) -> Vec<Tree> {
        let mut out = Vec::new();
        // Who signs in twice has two sessions, which does no harm.
        let once = site.call.remembered_by().is_some() || self.contract.signs_in(site.call);
        let retried = site.method == "POST" && !once;
        if retried || site.method == "PATCH" {
            let says = "Chosen by the caller, the same for each try; the answer to the first one is given again.";
            out.push(parameter(self.style.repeat_header(), "header", says, retried, text(64)));
        }
        if site.is_conditional() {
            let (name, says) = match site.method {
                "GET" => ("If-None-Match", "The mark of the state that the caller has."),
                _ => ("If-Match", "The mark of the state that the caller means to change."),
            };
            out.push(parameter(name, "header", says, false, text(80)));
        }
        out
    }

    fn body(&self, site: &Site<'a>) -> Option<Tree> {
        if !site.has_body() {
            return None;
        }
        let sent = |media: Tree| Tree::map([("required", true.into()), ("content", media)]);
        let takes = site.sent();
        if takes.is_empty() {
            let collection = site.address.template.rsplit('/').next().unwrap_or("");
            let of_bytes = owner(self.contract.report, collection).is_some_and(|e| self.is_binary(e));
            return of_bytes.then(|| sent(bytes()));
        }
        let (media_type, need) = match site.method {
            "PATCH" => ("application/merge-patch+json", Need::Any),
            _ => ("application/json", Need::AsDeclared),
        };
        let object = schema::object(self.contract.report, self.style.case(), &takes, need);
        Some(sent(content(media_type, object.schema, object.example)))
    }

    fn is_binary(&self, entity: &Entity) -> bool {
        schema::is_binary(self.contract.report, entity)
    }

    /// Status and response of a call that went well.
    fn success(&self, site: &Site<'a>) -> (String, Tree) {
        let creates = site.method == "POST" && !site.is_item();
        let status = match site.call.gives {
            Gives::Status(status) => status,
            Gives::Nothing => 204,
            Gives::One(_) if creates => 201,
            Gives::One(_) | Gives::Many(_) => 200,
        };
        let mut headers = vec!["RateLimit-Policy"];
        if matches!(status, 201 | 202 | 301..=303 | 307 | 308) {
            headers.push("Location");
        }
        if site.is_conditional() && matches!(site.call.gives, Gives::One(_)) {
            headers.push("ETag");
        }
        let body = match site.call.gives {
            Gives::One(entity) if self.is_binary(entity) => Some(bytes()),
            Gives::One(entity) => {
                let example = schema::object(
                    self.contract.report,
                    self.style.case(),
                    &schema::parts(entity),
                    Need::AsDeclared,
                );
                Some(content("application/json", self.names.schema(entity), example.example))
            }
            Gives::Many(entity) => Some(self.page(entity)),
            Gives::Nothing | Gives::Status(_) => None,
        };
        let mut response = response(said(status), &headers, body);
        self.quota(site, &mut response);
        (status.to_string(), response)
    }

    fn page(&self, entity: &Entity) -> Tree {
        let items = self.style.items(&entity.id);
        let item = schema::object(
            self.contract.report,
            self.style.case(),
            &schema::parts(entity),
            Need::AsDeclared,
        );
        let next = self.style.paging();
        let list = Tree::map([
            ("type", "array".into()),
            ("maxItems", PAGE.1.into()),
            ("items", self.names.schema(entity)),
        ]);
        let schema = Tree::map([
            ("type", "object".into()),
            ("required", Tree::texts([items.as_str()])),
            (
                "properties",
                Tree::map([
                    (items.as_str(), list),
                    (next.next, text(2048).with("description", next.next_says)),
                ]),
            ),
        ]);
        let example = Tree::map([(items.as_str(), Tree::List(vec![item.example]))]);
        content("application/json", schema, example)
    }

    /// The quota of a call as an example, with what it rests on, where it is known.
    fn quota(&self, site: &Site, response: &mut Tree) {
        let Some((example, says)) = site.call.flow.and_then(quota::policy) else {
            return;
        };
        let policy = Tree::map([
            (
                "description",
                format!("{says} Written as in draft-ietf-httpapi-ratelimit-headers.").into(),
            ),
            ("schema", text(200)),
            ("example", example.into()),
        ]);
        if let Tree::Map(entries) = response
            && let Some((_, Tree::Map(headers))) = entries.iter_mut().find(|(k, _)| k == "headers")
            && let Some((_, header)) = headers.iter_mut().find(|(k, _)| k == "RateLimit-Policy")
        {
            *header = policy;
        }
    }

    /// Faults that a call may end in.
    fn statuses(&self, site: &Site) -> Vec<i64> {
        let mut statuses = vec![400, 429, 500, 503];
        if !security::is_open(self.contract, site.call) {
            statuses.extend([401, 403]);
        } else if self.contract.signs_in(site.call) {
            statuses.push(401);
        }
        if !site.address.placeholders.is_empty() {
            statuses.push(404);
        }
        if site.has_body() {
            statuses.extend([409, 422]);
        }
        if site.is_conditional() && site.method != "GET" {
            statuses.push(412);
        }
        statuses
    }
}

fn parameter(name: &str, place: &str, says: &str, required: bool, schema: Tree) -> Tree {
    Tree::map([
        ("name", name.into()),
        ("in", place.into()),
        ("description", says.into()),
        ("required", required.into()),
        ("schema", schema),
    ])
}

fn said(status: u16) -> &'static str {
    match status {
        200 => "Done.",
        201 => "Made; its address is in Location.",
        202 => "Taken on; it is done later.",
        204 => "Done; there is nothing to say.",
        301..=303 | 307 | 308 => "Elsewhere; Location says where.",
        304 => "Not modified.",
        _ => "Answered.",
    }
}
