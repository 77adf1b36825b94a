//! What whoever opened a ticket thinks of how it went: stars, and a comment if they like. They are asked once a closing,
//! and what they say last within a week counts.

use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Ticket, TicketState};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::EventKind;
use crate::text::is_blank;

/// How long after its closing a ticket may be rated: a week, within which most people look at their direct messages, and
/// after which few know what it was about.
pub const FEEDBACK_WINDOW: Duration = Duration::from_hours(7 * 24);

/// The most characters of a comment: with its stars it stands in an embed's field
/// (<https://docs.discord.com/developers/resources/message#embed-object-embed-limits>).
pub const MOST_COMMENT_CHARACTERS: usize = 1000;

/// So many ratings a ticket keeps, the newest. Those before stand in its events.
const MOST_RATINGS: usize = 25;

/// From one star, the worst, to five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Stars(u8);

/// What the opener said of one closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Of which round of the ticket's.
    pub round: u32,
    /// The stars.
    pub stars: Stars,
    /// The comment; empty where they gave none.
    pub comment: String,
    /// When they said so, or changed it last.
    pub at: Timestamp,
    /// The number of the event of that, which tells it from what they said before, in the same moment too.
    pub event: u32,
}

/// That the opener is asked what they think of a closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRequest {
    /// What the guild was called: it is read outside of it.
    pub guild_name: String,
    /// Until when they may say.
    pub until: Timestamp,
    /// Whether there is nothing left to do for it: they were asked, or cannot be.
    pub done: bool,
}

impl Stars {
    /// The most.
    pub const MOST: u8 = 5;

    /// All numbers of stars that can be given.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=Self::MOST).map(Self)
    }

    /// How many.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Stars {
    type Error = Refusal;

    /// Refused as stale where nobody was offered so many.
    fn try_from(stars: u8) -> Result<Self, Refusal> {
        if (1..=Self::MOST).contains(&stars) { Ok(Self(stars)) } else { Err(Refusal::StaleControl) }
    }
}

impl From<Stars> for u8 {
    fn from(stars: Stars) -> Self {
        stars.0
    }
}

impl FromStr for Stars {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        text.parse::<u8>().map_err(|_| Refusal::StaleControl)?.try_into()
    }
}

impl Ticket {
    /// What the opener said of its newest closing.
    pub fn rating(&self) -> Option<&Rating> {
        self.ratings.iter().find(|rating| rating.round == self.round)
    }

    /// What the opener is asked of its newest closing.
    pub fn feedback(&self) -> Option<&FeedbackRequest> {
        self.closing.as_ref()?.feedback.as_ref()
    }

    /// Whether the opener is to be asked now what they think of the closing of this round.
    pub fn is_to_be_asked(&self, round: u32, now: Timestamp) -> bool {
        let closing = self.closing.as_ref().filter(|_| self.is_over(round));
        closing.is_some_and(|closing| {
            now < closing.at.plus(FEEDBACK_WINDOW) && closing.feedback.as_ref().is_none_or(|request| !request.done)
        })
    }

    /// From now on the opener may rate the closing of this round.
    pub fn ask_for_feedback(&mut self, round: u32, guild_name: &str) {
        let is_over = self.is_over(round);
        if let Some(closing) = self.closing.as_mut().filter(|closing| is_over && closing.feedback.is_none()) {
            let until = closing.at.plus(FEEDBACK_WINDOW);
            closing.feedback = Some(FeedbackRequest { guild_name: guild_name.to_owned(), until, done: false });
        }
    }

    /// The opener was asked about the closing of this round, or cannot be.
    pub fn asked_for_feedback(&mut self, round: u32) {
        let is_over = self.is_over(round);
        let request = self.closing.as_mut().and_then(|closing| closing.feedback.as_mut());
        if let Some(request) = request.filter(|_| is_over) {
            request.done = true;
        }
    }

    /// The opener gives the closing of this round so many stars, in place of those that they gave it before.
    pub fn rate(&mut self, round: u32, stars: Stars, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_take_feedback(round, actor, now)?;
        let comment = match self.rating() {
            Some(given) if given.stars == stars => return Ok(()),
            Some(given) => given.comment.clone(),
            None => String::new(),
        };
        self.note_rating(stars, comment, actor, now);
        Ok(())
    }

    /// The opener comments on the stars that they gave; a text of which nothing is seen takes their comment back.
    pub fn comment(&mut self, round: u32, text: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        let given = self.rating_to_comment_on(round, actor, now)?;
        let text = if is_blank(text) { "" } else { text.trim() };
        if text.chars().count() > MOST_COMMENT_CHARACTERS {
            return Err(Refusal::TextLength { limit: MOST_COMMENT_CHARACTERS });
        }
        if text != given.comment {
            self.note_rating(given.stars, text.to_owned(), actor, now);
        }
        Ok(())
    }

    /// What the actor gave the closing of this round, which they may comment on now.
    pub fn rating_to_comment_on(&self, round: u32, actor: &Actor, now: Timestamp) -> Result<&Rating, Refusal> {
        self.must_take_feedback(round, actor, now)?;
        self.rating().ok_or(Refusal::StaleControl)
    }

    /// Refuses anybody but the opener, and them too unless they were asked about this round and the time is not over.
    pub fn must_take_feedback(&self, round: u32, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        if actor.user()? != self.opener {
            return Err(Refusal::OpenerRates);
        }
        if self.state == TicketState::Deleting {
            return Err(Refusal::BeingDeleted);
        }
        let request = self.feedback().filter(|_| self.is_over(round)).ok_or(Refusal::NotToBeRated)?;
        if now < request.until { Ok(()) } else { Err(Refusal::RatingOver { until: request.until }) }
    }

    /// Whether it is closed, or nearly, and was not opened again since this round.
    fn is_over(&self, round: u32) -> bool {
        self.round == round && matches!(self.state, TicketState::Closing | TicketState::Closed)
    }

    fn note_rating(&mut self, stars: Stars, comment: String, actor: &Actor, now: Timestamp) {
        self.record(EventKind::Rated, actor, now);
        let rating = Rating { round: self.round, stars, comment, at: now, event: self.log.changes() };
        self.ratings.retain(|other| other.round != rating.round);
        self.ratings.push(rating);
        let surplus = self.ratings.len().saturating_sub(MOST_RATINGS);
        self.ratings.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_one_to_five_stars_and_nothing_else() {
        assert_eq!(["1", "5"].map(|text| text.parse::<Stars>().map(Stars::get)), [Ok(1), Ok(5)]);
        for forged in ["", "0", "6", "-1", "256", "5.0", "five", "１"] {
            assert_eq!(forged.parse::<Stars>(), Err(Refusal::StaleControl), "{forged}");
        }
        assert!(serde_json::from_str::<Stars>("6").is_err());
    }
}
