//! The first message of a ticket: posted once, and edited whenever it would show something else.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::{Showing, ShownAspect, Step, Target};
use crate::desk::{digest, nonce};
use crate::discord::{DiscordError, OutgoingMessage};
use crate::ids::MessageId;
use crate::ticket::{Aspect, Shown};

pub(super) struct FirstMessage;

/// The message as it was rendered last, which is asked for several times while one is shown.
#[derive(Debug, Default)]
pub(in crate::desk) struct Rendered(Mutex<Option<Arc<Wanted>>>);

/// What the message shall show.
#[derive(Debug)]
struct Wanted {
    message: OutgoingMessage,
    digest: String,
    /// After so many changes of the ticket, and after what was posted by then.
    of: (u32, Option<MessageId>, u32),
}

impl Rendered {
    fn wanted(&self, Showing { ticket, presenter, target, .. }: &Showing<'_>) -> Arc<Wanted> {
        let first = &ticket.shown.first_message;
        let of = (ticket.log.changes(), first.id, first.posts);
        let mut rendered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wanted) = rendered.as_ref().filter(|wanted| wanted.of == of) {
            return Arc::clone(wanted);
        }
        let message = presenter.first_message(ticket, target.settings);
        let digest = digest(message.body.text());
        Arc::clone(rendered.insert(Arc::new(Wanted { message, digest, of })))
    }
}

#[async_trait]
impl ShownAspect for FirstMessage {
    fn aspect(&self) -> Aspect {
        Aspect::FirstMessage
    }

    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool {
        shown.first_message.id.is_some() && shown.first_message.digest == showing.target.rendered.wanted(showing).digest
    }

    fn forget(&self, _: &Showing<'_>, shown: &mut Shown) {
        shown.first_message.digest.clear();
    }

    async fn show(&self, showing: &Showing<'_>, mut shown: Shown) -> Result<Step, DiscordError> {
        let Showing { discord, target: Target { at, channel, .. }, ticket, .. } = *showing;
        let wanted = showing.target.rendered.wanted(showing);
        let message = &wanted.message;
        let first = &mut shown.first_message;
        if let Some(id) = first.id {
            match discord.edit_message(*at, *channel, id, message).await {
                Err(DiscordError::Missing) => {
                    first.id = None;
                    return Ok(Step::Another(shown));
                }
                edited => edited?,
            }
        } else {
            // Discord remembers a nonce for some minutes, also that of a message that was deleted since.
            let nonce = nonce(("first", &ticket.opened_by, ticket.round, first.posts));
            first.id = Some(discord.post_message(*at, *channel, message, &nonce).await?);
            first.posts += 1;
        }
        first.digest.clone_from(&wanted.digest);
        Ok(Step::Last(shown))
    }
}
