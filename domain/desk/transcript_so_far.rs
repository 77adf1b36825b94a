//! What was said so far in a ticket that is open: written when somebody asks for it, and not kept.

use super::{Desk, GuildRepositories};
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::store::transcripts::TranscriptNames;
use crate::ticket::Ticket;
use crate::transcript::{Excerpt, KeptAttachments, MOST_UPLOADED, Pictures, TranscriptFile, TranscriptFormat};

/// So many pages are written, the last: some two thousand messages. All of them are in the transcript once it is closed.
const MOST_PAGES: usize = 20;

impl Desk {
    /// The conversation as it was heard so far, as a page and as text, or as text alone where both are too large to be
    /// handed over.
    pub(super) async fn transcript_so_far(&self, at: Place, ticket: &Ticket) -> Outcome<Vec<TranscriptFile>> {
        let GuildRepositories { messages, .. } = self.repositories(at).await?;
        let (mut names, mut begins, mut more) = (TranscriptNames::new(ticket.id, ticket.round), vec![None], true);
        while more {
            let page = messages.page(ticket.id, names.after).await?;
            names.learn_from(&page.messages);
            more = page.more;
            begins.extend(more.then_some(names.after));
        }
        if names.guild_is_named {
            names.known.guild = self.guild_names(at).await;
        }
        let mut written = self.scribe.opening(ticket, &names.outline, names.withheld);
        let (attachments, pictures) = (KeptAttachments::default(), Pictures::default());
        for after in begins.iter().skip(begins.len().saturating_sub(MOST_PAGES)) {
            let page = messages.page(ticket.id, *after).await?;
            let (messages, names, outline) = (page.messages.as_slice(), &names.known, &names.outline);
            let excerpt = Excerpt { messages, names, outline, attachments: &attachments, pictures: &pictures };
            written.extend(&self.scribe.messages(ticket, excerpt));
        }
        written.extend(&self.scribe.closing(ticket, names.after.is_none()));
        let size = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX);
        let (html, text) = (size(&written.html), size(&written.text));
        if text > MOST_UPLOADED {
            return Err(Refusal::AnswerRefused.into());
        }
        let file = |format, content: String| TranscriptFile { format, piece: None, content: content.into() };
        let page = (html + text <= MOST_UPLOADED).then(|| file(TranscriptFormat::Html, written.html));
        Ok(page.into_iter().chain([file(TranscriptFormat::Text, written.text)]).collect())
    }
}
