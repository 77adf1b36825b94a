//! What is kept of a member, one thing after the other: their tickets, what they wrote in any, whether they are on the
//! blacklist, the views that they saved, and that they asked to have it erased.

use std::collections::VecDeque;

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::blacklist::BlacklistEntry;
use crate::discord::Place;
use crate::erasure_request::ErasureRequest;
use crate::error::Outcome;
use crate::ids::{MessageId, TicketId, UserId};
use crate::note::{MOST_NOTES, Note};
use crate::permission::Permission;
use crate::store::StoreResult;
use crate::store::erasure_requests::ErasureRequests;
use crate::store::views::SavedViews;
use crate::ticket::Ticket;
use crate::transcript::TicketMessage;
use crate::view::{View, Views};

/// Something that is kept of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptOfMember {
    /// A ticket that they opened, or in which something stands that they said.
    Ticket(Box<Ticket>),
    /// What they wrote in a ticket.
    Message(TicketId, Box<TicketMessage>),
    /// A note of theirs.
    Note(Note),
    /// That they are on the blacklist, or were.
    Blacklisted(BlacklistEntry),
    /// A view of theirs of the list of tickets.
    View(View),
    /// That they asked to have it erased.
    ErasureRequest(ErasureRequest),
}

/// What is kept of a member, read page by page.
#[derive(Debug)]
pub struct MemberExport {
    repositories: GuildRepositories,
    views: SavedViews,
    requests: ErasureRequests,
    user: UserId,
    ready: VecDeque<KeptOfMember>,
    /// The ticket that is being read, and the last of its messages that was.
    ticket: Option<(TicketId, Option<MessageId>)>,
    /// The last ticket that was begun.
    after: Option<TicketId>,
    at_end: bool,
}

impl Desk {
    /// Begins to read what is kept of a member. All tickets are gone through.
    pub async fn export_member(&self, at: Place, actor: &Actor, user: UserId) -> Outcome<MemberExport> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::ManageMemberData, &*repositories.settings.get().await?, None)?;
        self.export_of(at, repositories, user).await
    }

    /// The same of whoever asks: what is kept of oneself is one's own.
    pub async fn export_own(&self, at: Place, actor: &Actor) -> Outcome<MemberExport> {
        self.export_of(at, self.repositories(at).await?, actor.user()?).await
    }

    async fn export_of(&self, at: Place, repositories: GuildRepositories, user: UserId) -> Outcome<MemberExport> {
        let (views, requests) = (self.saved_views(at).await?, self.erasure_requests_at(at).await?);
        let ready = VecDeque::new();
        Ok(MemberExport { repositories, views, requests, user, ready, ticket: None, after: None, at_end: false })
    }
}

impl MemberExport {
    /// The next thing; `None` at the end.
    pub async fn next(&mut self) -> StoreResult<Option<KeptOfMember>> {
        while self.ready.is_empty() && !self.at_end {
            match self.ticket {
                Some((ticket, after)) => self.read_messages(ticket, after).await?,
                None => self.begin_ticket().await?,
            }
        }
        Ok(self.ready.pop_front())
    }

    async fn begin_ticket(&mut self) -> StoreResult<()> {
        let Some(ticket) = self.repositories.tickets.next_after(self.after).await? else {
            let entries = self.repositories.blacklist.about(self.user, &[]).await?;
            self.ready.extend(entries.into_iter().map(KeptOfMember::Blacklisted));
            let Views { views, removed, .. } = self.views.of(self.user).await?;
            self.ready.extend(views.into_iter().chain(removed).map(KeptOfMember::View));
            self.ready.extend(self.requests.of(self.user).await?.map(KeptOfMember::ErasureRequest));
            self.at_end = true;
            return Ok(());
        };
        let (ticket, user) = (ticket.value, self.user);
        (self.after, self.ticket) = (Some(ticket.id), Some((ticket.id, None)));
        if ticket.notes > 0 {
            let notes = self.repositories.notes.newest(ticket.id, MOST_NOTES as usize).await?.into_iter();
            self.ready.extend(notes.filter(|note| note.by.user() == Some(user)).map(KeptOfMember::Note));
        }
        if ticket.holds_words_of(user) {
            self.ready.push_front(KeptOfMember::Ticket(Box::new(ticket)));
        }
        Ok(())
    }

    async fn read_messages(&mut self, ticket: TicketId, after: Option<MessageId>) -> StoreResult<()> {
        let page = self.repositories.messages.page(ticket, after).await?;
        let last = page.messages.last().map(|message| message.id);
        let theirs = page.messages.into_iter().filter(|message| message.author == Some(self.user));
        self.ready.extend(theirs.map(|message| KeptOfMember::Message(ticket, Box::new(message))));
        self.ticket = page.more.then_some((ticket, last));
        Ok(())
    }
}
