//! Transcripts: written page by page, never changed once they are sealed, and read part by part.

mod head;
mod part;

pub use self::head::{TranscriptHead, TranscriptNames};
use self::head::{head_key, names_key};
use self::part::{EarlierTranscript, PartOf, TranscriptPart, part_key};
use super::document::{Document, Documents, Stored, decode};
use super::{StoreError, StoreResult};
use crate::ids::TicketId;
use crate::transcript::{Portion, Rendered, Transcript, TranscriptFile, TranscriptFormat};

/// So few writes are one call: a page of ordinary messages makes two parts at most.
const MOST_AT_ONCE: usize = 16;

/// The transcripts in one guild's database.
#[derive(Debug, Clone)]
pub struct Transcripts {
    documents: Documents,
}

/// What there is of a transcript.
#[derive(Debug)]
pub enum Begun {
    /// All of it.
    Sealed(Transcript),
    /// A part of it, or nothing.
    Unsealed {
        /// How far it is written.
        head: Stored<TranscriptHead>,
        /// How far the conversation was read for names.
        names: Box<Stored<TranscriptNames>>,
    },
}

impl Transcripts {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// What there is of the transcript of one opening of a ticket. One that an earlier version sealed is taken over: read
    /// as a whole, once.
    pub async fn begun(&self, ticket: TicketId, round: u32) -> StoreResult<Begun> {
        let (mut head, mut names, mut earlier) = (None, None, false);
        let ids = [head_key(ticket, round), names_key(ticket, round), part_key(ticket, round, PartOf::Json, 0)];
        for record in self.documents.store().get_many(&ids).await? {
            match record.kind.as_str() {
                TranscriptHead::KIND => head = Some(decode::<TranscriptHead>(record)?),
                TranscriptNames::KIND => names = Some(decode(record)?),
                _ => earlier = true,
            }
        }
        if let Some(Stored { value, .. }) = head.as_ref().filter(|head| head.value.sealed) {
            return Ok(Begun::Sealed(value.transcript()));
        }
        if earlier {
            return self.take_over(ticket, round, head).await.map(Begun::Sealed);
        }
        let head = head.unwrap_or_else(|| Stored { value: TranscriptHead::new(ticket, round), rev: 0 });
        Ok(Begun::Unsealed {
            head,
            names: Box::new(names.unwrap_or_else(|| Stored { value: TranscriptNames::new(ticket, round), rev: 0 })),
        })
    }

    /// The newest sealed transcript of a ticket: a round whose channel could not be made has none.
    pub async fn newest(&self, ticket: TicketId, rounds: u32) -> StoreResult<Option<Transcript>> {
        for round in (1..=rounds).rev() {
            if let Begun::Sealed(transcript) = self.begun(ticket, round).await? {
                return Ok(Some(transcript));
            }
        }
        Ok(None)
    }

    /// Notes what is named in a conversation.
    pub async fn note_names(&self, names: Stored<TranscriptNames>) -> StoreResult<Stored<TranscriptNames>> {
        let rev = match names.rev {
            0 => self.documents.insert(&names.value).await?,
            rev => self.documents.replace(&names.value, rev).await?,
        };
        Ok(Stored { value: names.value, rev })
    }

    /// Writes what follows, and how far that is.
    pub async fn write(&self, head: Stored<TranscriptHead>, more: &Rendered) -> StoreResult<Stored<TranscriptHead>> {
        self.add(head, more, false).await
    }

    /// Writes the end of a transcript, which is never changed after that.
    pub async fn seal(
        &self,
        mut head: Stored<TranscriptHead>,
        end: &Rendered,
        names: &Stored<TranscriptNames>,
    ) -> StoreResult<Transcript> {
        head.value.sealed = true;
        if names.rev > 0 {
            // A process that dies here has the conversation read for names once more.
            self.documents.delete(&names.value.id(), names.rev).await?;
        }
        Ok(self.add(head, end, true).await?.value.transcript())
    }

    /// The content of some parts of a sealed transcript.
    pub async fn open(&self, transcript: &Transcript, portion: &Portion) -> StoreResult<TranscriptFile> {
        let (of, mut content) = (PartOf::from(portion.format), String::new());
        for part in portion.parts.clone() {
            let key = part_key(transcript.ticket, transcript.round, of, part);
            let found: Option<Stored<TranscriptPart>> = self.documents.get(&key).await?;
            content.push_str(&found.ok_or_else(|| StoreError::Corrupt(format!("{key} is missing")))?.value.content);
        }
        Ok(TranscriptFile { format: portion.format, piece: portion.piece, content: content.into() })
    }

    /// The parts that are full go first, and the head last: until it says so, they do not count, and are written again.
    async fn add(
        &self,
        mut head: Stored<TranscriptHead>,
        more: &Rendered,
        last: bool,
    ) -> StoreResult<Stored<TranscriptHead>> {
        let (ticket, round) = (head.value.ticket, head.value.round);
        let files = [
            (TranscriptFormat::Html, &mut head.value.html, &more.html),
            (TranscriptFormat::Text, &mut head.value.text, &more.text),
        ];
        let mut parts = Vec::new();
        for (format, file, more) in files {
            let before = file.size.parts;
            let full = file.add(more, last).into_iter().enumerate();
            let of = PartOf::from(format);
            parts
                .extend(full.map(|(number, content)| TranscriptPart::new(ticket, round, of, before + number, content)));
        }
        let rev = self.save(&parts, &head).await?;
        Ok(Stored { value: head.value, rev })
    }

    /// Saves parts and the head in one call, or one by one where parts were left by an attempt that did not get to its end.
    async fn save(&self, parts: &[TranscriptPart], head: &Stored<TranscriptHead>) -> StoreResult<u64> {
        if parts.len() < MOST_AT_ONCE {
            let mut batch = self.documents.batch();
            for part in parts {
                batch.insert(part)?;
            }
            match head.rev {
                0 => batch.insert(&head.value)?,
                rev => batch.replace(&head.value, rev)?,
            };
            match batch.write().await.all() {
                Err(StoreError::Conflict) => {}
                written => return Ok(written?.pop().unwrap_or_default()),
            }
        }
        let there = self.documents.get::<TranscriptHead>(&head.value.id()).await?;
        if there.map_or(0, |there| there.rev) != head.rev {
            // An earlier attempt got further after all, and its parts are the ones that count.
            return Err(StoreError::Conflict);
        }
        for part in parts {
            self.documents.put(part).await?;
        }
        match head.rev {
            0 => self.documents.insert(&head.value).await,
            rev => self.documents.replace(&head.value, rev).await,
        }
    }

    /// Writes what an earlier version sealed as this one does.
    async fn take_over(
        &self,
        ticket: TicketId,
        round: u32,
        head: Option<Stored<TranscriptHead>>,
    ) -> StoreResult<Transcript> {
        let EarlierTranscript { messages, html, text } = part::earlier(&self.documents, ticket, round).await?;
        let mut head = Stored { rev: head.map_or(0, |head| head.rev), value: TranscriptHead::new(ticket, round) };
        head.value.messages = messages;
        let names = Stored { value: TranscriptNames::new(ticket, round), rev: 0 };
        self.seal(head, &Rendered { html, text }, &names).await
    }
}
