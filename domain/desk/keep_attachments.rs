//! Keeping the files of a ticket that is closing: read from Discord while its links are fresh, as far as the guild has
//! room for them.

use super::Desk;
use super::seal_transcript::Budget;
use crate::discord::{DiscordError, Place};
use crate::error::{Error, Outcome};
use crate::ids::{MessageId, TicketId};
use crate::job::Job;
use crate::settings::AttachmentLimits;
use crate::store::attachments::AttachmentList;
use crate::store::document::Stored;
use crate::ticket::Ticket;
use crate::transcript::{
    Attachment, AttachmentFate, KeptAttachment, KeptAttachments, PictureKind, Pictures, TicketMessage,
};

/// How often Discord may fail to give a file before the ticket is closed without it.
const PATIENCE: u32 = 3;

/// Whose files are kept, and how much there is room for.
pub(super) struct Keeping<'a> {
    pub(super) job: &'a Job,
    pub(super) ticket: &'a Ticket,
    pub(super) limits: AttachmentLimits,
}

impl Desk {
    /// Keeps the files of some messages, and notes what became of each. Where there is more to do than one attempt may, the
    /// attempt ends with what is noted so far.
    pub(super) async fn keep_attachments(
        &self,
        keeping: &Keeping<'_>,
        messages: &[TicketMessage],
        mut list: Stored<AttachmentList>,
        budget: &Budget,
    ) -> Outcome<Stored<AttachmentList>> {
        let attachments = self.repositories(keeping.job.place).await?.attachments;
        if keeping.limits.is_nothing_kept() {
            return Ok(list);
        }
        let before = list.value.clone();
        let mut ended = Ok(());
        'messages: for message in messages {
            for (index, file) in message.attachments.iter().enumerate() {
                if list.value.attachments.of(message.id, index).is_some() || list.value.attachments.is_full() {
                    continue;
                }
                match self.keep_attachment(keeping, message.id, (index, file), &list.value).await {
                    Ok(kept) => list.value.attachments.note(kept),
                    Err(error) => ended = Err(error),
                }
                if ended.is_ok() && budget.is_over(self.clock.now()) {
                    ended = Err(Error::Failed(super::Unfinished.into()));
                }
                if ended.is_err() {
                    break 'messages;
                }
            }
        }
        if list.value != before {
            list = attachments.note(list).await?;
        }
        ended.map(|()| list)
    }

    /// The pictures that are shown with some messages.
    pub(super) async fn pictures(
        &self,
        at: Place,
        ticket: TicketId,
        kept: &KeptAttachments,
        messages: &[TicketMessage],
    ) -> Outcome<Pictures> {
        let attachments = self.repositories(at).await?.attachments;
        let on_this_page = |file: &&KeptAttachment| messages.iter().any(|message| message.id == file.message);
        let mut pictures = Pictures::default();
        for file in kept.kept().filter(|file| file.picture.is_some()).filter(on_this_page) {
            pictures.insert((file.message, file.index), attachments.open(ticket, file).await?);
        }
        Ok(pictures)
    }

    async fn keep_attachment(
        &self,
        keeping: &Keeping<'_>,
        message: MessageId,
        (index, file): (usize, &Attachment),
        list: &AttachmentList,
    ) -> Outcome<KeptAttachment> {
        let became =
            |fate, bytes, picture| KeptAttachment { message, index, name: file.name.clone(), bytes, fate, picture };
        let limits = keeping.limits;
        if file.bytes > limits.file {
            return Ok(became(AttachmentFate::TooLarge, file.bytes, None));
        }
        let room = limits.ticket.saturating_sub(list.attachments.bytes());
        if file.bytes > room {
            return Ok(became(AttachmentFate::NoRoom, file.bytes, None));
        }
        let content = match self.discord.attachment(&file.url, limits.file.min(room)).await {
            Ok(content) => content,
            Err(error) => return not_given(keeping.job, error).map(|fate| became(fate, file.bytes, None)),
        };
        let attachments = self.repositories(keeping.job.place).await?.attachments;
        attachments.keep(keeping.ticket.id, message, index, &content).await?;
        Ok(became(AttachmentFate::Kept, content.len() as u64, PictureKind::of(&content)))
    }
}

/// What becomes of a file that Discord did not give, unless it is asked again.
fn not_given(job: &Job, error: DiscordError) -> Outcome<AttachmentFate> {
    let passes = matches!(error, DiscordError::Unavailable(_) | DiscordError::Ambiguous);
    if passes && job.attempts < PATIENCE {
        return Err(error.into());
    }
    tracing::info!(guild = %job.place.guild, %error, "a file of a ticket cannot be kept");
    Ok(if error.is_too_large() { AttachmentFate::TooLarge } else { AttachmentFate::Gone })
}
