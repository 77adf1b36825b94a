//! Reading what was said in a ticket: message by message, or its transcript part by part.

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::{MessageId, TicketId};
use crate::permission::Permission;
use crate::store::StoreResult;
use crate::store::messages::MessagePage;
use crate::store::transcripts::Transcripts;
use crate::ticket::{Ticket, TicketState};
use crate::transcript::{Portion, Transcript, TranscriptFile, TranscriptFormat};

/// A transcript that is read part by part, so that none is in memory as a whole.
#[derive(Debug)]
pub enum TranscriptReader {
    /// Of a ticket that is open: what was said so far.
    SoFar(Option<TranscriptFile>),
    /// Of one that is closed.
    Sealed {
        /// Where its parts are.
        transcripts: Transcripts,
        /// The transcript.
        transcript: Box<Transcript>,
        /// In which form it is read.
        format: TranscriptFormat,
        /// The next part, from 0.
        next: usize,
    },
}

impl TranscriptReader {
    /// The next part, of at most some hundred kilobytes where the ticket is closed; `None` at the end.
    pub async fn next(&mut self) -> StoreResult<Option<TranscriptFile>> {
        let (transcripts, transcript, format, next) = match self {
            Self::SoFar(file) => return Ok(file.take()),
            Self::Sealed { transcripts, transcript, format, next } => (transcripts, transcript, *format, next),
        };
        let size = match format {
            TranscriptFormat::Html => transcript.html,
            TranscriptFormat::Text => transcript.text,
        };
        if *next >= size.parts {
            return Ok(None);
        }
        let portion = Portion { format, parts: *next..*next + 1, piece: None };
        let file = transcripts.open(transcript, &portion).await?;
        *next += 1;
        Ok(Some(file))
    }
}

impl Desk {
    /// The transcript of a ticket: of one that is closed its newest, of one that is open what was said so far.
    pub async fn read_transcript(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        format: TranscriptFormat,
    ) -> Outcome<TranscriptReader> {
        let ticket = self.ticket_for(at, actor, id, Permission::ReadTranscript).await?.0.value;
        self.transcript_of(at, &ticket, format).await
    }

    /// The same for whoever opened it, and for nobody else, whatever they are besides.
    pub async fn read_own_transcript(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        format: TranscriptFormat,
    ) -> Outcome<TranscriptReader> {
        let ticket = self.ticket_for(at, actor, id, Permission::ViewTicket).await?.0.value;
        if actor.user()? != ticket.opener {
            return Err(Refusal::NoSuchTicket.into());
        }
        self.transcript_of(at, &ticket, format).await
    }

    async fn transcript_of(&self, at: Place, ticket: &Ticket, format: TranscriptFormat) -> Outcome<TranscriptReader> {
        match ticket.state {
            TicketState::Open => {
                let files = self.transcript_so_far(at, ticket).await?.into_iter();
                let file = files.into_iter().find(|file| file.format == format);
                Ok(TranscriptReader::SoFar(Some(file.ok_or(Refusal::AnswerRefused)?)))
            }
            TicketState::Closed => {
                let GuildRepositories { transcripts, .. } = self.repositories(at).await?;
                let newest = transcripts.newest(ticket.id, ticket.round).await?;
                let transcript = Box::new(newest.ok_or(Refusal::NoTranscript)?);
                Ok(TranscriptReader::Sealed { transcripts, transcript, format, next: 0 })
            }
            _ => Err(Refusal::NotClosed.into()),
        }
    }

    /// The messages of a ticket that follow one, or the first: at most a hundred, oldest first.
    pub async fn read_messages(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        after: Option<MessageId>,
    ) -> Outcome<MessagePage> {
        let ticket = self.ticket_for(at, actor, id, Permission::ReadTranscript).await?.0.value;
        ticket.must_stay()?;
        Ok(self.repositories(at).await?.messages.page(id, after).await?.without(ticket.progress()))
    }
}
