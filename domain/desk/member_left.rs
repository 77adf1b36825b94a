//! Who opened a ticket has left the guild: staff are told in the ticket, and decide what becomes of it.

use super::Desk;
use crate::actor::{Actor, Cause, Door};
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::UserId;
use crate::notice::Notice;

/// Whoever leaves twice within so many milliseconds is taken to have left once: word of it may come again.
const ONCE: i64 = 60_000;

impl Desk {
    /// Notes in each open ticket of a member that they have left the guild, and says so in its channel.
    pub async fn member_left(&self, at: Place, user: UserId) -> Outcome<()> {
        if !self.stores.has_guild(at.guild).await? {
            return Ok(());
        }
        let (tickets, now) = (self.repositories(at).await?.tickets, self.clock.now());
        let cause = Cause::Event(format!("left:{user}:{}", now.as_millis() / ONCE));
        let actor = Actor::tickit(Door::Gateway, cause.clone());
        for ticket in tickets.open_of(user).await? {
            if ticket.value.knows(&cause) {
                continue;
            }
            let noting = tickets.update(ticket, |ticket| {
                ticket.opener_left(&actor, now);
                Ok(())
            });
            let noted = noting.await?.value;
            let Some(channel) = noted.channel else { continue };
            let message = self.presenter.notice(&Notice::OpenerLeft { opener: user }, &noted.locale);
            let nonce = super::nonce(("left", noted.id, user, now.as_millis() / ONCE));
            if let Err(error) = self.discord.post_message(at, channel, &message, &nonce).await {
                tracing::info!(guild = %at.guild, ticket = %noted.id, %error, "nobody can be told that the opener left");
            }
        }
        Ok(())
    }
}
