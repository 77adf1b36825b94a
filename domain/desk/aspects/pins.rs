//! The messages that are pinned in a ticket's channel, one at a time.

use async_trait::async_trait;

use super::{Showing, ShownAspect, Step, Target, unless_missing};
use crate::discord::DiscordError;
use crate::ticket::{Aspect, Shown};

pub(super) struct Pins;

#[async_trait]
impl ShownAspect for Pins {
    fn aspect(&self) -> Aspect {
        Aspect::Pins
    }

    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool {
        shown.unsure_pins.is_empty() && showing.ticket.pins == shown.pins
    }

    fn forget(&self, showing: &Showing<'_>, shown: &mut Shown) {
        shown.unsure_pins.extend(showing.ticket.pins.symmetric_difference(&shown.pins));
    }

    async fn show(&self, showing: &Showing<'_>, mut shown: Shown) -> Result<Step, DiscordError> {
        let Showing { discord, target: Target { at, channel, .. }, ticket, .. } = showing;
        let Some(&message) = shown.unsure_pins.first() else { return Ok(Step::Last(shown)) };
        if ticket.pins.contains(&message) {
            unless_missing(discord.pin(*at, *channel, message, &showing.reason("it was pinned")).await)?;
            shown.pins.insert(message);
        } else {
            unless_missing(discord.unpin(*at, *channel, message, &showing.reason("it was unpinned")).await)?;
            shown.pins.remove(&message);
        }
        shown.unsure_pins.remove(&message);
        Ok(Step::Another(shown))
    }
}
