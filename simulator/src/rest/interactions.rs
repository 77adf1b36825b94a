//! `/interactions/{interaction}/{token}/callback`: first answers.
use std::sync::Arc;

use axum::{Router, extract::Path, http::HeaderMap, routing::post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    answer::{Answer, nothing, ok},
    call::{Open, Sent},
    content::{check_emoji, check_length, check_modal, draft, edit, list},
    multipart,
};
use crate::{
    DiscordError, FormErrors, Shared,
    openapi::Arrived,
    world::{Callback, Interaction, InteractionId, LOADING, MessageId, World},
};

#[derive(Debug, Deserialize)]
struct Wish {
    #[serde(default, deserialize_with = "super::call::flag")]
    with_response: bool,
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/interactions/{interaction}/{token}/callback", post(callback))
}

async fn callback(Path((id, token)): Path<(InteractionId, String)>, open: Open) -> Answer {
    let wish: Wish = open.query()?;
    let answer = open.shared.change(|world| {
        let (kind, message) = take_callback(world, id, &token, &open.sent)?;
        Ok::<_, DiscordError>(wish.with_response.then(|| response(world, id, kind, message)))
    })?;
    match answer {
        Some(answer) => ok(answer),
        None => nothing(),
    }
}

/// Takes a first answer, by whichever way it came; its type, and the message that it made or changed.
pub(crate) fn take_callback(
    world: &mut World,
    id: InteractionId,
    token: &str,
    sent: &Sent,
) -> Result<(u8, Option<MessageId>), DiscordError> {
    let callback = parsed(world, id, sent, sent.object()?)?;
    let kind = callback.kind();
    Ok((kind, world.answer_interaction(id, token, callback)?))
}

/// Reads a first answer that is an HTTP answer's body, and holds it against the document as if it were a request.
pub(crate) async fn read_callback(
    shared: &Shared,
    id: InteractionId,
    token: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Sent {
    let sent = multipart::read(headers, body).await;
    let path = format!("/interactions/{id}/{token}/callback");
    let body = Some(&sent.body).filter(|_| !sent.unreadable);
    shared.openapi.check(&Arrived { method: "POST", path: &path, query: Some(&[]), body });
    sent
}

fn parsed(world: &World, id: InteractionId, sent: &Sent, body: &Value) -> Result<Callback, DiscordError> {
    let data = &body["data"];
    let callback = match body["type"].as_u64() {
        Some(1) => Callback::Pong,
        Some(4) => {
            let draft = draft(sent, data).map_err(in_data)?;
            usable(world, id, &draft.components)?;
            Callback::Message(draft)
        }
        Some(5) => Callback::Defer(data["flags"].as_u64().unwrap_or(0)),
        Some(6) => Callback::DeferUpdate,
        Some(7) => {
            let source = world.interactions.get(&id).and_then(|found| world.message(found.channel, found.message?));
            let edit = edit(sent, data, source.map_or(0, |message| message.flags)).map_err(in_data)?;
            usable(world, id, edit.components.as_deref().unwrap_or_default())?;
            Callback::Update(edit)
        }
        Some(8) => Callback::Choices(choices(data)?),
        Some(9) => {
            check_modal(data)?;
            Callback::Modal(data.clone())
        }
        _ => {
            return Err(FormErrors::one(
                "type",
                "BASE_TYPE_CHOICES",
                "Value must be one of {1, 4, 5, 6, 7, 8, 9, 10, 12}.",
            ));
        }
    };
    Ok(callback)
}

/// The interaction's bot must be able to use the emoji of these components.
fn usable(world: &World, id: InteractionId, components: &[Value]) -> Result<(), DiscordError> {
    let bot = world.interactions.get(&id).map(|interaction| interaction.application).unwrap_or_default();
    check_emoji(world, bot, components).map_err(in_data)
}

fn choices(data: &Value) -> Result<Value, DiscordError> {
    let mut form = FormErrors::new();
    let choices = list(data, "choices");
    if choices.len() > 25 {
        form.add("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    for (index, choice) in choices.iter().enumerate() {
        check_length(&mut form, &format!("data.choices.{index}"), choice, "name", 1..=100);
    }
    form.finish()?;
    Ok(data.clone())
}

/// Mistakes of a message in a callback are under `data`.
fn in_data(error: DiscordError) -> DiscordError {
    let errors = error.errors.map(|errors| json!({ "data": errors }));
    DiscordError { errors, ..error }
}

/// `with_response`.
fn response(world: &World, id: InteractionId, kind: u8, message: Option<MessageId>) -> Value {
    let interaction = world.interactions.get(&id);
    let found = interaction.and_then(|interaction| world.message(interaction.channel, message?));
    let mut about = json!({ "id": id, "type": interaction.map_or(0, Interaction::kind_number) });
    let mut resource = json!({ "type": kind });
    if let Some(message) = found {
        about["response_message_id"] = json!(message.id);
        about["response_message_loading"] = json!(message.flags & LOADING != 0);
        about["response_message_ephemeral"] = json!(message.ephemeral());
        resource["message"] = world.message_json(message);
    }
    json!({ "interaction": about, "resource": resource })
}
