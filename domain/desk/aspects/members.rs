//! Who may see a ticket's channel besides opener and staff: one member at a time is let in or kept out.

use async_trait::async_trait;

use super::{Showing, ShownAspect, Step};
use crate::discord::DiscordError;
use crate::ticket::{Aspect, Shown};

pub(super) struct Members;

#[async_trait]
impl ShownAspect for Members {
    fn aspect(&self) -> Aspect {
        Aspect::Members
    }

    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool {
        showing.ticket.members == shown.members
    }

    async fn show(&self, showing: &Showing<'_>, mut shown: Shown) -> Result<Step, DiscordError> {
        let Showing { discord, at, channel, ticket, .. } = *showing;
        if let Some(&user) = ticket.members.difference(&shown.members).next() {
            unless_missing(discord.let_in(at, channel, user, &showing.reason("a member was added")).await)?;
            shown.members.insert(user);
        } else if let Some(&user) = shown.members.difference(&ticket.members).next() {
            unless_missing(discord.keep_out(at, channel, user, &showing.reason("a member was removed")).await)?;
            shown.members.remove(&user);
        }
        Ok(Step::Another(shown))
    }
}

/// A member who is gone needs neither letting in nor keeping out.
fn unless_missing(done: Result<(), DiscordError>) -> Result<(), DiscordError> {
    match done {
        Err(DiscordError::Missing) => Ok(()),
        done => done,
    }
}
