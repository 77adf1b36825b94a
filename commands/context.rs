//! One visit to the desk: who came, to which guild, through which bot, and how they are answered.

use std::fmt;
use std::sync::{Arc, Mutex};

use tickit_domain::actor::Actor;
use tickit_domain::desk::Desk;
use tickit_domain::discord::{Place, ReplyTo};
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::ids::{ChannelId, TicketId};

use crate::reply::Reply;
use crate::words::{Speech, Words};

/// What a slash command is given.
pub type Context<'a> = poise::ApplicationContext<'a, Visit, Error>;

/// One interaction, as far as actions care.
pub struct Visit {
    /// The bot and the guild.
    pub at: Place,
    /// The channel in which it happened.
    pub channel: ChannelId,
    /// Who came.
    pub actor: Actor,
    /// Where the answer can be changed later.
    pub reply_to: ReplyTo,
    /// The desk.
    pub desk: Desk,
    /// What members read.
    pub words: Arc<Words>,
    reply: Mutex<Option<Result<Reply, Error>>>,
}

impl Visit {
    /// A visit that has no answer yet.
    pub const fn new(
        at: Place,
        channel: ChannelId,
        actor: Actor,
        reply_to: ReplyTo,
        desk: Desk,
        words: Arc<Words>,
    ) -> Self {
        Self { at, channel, actor, reply_to, desk, words, reply: Mutex::new(None) }
    }

    /// The visitor's language.
    pub fn speech(&self) -> Speech<'_> {
        self.words.speak(&self.actor.locale)
    }

    /// The ticket in whose channel the visitor is.
    pub async fn ticket(&self) -> Outcome<TicketId> {
        let ticket = self.desk.ticket_of_channel(self.at, self.channel).await?;
        ticket.ok_or_else(|| Refusal::NotATicket.into())
    }

    /// Sets what a slash command answers.
    pub fn answer(&self, answered: Result<Reply, Error>) {
        if let Ok(mut reply) = self.reply.lock() {
            *reply = Some(answered);
        }
    }

    /// What was answered, once.
    pub fn take_answer(&self) -> Option<Result<Reply, Error>> {
        self.reply.lock().ok().and_then(|mut reply| reply.take())
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit").field("at", &self.at).field("actor", &self.actor.who).finish_non_exhaustive()
    }
}
