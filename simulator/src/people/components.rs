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
