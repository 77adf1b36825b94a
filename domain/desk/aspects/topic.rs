//! The topic of a ticket's channel: whose ticket it is, what it is about, and what the channel is found again by.

use async_trait::async_trait;

use super::{Showing, ShownAspect, Step, Target};
use crate::discord::{ChannelChange, DiscordError};
use crate::settings::PriorityShown;
use crate::ticket::{Aspect, Shown};

pub(super) struct Topic;

#[async_trait]
impl ShownAspect for Topic {
    fn aspect(&self) -> Aspect {
        Aspect::Topic
    }

    /// Channels that earlier versions made have the topic that says nothing in particular.
    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool {
        let Showing { ticket, target, .. } = showing;
        let is_usual = ticket.topic.is_empty() && target.settings.priority_shown != PriorityShown::Topic;
        shown.topic.as_ref().map_or(is_usual, |topic| *topic == ticket.channel_topic(target.settings))
    }

    fn forget(&self, _: &Showing<'_>, shown: &mut Shown) {
        shown.topic = Some(String::new());
    }

    async fn show(&self, showing: &Showing<'_>, mut shown: Shown) -> Result<Step, DiscordError> {
        let Showing { discord, target: Target { at, channel, settings, .. }, ticket, .. } = showing;
        let topic = ticket.channel_topic(settings);
        let change = ChannelChange::Topic(&topic);
        discord.change_channel(*at, *channel, change, &showing.reason("its topic was changed")).await?;
        shown.topic = Some(topic);
        Ok(Step::Last(shown))
    }
}
