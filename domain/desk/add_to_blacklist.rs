//! Putting somebody on the blacklist, and holding back who is on it.

use std::sync::Arc;

use super::{Desk, GuildRepositories};
use crate::actor::{Actor, Authority};
use crate::blacklist::{BlacklistDuration, BlacklistEntry, MOST_BLACKLIST_REASON_CHARACTERS, MOST_BLACKLISTED};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::{RoleId, UserId};
use crate::permission::Permission;
use crate::settings::Settings;
use crate::whom::Whom;

impl Desk {
    /// Has a user or a role open no tickets, for a while or for good. Who is on the blacklist already is there for this
    /// reason and until then from now on.
    pub async fn add_to_blacklist(
        &self,
        at: Place,
        actor: &Actor,
        whom: Whom,
        reason: &str,
        lasts: Option<BlacklistDuration>,
    ) -> Outcome<BlacklistEntry> {
        let settings = self.may_add_to_blacklist(at, actor, whom).await?;
        let repositories = self.repositories(at).await?;
        let reason = reason.trim();
        if reason.chars().count() > MOST_BLACKLIST_REASON_CHARACTERS {
            return Err(Refusal::TextLength { limit: MOST_BLACKLIST_REASON_CHARACTERS }.into());
        }
        let listed = repositories.blacklist.newest().await?;
        if listed.len() >= MOST_BLACKLISTED && listed.iter().all(|entry| entry.whom != whom) {
            return Err(Refusal::BlacklistFull { limit: MOST_BLACKLISTED }.into());
        }
        let now = self.clock.now();
        // Before the first entry, so that there is none that nobody looks for.
        if !settings.has_blacklist {
            let noting = repositories.settings.update(actor, now, |settings| {
                settings.has_blacklist = true;
                Ok(())
            });
            noting.await?;
        }
        let until = lasts.map(|lasts| now.plus(lasts.0));
        let adding = repositories.blacklist.change((whom, &actor.who), |entry| {
            if !entry.log.knows(&actor.cause) {
                entry.add(reason, until, actor, now);
            }
            Ok(())
        });
        adding.await
    }

    /// Refuses unless the actor could put them on the blacklist; asked before they are asked why. The settings.
    pub async fn may_add_to_blacklist(&self, at: Place, actor: &Actor, whom: Whom) -> Outcome<Arc<Settings>> {
        let settings = self.repositories(at).await?.settings.get().await?;
        must_change(at, actor, whom, &settings)?;
        Ok(settings)
    }
}

/// Refuses who may not change the blacklist: staff puts users on it, and who manages the guild roles as well, by which
/// many are held back at once.
pub(super) fn must_change(at: Place, actor: &Actor, whom: Whom, settings: &Settings) -> Result<(), Refusal> {
    actor.must(Permission::ChangeBlacklist, settings, None)?;
    match whom {
        Whom::Role(role) if role.get() == at.guild.get() => Err(Refusal::EveryoneBlacklisted),
        Whom::Role(_) => actor.must(Permission::ChangeSettings, settings, None),
        Whom::User(_) => Ok(()),
    }
}

/// Refuses a member who is on the blacklist, or has a role that is.
pub(super) async fn must_not_be_blacklisted(
    repositories: &GuildRepositories,
    settings: &Settings,
    actor: &Actor,
    now: Timestamp,
) -> Outcome<()> {
    let Authority::Member { roles, manages_guild: false, .. } = &actor.may else { return Ok(()) };
    let holding = blacklist_entry(repositories, settings, (actor.user()?, roles), now).await?;
    holding.map_or(Ok(()), |entry| Err(entry.refusal().into()))
}

/// The entry that holds back a user with these roles: the one that holds longest.
pub(super) async fn blacklist_entry(
    repositories: &GuildRepositories,
    settings: &Settings,
    (user, roles): (UserId, &[RoleId]),
    now: Timestamp,
) -> Outcome<Option<BlacklistEntry>> {
    if !settings.has_blacklist {
        return Ok(None);
    }
    let entries = repositories.blacklist.about(user, roles).await?.into_iter();
    let forever = Timestamp::from_millis(i64::MAX);
    Ok(entries.filter(|entry| entry.holds(now)).max_by_key(|entry| entry.until.unwrap_or(forever)))
}
