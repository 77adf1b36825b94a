//! Writing the transcript of a ticket that is closing: page by page, so that a long conversation is never in memory, and
//! some pages in one attempt, so that it goes on where it was whatever becomes of an attempt.
//!
//! In memory is a page of messages, what becomes of it, and one part of each file; besides these the names of at most ten
//! thousand people, and of the guild's roles and channels, one file that is being kept or the page's pictures. Whoever hands the transcript over has at most
//! [`MOST_UPLOADED`](crate::transcript::MOST_UPLOADED) of it in memory.

use std::time::Duration;

use super::keep_attachments::Keeping;
use super::{Desk, GuildRepositories, Unfinished};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Error, Outcome};
use crate::ids::ChannelId;
use crate::job::Job;
use crate::settings::Settings;
use crate::store::document::Stored;
use crate::store::messages::MessagePage;
use crate::store::transcripts::{Begun, TranscriptHead, TranscriptNames};
use crate::ticket::Ticket;
use crate::transcript::{Excerpt, GuildNames, KeptAttachments, Rendered, TicketMessage, Transcript};

/// How many pages one attempt reads, some two thousand messages, …
const PAGES_AN_ATTEMPT: u32 = 20;

/// … and how long, where the store is slow: an attempt that takes too long is ended before it notes how far it came.
const TIME_AN_ATTEMPT: Duration = Duration::from_secs(4);

/// How long the names of roles and channels are waited for.
const NAMING: Duration = Duration::from_secs(3);

/// How many pages this attempt may still read, and until when.
pub(super) struct Budget {
    pages: u32,
    until: Timestamp,
}

/// What a transcript is written on from.
pub(super) struct Written {
    head: Stored<TranscriptHead>,
    names: Stored<TranscriptNames>,
    attachments: KeptAttachments,
    only_page: Option<MessagePage>,
}

impl Budget {
    /// That of an attempt that begins now.
    pub(super) fn begin(now: Timestamp) -> Self {
        Self { pages: PAGES_AN_ATTEMPT, until: now.plus(TIME_AN_ATTEMPT) }
    }

    /// Whether there is room for another page.
    pub(super) fn spend(&mut self, now: Timestamp) -> bool {
        self.pages = self.pages.saturating_sub(1);
        self.pages > 0 && !self.is_over(now)
    }

    /// Whether the attempt has taken as long as it may.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        now >= self.until
    }
}

impl Desk {
    /// The transcript of a ticket that is closing, sealed now or before. What was missed while away is read from the channel
    /// first, while that is there. Where there is more to do than one attempt may, the attempt ends, and the next goes on.
    pub(super) async fn seal_transcript(
        &self,
        job: &Job,
        settings: &Settings,
        mut ticket: Stored<Ticket>,
        channel: Option<ChannelId>,
    ) -> Outcome<(Stored<Ticket>, Transcript)> {
        let at = job.place;
        let GuildRepositories { messages, transcripts, .. } = self.repositories(at).await?;
        let (head, names) = match transcripts.begun(ticket.value.id, ticket.value.round).await? {
            Begun::Sealed(transcript) => return Ok((ticket, transcript)),
            Begun::Unsealed { head, names } => (head, *names),
        };
        if let Some(said) = ticket.value.progress() {
            messages.forget(ticket.value.id, said).await?;
        }
        if let Some(channel) = channel.filter(|_| (head.rev, names.rev) == (0, 0)) {
            ticket = self.read_back(at, ticket, channel).await?;
        }
        let mut budget = Budget::begin(self.clock.now());
        let keeping = Keeping { job, ticket: &ticket.value, limits: settings.attachment_limits() };
        let written = self.learn(&keeping, head, names, &mut budget).await?;
        let transcript = self.write_on(at, &ticket.value, written, &mut budget).await?;
        Ok((ticket, transcript))
    }

    /// Reads the conversation for what is named in it, and keeps its files. Where it is one page, that too is returned, to
    /// be read once.
    pub(super) async fn learn(
        &self,
        keeping: &Keeping<'_>,
        head: Stored<TranscriptHead>,
        mut names: Stored<TranscriptNames>,
        budget: &mut Budget,
    ) -> Outcome<Written> {
        let (at, ticket) = (keeping.job.place, keeping.ticket);
        let GuildRepositories { messages, transcripts, attachments, .. } = self.repositories(at).await?;
        let (mut list, mut only_page) = (attachments.of(ticket.id).await?, None);
        while !names.value.complete {
            let is_first = names.value.after.is_none();
            let page = messages.page(ticket.id, names.value.after).await?.without(ticket.progress());
            list = self.keep_attachments(keeping, &page.messages, list, budget).await?;
            names.value.learn_from(&page.messages);
            if page.more {
                if !budget.spend(self.clock.now()) {
                    transcripts.note_names(names).await?;
                    return Err(Error::Failed(Unfinished.into()));
                }
                continue;
            }
            if names.value.guild_is_named {
                names.value.known.guild = self.guild_names(at).await;
            }
            names.value.complete = true;
            if is_first {
                only_page = Some(page);
            } else {
                names = transcripts.note_names(names).await?;
            }
        }
        Ok(Written { head, names, attachments: list.value.attachments, only_page })
    }

    /// What the guild calls its roles and channels. Without an answer they have no names.
    pub async fn guild_names(&self, at: Place) -> GuildNames {
        let asked = self.discord.guild_names(at, NAMING).await;
        asked
            .inspect_err(|error| tracing::info!(guild = %at.guild, %error, "roles and channels have no names"))
            .unwrap_or_default()
    }

    /// Writes the pages that are not written yet.
    pub(super) async fn write_on(
        &self,
        at: Place,
        ticket: &Ticket,
        Written { mut head, names, attachments, mut only_page }: Written,
        budget: &mut Budget,
    ) -> Outcome<Transcript> {
        let GuildRepositories { messages, transcripts, .. } = self.repositories(at).await?;
        let withheld = names.value.withheld || self.discord.reads_content(at.bot) == Some(false);
        loop {
            let page = match only_page.take() {
                Some(page) => page,
                None => messages.page(ticket.id, head.value.after()).await?.without(ticket.progress()),
            };
            let mut written = Rendered::default();
            if head.value.is_empty() {
                head.value.begin(withheld, names.value.outline.participants(), attachments.kept().count());
                written = self.scribe.opening(ticket, &names.value.outline, withheld);
            }
            if !page.messages.is_empty() {
                let pictures = self.pictures(at, ticket.id, &attachments, &page.messages).await?;
                let (names, outline, pictures) = (&names.value.known, &names.value.outline, &pictures);
                let (messages, attachments) = (page.messages.as_slice(), &attachments);
                written
                    .extend(&self.scribe.messages(ticket, Excerpt { messages, names, outline, attachments, pictures }));
            }
            head.value.count(&page.messages);
            if !page.more {
                written.extend(&self.scribe.closing(ticket, head.value.after().is_none()));
                return Ok(transcripts.seal(head, &written, &names).await?);
            }
            head = transcripts.write(head, &written).await?;
            if !budget.spend(self.clock.now()) {
                return Err(Error::Failed(Unfinished.into()));
            }
        }
    }
}

impl TranscriptNames {
    pub(super) fn learn_from(&mut self, messages: &[TicketMessage]) {
        for message in messages {
            self.known.learn_from(message);
            self.outline.learn_from(message);
            self.withheld |= message.withheld;
            self.guild_is_named |= message.names_guild_parts();
        }
        self.after = messages.last().map(|message| message.id).or(self.after);
    }
}
