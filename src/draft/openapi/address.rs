//! Addresses: from a path as a design says it to a template whose placeholders are known.

use super::style::Style;
use crate::draft::contract::schema::LONGEST;
use crate::draft::contract::{Call, Part};
use crate::draft::name::{self, Names};
use crate::report::{Entity, Report};

/// A path.
#[derive(Debug, Clone)]
pub struct Address {
    /// `/posts/{id}/comments`
    pub template: String,
    pub placeholders: Vec<Placeholder>,
}

/// What stands in braces.
#[derive(Debug, Clone)]
pub struct Placeholder {
    /// Its name in the template.
    pub name: String,
    /// As the design writes it.
    pub written: String,
    /// The last fixed part before it: `posts` for `/posts/{id}`.
    pub after: Option<String>,
}

/// The template of a path: a question mark ends it, and what an address can't hold is escaped.
pub fn address(style: Style, path: &str) -> Address {
    let path = path.split(['?', '#']).next().unwrap_or("");
    let mut names = Names::default();
    let mut placeholders = Vec::new();
    let mut before: Option<String> = None;
    let mut template = String::new();
    for segment in path.split('/').filter(|s| !s.is_empty()) {
        template.push('/');
        let mut rest = segment;
        while let Some((fixed, written, after)) = braces(rest) {
            template.push_str(&escaped(fixed));
            let name = names.take(&style.property(written), LONGEST);
            template.push_str(&format!("{{{name}}}"));
            placeholders.push(Placeholder {
                name,
                written: written.to_string(),
                after: before.clone(),
            });
            rest = after;
        }
        template.push_str(&escaped(rest));
        if rest == segment {
            before = Some(segment.to_string());
        }
    }
    if template.is_empty() {
        template.push('/');
    }
    Address { template, placeholders }
}

/// What stands before, in and after the first pair of braces.
fn braces(text: &str) -> Option<(&str, &str, &str)> {
    let (fixed, rest) = text.split_once('{')?;
    let (written, after) = rest.split_once('}')?;
    (!written.is_empty()).then_some((fixed, written, after))
}

/// A part of a path with everything escaped that has no plain form there (RFC 3986, section 3.3).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes().take(2000) {
        match byte {
            b if b.is_ascii_alphanumeric() => out.push(char::from(b)),
            b'-' | b'.' | b'_' | b'~' | b':' | b'@' | b'!' | b'$' | b'+' | b',' | b'=' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// The shape of a template: two of one shape are the same address, whatever their placeholders are called.
pub fn shape(template: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in template.chars() {
        match c {
            '{' => inside = true,
            '}' => {
                inside = false;
                out.push_str("{}");
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// The field that a placeholder stands for.
///
/// First the entity that the part before it names in the plural, then what the call gives, takes and touches, then an
/// entity of that name.
pub fn meant<'a>(report: &'a Report, call: &Call<'a>, placeholder: &Placeholder) -> Option<Part<'a>> {
    let written = placeholder.written.as_str();
    let of = |e: &'a Entity| {
        let field = e.field(written);
        field.map(|field| Part { entity: e, field })
    };
    let named = placeholder
        .after
        .as_deref()
        .and_then(|collection| owner(report, collection));
    if let Some(part) = named.and_then(|e| of(e).or_else(|| key(e).filter(|_| written == "id"))) {
        return Some(part);
    }
    if let Some(part) = call.gives.entity().and_then(of) {
        return Some(part);
    }
    if let Some(part) = call.takes.iter().find(|part| part.field.name == written) {
        return Some(*part);
    }
    if let Some(part) = touched(report, call).find_map(of) {
        return Some(part);
    }
    report.entity(written).and_then(key)
}

/// Entities that the flow of a call reads or changes.
fn touched<'a>(report: &'a Report, call: &Call) -> impl Iterator<Item = &'a Entity> {
    let flow = call.operation.flow.clone();
    let by = move |e: &&'a Entity| {
        e.access
            .iter()
            .any(|a| flow.as_ref().is_some_and(|f| a.flows.contains(f)))
    };
    report.entities.iter().filter(by)
}

/// The entity whose plural a part of a path is.
pub fn owner<'a>(report: &'a Report, collection: &str) -> Option<&'a Entity> {
    let wanted = name::snake(collection);
    report.entities.iter().find(|e| {
        let one = name::snake(&e.id);
        wanted == name::plural(&one) || wanted == one
    })
}

fn key(entity: &Entity) -> Option<Part<'_>> {
    let field = entity.fields.iter().find(|f| f.key)?;
    Some(Part { entity, field })
}
