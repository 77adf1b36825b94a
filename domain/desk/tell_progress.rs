//! Saying in a channel how far its transcript is: whoever closed a long ticket sees why the channel is still there.

use super::{Desk, GuildRepositories, nonce};
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{ChannelId, TicketId};
use crate::notice::Notice;
use crate::store::transcripts::Begun;
use crate::ticket::Ticket;

impl Desk {
    /// Says how far the transcript is, in one message that is changed: once an attempt, which is some two thousand messages
    /// or some seconds. That it cannot be said holds up nothing.
    pub(super) async fn tell_progress(&self, at: Place, id: TicketId, channel: ChannelId) -> Outcome<()> {
        let GuildRepositories { tickets, transcripts, .. } = self.repositories(at).await?;
        let Some(ticket) = tickets.get(id).await? else { return Ok(()) };
        let (round, closing) = (ticket.value.round, ticket.value.closing.as_ref());
        let said = ticket.value.progress();
        let Begun::Unsealed { head, names } = transcripts.begun(id, round).await? else { return Ok(()) };
        let all = names.value.complete.then(|| names.value.outline.messages());
        let read_back = closing.map_or(0, |closing| closing.read_back.messages());
        let done = if all.is_some() { head.value.messages() } else { names.value.outline.messages().max(read_back) };
        let message = self.presenter.notice(&Notice::Closing { done, all }, &ticket.value.locale);
        if let Some(said) = said {
            if let Err(error) = self.discord.edit_message(at, channel, said, &message).await {
                tracing::debug!(%id, %error, "the progress cannot be said");
            }
            return Ok(());
        }
        let nonce = nonce(("progress", &ticket.value.opened_by, round));
        match self.discord.post_message(at, channel, &message, &nonce).await {
            Ok(posted) => {
                let noting = tickets.update(ticket, |ticket: &mut Ticket| {
                    if let Some(closing) = &mut ticket.closing {
                        closing.progress = Some(posted);
                    }
                    Ok(())
                });
                noting.await.map(drop)
            }
            Err(error) => {
                tracing::debug!(%id, %error, "the progress cannot be said");
                Ok(())
            }
        }
    }
}
