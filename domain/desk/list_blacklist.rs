//! Looking up who is on the blacklist.

use super::Desk;
use crate::actor::Actor;
use crate::blacklist::BlacklistEntry;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;

/// How many entries a page shows: with the longest reasons they fill what an embed takes.
const A_PAGE: usize = 5;

/// A page of the blacklist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BlacklistPage {
    /// The entries.
    pub entries: Vec<BlacklistEntry>,
    /// Which page this is, from 1; the last one where there are fewer than was asked for.
    pub page: usize,
    /// How many pages there are; one where there is no entry.
    pub pages: usize,
    /// How many entries there are.
    pub total: usize,
}

impl Desk {
    /// A page of the blacklist, newest first, less those whose time is over.
    pub async fn list_blacklist(&self, at: Place, actor: &Actor, page: usize) -> Outcome<BlacklistPage> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::ChangeBlacklist, &*repositories.settings.get().await?, None)?;
        let (mut entries, now) = (repositories.blacklist.newest().await?, self.clock.now());
        entries.retain(|entry| entry.holds(now));
        let total = entries.len();
        let pages = total.div_ceil(A_PAGE).max(1);
        let page = page.clamp(1, pages);
        let entries = entries.into_iter().skip((page - 1) * A_PAGE).take(A_PAGE).collect();
        Ok(BlacklistPage { entries, page, pages, total })
    }
}
