//! What staff has the bot post in a ticket: in whose name, and whose turn it is after it.

use serde_json::json;

use super::{Ticket, TicketState, WaitingFor};
use crate::actor::{Actor, Who};
use crate::clock::Timestamp;
use crate::event::EventKind;
use crate::ids::{ErrorNumber, MessageId, UserId};
use crate::text::one_line;
use crate::whom::Whom;

/// The most characters of a message
/// (<https://docs.discord.com/developers/resources/message#create-message>).
pub const MOST_MESSAGE_CHARACTERS: usize = 2000;

/// The most characters of a name above what is said in it.
const MOST_NAME_CHARACTERS: usize = 100;

impl Ticket {
    /// Somebody had the bot post these messages. It is the others' turn now, as if they had written in its channel; whoever
    /// is no user of Discord is of staff.
    pub fn posted(&mut self, messages: &[MessageId], actor: &Actor, now: Timestamp) {
        let (was, is_open) = (self.waiting_for, self.state == TicketState::Open);
        let next = actor.who.user().map_or(WaitingFor::Member, |user| self.turn_after(user));
        let event = self.record(EventKind::MessagePosted, actor, now);
        event.after.insert("messages".to_owned(), json!(messages));
        if !is_open {
            return;
        }
        if was != next {
            event.before.insert("waiting_for".to_owned(), json!(was));
            event.after.insert("waiting_for".to_owned(), json!(next));
        }
        self.turn_to(next, actor, now);
    }

    /// What somebody was to have posted never will be: the reason's code, and the number of the failure where it has one yet.
    pub fn not_posted(&mut self, reason: &str, number: Option<ErrorNumber>, actor: &Actor, now: Timestamp) {
        let event = self.record(EventKind::MessageRefused, actor, now);
        event.after.insert("reason".to_owned(), json!(reason));
        event.after.insert("error".to_owned(), json!(number.map(|number| number.to_string())));
    }

    /// Who of those that are in it is mentioned in a text.
    pub fn mentioned_in(&self, text: &str) -> Vec<UserId> {
        let members = self.members.iter().filter_map(|whom| match whom {
            Whom::User(user) => Some(*user),
            Whom::Role(_) => None,
        });
        let all = [self.opener].into_iter().chain(self.claimed_by).chain(members);
        all.filter(|user| text.contains(&format!("<@{user}>"))).collect()
    }
}

/// What the bot posts for somebody: their name, and below it what they wrote; in a second message what has no room in one.
pub fn contents(who: &Who, text: &str) -> Vec<String> {
    let head = format!("**{}**\n", escaped(who.name()));
    let room = MOST_MESSAGE_CHARACTERS.saturating_sub(head.chars().count());
    let Some((end, _)) = text.char_indices().nth(room) else { return vec![head + text] };
    let (begin, _) = text.split_at(end);
    let cut = begin.rfind(char::is_whitespace).filter(|cut| *cut > 0).unwrap_or(end);
    let (first, rest) = text.split_at(cut);
    vec![head + first.trim_end(), rest.trim_start().to_owned()]
}

/// A name as it is, whatever signs of formatting are in it.
fn escaped(name: &str) -> String {
    let short: String = name.chars().take(MOST_NAME_CHARACTERS).collect();
    let line = one_line(&short, MOST_NAME_CHARACTERS).unwrap_or_default();
    line.chars().flat_map(|sign| sign.is_ascii_punctuation().then_some('\\').into_iter().chain([sign])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Who {
        Who::ApiKey { id: "k1".into(), name: name.into() }
    }

    #[test]
    fn a_name_stands_above_what_was_written_and_formats_nothing() {
        assert_eq!(contents(&key("Shop"), "Sent *again*."), ["**Shop**\nSent *again*."]);
        assert_eq!(contents(&key("a*b\n<@1>"), "x"), ["**a\\*b \\<\\@1\\>**\nx"]);
    }

    #[test]
    fn what_has_no_room_beside_the_name_follows_in_a_second_message() {
        let words = "word ".repeat(399) + "ended";
        let two = contents(&key(&"*".repeat(100)), &words);
        assert_eq!(two.len(), 2);
        assert!(two.iter().all(|one| one.chars().count() <= MOST_MESSAGE_CHARACTERS));
        let (_, said) = two[0].split_once('\n').unwrap();
        assert_eq!(format!("{said} {}", two[1]), words);
        let one_word = contents(&key("Shop"), &"ü".repeat(2000));
        assert_eq!(one_word.concat(), format!("**Shop**\n{}", "ü".repeat(2000)));
    }
}
