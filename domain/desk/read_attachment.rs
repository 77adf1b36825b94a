//! Reading the files that are kept with a ticket, part by part.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::{MessageId, TicketId};
use crate::permission::Permission;
use crate::store::StoreResult;
use crate::store::attachments::Attachments;
use crate::transcript::{AttachmentFate, KeptAttachment};

/// A file that is read part by part, so that none is in memory as a whole.
#[derive(Debug)]
pub struct AttachmentReader {
    /// The file.
    pub file: KeptAttachment,
    ticket: TicketId,
    attachments: Attachments,
    /// How many bytes were read.
    read: usize,
}

impl AttachmentReader {
    /// The next part, of at most some hundred kilobytes; `None` at the end.
    pub async fn next(&mut self) -> StoreResult<Option<Vec<u8>>> {
        if self.read as u64 >= self.file.bytes {
            return Ok(None);
        }
        let part = self.attachments.part(self.ticket, &self.file, self.read).await?;
        self.read += part.len();
        Ok(Some(part))
    }
}

impl Desk {
    /// The files that are kept with a ticket. What was sent in it is kept when it is closed.
    pub async fn list_attachments(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Vec<KeptAttachment>> {
        let attachments = self.attachments_of(at, actor, id).await?;
        Ok(attachments.of(id).await?.value.attachments.kept().cloned().collect())
    }

    /// A file that is kept with a ticket: which of a message's it is, from 0.
    pub async fn read_attachment(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        which: (MessageId, usize),
    ) -> Outcome<AttachmentReader> {
        let attachments = self.attachments_of(at, actor, id).await?;
        opened(attachments, id, which).await
    }

    /// The same for whoever reads the ticket's page: also who opened it.
    pub async fn show_attachment(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        which: (MessageId, usize),
    ) -> Outcome<AttachmentReader> {
        self.ticket_read_by(at, actor, id).await?;
        opened(self.repositories(at).await?.attachments, id, which).await
    }

    async fn attachments_of(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Attachments> {
        let ticket = self.ticket_for(at, actor, id, Permission::ReadTranscript).await?.0.value;
        ticket.must_stay()?;
        Ok(self.repositories(at).await?.attachments)
    }
}

/// A file of a ticket that is kept.
async fn opened(
    attachments: Attachments,
    ticket: TicketId,
    (message, index): (MessageId, usize),
) -> Outcome<AttachmentReader> {
    let known = attachments.of(ticket).await?.value.attachments;
    let file = known.of(message, index).filter(|file| file.fate == AttachmentFate::Kept);
    let file = file.cloned().ok_or(Refusal::NoSuchFile)?;
    Ok(AttachmentReader { file, ticket, attachments, read: 0 })
}
