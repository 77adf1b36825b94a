//! Who sees a ticket's channel: one user or role at a time is let in or kept out.

use async_trait::async_trait;

use super::{Showing, ShownAspect, Step, Target, unless_missing};
use crate::discord::DiscordError;
use crate::ticket::{Aspect, Shown};

pub(super) struct Audience;

#[async_trait]
impl ShownAspect for Audience {
    fn aspect(&self) -> Aspect {
        Aspect::Audience
    }

    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool {
        shown.unsure_of.is_empty() && showing.ticket.audience(showing.target.settings) == shown.audience
    }

    fn forget(&self, showing: &Showing<'_>, shown: &mut Shown) {
        let audience = showing.ticket.audience(showing.target.settings);
        shown.unsure_of.extend(audience.unlike(&shown.audience));
    }

    async fn show(&self, showing: &Showing<'_>, mut shown: Shown) -> Result<Step, DiscordError> {
        let Showing { discord, target: Target { at, channel, settings, .. }, ticket, .. } = showing;
        let Some(&whom) = shown.unsure_of.first() else { return Ok(Step::Last(shown)) };
        if let Some(say) = ticket.audience(settings).of(whom) {
            let reason = showing.reason("they may see it");
            unless_missing(discord.let_in(*at, *channel, whom, say, &reason).await)?;
            shown.audience.let_in(whom, say);
        } else {
            unless_missing(discord.keep_out(*at, *channel, whom, &showing.reason("they no longer see it")).await)?;
            shown.audience.keep_out(whom);
        }
        shown.unsure_of.remove(&whom);
        Ok(Step::Another(shown))
    }
}
