//! Posting a tag.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::ChannelId;
use crate::permission::Permission;
use crate::tag::Tag;
use crate::ticket::Ticket;

impl Desk {
    /// The tag of a name, to be posted in a channel, and the ticket whose channel that is. In a ticket, whoever posts it
    /// works on that one.
    pub async fn use_tag(
        &self,
        at: Place,
        actor: &Actor,
        channel: ChannelId,
        name: &str,
    ) -> Outcome<(Tag, Option<Ticket>)> {
        let ticket = match self.ticket_of_channel(at, channel).await? {
            Some(id) => Some(self.ticket_for(at, actor, id, Permission::UseTag).await?.0.value),
            None => None,
        };
        let tags = self.tags_for(at, actor, Permission::UseTag).await?;
        Ok((tags.called(name).await?.value, ticket))
    }
}
