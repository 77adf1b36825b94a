//! Taking somebody off the blacklist.

use super::Desk;
use super::add_to_blacklist::must_change;
use crate::actor::Actor;
use crate::blacklist::BlacklistEntry;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::whom::Whom;

impl Desk {
    /// Lets a user or a role open tickets again; refused where they are not on the blacklist.
    pub async fn remove_from_blacklist(&self, at: Place, actor: &Actor, whom: Whom) -> Outcome<BlacklistEntry> {
        let repositories = self.repositories(at).await?;
        must_change(at, actor, whom, &*repositories.settings.get().await?)?;
        let now = self.clock.now();
        let removing = repositories.blacklist.change((whom, &actor.who), |entry| {
            if entry.log.knows(&actor.cause) {
                return Ok(());
            }
            if !entry.holds(now) {
                return Err(Refusal::NotBlacklisted { whom }.into());
            }
            entry.remove(actor, now);
            Ok(())
        });
        removing.await
    }
}
