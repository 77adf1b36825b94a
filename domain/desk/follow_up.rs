//! A new ticket that follows one which is not reopened any more.

use super::Desk;
use super::open::{must_have_roles, open_key};
use crate::actor::Actor;
use crate::discord::{Place, ReplyTo};
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::job::Work;
use crate::permission::Permission;
use crate::ticket::Opener;

impl Desk {
    /// Begins to open a ticket of the same type and for the same member as one that is closed, without a form; whoever
    /// waits at `tell` is told when its channel is there. It counts towards the limit of that member, who has to be allowed
    /// tickets of the type where they ask themselves.
    pub async fn follow_up(&self, at: Place, actor: &Actor, id: TicketId, tell: Option<ReplyTo>) -> Outcome<()> {
        let (followed, settings) = self.ticket_for(at, actor, id, Permission::FollowUp).await?;
        let followed = followed.value;
        followed.must_be_closed()?;
        let kind = settings.ticket_type(followed.kind)?;
        if actor.who.user() == Some(followed.opener) {
            must_have_roles(at, actor, kind)?;
        }
        let kind = kind.id;
        let opener = Opener { user: followed.opener, name: followed.opener_name, locale: followed.locale };
        let work = Work::Open {
            kind,
            answers: Vec::new(),
            ticket: None,
            opener: Some(opener),
            follows: Some(followed.id),
            quoted: None,
        };
        self.begin(self.new_job(open_key(&actor.cause), at, actor, work, tell)).await
    }
}
