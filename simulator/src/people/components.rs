//! Trees of components: rows, sections, containers, labels, and what is in them.
use serde_json::Value;

/// Every component of a tree, parents before children, in the order in which a client shows them.
pub(super) fn flattened(components: &[Value]) -> Vec<&Value> {
    let mut found = Vec::new();
    for component in components {
        found.push(component);
        let children = component["components"].as_array().map_or(&[][..], Vec::as_slice);
        found.extend(flattened(children));
        for only in ["accessory", "component"] {
            if component[only].is_object() {
                found.extend(flattened(std::slice::from_ref(&component[only])));
            }
        }
    }
    found
}

/// All text that embeds show.
pub(super) fn embed_text(embed: &Value, lines: &mut Vec<String>) {
    let mut line = |value: &Value| lines.extend(value.as_str().map(str::to_owned));
    line(&embed["author"]["name"]);
    line(&embed["title"]);
    line(&embed["description"]);
    for field in embed["fields"].as_array().into_iter().flatten() {
        line(&field["name"]);
        line(&field["value"]);
    }
    line(&embed["footer"]["text"]);
}

/// Every component of a tree gets an `id`, as Discord gives them.
pub(super) fn numbered(components: &mut [Value], next: &mut u64) {
    for component in components {
        if component["id"].as_u64().is_none_or(|id| id == 0) {
            component["id"] = Value::from(*next);
        }
        *next += 1;
        if let Some(children) = component["components"].as_array_mut() {
            numbered(children, next);
        }
        for only in ["accessory", "component"] {
            if component[only].is_object() {
                numbered(std::slice::from_mut(&mut component[only]), next);
            }
        }
    }
}
