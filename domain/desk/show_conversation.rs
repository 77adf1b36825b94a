//! Showing what was said in a ticket, from its end backwards, to whoever was there: staff, and who opened it.

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{MessageId, TicketId};
use crate::permission::Permission;
use crate::ticket::Ticket;
use crate::transcript::{KeptAttachments, KnownNames, TicketMessage};

/// Some of what was said in a ticket.
#[derive(Debug, Clone, Default)]
pub struct Conversation {
    /// The messages, oldest first, at most a hundred.
    pub messages: Vec<TicketMessage>,
    /// Who is named in them. Roles and channels are not known by it.
    pub names: KnownNames,
    /// What became of the files with them.
    pub attachments: KeptAttachments,
    /// Before which message there is more.
    pub earlier: Option<MessageId>,
}

impl Desk {
    /// The last messages of a ticket, or those before one. Whoever opened it reads what they read in Discord, whatever else
    /// they may.
    pub async fn show_conversation(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        before: Option<MessageId>,
    ) -> Outcome<Conversation> {
        let ticket = self.ticket_read_by(at, actor, id).await?;
        let GuildRepositories { messages, attachments, .. } = self.repositories(at).await?;
        let page = messages.before(id, before).await?;
        let earlier = page.messages.first().map(|first| first.id).filter(|_| page.more);
        let messages = page.without(ticket.progress()).messages;
        let mut names = KnownNames::default();
        for message in &messages {
            names.learn_from(message);
        }
        let has_files = messages.iter().any(|message| !message.attachments.is_empty());
        let attachments =
            if has_files { attachments.of(id).await?.value.attachments } else { KeptAttachments::default() };
        Ok(Conversation { messages, names, attachments, earlier })
    }

    /// A ticket, as long as the actor may read what was said in it: staff, and whoever opened it.
    pub(super) async fn ticket_read_by(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        let (known, settings) = self.ticket_for(at, actor, id, Permission::ViewTicket).await?;
        let ticket = known.value;
        if actor.who.user() != Some(ticket.opener) {
            actor.must(Permission::ReadTranscript, &settings, Some(&ticket))?;
        }
        ticket.must_stay()?;
        Ok(ticket)
    }
}
