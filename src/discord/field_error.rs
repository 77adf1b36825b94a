//! What Discord objects to in single fields of a request: its nested `errors` object, as paths.

use std::fmt;

use serde_json::Value;

/// An objection to one field (<https://docs.discord.com/developers/reference#error-messages>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Which field, as in `components[0].components[1].emoji.id`; empty where the whole is meant.
    pub path: String,
    /// Discord's name for what is wrong, such as `BASE_TYPE_MAX_LENGTH`.
    pub code: String,
    /// Discord's words for it.
    pub message: String,
}

/// No more are kept of one answer: who made so many mistakes learns enough from the first ones.
const MOST: usize = 25;

impl FieldError {
    /// All objections of an `errors` object, in its order.
    pub fn all(errors: &Value) -> Vec<Self> {
        let mut found = Vec::new();
        collect(errors, "", &mut found);
        found.truncate(MOST);
        found
    }

    /// Whether it is about this field or something in it.
    pub fn is_in(&self, field: &str) -> bool {
        self.path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {} ({})", self.path, self.message, self.code)
    }
}

fn collect(node: &Value, path: &str, found: &mut Vec<FieldError>) {
    let Value::Object(fields) = node else { return };
    for (name, inner) in fields {
        if name == "_errors" {
            found.extend(inner.as_array().into_iter().flatten().map(|objection| {
                let text = |field| objection.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
                FieldError { path: path.to_owned(), code: text("code"), message: text("message") }
            }));
        } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
            collect(inner, &format!("{path}[{name}]"), found);
        } else {
            let dot = if path.is_empty() { "" } else { "." };
            collect(inner, &format!("{path}{dot}{name}"), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nested_objections_have_paths() {
        let mistake = |code: &str| json!({ "_errors": [{ "code": code, "message": "no" }] });
        let errors = json!({
            "components": { "0": { "components": { "11": { "emoji": { "id": mistake("A") } } } } },
            "name": mistake("B"), "_errors": [{ "code": "C" }, 7], "odd": 5,
        });
        let found: Vec<_> = FieldError::all(&errors).into_iter().map(|one| (one.path, one.code)).collect();
        let of = |path: &str, code: &str| (path.to_owned(), code.to_owned());
        assert!(found.contains(&of("components[0].components[11].emoji.id", "A")), "{found:?}");
        assert!(found.contains(&of("name", "B")) && found.contains(&of("", "C")), "{found:?}");
    }

    #[test]
    fn a_field_is_not_taken_for_another_whose_name_begins_the_same() {
        let at = |path: &str| FieldError { path: path.into(), code: String::new(), message: String::new() };
        assert!(at("name").is_in("name") && at("name.x").is_in("name") && at("name[0]").is_in("name"));
        assert!(!at("name_localizations").is_in("name") && !at("fields[0].name").is_in("name"));
    }
}
