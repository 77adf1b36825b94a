//! Schemas in words: what a field is, and where that is described.

use serde_json::Value;

use super::{entries, prose, text};

/// A schema by its name.
pub(super) struct Schema<'a> {
    pub(super) name: &'a str,
    pub(super) about: String,
    /// Schemas whose fields it has as well.
    pub(super) parts: Vec<String>,
    pub(super) fields: Vec<Field<'a>>,
    /// Each value, with what it means.
    pub(super) values: Vec<(String, String)>,
}

/// A field of a schema, or a parameter.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    /// Where a parameter stands: `path`, `query` or `header`.
    pub(super) place: &'a str,
    pub(super) required: bool,
    pub(super) kind: Kind,
    pub(super) about: String,
}

/// What a value is, in words, and the schema that describes it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) text: String,
    pub(super) link: String,
}

impl<'a> Schema<'a> {
    pub(super) fn of(name: &'a str, schema: &'a Value) -> Self {
        let parts = schema["allOf"].as_array().map(Vec::as_slice).unwrap_or_default();
        let own = parts.iter().chain([schema]).flat_map(fields);
        let variants = schema["oneOf"].as_array().map(Vec::as_slice).unwrap_or_default();
        let values = variants.iter().chain([schema]).flat_map(|variant| {
            let about = if variant == schema { String::new() } else { prose(&variant["description"]) };
            let values = variant["enum"].as_array().map(Vec::as_slice).unwrap_or_default();
            values.iter().map(move |value| (value.to_string(), about.clone()))
        });
        Self {
            name,
            about: prose(&schema["description"]),
            parts: parts.iter().filter_map(|part| reference(part)).map(str::to_owned).collect(),
            fields: own.collect(),
            values: values.collect(),
        }
    }
}

fn fields(schema: &Value) -> impl Iterator<Item = Field<'_>> {
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    entries(&schema["properties"]).map(move |(name, field)| Field {
        name,
        place: "",
        required: required.iter().any(|required| required == name),
        kind: Kind::of(field),
        about: prose(&field["description"]),
    })
}

impl<'a> Field<'a> {
    pub(super) fn of_parameter(parameter: &'a Value) -> Self {
        Self {
            name: text(&parameter["name"]),
            place: text(&parameter["in"]),
            required: parameter["required"] == true,
            kind: Kind::of(&parameter["schema"]),
            about: prose(&parameter["description"]),
        }
    }
}

impl Kind {
    /// What a value of this schema is.
    pub(super) fn of(schema: &Value) -> Self {
        if let Some(name) = reference(schema) {
            return Self { text: name.to_owned(), link: name.to_owned() };
        }
        for choice in ["oneOf", "anyOf", "allOf"] {
            if let Some(kinds) = schema[choice].as_array() {
                return Self::one_of(kinds.iter().map(Self::of));
            }
        }
        match &schema["type"] {
            Value::String(name) => Self::of_type(name, schema),
            Value::Array(names) => Self::one_of(names.iter().map(|name| Self::of_type(text(name), schema))),
            _ => Self { text: "any value".to_owned(), link: String::new() },
        }
    }

    fn of_type(name: &str, schema: &Value) -> Self {
        match name {
            "array" => {
                let Self { text, link } = Self::of(&schema["items"]);
                Self { text: format!("list of {text}"), link }
            }
            "object" if schema["additionalProperties"].is_object() => {
                let Self { text, link } = Self::of(&schema["additionalProperties"]);
                Self { text: format!("object with values: {text}"), link }
            }
            "string" if schema["enum"].is_array() => {
                let values = schema["enum"].as_array().into_iter().flatten().map(Value::to_string);
                Self { text: values.collect::<Vec<_>>().join(" or "), link: String::new() }
            }
            name => Self { text: name.to_owned(), link: String::new() },
        }
    }

    fn one_of(kinds: impl Iterator<Item = Self>) -> Self {
        let mut one = Self::default();
        for kind in kinds {
            let between = if one.text.is_empty() { "" } else { " or " };
            one.text = format!("{}{between}{}", one.text, kind.text);
            if one.link.is_empty() {
                one.link = kind.link;
            }
        }
        one
    }
}

/// The name of the schema that is meant.
fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_kind_is_told_in_words_with_the_schema_that_describes_it() {
        for (schema, text, link) in [
            (json!({ "type": "string" }), "string", ""),
            (json!({ "type": ["integer", "null"] }), "integer or null", ""),
            (json!({ "$ref": "#/components/schemas/Bot" }), "Bot", "Bot"),
            (json!({ "type": "array", "items": { "$ref": "#/x/Bot" } }), "list of Bot", "Bot"),
            (json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/x/Bot" }] }), "null or Bot", "Bot"),
            (
                json!({ "type": "object", "additionalProperties": { "type": "string" } }),
                "object with values: string",
                "",
            ),
            (json!({ "type": "string", "enum": ["a", "b"] }), "\"a\" or \"b\"", ""),
            (json!({}), "any value", ""),
        ] {
            let kind = Kind { text: text.into(), link: link.into() };
            assert_eq!(Kind::of(&schema), kind, "{schema}");
        }
    }
}
