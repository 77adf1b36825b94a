//! Opening a ticket for somebody else: staff does, without the form, as long as they may have one.

use super::Desk;
use super::add_to_blacklist::blacklist_entry;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::guild::GuildMember;
use crate::ids::{RoleId, UserId};
use crate::permission::Permission;
use crate::settings::{Settings, TypeId};
use crate::store::ticket_pages::Wanted;
use crate::ticket::Opener;

/// So many tickets are looked through for one that somebody opened themselves.
const LOOKED_THROUGH: usize = 10;

impl Desk {
    /// Somebody else for whom the actor is to open a ticket of a type. How new they are and when they opened one last is
    /// not asked: it is not them who ask.
    pub(super) async fn other_opener(&self, at: Place, actor: &Actor, kind: TypeId, user: UserId) -> Outcome<Opener> {
        let settings = self.repositories(at).await?.settings.get().await?;
        let kind = settings.ticket_type(kind)?;
        actor.must_for_type(Permission::OpenForOthers, &settings, kind.id)?;
        let member = self.member_to_open_for(at, &settings, user).await?;
        if !kind.may_be_opened_with(RoleId::new(at.guild.get()), &member.roles) {
            return Err(Refusal::OpenerNotAllowed { opener: user, kind: kind.name.clone() }.into());
        }
        let name = if member.name.is_empty() { user.to_string() } else { member.name };
        let locale = self.language_of(at, user).await?.unwrap_or_else(|| actor.locale.clone());
        Ok(Opener { user, name, locale })
    }

    /// The language of the last ticket that somebody opened themselves: Discord says nobody's but of who acts.
    async fn language_of(&self, at: Place, user: UserId) -> Outcome<Option<String>> {
        let wanted = Wanted { opener: Some(user), ..Wanted::default() };
        let newest = self.repositories(at).await?.tickets.page(&wanted, LOOKED_THROUGH, None).await?.tickets;
        Ok(newest.into_iter().find(|ticket| ticket.submitter.is_none()).map(|ticket| ticket.locale))
    }

    /// A member for whom tickets may be opened: no bot, and not on the blacklist.
    pub(super) async fn member_to_open_for(
        &self,
        at: Place,
        settings: &Settings,
        user: UserId,
    ) -> Outcome<GuildMember> {
        let member = self.guild_choices(at).member(user).await?;
        if member.is_bot {
            return Err(Refusal::OpenerIsBot.into());
        }
        let repositories = self.repositories(at).await?;
        match blacklist_entry(&repositories, settings, (user, &member.roles), self.clock.now()).await? {
            Some(entry) => {
                let reason = Some(entry.reason).filter(|reason| !reason.is_empty());
                Err(Refusal::OpenerBlacklisted { opener: user, reason, until: entry.until }.into())
            }
            None => Ok(member),
        }
    }
}
