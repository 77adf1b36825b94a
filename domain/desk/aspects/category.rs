//! The category of a ticket's channel: that of its type, since the ticket was moved to another one.

use async_trait::async_trait;

use super::{Showing, ShownAspect, Step, Target};
use crate::discord::{ChannelChange, DiscordError};
use crate::settings::TypeId;
use crate::ticket::{Aspect, Shown};

/// No ticket has this type: their numbers begin with 1.
const NO_TYPE: TypeId = TypeId(0);

pub(super) struct Category;

#[async_trait]
impl ShownAspect for Category {
    fn aspect(&self) -> Aspect {
        Aspect::Category
    }

    /// A channel stays where admins moved it, as long as its ticket's type stays.
    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool {
        shown.kind.is_none_or(|kind| kind == showing.ticket.kind)
    }

    fn forget(&self, _: &Showing<'_>, shown: &mut Shown) {
        shown.kind = Some(NO_TYPE);
    }

    async fn show(&self, showing: &Showing<'_>, mut shown: Shown) -> Result<Step, DiscordError> {
        let Showing { discord, target: Target { at, channel, settings, .. }, ticket, .. } = showing;
        let reason = showing.reason("it was moved to another type");
        let mut moved = Ok(());
        for category in settings.categories_of(ticket.kind) {
            moved = discord.change_channel(*at, *channel, ChannelChange::Category(Some(category)), &reason).await;
            if moved != Err(DiscordError::Full) {
                break;
            }
        }
        moved?;
        shown.kind = Some(ticket.kind);
        Ok(Step::Last(shown))
    }
}
