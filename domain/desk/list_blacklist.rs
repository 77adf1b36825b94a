//! Looking up who is on the blacklist.

use super::Desk;
use crate::actor::Actor;
use crate::blacklist::BlacklistEntry;
use crate::discord::Place;
use crate::error::Outcome;
use crate::page::Page;
use crate::permission::Permission;

/// How many entries a page shows: with the longest reasons they fill what an embed takes.
const A_PAGE: usize = 5;

impl Desk {
    /// A page of the blacklist, newest first, less those whose time is over.
    pub async fn list_blacklist(&self, at: Place, actor: &Actor, page: usize) -> Outcome<Page<BlacklistEntry>> {
        Ok(Page::of(self.blacklist(at, actor).await?, page, A_PAGE))
    }

    /// All of it, newest first.
    pub async fn blacklist(&self, at: Place, actor: &Actor) -> Outcome<Vec<BlacklistEntry>> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::ChangeBlacklist, &*repositories.settings.get().await?, None)?;
        let (mut entries, now) = (repositories.blacklist.newest().await?, self.clock.now());
        entries.retain(|entry| entry.holds(now));
        Ok(entries)
    }
}
