//! Names of the design under way for examples: what a person reads is about their own system.

use super::draft::Draft;

/// A name of each kind: the first that the design has, else one that any system might have.
#[derive(Debug, Clone)]
pub struct Names {
    pub actor: String,
    pub flow: String,
    pub entity: String,
    pub service: String,
    pub cache: String,
    pub reason: String,
    /// A requirement in the words in which it is typed.
    pub wish: String,
}

impl Names {
    pub fn of(draft: &Draft) -> Names {
        let first = |path: &[&str], usual: &str| {
            draft
                .names(path)
                .into_iter()
                .next()
                .unwrap_or_else(|| usual.to_string())
        };
        let component = |functions: &[&str], usual: &str| {
            let components = draft.names(&["components"]).into_iter();
            let is = |id: &String| draft.value(&["components", id, "is"]).unwrap_or_default();
            let mut found = components.filter(|id| functions.contains(&is(id).as_str()));
            found.next().unwrap_or_else(|| usual.to_string())
        };
        Names {
            actor: first(&["actors"], "member"),
            flow: first(&["flows"], "upload"),
            entity: first(&["data"], "photo"),
            service: component(&["service", "web-renderer"], "api"),
            cache: component(&["distributed-cache", "local-cache"], "cache"),
            reason: first(&["requirements", "nonfunctional"], "NFR1"),
            wish: wish(draft).unwrap_or_else(|| "As a member I can upload a photo (must)".to_string()),
        }
    }

    /// The field that an entity would be found by.
    pub fn field(&self, draft: &Draft) -> String {
        let fields = draft.names(&["data", &self.entity, "fields"]);
        fields.into_iter().next().unwrap_or_else(|| "id".to_string())
    }
}

/// The first functional requirement as it would be typed.
fn wish(draft: &Draft) -> Option<String> {
    let path = ["requirements", "functional"];
    let id = draft.names(&path).into_iter().next()?;
    let part = |key: &str| draft.value(&[path[0], path[1], &id, key]);
    let actor = part("as")?;
    let article = if actor.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    Some(format!("As {article} {actor} I can {} (must)", part("want")?))
}
