//! Pressing buttons and choosing from menus.
use serde_json::{Value, json};

use super::{
    Answer, Button, Impossible, MessageHandle, Select,
    components::flattened,
    impossible,
    looks::sees,
    mentions::Scene,
    possible,
    slash::{Mentions as _, Reference},
};
use crate::{
    Member,
    world::{ApplicationId, InteractionKind, Message, NewInteraction, World},
};

impl Member {
    /// Presses a button and waits for the answer, for three seconds at most.
    pub async fn press(&self, button: &Button) -> Answer {
        possible(self.tries_to_press(button).await, &self.name)
    }

    /// Presses a button, unless they cannot: they do not see it, it is gone, greyed out, or a link.
    pub async fn tries_to_press(&self, button: &Button) -> Result<Answer, Impossible> {
        self.interact(|world| {
            let (message, found) = self.control(world, &button.message, &button.component)?;
            if found["style"] == 5 {
                return impossible("a link only opens a page");
            }
            let data = json!({ "component_type": 2, "custom_id": found["custom_id"], "id": found["id"] });
            Ok(self.component(message, data))
        })
        .await
    }

    /// Sends a press of a custom id that need not be on the message, as a forged client could.
    pub async fn press_custom(&self, message: &MessageHandle, custom_id: &str) -> Answer {
        let answer = self.interact(|world| {
            let found = world.message(message.channel, message.id);
            let found = found.ok_or_else(|| Impossible("that message is gone".to_owned()))?;
            Ok(self.component(found, json!({ "component_type": 2, "custom_id": custom_id, "id": 1 })))
        });
        possible(answer.await, &self.name)
    }

    /// Chooses from a menu: options by label or value; users, roles and channels by id, mention or name.
    pub async fn select(&self, select: &Select, values: impl IntoIterator<Item = impl AsRef<str>>) -> Answer {
        possible(self.tries_to_select(select, values).await, &self.name)
    }

    /// Chooses from a menu, unless a client would not let them.
    pub async fn tries_to_select(
        &self,
        select: &Select,
        values: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Answer, Impossible> {
        let chosen: Vec<String> = values.into_iter().map(|value| value.as_ref().to_owned()).collect();
        self.interact(|world| {
            let (message, found) = self.control(world, &select.message, &select.component)?;
            let mut references = Vec::new();
            let scene = self.scene(world, message.channel);
            let values = chosen_values(found, &chosen, &scene, &mut references)?;
            let mut data = json!({
                "component_type": found["type"], "custom_id": found["custom_id"], "id": found["id"], "values": values,
            });
            if !references.is_empty() {
                data["resolved"] = scene.resolved(&references);
            }
            Ok(self.component(message, data))
        })
        .await
    }

    /// The message and the control as they are now, if this person can use it.
    fn control<'world>(
        &self,
        world: &'world World,
        handle: &MessageHandle,
        before: &Value,
    ) -> Result<(&'world Message, &'world Value), Impossible> {
        let Some(message) = world.message(handle.channel, handle.id) else {
            return impossible("that message is gone");
        };
        if !sees(world, message, self.user) {
            return impossible("they do not see that message");
        }
        let same = |found: &&Value| {
            found["type"] == before["type"]
                && found["custom_id"] == before["custom_id"]
                && found["url"] == before["url"]
        };
        let Some(found) = flattened(&message.components).into_iter().find(same) else {
            return impossible(format!("{} is no longer on that message", before["custom_id"]));
        };
        if found["disabled"] == true {
            return impossible(format!("{} is greyed out", before["custom_id"]));
        }
        Ok((message, found))
    }

    fn component(&self, message: &Message, data: Value) -> NewInteraction {
        let application: ApplicationId = message.application.unwrap_or(message.author);
        NewInteraction {
            application,
            kind: InteractionKind::Component,
            channel: message.channel,
            user: self.user,
            data,
            message: Some(message.id),
        }
    }
}

/// The values as they are sent: within the menu's bounds, and each one that it offers.
pub(super) fn chosen_values(
    select: &Value,
    chosen: &[String],
    scene: &Scene<'_>,
    references: &mut Vec<Reference>,
) -> Result<Vec<String>, Impossible> {
    let least = select["min_values"].as_u64().unwrap_or(1);
    let most = select["max_values"].as_u64().unwrap_or(1);
    if !(least..=most).contains(&(chosen.len() as u64)) {
        return impossible(format!("{} takes {least} to {most} choices, not {}", select["custom_id"], chosen.len()));
    }
    let mut values = Vec::new();
    for text in chosen {
        let value = chosen_value(select, text, scene, references);
        values.push(value.ok_or_else(|| Impossible(format!("{} does not offer {text:?}", select["custom_id"])))?);
    }
    Ok(values)
}

fn chosen_value(select: &Value, text: &str, scene: &Scene<'_>, references: &mut Vec<Reference>) -> Option<String> {
    let kind = select["type"].as_u64()?;
    if let Some(options) = select["options"].as_array() {
        let option = options.iter().find(|option| option["label"] == text || option["value"] == text)?;
        return option["value"].as_str().map(str::to_owned);
    }
    let user = || scene.user(text).map(Reference::User);
    let role = || scene.role(text).map(Reference::Role);
    let types = select["channel_types"].as_array().filter(|types| !types.is_empty());
    let fits = |kind: u64| types.is_none_or(|types| types.iter().any(|accepted| *accepted == kind));
    let reference = match kind {
        5 => user(),
        6 => role(),
        7 => user().or_else(role),
        8 => scene.channel(text).filter(|(_, kind)| fits(*kind)).map(|(id, _)| Reference::Channel(id)),
        _ => None,
    }?;
    let (Reference::User(id) | Reference::Role(id) | Reference::Channel(id)) = &reference;
    let id = id.clone();
    references.push(reference);
    Some(id)
}
