//! `/attachments` and `/ephemeral-attachments`: the files of messages and those handed in with modals, where Discord has
//! its CDN.
use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::header,
    response::IntoResponse as _,
    routing::get,
};

use super::answer::Answer;
use crate::{
    DiscordError, Shared,
    world::{ChannelId, Snowflake},
};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/attachments/{channel}/{attachment}/{name}", get(content))
        .route("/ephemeral-attachments/{application}/{attachment}/{name}", get(handed_in))
}

async fn content(
    State(shared): State<Arc<Shared>>,
    Path((channel, id, _)): Path<(ChannelId, Snowflake, String)>,
) -> Answer {
    let found = shared.read(|world| {
        let mut files = world.messages.get(&channel)?.values().flat_map(|message| &message.attachments);
        let kind = files.find(|file| file.id == id)?.content_type.clone();
        Some((kind, world.files.get(&id)?.clone()))
    });
    let (kind, bytes) = found.ok_or_else(DiscordError::not_found)?;
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

async fn handed_in(
    State(shared): State<Arc<Shared>>,
    Path((_, id, _)): Path<(Snowflake, Snowflake, String)>,
) -> Answer {
    let bytes = shared.read(|world| world.files.get(&id).cloned()).ok_or_else(DiscordError::not_found)?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
