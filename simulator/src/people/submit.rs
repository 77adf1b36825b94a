//! Filling in a modal and sending it.
use serde_json::{Value, json};

use super::{
    Answer, Field, Impossible, Modal, impossible,
    mentions::Scene,
    possible,
    press::chosen_values,
    slash::{Reference, wrong_length},
    upload::{FILE_UPLOAD, Upload},
};
use crate::{
    Member,
    world::{InteractionKind, NewInteraction, Snowflake},
};

const TEXT_INPUT: u64 = 4;
const RADIO_GROUP: u64 = 21;
const CHECKBOX_GROUP: u64 = 22;
const CHECKBOX: u64 = 23;

impl Member {
    /// Fills in a modal and sends it. Answers are pairs of a field's label or custom id and its value: text, an option's
    /// label or value, a mention, `true` for a box, the name of a file; a field that takes several gets several pairs. What
    /// is not answered keeps its first value.
    pub async fn submit(
        &self,
        modal: &Modal,
        answers: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
    ) -> Answer {
        possible(self.tries_to_submit(modal, answers).await, &self.name)
    }

    /// Fills in a modal and sends it, unless a client would not let them: required, too short, too long, not offered.
    pub async fn tries_to_submit(
        &self,
        modal: &Modal,
        answers: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
    ) -> Result<Answer, Impossible> {
        let answers: Vec<(String, String)> =
            answers.into_iter().map(|(field, value)| (field.as_ref().to_owned(), value.as_ref().to_owned())).collect();
        if let Some((unknown, _)) = answers.iter().find(|(name, _)| modal.field(name).is_none()) {
            let labels: Vec<_> = modal.fields().into_iter().map(|field| field.label).collect();
            return impossible(format!("there is no field {unknown:?}, only {labels:?}"));
        }
        let uploads = self.uploads(modal, &answers);
        self.interact(|world| {
            let scene = self.scene(world, modal.channel);
            let mut filling = Filling { modal, answers: &answers, uploads: &uploads, scene, references: Vec::new() };
            let components = filling.level(&modal.components())?;
            let mut data = json!({ "custom_id": modal.custom_id(), "components": components });
            if !filling.references.is_empty() {
                data["resolved"] = filling.scene.resolved(&filling.references);
            }
            for upload in &uploads {
                data["resolved"]["attachments"][upload.id.to_string()] = upload.json();
            }
            Ok(self.submission(modal, data))
        })
        .await
    }

    /// Sends a modal with these `components`, whatever they are, as a forged client could.
    pub async fn submit_raw(&self, modal: &Modal, components: Value) -> Answer {
        let data = json!({ "custom_id": modal.custom_id(), "components": components });
        possible(self.interact(|_| Ok(self.submission(modal, data))).await, &self.name)
    }

    fn submission(&self, modal: &Modal, data: Value) -> NewInteraction {
        NewInteraction {
            application: modal.application,
            kind: InteractionKind::ModalSubmit,
            channel: modal.channel,
            user: self.user,
            data,
            message: modal.message,
        }
    }
}

/// A modal while it is filled in.
struct Filling<'modal> {
    modal: &'modal Modal,
    answers: &'modal [(String, String)],
    uploads: &'modal [Upload],
    scene: Scene<'modal>,
    references: Vec<Reference>,
}

impl Filling<'_> {
    /// The components of one level, in the shape in which they are submitted.
    fn level(&mut self, components: &[Value]) -> Result<Vec<Value>, Impossible> {
        components.iter().map(|component| self.one(component)).collect()
    }

    fn one(&mut self, component: &Value) -> Result<Value, Impossible> {
        let mut sent = json!({ "type": component["type"], "id": component["id"] });
        if let Some(children) = component["components"].as_array() {
            sent["components"] = Value::Array(self.level(children)?);
        } else if component["component"].is_object() {
            sent["component"] = self.one(&component["component"])?;
        } else if let Some(custom_id) = component["custom_id"].as_str() {
            sent["custom_id"] = json!(custom_id);
            let field = self.modal.field(custom_id).ok_or_else(|| Impossible(format!("no field {custom_id:?}")))?;
            self.fill(&mut sent, &field)?;
        }
        Ok(sent)
    }

    fn fill(&mut self, sent: &mut Value, field: &Field) -> Result<(), Impossible> {
        let given = self.answers.iter().filter(|(name, _)| field.is_called(name)).map(|(_, value)| value.clone());
        let given: Vec<String> = given.collect();
        match field.component["type"].as_u64().unwrap_or_default() {
            TEXT_INPUT => sent["value"] = json!(written(field, &given)?),
            CHECKBOX => {
                let before = field.component["default"] == true;
                sent["value"] = json!(given.last().map_or(before, |value| value.eq_ignore_ascii_case("true")));
            }
            RADIO_GROUP => {
                sent["value"] = self.chosen(field, &given)?.first().map_or(Value::Null, |value| json!(value));
            }
            FILE_UPLOAD => sent["values"] = json!(self.handed_in(field)?),
            _ => sent["values"] = json!(self.chosen(field, &given)?),
        }
        Ok(())
    }

    /// The ids of the files for a field, as many as it takes.
    fn handed_in(&self, field: &Field) -> Result<Vec<Snowflake>, Impossible> {
        let ids: Vec<_> = self.uploads.iter().filter(|upload| upload.is_for(field)).map(|upload| upload.id).collect();
        let bound = |name: &str| field.component[name].as_u64().unwrap_or(1);
        let (least, most) = (bound("min_values"), bound("max_values"));
        let left_out = ids.is_empty() && !field.is_required();
        if left_out || (least.max(1)..=most).contains(&(ids.len() as u64)) {
            return Ok(ids);
        }
        impossible(format!("{:?} takes {least} to {most} files, not {}", field.label, ids.len()))
    }

    fn chosen(&mut self, field: &Field, given: &[String]) -> Result<Vec<String>, Impossible> {
        let mut component = field.component.clone();
        let kind = component["type"].as_u64().unwrap_or_default();
        if kind == CHECKBOX_GROUP && component["max_values"].is_null() {
            component["max_values"] = json!(component["options"].as_array().map_or(1, Vec::len));
        }
        let given = if given.is_empty() { preselected(&component) } else { given.to_vec() };
        if given.is_empty() && !field.is_required() {
            return Ok(Vec::new());
        }
        chosen_values(&component, &given, &self.scene, &mut self.references)
    }
}

/// The options, or the users, roles and channels, that are chosen from the start.
fn preselected(component: &Value) -> Vec<String> {
    let options = component["options"].as_array().into_iter().flatten().filter(|option| option["default"] == true);
    let options = options.map(|option| &option["value"]);
    let picked = component["default_values"].as_array().into_iter().flatten().map(|picked| &picked["id"]);
    options.chain(picked).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A text within its bounds.
fn written(field: &Field, given: &[String]) -> Result<String, Impossible> {
    let text = given.last().cloned().unwrap_or_else(|| field.value());
    if text.is_empty() {
        return if field.is_required() { impossible(format!("{:?} is required", field.label)) } else { Ok(text) };
    }
    let wrong = wrong_length(&field.component, &text, 4000);
    wrong.map_or(Ok(text), |wrong| impossible(format!("{:?} {wrong}", field.label)))
}
