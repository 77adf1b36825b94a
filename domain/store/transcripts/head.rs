//! How far a transcript is written, and how far its conversation was read for names.

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, TicketId};
use crate::store::document::Document;
use crate::transcript::{FileSize, KnownNames, Outline, PART_BYTES, Participants, TicketMessage, Transcript};

/// How far a transcript is written. Its parts are records of their own, which count as far as this says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptHead {
    pub(super) ticket: TicketId,
    pub(super) round: u32,
    pub(super) sealed: bool,
    pub(super) messages: usize,
    after: Option<MessageId>,
    withheld: bool,
    #[serde(default)]
    participants: Participants,
    #[serde(default)]
    attachments: usize,
    pub(super) html: FileHead,
    pub(super) text: FileHead,
}

/// How far a file is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileHead {
    pub(super) size: FileSize,
    /// What follows its parts and is not enough for another.
    rest: String,
}

/// What is named in a conversation, as far as it was read for that: it is read once for names and then to be written,
/// since a message may mention somebody who is named in a later one only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptNames {
    ticket: TicketId,
    round: u32,
    /// The last message that was read.
    pub after: Option<MessageId>,
    /// Whether all were, and the guild was asked.
    pub complete: bool,
    /// Whether what one of them says was kept from the bot.
    pub withheld: bool,
    /// Whether one of them names a role or a channel.
    pub guild_is_named: bool,
    /// What is called how.
    pub known: KnownNames,
    /// On which days something was said, and by whom.
    #[serde(default)]
    pub outline: Outline,
}

impl Document for TranscriptHead {
    const KIND: &'static str = "transcript_head";

    fn id(&self) -> String {
        head_key(self.ticket, self.round)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }
}

impl Document for TranscriptNames {
    const KIND: &'static str = "transcript_names";

    fn id(&self) -> String {
        names_key(self.ticket, self.round)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }
}

pub(super) fn head_key(ticket: TicketId, round: u32) -> String {
    format!("transcript_head:{:08}:{round:04}", ticket.get())
}

pub(super) fn names_key(ticket: TicketId, round: u32) -> String {
    format!("transcript_names:{:08}:{round:04}", ticket.get())
}

impl TranscriptHead {
    pub(super) fn new(ticket: TicketId, round: u32) -> Self {
        Self {
            ticket,
            round,
            sealed: false,
            messages: 0,
            after: None,
            withheld: false,
            participants: Participants::default(),
            attachments: 0,
            html: FileHead::default(),
            text: FileHead::default(),
        }
    }

    /// The last message that is in it; `None` where nothing is written yet.
    pub const fn after(&self) -> Option<MessageId> {
        self.after
    }

    /// How many messages are in it.
    pub const fn messages(&self) -> usize {
        self.messages
    }

    /// Whether nothing is written yet.
    pub const fn is_empty(&self) -> bool {
        self.html.size.bytes == 0 && self.text.size.bytes == 0
    }

    /// Takes note, before anything is written, of whether what members wrote was kept from the bot, of who wrote, and of
    /// how many files are kept.
    pub fn begin(&mut self, withheld: bool, participants: Participants, attachments: usize) {
        self.withheld = withheld;
        self.participants = participants;
        self.attachments = attachments;
    }

    /// Takes note of the messages that are written next.
    pub fn count(&mut self, messages: &[TicketMessage]) {
        self.messages += messages.len();
        self.after = messages.last().map(|message| message.id).or(self.after);
    }

    pub(super) fn transcript(&self) -> Transcript {
        let Self { ticket, round, messages, withheld, attachments, .. } = *self;
        let (participants, html, text) = (self.participants.clone(), self.html.size, self.text.size);
        Transcript { ticket, round, messages, withheld, participants, attachments, html, text }
    }
}

impl TranscriptNames {
    /// Nothing is known yet.
    pub fn new(ticket: TicketId, round: u32) -> Self {
        let (known, outline) = (KnownNames::default(), Outline::default());
        Self { ticket, round, after: None, complete: false, withheld: false, guild_is_named: false, known, outline }
    }
}

impl FileHead {
    /// Adds what follows; the parts that are full by it. Where it is `last`, what is left is a part too.
    pub(super) fn add(&mut self, more: &str, last: bool) -> Vec<String> {
        self.size.bytes += more.len() as u64;
        self.rest.push_str(more);
        let mut parts = Vec::new();
        while self.rest.len() > PART_BYTES || (last && !self.rest.is_empty()) {
            let behind = self.rest.split_off(end_of_part(&self.rest));
            parts.push(std::mem::replace(&mut self.rest, behind));
        }
        self.size.parts += parts.len();
        parts
    }
}

/// Where a part ends that a text begins with: behind the last line that it has room for, or between two characters.
fn end_of_part(text: &str) -> usize {
    if text.len() <= PART_BYTES {
        return text.len();
    }
    let room = text.floor_char_boundary(PART_BYTES);
    text.get(..room).and_then(|most| most.rfind('\n')).map_or(room, |line_end| line_end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_end_behind_a_line_and_between_characters_and_are_together_what_was_added() {
        for piece in ["a line of text\n", "aé🦀b"] {
            let (mut file, mut parts) = (FileHead::default(), Vec::new());
            for _ in 0..7 {
                parts.extend(file.add(&piece.repeat(40_001), false));
            }
            assert!(file.rest.len() <= PART_BYTES);
            parts.extend(file.add("the end", true));
            assert_eq!(parts.concat(), format!("{}the end", piece.repeat(7 * 40_001)));
            assert!(parts.iter().all(|part| part.len() <= PART_BYTES) && file.rest.is_empty());
            assert_eq!(file.size, FileSize { bytes: parts.concat().len() as u64, parts: parts.len() });
            assert!(parts.iter().rev().skip(1).all(|part| part.ends_with('\n') == piece.contains('\n')), "{piece}");
        }
    }
}
