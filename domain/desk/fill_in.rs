//! Filling in the form of a type, page by page. What was given is kept for some minutes, so that a member may stop in the
//! middle and a process may end there.

use super::Desk;
use crate::actor::Actor;
use crate::discord::{Place, ReplyTo};
use crate::error::{Outcome, Refusal};
use crate::form::{Form, Given};
use crate::settings::{TicketType, TypeId};
use crate::store::drafts::DraftOwner;
use crate::ticket::OpenRequest;

/// What a member is to be asked who wants to open a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asking {
    /// A page of the type's form.
    Page {
        /// The type.
        kind: TicketType,
        /// Which page, from 0.
        page: usize,
        /// What they gave before, to begin with.
        given: Vec<Given>,
    },
    /// Whether they go on with what they began.
    GoOn {
        /// The type.
        kind: TicketType,
        /// The page that is next.
        page: usize,
    },
}

/// What became of a page that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled {
    /// It was the last that was missing.
    Complete,
    /// Another page is missing.
    Next(usize),
    /// An answer is refused. What was given is kept, to be corrected.
    Refused(Refusal),
}

impl Desk {
    /// What a member is asked who wants to open a ticket; `None` where that is nothing.
    pub async fn begin_form(&self, at: Place, actor: &Actor, request: OpenRequest) -> Outcome<Option<Asking>> {
        let OpenRequest { kind, origin } = request;
        if self.subject(at, actor, origin).await?.other.is_some() {
            return Ok(None);
        }
        let kind = self.type_to_open(at, actor, kind).await?;
        if kind.form.is_empty() {
            return Ok(None);
        }
        // Of one page nothing is kept that was not refused.
        let given = if kind.form.pages() > 1 { self.given(at, actor, &kind).await? } else { Vec::new() };
        Ok(Some(match kind.form.first_unanswered(&given).filter(|page| *page > 0) {
            Some(page) => Asking::GoOn { kind, page },
            None => Asking::Page { kind, page: 0, given },
        }))
    }

    /// A page of the form of a type, with what the member gave there before.
    pub async fn form_page(&self, at: Place, actor: &Actor, kind: TypeId, page: usize) -> Outcome<Asking> {
        let kind = self.type_to_open(at, actor, kind).await?;
        must_have(&kind.form, page)?;
        let given = self.given(at, actor, &kind).await?;
        Ok(Asking::Page { kind, page, given })
    }

    /// Forgets what a member gave before, and begins anew.
    pub async fn begin_anew(&self, at: Place, actor: &Actor, kind: TypeId) -> Outcome<Asking> {
        let kind = self.type_to_open(at, actor, kind).await?;
        must_have(&kind.form, 0)?;
        let of = DraftOwner { bot: at.bot, kind: kind.id, user: actor.user()? };
        self.repositories(at).await?.drafts.forget(of).await?;
        Ok(Asking::Page { kind, page: 0, given: Vec::new() })
    }

    /// Takes a page of the form of a ticket's type. With the last that was missing the ticket is begun to be opened, and whoever
    /// waits at `tell` is told what becomes of it.
    pub async fn fill_in(
        &self,
        at: Place,
        actor: &Actor,
        request: OpenRequest,
        (page, given): (usize, &[Given]),
        tell: Option<ReplyTo>,
    ) -> Outcome<Filled> {
        let kind = self.type_to_open(at, actor, request.kind).await?;
        let (form, of) = (&kind.form, DraftOwner { bot: at.bot, kind: kind.id, user: actor.user()? });
        form.must_ask(page, given)?;
        let refused = form.answer_page(page, given).err();
        let drafts = self.repositories(at).await?.drafts;
        if form.pages() == 1 && refused.is_none() {
            self.open(at, actor, request, given, tell).await?;
            return Ok(Filled::Complete);
        }
        let all = drafts.put(of, form, given, self.clock.now()).await?;
        if let Some(refusal) = refused {
            return Ok(Filled::Refused(refusal));
        }
        if let Some(page) = form.first_unanswered(&all) {
            return Ok(Filled::Next(page));
        }
        self.open(at, actor, request, &all, tell).await?;
        drafts.forget(of).await?;
        Ok(Filled::Complete)
    }

    async fn given(&self, at: Place, actor: &Actor, kind: &TicketType) -> Outcome<Vec<Given>> {
        let of = DraftOwner { bot: at.bot, kind: kind.id, user: actor.user()? };
        Ok(self.repositories(at).await?.drafts.get(of, self.clock.now()).await?)
    }
}

/// Refused where a form was made shorter.
pub(super) fn must_have(form: &Form, page: usize) -> Result<(), Refusal> {
    if page < form.pages() { Ok(()) } else { Err(Refusal::FormChanged { question: None }) }
}
