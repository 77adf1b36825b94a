//! The name of a ticket's channel. Discord changes it twice in ten minutes, and of several that wait the last one counts.

use async_trait::async_trait;

use super::{Showing, ShownAspect, Step, Target};
use crate::discord::{ChannelChange, DiscordError};
use crate::ticket::{Aspect, Shown};

pub(super) struct Name;

#[async_trait]
impl ShownAspect for Name {
    fn aspect(&self) -> Aspect {
        Aspect::Name
    }

    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool {
        showing.ticket.channel_name(showing.target.settings) == shown.name
    }

    fn forget(&self, _: &Showing<'_>, shown: &mut Shown) {
        shown.name.clear();
    }

    async fn show(&self, showing: &Showing<'_>, mut shown: Shown) -> Result<Step, DiscordError> {
        let Showing { discord, target: Target { at, channel, settings, .. }, ticket, .. } = showing;
        let name = ticket.channel_name(settings);
        let change = ChannelChange::Name(&name);
        discord.change_channel(*at, *channel, change, &showing.reason("it was renamed")).await?;
        shown.name = name;
        Ok(Step::Last(shown))
    }
}
