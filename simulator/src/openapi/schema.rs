//! Schemas as they are held against requests: complete in themselves, and as lenient as Discord really is.
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// A schema together with every component that it needs.
pub(super) fn closed(schema: &Value, all: &Map<String, Value>) -> Value {
    let mut needed = BTreeSet::new();
    let mut open = references(schema);
    while let Some(name) = open.pop() {
        if needed.insert(name.clone())
            && let Some(component) = all.get(&name)
        {
            open.extend(references(component));
        }
    }
    let components: Map<String, Value> = needed
        .into_iter()
        .filter_map(|name| all.get(&name).map(|component| (name.clone(), lenient(component))))
        .collect();
    json!({ "allOf": [lenient(schema)], "components": { "schemas": components } })
}

/// The names of the components that a schema refers to.
fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
            own.map(str::to_owned).into_iter().chain(fields.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// Discord takes ids as numbers too, and permissions as text: every library sends them so.
fn lenient(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) if fields.get("format").is_some_and(|format| format == "snowflake") => {
            json!({ "type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$" })
        }
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), lenient_field(name, value))).collect()
        }
        Value::Array(items) => items.iter().map(lenient).collect(),
        other => other.clone(),
    }
}

fn lenient_field(name: &str, schema: &Value) -> Value {
    let bits = ["allow", "deny", "permissions", "default_member_permissions"].contains(&name);
    if bits && schema["type"].to_string().contains("integer") {
        return json!({ "type": ["string", "integer", "null"], "pattern": "^[0-9]+$" });
    }
    lenient(schema)
}
