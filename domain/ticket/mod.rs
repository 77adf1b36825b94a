//! A ticket: what it is, and each thing that can become of it.
//!
//! ```text
//! opening ─channel made→ open ─close→ closing ─transcript sealed, channel gone→ closed ─reopen→ opening
//!    └─refused for good→ failed                                       closed ─delete→ deleting ─all gone→ no more
//!
//! open ─request_close→ open, asked to close ─accepted, or the deadline→ closing
//!                                 └─kept open, or the other side writes→ open
//! ```

mod audience;
mod called;
mod changes;
mod close_request;
mod closing;
mod erase;
mod feedback;
mod opener;
mod posted;
mod quoted;
mod shown;
mod state;
mod summary;
mod upgrade;
mod waiting;
mod work;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::actor::{Actor, Cause};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Refusal;
use crate::event::{EventKind, EventLog};
use crate::form::Answer;
use crate::ids::{BotId, ChannelId, MessageId, RoleId, TicketId, UserId};
use crate::label::Label;
use crate::settings::{Team, TeamId, TypeId, Welcome};
use crate::whom::Whom;

pub use crate::priority::Priority;
pub use close_request::{AtDeadline, CloseRequest};
pub use closing::{Closing, ReadBack};
pub use feedback::{FEEDBACK_WINDOW, FeedbackRequest, MOST_COMMENT_CHARACTERS, Rating, Stars};
pub use opener::{OpenRequest, Opener, Origin};
pub use posted::{MOST_MESSAGE_CHARACTERS, contents};
pub use quoted::{ChosenMessage, MOST_QUOTED_CHARACTERS, Quoted};
pub use shown::{Aspect, FirstMessage, Problem, Shown, Trouble};
pub use state::TicketState;
pub use summary::{PostedSummary, SummaryUpdate};
pub(crate) use upgrade::{event_of_first, upgrade};
pub use waiting::{ToldStaff, WaitingFor};
pub use work::{MOST_PINS, MOST_TOPIC_CHARACTERS, Transfer};

/// The most characters of a reason to close: it stands in an embed's field
/// (<https://docs.discord.com/developers/resources/message#embed-object-embed-limits>).
pub const MOST_REASON_CHARACTERS: usize = 1000;

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its number in the guild.
    pub id: TicketId,
    /// The bot that it came through, and the only one that may act on it.
    pub bot: BotId,
    /// Its type.
    pub kind: TypeId,
    /// What its type was called when it was opened.
    pub type_name: String,
    /// Who opened it.
    pub opener: UserId,
    /// The opener's username then.
    pub opener_name: String,
    /// The opener's language then.
    pub locale: String,
    /// Who opened it for the opener, where that was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitter: Option<UserId>,
    /// What it was opened by: the event of that says who asked.
    pub opened_by: Cause,
    /// When it was asked for.
    pub opened_at: Timestamp,
    /// The closed ticket that it follows, where it was opened for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<TicketId>,
    /// The message that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted: Option<Box<Quoted>>,
    /// What the opener answered to the type's form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// Which roles its first message mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<RoleId>,
    /// What its type wants its first message to say.
    #[serde(default)]
    pub welcome: Welcome,
    /// Where it is in its life.
    pub state: TicketState,
    /// How often it was opened: 1, and one more at each reopening.
    pub round: u32,
    /// Which of the opener's slots it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<u32>,
    /// What its channel shall be called.
    pub name: String,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<UserId>,
    /// How urgent it is.
    #[serde(default)]
    pub priority: Priority,
    /// The team that it was handed over to, as it was called then; none: whoever works on its type has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    /// Who was added to it, besides opener and staff.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub members: BTreeSet<Whom>,
    /// What staff sorts it by.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub labels: BTreeSet<Label>,
    /// What it is about, as staff says; empty where they said nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub topic: String,
    /// The messages that are pinned in its channel.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub pins: BTreeSet<MessageId>,
    /// How many notes there are on it.
    #[serde(default)]
    pub notes: u32,
    /// Whose turn it is.
    #[serde(default)]
    pub waiting_for: WaitingFor,
    /// When it became staff's turn; none: when it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turned_at: Option<Timestamp>,
    /// How far staff was told of it.
    #[serde(default)]
    pub told_staff: ToldStaff,
    /// When staff first wrote in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_response_at: Option<Timestamp>,
    /// Whether somebody asked the other side to close it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_request: Option<Box<CloseRequest>>,
    /// Who closed it, when, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Box<Closing>>,
    /// When it could not be opened, or not again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<Timestamp>,
    /// What the opener said of its closings, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Rating>,
    /// Its channel; none before it is made and after it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// What Discord was last told of its channel.
    pub shown: Shown,
    /// What happened to it, as far as that is not a record of its own yet.
    pub log: EventLog,
}

