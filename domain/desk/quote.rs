//! Choosing a message to make a ticket from, and whom a ticket is opened for.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::UserId;
use crate::permission::Permission;
use crate::settings::TicketType;
use crate::ticket::{ChosenMessage, Origin, Quoted};

/// What an origin says of a ticket.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// Whom it is opened for, where that is not who asks.
    pub other: Option<UserId>,
    /// The message that it is made from.
    pub quoted: Option<Box<Quoted>>,
}

impl Desk {
    /// Keeps a message for as long as it may take the actor to open a ticket from it. Whoever works on tickets may choose
    /// any member's, all others their own.
    pub async fn quote(&self, at: Place, actor: &Actor, chosen: ChosenMessage) -> Outcome<Origin> {
        let (repositories, by) = (self.repositories(at).await?, actor.user()?);
        let settings = repositories.settings.get().await?;
        let may = |kind: &TicketType| actor.must_for_type(Permission::OpenForOthers, &settings, kind.id).is_ok();
        if settings.types.is_empty() {
            return Err(Refusal::NoTypes.into());
        }
        if chosen.by_bot {
            return Err(Refusal::MessageOfBot.into());
        }
        if chosen.author != by && !settings.types.iter().any(may) {
            return Err(Refusal::NotYourMessage.into());
        }
        let quoted = Quoted::new(at.guild, chosen);
        repositories.quotes.keep(by, &quoted, self.clock.now()).await?;
        Ok(Origin::Message(quoted.message))
    }

    /// What an origin says, to who came with it.
    pub(super) async fn subject(&self, at: Place, actor: &Actor, origin: Origin) -> Outcome<Subject> {
        let unless_self = |user: UserId| Some(user).filter(|user| actor.who.user() != Some(*user));
        match origin {
            Origin::Own => Ok(Subject::default()),
            Origin::User(user) => Ok(Subject { other: unless_self(user), quoted: None }),
            Origin::Message(message) => {
                let repositories = self.repositories(at).await?;
                let chosen = repositories.quotes.get(actor.user()?, message, self.clock.now()).await?;
                let quoted = chosen.ok_or(Refusal::MessageForgotten)?;
                Ok(Subject { other: unless_self(quoted.author), quoted: Some(Box::new(quoted)) })
            }
        }
    }
}
