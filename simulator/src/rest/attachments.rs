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

use super::{RequestInfo, answer::Answer};
use crate::{
    DiscordError, Shared,
    faults::{Fault, decide},
    world::{ChannelId, Snowflake},
};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/attachments/{channel}/{attachment}/{name}", get(content))
        .route("/ephemeral-attachments/{application}/{attachment}/{name}", get(handed_in))
}

async fn content(
    State(shared): State<Arc<Shared>>,
    Path((channel, id, name)): Path<(ChannelId, Snowflake, String)>,
) -> Answer {
    match decide(&shared, &request(&format!("/attachments/{channel}/{id}/{name}"))) {
        Some(Fault::Status(status)) => return Err(DiscordError::new(status, 0, "fault")),
        Some(Fault::Delay(length)) => shared.clock.sleep(length).await,
        _ => {}
    }
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

/// A request for a file, as faults look at it: nobody's in particular.
fn request(path: &str) -> RequestInfo {
    let (method, path) = ("GET".to_owned(), path.to_owned());
    RequestInfo { method, path, template: None, bot: None, by_interaction: false }
}
