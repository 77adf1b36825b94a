//! The aspects of a ticket that Discord shows, each apart from the others: what is wanted, what is shown, and the step
//! from one to the other. A new aspect is a file and a line in this table.

mod audience;
mod category;
mod first_message;
mod name;
mod pins;
mod topic;

pub(super) use first_message::Rendered;

use async_trait::async_trait;

use crate::discord::{Discord, DiscordError, Place};
use crate::ids::ChannelId;
use crate::presenter::Presenter;
use crate::settings::Settings;
use crate::ticket::{Aspect, Shown, Ticket};

/// Every aspect, in the order in which they are shown.
pub(super) const ASPECTS: [&dyn ShownAspect; 6] =
    [&audience::Audience, &first_message::FirstMessage, &pins::Pins, &category::Category, &name::Name, &topic::Topic];

/// The channel of a ticket that is synced.
pub(super) struct Target<'a> {
    /// The bot and the guild.
    pub at: Place,
    /// The channel.
    pub channel: ChannelId,
    /// What the guild's admins chose.
    pub settings: &'a Settings,
    /// What was rendered of the ticket already.
    pub rendered: Rendered,
}

/// A ticket whose channel is made to show it.
pub(super) struct Showing<'a> {
    /// The port.
    pub discord: &'a dyn Discord,
    /// Who renders messages.
    pub presenter: &'a dyn Presenter,
    /// Where.
    pub target: &'a Target<'a>,
    /// What is wanted.
    pub ticket: &'a Ticket,
}

impl Showing<'_> {
    /// What the guild's audit log says of a change.
    fn reason(&self, what: &str) -> String {
        format!("Ticket {}: {what}", self.ticket.id)
    }
}

/// One aspect.
#[async_trait]
pub(super) trait ShownAspect: Sync {
    /// Which.
    fn aspect(&self) -> Aspect;

    /// Whether Discord was told all that is wanted.
    fn is_shown(&self, showing: &Showing<'_>, shown: &Shown) -> bool;

    /// Forgets what Discord shows as far as it is about to be told otherwise: until it has answered, nobody knows what it
    /// shows, and where it never does, it is told again, also where all is wanted back as it was.
    fn forget(&self, showing: &Showing<'_>, shown: &mut Shown);

    /// Asks the next thing of Discord that is not shown.
    async fn show(&self, showing: &Showing<'_>, shown: Shown) -> Result<Step, DiscordError>;
}

/// What Discord shows after a step.
#[derive(Debug)]
pub(super) enum Step {
    /// All that was wanted.
    Last(Shown),
    /// More than before; there may be another step.
    Another(Shown),
}

/// What is done to a member, a role or a message that is gone is done.
fn unless_missing(done: Result<(), DiscordError>) -> Result<(), DiscordError> {
    match done {
        Err(DiscordError::Missing) => Ok(()),
        done => done,
    }
}
