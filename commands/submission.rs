//! A form that was sent, read leniently: whatever carries a custom id and a value is an answer.

use serde_json::Value;
use tickit_domain::error::Refusal;
use tickit_domain::whom::Whom;

use crate::chosen::Chosen;
use crate::resolved::Resolved;

/// How deep components may be nested; Discord's own are at most three deep.
const DEEPEST: usize = 8;

/// What came back with a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The form's custom id.
    pub custom_id: String,
    /// The inputs' custom ids and texts, in order; of a menu, each choice.
    pub values: Vec<(String, String)>,
    resolved: Resolved,
}

impl Submission {
    /// Reads an interaction's `data`: inputs in rows (1) as well as in labels (18).
    pub fn from_data(data: &Value) -> Self {
        let custom_id = data.get("custom_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut values = Vec::new();
        collect(data.get("components").unwrap_or(&Value::Null), DEEPEST, &mut values);
        Self { custom_id, values, resolved: Resolved::from_data(data) }
    }

    /// The text of one input; empty where it was left out.
    pub fn text(&self, custom_id: &str) -> &str {
        self.values.iter().find(|(id, _)| id == custom_id).map_or("", |(_, text)| text)
    }

    /// What was chosen in one input.
    pub fn chosen(&self, custom_id: &str) -> Chosen {
        let values = self.values.iter().filter(|(id, _)| id == custom_id).map(|(_, value)| value.as_str());
        Chosen::new(values, self.resolved.clone())
    }

    /// The member or role that was chosen as `who`; forms of earlier versions asked for a `member`.
    pub fn someone(&self) -> Result<Whom, Refusal> {
        self.chosen("who").one().or_else(|_| self.chosen("member").one().map(Whom::User))
    }

    /// All texts in order.
    pub fn texts(&self) -> Vec<String> {
        self.values.iter().map(|(_, text)| text.clone()).collect()
    }
}

fn collect(component: &Value, deeper: usize, values: &mut Vec<(String, String)>) {
    if deeper == 0 {
        return;
    }
    if let Some(components) = component.as_array() {
        for component in components {
            collect(component, deeper - 1, values);
        }
        return;
    }
    if let Some(id) = text(component, "custom_id") {
        values.extend(text(component, "value").map(|value| (id.clone(), value)));
        let chosen = component.get("values").and_then(Value::as_array).into_iter().flatten();
        values.extend(chosen.filter_map(Value::as_str).map(|value| (id.clone(), value.to_owned())));
    }
    for inner in ["component", "components"] {
        if let Some(inner) = component.get(inner) {
            collect(inner, deeper - 1, values);
        }
    }
}

fn text(component: &Value, field: &str) -> Option<String> {
    component.get(field).and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tickit_domain::ids::{RoleId, UserId};

    use super::*;

    #[test]
    fn inputs_in_rows_and_in_labels_are_read() {
        let data = json!({ "custom_id": "tickit:1:open:1", "components": [
            { "type": 18, "component": { "type": 4, "custom_id": "0", "value": "in a label" } },
            { "type": 1, "components": [{ "type": 4, "custom_id": "1", "value": "in a row" }] },
            { "type": 99, "what": "is this" },
            { "type": 18, "component": { "type": 5, "custom_id": "2", "values": ["42"] } },
        ]});
        let submission = Submission::from_data(&data);
        assert_eq!(submission.texts(), ["in a label", "in a row", "42"]);
        assert_eq!(submission.text("1"), "in a row");
        assert_eq!(submission.chosen("2").one(), Ok(UserId::new(42)));
        assert_eq!(submission.chosen("1").one::<UserId>(), Err(Refusal::StaleControl));
        assert_eq!(submission.text("3"), "");
    }

    #[test]
    fn what_was_chosen_in_a_form_is_read_as_in_a_message() {
        let select =
            |id: &str, values: &[&str]| json!({ "type": 18, "component": { "custom_id": id, "values": values } });
        let submission = Submission::from_data(&json!({
            "components": [select("one", &["12"]), select("several", &["12", "11"]), select("none", &[])],
            "resolved": { "roles": { "12": {} }, "users": { "11": {} } },
        }));
        let role = Whom::Role(RoleId::new(12));
        assert_eq!(submission.chosen("one").one(), Ok(role));
        assert_eq!(submission.chosen("several").all(), Ok(vec![role, Whom::User(UserId::new(11))]));
        assert_eq!(submission.chosen("none").one::<RoleId>(), Err(Refusal::StaleControl));
        assert_eq!(submission.someone(), Err(Refusal::StaleControl));
    }

    #[test]
    fn what_is_nested_without_end_is_not_followed() {
        let mut nested = json!({ "custom_id": "deep", "value": "x" });
        for _ in 0..100 {
            nested = json!([nested]);
        }
        assert!(Submission::from_data(&json!({ "components": nested })).values.is_empty());
    }
}