/// What a new ticket begins with.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// Its number.
    pub id: TicketId,
    /// The bot and the guild.
    pub place: Place,
    /// Its type.
    pub kind: TypeId,
    /// What its type is called.
    pub type_name: String,
    /// Who it is for.
    pub opener: Opener,
    /// The closed ticket that it follows.
    pub follows: Option<TicketId>,
    /// The message that it is made from.
    pub quoted: Option<Box<Quoted>>,
    /// The answers to the type's form.
    pub answers: Vec<Answer>,
    /// Which roles its first message mentions.
    pub mentions: Vec<RoleId>,
    /// What its first message says.
    pub welcome: Welcome,
    /// How urgent it is.
    pub priority: Priority,
    /// The slot that it holds.
    pub slot: u32,
    /// What its channel shall be called.
    pub name: String,
}

/// The id of a ticket's record, which is also what its events name it by.
pub(crate) fn record_id(id: TicketId) -> String {
    format!("ticket:{:08}", id.get())
}

impl Ticket {
    /// A ticket that an actor asked for.
    pub fn opening(new: NewTicket, actor: &Actor, now: Timestamp) -> Self {
        let submitter = actor.who.user().filter(|user| *user != new.opener.user);
        let mut ticket = Self {
            id: new.id,
            bot: new.place.bot,
            kind: new.kind,
            type_name: new.type_name,
            opener: new.opener.user,
            opener_name: new.opener.name,
            locale: new.opener.locale,
            submitter,
            opened_by: actor.cause.clone(),
            opened_at: now,
            follows: new.follows,
            quoted: new.quoted,
            answers: new.answers,
            mentions: new.mentions,
            welcome: new.welcome,
            state: TicketState::Opening,
            round: 1,
            slot: Some(new.slot),
            name: new.name,
            claimed_by: None,
            priority: new.priority,
            team: None,
            members: BTreeSet::new(),
            labels: BTreeSet::new(),
            topic: String::new(),
            pins: BTreeSet::new(),
            notes: 0,
            waiting_for: WaitingFor::default(),
            turned_at: None,
            told_staff: ToldStaff::default(),
            first_response_at: None,
            close_request: None,
            closing: None,
            failed_at: None,
            ratings: Vec::new(),
            channel: None,
            shown: Shown::default(),
            log: EventLog::default(),
        };
        ticket.record(EventKind::Opening, actor, now);
        ticket
    }

    /// Whether this cause has changed the ticket already, which makes its repetition a no-op.
    pub fn knows(&self, cause: &Cause) -> bool {
        self.log.knows(cause)
    }

    /// How many aspects of it Discord refuses to show.
    pub fn refused_aspects(&self) -> usize {
        if self.state == TicketState::Open { self.shown.troubles.len() } else { 0 }
    }

    /// The number of the team that it was handed over to.
    pub fn team_id(&self) -> Option<TeamId> {
        self.team.as_ref().map(|team| team.id)
    }

    /// Refuses unless it can be talked in.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        match self.state {
            TicketState::Open => Ok(()),
            TicketState::Opening => Err(Refusal::BeingOpened),
            _ => Err(Refusal::NotOpen),
        }
    }

    /// Refuses unless it can be sorted and named, which needs no channel yet: the channel shows it once there is one. Who
    /// sees it waits for the channel.
    pub fn must_be_live(&self) -> Result<(), Refusal> {
        match self.state {
            TicketState::Opening | TicketState::Open => Ok(()),
            _ => Err(Refusal::NotOpen),
        }
    }

    /// The message that says how far its transcript is.
    pub fn progress(&self) -> Option<MessageId> {
        self.closing.as_ref()?.progress
    }

    /// Whether it is open in this channel.
    pub fn is_in(&self, channel: ChannelId) -> bool {
        self.state == TicketState::Open && self.channel == Some(channel)
    }
}
