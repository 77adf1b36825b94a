//! One visit to the desk: who came, to which guild, through which bot, and how they are answered later.

use std::fmt;
use std::sync::Arc;

use tickit_domain::actor::Actor;
use tickit_domain::desk::Desk;
use tickit_domain::discord::{Place, ReplyTo};
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::ids::{ChannelId, TicketId};

use crate::words::{Speech, Words};

/// What poise gives a slash command when it runs one, which is never: it only declares them.
pub type Context<'a> = poise::ApplicationContext<'a, (), Error>;

/// One interaction, as far as actions care.
pub struct Visit {
    /// The bot and the guild.
    pub at: Place,
    /// The channel in which it happened.
    pub channel: ChannelId,
    /// Who came.
    pub actor: Actor,
    /// The desk.
    pub desk: Desk,
    /// What members read.
    pub words: Arc<Words>,
    /// Makes what the answer is changed with later: few actions need it, and sealing it costs.
    pub later: Box<dyn Fn() -> anyhow::Result<ReplyTo> + Send + Sync>,
}

impl Visit {
    /// The visitor's language.
    pub fn speech(&self) -> Speech<'_> {
        self.words.speak(&self.actor.locale)
    }

    /// Where the answer can be changed later, for a job to keep.
    pub fn reply_to(&self) -> Outcome<ReplyTo> {
        Ok((self.later)()?)
    }

    /// The ticket in whose channel the visitor is.
    pub async fn ticket(&self) -> Outcome<TicketId> {
        let ticket = self.desk.ticket_of_channel(self.at, self.channel).await?;
        ticket.ok_or_else(|| Refusal::NotATicket.into())
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit").field("at", &self.at).field("actor", &self.actor.who).finish_non_exhaustive()
    }
}
