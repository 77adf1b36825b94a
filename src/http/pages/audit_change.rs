//! What an entry of the audit log changed, field by field, as people read it.

use serde_json::Value;
use tickit_domain::event::Event;
use tickit_domain::guild::GuildParts;

/// The most characters that are shown of a value; an export has all of it.
const MOST_SHOWN: usize = 300;

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed {
    /// What it is called where it is stored.
    pub(super) field: String,
    /// What it was; none where it was nothing.
    pub(super) before: Option<String>,
    /// What it is; none where it is nothing.
    pub(super) after: Option<String>,
}

/// What changed. Roles and channels are called by their names.
pub(super) fn changes(parts: Option<&GuildParts>, event: &Event) -> Vec<Changed> {
    let mut fields: Vec<&String> = event.before.keys().chain(event.after.keys()).collect();
    fields.sort();
    fields.dedup();
    let text = |value: Option<&Value>| value.map(|value| shown(parts, value)).filter(|text| !text.is_empty());
    let changed = |field: &String| Changed {
        field: field.clone(),
        before: text(event.before.get(field)),
        after: text(event.after.get(field)),
    };
    fields.into_iter().map(changed).filter(|changed| changed.before != changed.after).collect()
}

fn shown(parts: Option<&GuildParts>, value: &Value) -> String {
    let text = whole(parts, value);
    if text.chars().count() <= MOST_SHOWN { text } else { text.chars().take(MOST_SHOWN).chain(['…']).collect() }
}

fn whole(parts: Option<&GuildParts>, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is) => (if *is { "✓" } else { "–" }).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => name_of(parts, text).unwrap_or_else(|| text.clone()),
        Value::Array(all) => all.iter().map(|value| whole(parts, value)).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let part = |(name, value): (&String, &Value)| format!("{name}: {}", whole(parts, value));
            fields.iter().filter(|(_, value)| !value.is_null()).map(part).collect::<Vec<_>>().join("; ")
        }
    }
}

/// What a role or a channel of an id is called.
fn name_of(parts: Option<&GuildParts>, id: &str) -> Option<String> {
    let (parts, id) = (parts?, id.trim_start_matches('&').parse::<u64>().ok()?);
    let role = parts.roles.iter().find(|role| role.id.get() == id).map(|role| format!("@{}", role.name));
    role.or_else(|| {
        parts.channels.iter().find(|channel| channel.id.get() == id).map(|channel| format!("#{}", channel.name))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tickit_domain::guild::GuildRole;
    use tickit_domain::ids::RoleId;

    use super::*;

    #[test]
    fn values_read_as_people_say_them() {
        let role = GuildRole { id: RoleId::new(7), name: "Support".into(), managed: false };
        let parts = GuildParts { roles: vec![role], channels: Vec::new() };
        for (value, text) in [
            (json!(null), ""),
            (json!(true), "✓"),
            (json!(12), "12"),
            (json!(["7", "8"]), "@Support, 8"),
            (json!({ "each": null, "roles": ["7"] }), "roles: @Support"),
            (json!("<b>"), "<b>"),
        ] {
            assert_eq!(shown(Some(&parts), &value), text);
        }
        assert_eq!(shown(None, &json!("x".repeat(400))).chars().count(), MOST_SHOWN + 1);
    }
}
