//! A form that was sent, read leniently: whatever carries a custom id and a value is an answer.
//!
//! Shapes by <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure>.

use serde_json::Value;
use tickit_domain::error::Refusal;
use tickit_domain::form::{AnswerValue, Given, QuestionId};
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
    inputs: Vec<Entered>,
    resolved: Resolved,
}

/// What came back with one input.
#[derive(Debug, Clone, PartialEq)]
struct Entered {
    custom_id: String,
    /// Discord's number of its kind of component; 0 where it is left out.
    component: u64,
    values: Vec<Value>,
}

impl Submission {
    /// Reads an interaction's `data`: inputs in rows (1) as well as in labels (18).
    pub fn from_data(data: &Value) -> Self {
        let custom_id = data.get("custom_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut inputs = Vec::new();
        collect(data.get("components").unwrap_or(&Value::Null), DEEPEST, &mut inputs);
        Self { custom_id, inputs, resolved: Resolved::from_data(data) }
    }

    /// The text of one input; empty where it was left out.
    pub fn text(&self, custom_id: &str) -> &str {
        self.values(custom_id).next().and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether one box is ticked.
    pub fn is_ticked(&self, custom_id: &str) -> bool {
        self.values(custom_id).next() == Some(&Value::Bool(true))
    }

    /// What was chosen in one input.
    pub fn chosen(&self, custom_id: &str) -> Chosen {
        Chosen::new(self.values(custom_id).filter_map(Value::as_str), self.resolved.clone())
    }

    /// The member or role that was chosen as `who`; forms of earlier versions asked for a `member`.
    pub fn someone(&self) -> Result<Whom, Refusal> {
        self.chosen("who").one().or_else(|_| self.chosen("member").one().map(Whom::User))
    }

    /// What was given to each question of a type's form, whose inputs are called by the questions' numbers; what is none
    /// of those counts as given to number 0, which no question has. Refused as stale where it is nothing that a client
    /// sends.
    pub fn given(&self) -> Result<Vec<Given>, Refusal> {
        let given = |input: &Entered| {
            let question = input.custom_id.parse().unwrap_or(QuestionId(0));
            Ok((question, self.answer(input)?))
        };
        self.inputs.iter().map(given).collect()
    }

    /// By the numbers of <https://docs.discord.com/developers/components/reference#component-object-component-types>.
    fn answer(&self, Entered { component, values, custom_id }: &Entered) -> Result<AnswerValue, Refusal> {
        let chosen = || self.chosen(custom_id);
        Ok(match component {
            3 | 21 | 22 => AnswerValue::Choices(chosen().all()?),
            5 => AnswerValue::Users(chosen().all()?),
            6 => AnswerValue::Roles(chosen().all()?),
            7 => AnswerValue::Mentionables(chosen().all()?),
            8 => AnswerValue::Channels(chosen().all()?),
            19 => AnswerValue::Files(chosen().all()?),
            23 => AnswerValue::Checked(values.first() == Some(&Value::Bool(true))),
            _ => AnswerValue::Text(values.first().and_then(Value::as_str).unwrap_or_default().to_owned()),
        })
    }

    fn values(&self, custom_id: &str) -> impl Iterator<Item = &Value> {
        self.inputs.iter().filter(move |input| input.custom_id == custom_id).flat_map(|input| &input.values)
    }
}

fn collect(component: &Value, deeper: usize, inputs: &mut Vec<Entered>) {
    if deeper == 0 {
        return;
    }
    if let Some(components) = component.as_array() {
        for component in components {
            collect(component, deeper - 1, inputs);
        }
        return;
    }
    let value = component.get("value").into_iter().filter(|value| !value.is_null()).cloned();
    let several = component.get("values").and_then(Value::as_array).into_iter().flatten().cloned();
    if let Some(custom_id) = component.get("custom_id").and_then(Value::as_str) {
        inputs.push(Entered {
            custom_id: custom_id.to_owned(),
            component: component.get("type").and_then(Value::as_u64).unwrap_or_default(),
            values: value.chain(several).collect(),
        });
    }
    for inner in ["component", "components"] {
        if let Some(inner) = component.get(inner) {
            collect(inner, deeper - 1, inputs);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tickit_domain::form::{AnsweredFile, Picked};
    use tickit_domain::ids::{ChannelId, RoleId, UserId};

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
        assert_eq!(submission.text("0"), "in a label");
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
    fn each_kind_of_input_gives_its_kind_of_answer() {
        let input = |id: &str, kind: u64, given: Value| {
            let mut input = json!({ "type": kind, "custom_id": id });
            let field = if given.is_array() { "values" } else { "value" };
            input[field] = given;
            json!({ "type": 18, "component": input })
        };
        let submission = Submission::from_data(&json!({
            "components": [
                { "type": 10, "id": 1 }, input("1", 4, json!("so")), input("2", 3, json!(["Red"])),
                input("3", 21, Value::Null), input("4", 22, json!(["a", "b"])), input("5", 23, json!(true)),
                input("6", 5, json!(["11"])), input("7", 7, json!(["12", "11"])), input("8", 8, json!(["13"])),
                input("9", 19, json!(["14"])), input("else", 4, json!("")),
            ],
            "resolved": {
                "users": { "11": { "username": "bob", "global_name": "Bob" } }, "roles": { "12": { "name": "Staff" } },
                "attachments": { "14": { "filename": "a.png", "url": "https://cdn.example/a.png", "size": 5 } },
            },
        }));
        let choices = |labels: &[&str]| AnswerValue::Choices(labels.iter().map(ToString::to_string).collect());
        let bob = || Picked { id: UserId::new(11), name: "Bob".into() };
        let staff = Picked { id: Whom::Role(RoleId::new(12)), name: "Staff".into() };
        let user = Picked { id: Whom::User(UserId::new(11)), name: "Bob".into() };
        let file = AnsweredFile { name: "a.png".into(), url: "https://cdn.example/a.png".into(), bytes: 5 };
        let channel = Picked { id: ChannelId::new(13), name: String::new() };
        let expected = [
            (1, "so".into()),
            (2, choices(&["Red"])),
            (3, choices(&[])),
            (4, choices(&["a", "b"])),
            (5, AnswerValue::Checked(true)),
            (6, AnswerValue::Users(vec![bob()])),
            (7, AnswerValue::Mentionables(vec![staff, user])),
            (8, AnswerValue::Channels(vec![channel])),
            (9, AnswerValue::Files(vec![file])),
            (0, "".into()),
        ];
        assert_eq!(submission.given(), Ok(expected.map(|(id, value)| (QuestionId(id), value)).to_vec()));
        let forged = json!({ "components": [input("1", 19, json!(["99"]))] });
        assert_eq!(Submission::from_data(&forged).given(), Err(Refusal::StaleControl));
    }

    #[test]
    fn what_is_nested_without_end_is_not_followed() {
        let mut nested = json!({ "custom_id": "deep", "value": "x" });
        for _ in 0..100 {
            nested = json!([nested]);
        }
        assert!(Submission::from_data(&json!({ "components": nested })).inputs.is_empty());
    }
}
