//! Having the summary in the log channel follow the rating of its ticket, which comes later.

use super::attempt::is_over;
use super::{Desk, GuildRepositories};
use crate::discord::Place;
use crate::error::Outcome;
use crate::store::document::Stored;
use crate::store::transcripts::Begun;
use crate::ticket::{SummaryUpdate, Ticket};

impl Desk {
    /// Changes the summary. One that is gone, or that the bot may not change any more, is left as it is.
    pub(super) async fn update_summary(
        &self,
        at: Place,
        ticket: Stored<Ticket>,
        update: SummaryUpdate,
    ) -> Outcome<Stored<Ticket>> {
        let GuildRepositories { tickets, transcripts, .. } = self.repositories(at).await?;
        if let Begun::Sealed(transcript) = transcripts.begun(ticket.value.id, ticket.value.round).await? {
            let message = self.presenter.summary(&ticket.value, &transcript, update.files);
            match self.discord.edit_message(at, update.channel, update.message, &message).await {
                Err(error) if is_over(&error) => {
                    tracing::info!(guild = %at.guild, ticket = %ticket.value.id, %error, "the summary does not show the rating");
                }
                edited => edited?,
            }
        }
        let noting = tickets.update(ticket, |ticket| {
            ticket.summary_updated(update);
            Ok(())
        });
        noting.await
    }
}
