//! `/webhooks/{application}/{token}`: what follows the first answer, for fifteen minutes.
use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use serde_json::Value;

use super::{
    answer::{Answer, nothing, ok},
    call::Open,
    content::{check_emoji, draft, edit},
};
use crate::{
    DiscordError, Shared,
    world::{ApplicationId, ChannelId, InteractionId, MessageId, World},
};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/webhooks/{application}/{token}", post(follow_up))
        .route("/webhooks/{application}/{token}/messages/{message}", get(one).patch(change).delete(remove))
}

/// Where a message of an interaction is.
type Found = (InteractionId, ChannelId, MessageId);
type Which = Path<(ApplicationId, String, String)>;

async fn follow_up(Path((application, token)): Path<(ApplicationId, String)>, open: Open) -> Answer {
    let draft = draft(&open.sent, open.sent.object()?)?;
    let body = open.shared.change(|world| {
        let interaction = world.interaction_by_token(application, &token)?;
        let (id, channel) = (interaction.id, interaction.channel);
        check_emoji(world, application, &draft.components)?;
        let message = world.follow_up(id, draft)?;
        Ok::<_, DiscordError>(rendered(world, channel, message))
    })?;
    ok(body)
}

async fn one(which: Which, open: Open) -> Answer {
    let body = open.shared.read(|world| {
        let (_, channel, message) = find(world, &which)?;
        Ok::<_, DiscordError>(rendered(world, channel, message))
    })?;
    ok(body)
}

async fn change(which: Which, open: Open) -> Answer {
    let body = open.sent.object()?;
    let answer = open.shared.change(|world| {
        let (_, channel, id) = find(world, &which)?;
        let flags = world.message(channel, id).map_or(0, |message| message.flags);
        let edit = edit(&open.sent, body, flags)?;
        check_emoji(world, which.0.0, edit.components.as_deref().unwrap_or_default())?;
        world.apply_edit(channel, id, edit)?;
        Ok::<_, DiscordError>(rendered(world, channel, id))
    })?;
    ok(answer)
}

async fn remove(which: Which, open: Open) -> Answer {
    open.shared.change(|world| {
        let (_, channel, id) = find(world, &which)?;
        world.delete_message(channel, id);
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}

/// `@original`, or a message that answers the interaction. Errors: 10015, 50027, 10008.
fn find(world: &World, Path((application, token, which)): &Which) -> Result<Found, DiscordError> {
    let interaction = world.interaction_by_token(*application, token)?;
    let id = if which == "@original" {
        interaction.original.ok_or_else(DiscordError::unknown_message)?
    } else {
        which.parse().map_err(|_| DiscordError::unknown_message())?
    };
    let message = world.message(interaction.channel, id).ok_or_else(DiscordError::unknown_message)?;
    let own = message.interaction == Some(interaction.id) || interaction.original == Some(id);
    if !own {
        return Err(DiscordError::unknown_message());
    }
    Ok((interaction.id, interaction.channel, id))
}

fn rendered(world: &World, channel: ChannelId, id: MessageId) -> Value {
    world.message(channel, id).map_or(Value::Null, |message| world.message_json(message))
}
