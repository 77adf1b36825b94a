//! The first message of a ticket: posted once, and edited whenever it would show something else.

use async_trait::async_trait;

use super::{Showing, ShownAspect};
use crate::desk::{digest, nonce};
use crate::discord::{DiscordError, OutgoingMessage};
use crate::ticket::{Aspect, Shown};

pub(super) struct FirstMessage;

#[async_trait]
impl ShownAspect for FirstMessage {
    fn aspect(&self) -> Aspect {
        Aspect::FirstMessage
    }

    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool {
        shown.first_message.id.is_some() && shown.first_message.digest == rendered(showing).1
    }

    async fn show(&self, showing: &Showing<'_>, mut shown: Shown) -> Result<Shown, DiscordError> {
        let Showing { discord, at, channel, ticket, .. } = *showing;
        let (message, digest) = rendered(showing);
        let first = &mut shown.first_message;
        if let Some(id) = first.id {
            match discord.edit_message(at, channel, id, &message).await {
                Err(DiscordError::Missing) => first.id = None,
                edited => edited?,
            }
        } else {
            // Discord remembers a nonce for some minutes, also that of a message that was deleted since.
            let nonce = nonce(("first", &ticket.opened_by, ticket.round, first.posts));
            first.id = Some(discord.post_message(at, channel, &message, &nonce).await?);
            first.posts += 1;
        }
        first.digest = digest;
        Ok(shown)
    }
}

/// What the message shall show, and a digest of it.
fn rendered(showing: &Showing<'_>) -> (OutgoingMessage, String) {
    let message = showing.presenter.first_message(showing.ticket);
    let digest = digest(message.body.to_string());
    (message, digest)
}
