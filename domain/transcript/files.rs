//! A transcript's files: how large they are, and how they are cut to what Discord takes.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Participants;
use crate::ids::TicketId;

/// The most bytes of a transcript in one record, so that a record is always far from an engine's limit.
pub const PART_BYTES: usize = 256 * 1024;

/// The most bytes of files in one message. Discord takes as many of each file, in a guild without boosts
/// (<https://docs.discord.com/developers/reference#uploading-files>); for all of them together it bounds what an upload
/// keeps in memory.
pub const MOST_UPLOADED: u64 = 10 * 1024 * 1024;

/// So many parts are never more than that.
const PARTS_A_FILE: usize = 40;

/// A closed ticket's conversation as files for people, whose content is in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The ticket.
    pub ticket: TicketId,
    /// Which opening of it.
    pub round: u32,
    /// How many messages it holds.
    pub messages: usize,
    /// Whether Discord kept from the bot what members wrote, because the bot lacked the message-content intent.
    pub withheld: bool,
    /// Who wrote.
    pub participants: Participants,
    /// How many files are kept with it.
    pub attachments: usize,
    /// A page that opens in a browser without network.
    pub html: FileSize,
    /// The same as plain text.
    pub text: FileSize,
}

/// How large a file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSize {
    /// In bytes.
    pub bytes: u64,
    /// In parts of at most [`PART_BYTES`].
    pub parts: usize,
}

/// The forms of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TranscriptFormat {
    /// A page.
    Html,
    /// Plain text.
    Text,
}

/// Some parts of one of a transcript's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    /// Of which file.
    pub format: TranscriptFormat,
    /// Which parts.
    pub parts: Range<usize>,
    /// Which piece of the file it is, from 1; `None` where it is all of it.
    pub piece: Option<usize>,
}

/// A file of a transcript, or a piece of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptFile {
    /// Of which form.
    pub format: TranscriptFormat,
    /// Which piece it is, from 1; `None` where it is all of it.
    pub piece: Option<usize>,
    /// What is in it.
    pub content: Arc<str>,
}

/// A file that somebody sent, to be handed over again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: Arc<[u8]>,
}

/// Some of a conversation, in both forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// As a part of the page.
    pub html: String,
    /// As text.
    pub text: String,
}

impl Transcript {
    /// How it is handed over: what each message carries, so that none carries more than [`MOST_UPLOADED`]. Both files in
    /// one where they fit; else the page by itself, unless it is too large, and the text in as many pieces as it takes.
    pub fn messages_to_carry_it(&self) -> Vec<Vec<Portion>> {
        let whole = |format, size: FileSize| Portion { format, parts: 0..size.parts, piece: None };
        let (html, text) = (whole(TranscriptFormat::Html, self.html), whole(TranscriptFormat::Text, self.text));
        if self.html.bytes + self.text.bytes <= MOST_UPLOADED {
            return vec![vec![html, text]];
        }
        let page = (self.html.bytes <= MOST_UPLOADED).then(|| vec![html]);
        let texts = if self.text.bytes <= MOST_UPLOADED { vec![vec![text]] } else { self.pieces_of_text() };
        page.into_iter().chain(texts).collect()
    }

    fn pieces_of_text(&self) -> Vec<Vec<Portion>> {
        let starts = (0..self.text.parts).step_by(PARTS_A_FILE);
        let piece = |(number, start): (usize, usize)| {
            let parts = start..self.text.parts.min(start + PARTS_A_FILE);
            vec![Portion { format: TranscriptFormat::Text, parts, piece: Some(number + 1) }]
        };
        starts.enumerate().map(piece).collect()
    }
}

impl Rendered {
    /// Adds what follows.
    pub fn extend(&mut self, with: &Self) {
        self.html.push_str(&with.html);
        self.text.push_str(&with.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(html: u64, text: u64) -> Vec<String> {
        let size = |bytes: u64| FileSize { bytes, parts: usize::try_from(bytes).unwrap().div_ceil(PART_BYTES) };
        let (html, text) = (size(html), size(text));
        let (ticket, participants) = (TicketId::new(1), Participants::default());
        let (round, messages, withheld, attachments) = (1, 1, false, 0);
        let transcript = Transcript { ticket, round, messages, withheld, participants, attachments, html, text };
        let named = |portion: &Portion| format!("{:?} {:?} {:?}", portion.format, portion.parts, portion.piece);
        let named = |message: Vec<Portion>| message.iter().map(named).collect::<Vec<_>>().join(", ");
        transcript.messages_to_carry_it().into_iter().map(named).collect()
    }

    #[test]
    fn no_message_carries_more_than_discord_takes_and_together_they_carry_the_text() {
        let most = MOST_UPLOADED;
        assert_eq!(carried(100, 10), ["Html 0..1 None, Text 0..1 None"]);
        assert_eq!(carried(most - 10, 10), ["Html 0..40 None, Text 0..1 None"]);
        assert_eq!(carried(most, 10), ["Html 0..40 None", "Text 0..1 None"]);
        assert_eq!(carried(most + 1, most), ["Text 0..40 None"]);
        assert_eq!(
            carried(3 * most, 2 * most + 1),
            ["Text 0..40 Some(1)", "Text 40..80 Some(2)", "Text 80..81 Some(3)"]
        );
        assert!(PARTS_A_FILE * PART_BYTES <= usize::try_from(most).unwrap());
    }
}
