//! JSON as text: bodies of records and of messages, written once where something is encoded and read once where it is
//! decoded.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use serde_json::value::RawValue;

/// A JSON object as text. Cheap to clone, so that a write or a request may be kept until its outcome is known.
#[derive(Debug, Clone)]
pub struct JsonText(Arc<str>);

/// Why JSON was not read: what is wrong and where. It quotes no value, since that may be a secret or somebody's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} at line {line} column {column}")]
pub struct Unread {
    what: String,
    line: usize,
    column: usize,
}

impl From<serde_json::Error> for Unread {
    fn from(error: serde_json::Error) -> Self {
        let said = error.to_string();
        // Which field is missing is said by its name in the code; all else that is said of values quotes them.
        let missing = said.starts_with("missing field `").then(|| said.split(" at line ").next()).flatten();
        let what = match error.classify() {
            Category::Data => missing.unwrap_or("a value of another kind than expected"),
            Category::Syntax => "no JSON",
            Category::Eof | Category::Io => "JSON that ends too early",
        };
        Self { what: what.to_owned(), line: error.line(), column: error.column() }
    }
}

impl JsonText {
    /// What this is serialized to.
    pub fn of(value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self(serde_json::to_string(value)?.into()))
    }

    /// What an engine has kept as it was given. It is not looked into until somebody reads it.
    pub fn kept(text: &str) -> Self {
        Self(text.into())
    }

    /// The JSON itself.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Reads it, where it is of that shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Unread> {
        serde_json::from_str(&self.0).map_err(Unread::from)
    }

    /// The same object with these fields, of which it has none, in front of its own.
    #[must_use]
    pub fn with(&self, fields: &Value) -> Self {
        let fields = fields.to_string();
        match (fields.strip_suffix('}'), self.0.strip_prefix('{')) {
            (Some("{") | None, _) | (_, None) => self.clone(),
            (Some(_), Some("}")) => Self(fields.into()),
            (Some(front), Some(own)) => Self(format!("{front},{own}").into()),
        }
    }

    /// The same object without a field.
    #[must_use]
    pub fn without(&self, field: &str) -> Self {
        let without = self.read::<BTreeMap<String, Box<RawValue>>>().and_then(|mut fields| {
            fields.remove(field);
            Ok(Self::of(&fields)?)
        });
        without.unwrap_or_else(|_| self.clone())
    }

    /// One field of it that is a text.
    pub fn text_at(&self, field: &str) -> Option<String> {
        match self.read::<Value>().ok()?.get_mut(field)?.take() {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

impl From<Value> for JsonText {
    fn from(value: Value) -> Self {
        Self(value.to_string().into())
    }
}

impl Display for JsonText {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The same text, or the same value in another order.
impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.read::<Value>().is_ok_and(|value| *other == value)
    }
}

impl PartialEq<Value> for JsonText {
    fn eq(&self, other: &Value) -> bool {
        self.read::<Value>().is_ok_and(|value| value == *other)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error_log::LoggedError;
    use crate::job::JobState;

    #[test]
    fn fields_are_put_in_front() {
        let text = JsonText::from(json!({ "content": "Hi" }));
        assert_eq!(text.with(&json!({ "nonce": "1" })), json!({ "nonce": "1", "content": "Hi" }));
        assert_eq!(text.with(&json!({})), text);
        assert_eq!(JsonText::from(json!({})).with(&json!({ "nonce": "1" })), json!({ "nonce": "1" }));
    }

    #[test]
    fn a_field_is_left_out_and_the_others_stay_as_they_are_written() {
        let text = JsonText::kept(r#"{"a":1.50,"b":{"a":"\u00e9"},"c":true}"#);
        assert_eq!(text.without("c").text(), r#"{"a":1.50,"b":{"a":"\u00e9"}}"#);
        assert_eq!(text.without("d").text(), text.text());
        assert_eq!(JsonText::kept("[").without("a").text(), "[");
    }

    #[test]
    fn why_it_was_not_read_says_where_and_quotes_nothing() {
        let why = |json: &str| JsonText::kept(json).read::<Vec<JobState>>().unwrap_err().to_string();
        assert_eq!(why(r#"["a secret"]"#), "a value of another kind than expected at line 1 column 11");
        assert_eq!(why(r#""a secret""#), "a value of another kind than expected at line 1 column 10");
        assert_eq!(why("[a secret"), "no JSON at line 1 column 2");
        assert_eq!(why("["), "JSON that ends too early at line 1 column 1");
        let error = JsonText::from(json!({})).read::<LoggedError>().unwrap_err();
        assert_eq!(error.to_string(), "missing field `number` at line 1 column 2");
    }
}
