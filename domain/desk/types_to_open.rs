//! The types of which somebody may open a ticket, for themselves or for somebody else.

use super::Desk;
use crate::actor::{Actor, Authority};
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::{RoleId, UserId};
use crate::permission::Permission;
use crate::settings::{Settings, TicketType, TypeId};
use crate::ticket::Origin;

/// What may be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypesToOpen {
    /// The types, of which there is one at least.
    pub types: Vec<TicketType>,
    /// Whom it is for, where that is not the actor.
    pub other: Option<UserId>,
}

impl Desk {
    /// The types that the actor may open a ticket of; refused where there are none.
    pub async fn types_to_open(&self, at: Place, actor: &Actor, origin: Origin) -> Outcome<TypesToOpen> {
        let settings = self.repositories(at).await?.settings.get().await?;
        if settings.types.is_empty() {
            return Err(Refusal::NoTypes.into());
        }
        let other = self.subject(at, actor, origin).await?.other;
        let mut types = offered(at, actor, &settings, other);
        let Some(first) = types.first() else {
            return Err(match other {
                None => Refusal::NoTypeToOpen { kind: None },
                Some(_) => Refusal::NotAllowed { needs: settings.needs(Permission::OpenForOthers) },
            }
            .into());
        };
        if let Some(opener) = other {
            let refused = Refusal::OpenerNotAllowed { opener, kind: first.name.clone() };
            let roles = self.member_to_open_for(at, &settings, opener).await?.roles;
            types.retain(|kind| kind.may_be_opened_with(RoleId::new(at.guild.get()), &roles));
            if types.is_empty() {
                return Err(refused.into());
            }
        }
        Ok(TypesToOpen { types, other })
    }

    /// The names of the types that the actor may open, for themselves or for a user, as far as they may mean them by what they
    /// typed so far. Whether that user may have one is not asked yet.
    pub async fn types_to_open_called(
        &self,
        at: Place,
        actor: &Actor,
        user: Option<UserId>,
        typed: &str,
    ) -> Outcome<Vec<String>> {
        let settings = self.repositories(at).await?.settings.get().await?;
        let typed = typed.trim().to_lowercase();
        let other = user.filter(|user| actor.who.user() != Some(*user));
        let names = offered(at, actor, &settings, other).into_iter().map(|kind| kind.name);
        Ok(names.filter(|name| name.to_lowercase().contains(&typed)).collect())
    }

    /// The type of this name, whether the actor may open it or not.
    pub async fn type_named(&self, at: Place, name: &str) -> Outcome<TypeId> {
        let settings = self.repositories(at).await?.settings.get().await?;
        let named = settings.type_called(name).map(|kind| kind.id);
        named.map_err(|_| Refusal::NoTypeToOpen { kind: Some(name.trim().to_owned()) }.into())
    }
}

/// The types of which the actor may open a ticket, by what is known of the actor alone.
fn offered(at: Place, actor: &Actor, settings: &Settings, other: Option<UserId>) -> Vec<TicketType> {
    let may = |kind: &&TicketType| match (&actor.may, other) {
        (_, Some(_)) => actor.must_for_type(Permission::OpenForOthers, settings, kind.id).is_ok(),
        (Authority::Member { roles, .. }, None) => kind.may_be_opened_with(RoleId::new(at.guild.get()), roles),
        (_, None) => true,
    };
    settings.types.iter().filter(may).cloned().collect()
}
