//! What a person does on the page, as the same methods that tests use.
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    ChannelHandle, Member, Shared,
    people::{Answer, AnswerKind, Impossible, MessageHandle, Modal},
    world::{ChannelId, Draft, GuildId, InteractionId, MessageId, UserId},
};

/// Who does what.
#[derive(Debug, Deserialize)]
pub(super) struct Deed {
    guild: GuildId,
    user: UserId,
    #[serde(flatten)]
    act: Act,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
enum Act {
    Press { channel: ChannelId, message: MessageId, custom_id: String },
    Select { channel: ChannelId, message: MessageId, custom_id: String, values: Vec<String> },
    Slash { channel: ChannelId, text: String },
    Type { channel: ChannelId, text: String },
    Submit { interaction: InteractionId, answers: Vec<(String, String)> },
    Say { channel: ChannelId, text: String },
    Delete { channel: ChannelId, message: MessageId },
}

/// Does it; what comes of it, for the page.
pub(super) async fn act(shared: &Arc<Shared>, deed: Deed) -> Result<Value, Impossible> {
    let member = Member::new(Arc::clone(shared), deed.guild, deed.user);
    let channel_of = |id| ChannelHandle::new(Arc::clone(shared), id);
    let message_of = |channel, id| MessageHandle::new(Arc::clone(shared), channel, id);
    match deed.act {
        Act::Press { channel, message, custom_id } => {
            let button = message_of(channel, message).find_button(&custom_id).ok_or_else(gone)?;
            Ok(answered(&member.tries_to_press(&button).await?))
        }
        Act::Select { channel, message, custom_id, values } => {
            let mut selects = message_of(channel, message).selects().into_iter();
            let select = selects.find(|select| select.custom_id() == custom_id).ok_or_else(gone)?;
            Ok(answered(&member.tries_to_select(&select, values).await?))
        }
        Act::Slash { channel, text } => Ok(answered(&member.tries_to_slash(&channel_of(channel), &text).await?)),
        Act::Type { channel, text } => {
            let choices = member.tries_to_type(&channel_of(channel), &text).await?;
            let choice = |choice: &crate::people::Choice| json!({ "name": choice.name, "value": choice.value });
            Ok(json!({ "choices": choices.iter().map(choice).collect::<Vec<_>>() }))
        }
        Act::Submit { interaction, answers } => {
            let modal = shared.read(|world| Modal::of(world.interactions.get(&interaction)?)).ok_or_else(gone)?;
            Ok(answered(&member.tries_to_submit(&modal, answers).await?))
        }
        Act::Say { channel, text } => {
            member.tries_to_say(&channel_of(channel), Draft::text(text)).await?;
            Ok(json!({}))
        }
        Act::Delete { channel, message } => {
            member.tries_to_delete_message(&message_of(channel, message))?;
            Ok(json!({}))
        }
    }
}

fn gone() -> Impossible {
    Impossible("that is no longer there".to_owned())
}

/// The modal, if one opens; the failure, if nothing came; messages the page sees by itself.
fn answered(answer: &Answer) -> Value {
    if answer.kind() == AnswerKind::Timeout {
        return json!({ "error": answer.text() });
    }
    let modal = answer.modal().map(|modal| {
        json!({
            "interaction": answer.interaction_id(), "title": modal.title(), "custom_id": modal.custom_id(),
            "components": modal.components(),
        })
    });
    json!({ "modal": modal })
}
