//! Who follows what becomes of tickets, as far as this process knows, and in which guilds there is something to tell.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::webhook::WebhookOwner;
use tokio::sync::Notify;

/// So many guilds may wait to be told of. Where there are more, all that are followed are looked at.
const MOST_WAITING: usize = 10_000;

/// Those who follow tickets by webhooks.
#[derive(Debug, Default)]
pub struct Followers {
    known: Mutex<Known>,
    pub(super) something_happened: Notify,
}

#[derive(Debug, Default)]
struct Known {
    /// Who has webhooks; `None` until that is known, as if everybody had some.
    owners: Option<HashSet<WebhookOwner>>,
    /// Who got some since it is being read who has.
    added: HashSet<WebhookOwner>,
    /// Where something happened that nobody was told of yet.
    waiting: HashSet<GuildId>,
    /// Those that are followed since it was looked last: what happened there before may be untold.
    new: HashSet<WebhookOwner>,
}

impl Followers {
    /// Whether anybody follows what happens there.
    pub fn is_followed(&self, at: Place) -> bool {
        let of_all = WebhookOwner { bot: at.bot, guild: None };
        self.known().owners.as_ref().is_none_or(|owners| owners.contains(&at.into()) || owners.contains(&of_all))
    }

    /// Something happened there.
    pub fn saw(&self, at: Place) {
        if self.is_followed(at) {
            self.tell(at.guild);
            self.something_happened.notify_one();
        }
    }

    /// Somebody follows a bot from now on, in a guild or in all.
    pub fn follows(&self, bot: BotId, guild: Option<GuildId>) {
        let (known, owner) = (&mut *self.known(), WebhookOwner { bot, guild });
        known.added.insert(owner);
        if let Some(owners) = &mut known.owners {
            owners.insert(owner);
        }
    }

    /// Reads who follows what.
    pub(super) async fn look(&self, desk: &Desk) -> Outcome<()> {
        self.known().added.clear();
        let (queues, mut found, mut next) = (desk.webhook_queues(), HashSet::new(), None);
        loop {
            let (owners, after) = queues.owners(next).await?;
            found.extend(owners);
            next = after;
            if next.is_none() {
                break;
            }
        }
        let known = &mut *self.known();
        let before = known.owners.take().unwrap_or_default();
        known.new.extend(found.difference(&before));
        found.extend(&known.added);
        known.owners = Some(found);
        Ok(())
    }

    /// Has all that are followed count as new when it is looked next.
    pub(super) fn look_anew(&self) {
        let known = &mut *self.known();
        known.new.extend(known.owners.iter().flatten());
    }

    /// Those that are followed since it was asked last.
    pub(super) fn take_new(&self) -> HashSet<WebhookOwner> {
        std::mem::take(&mut self.known().new)
    }

    /// Has a guild be looked at.
    pub(super) fn tell(&self, guild: GuildId) {
        let known = &mut *self.known();
        if known.waiting.len() < MOST_WAITING {
            known.waiting.insert(guild);
        } else if let Some(owners) = &known.owners {
            known.new.extend(owners);
        }
    }

    /// The guilds in which something happened.
    pub(super) fn take_waiting(&self) -> HashSet<GuildId> {
        std::mem::take(&mut self.known().waiting)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
