//! Which guilds bots are in, as far as Discord said so of late: by it a refusal is told from a removal without asking
//! each time, and nothing is asked of a guild that removed the bot.

use std::time::{Duration, Instant};

use moka::Expiry;
use moka::sync::Cache;
use tickit_domain::discord::Place;
use tickit_domain::presence::GuildPresence;

/// So many guilds are remembered.
const REMEMBERED: u64 = 100_000;

/// How long a bot that was found to be in a guild is not asked about again.
const IN: Duration = Duration::from_secs(5);

/// What Discord said, by the gateway or in an answer.
#[derive(Debug)]
pub struct Memberships(Cache<Place, Membership>);

/// Whether a bot is in a guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Membership {
    /// It was there a moment ago.
    In,
    /// It was removed, and did not come back.
    Left,
}

/// A bot may be removed at any time; that it comes back is told.
#[derive(Debug)]
struct Lives;

impl Default for Memberships {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(REMEMBERED).expire_after(Lives).build())
    }
}

impl Memberships {
    /// What is known of a bot in a guild.
    pub(super) fn of(&self, at: Place) -> Option<Membership> {
        self.0.get(&at)
    }

    /// Discord's answer told it.
    pub(super) fn note(&self, at: Place, membership: Membership) {
        self.0.insert(at, membership);
    }
}

impl GuildPresence for Memberships {
    fn guild_joined(&self, at: Place) {
        // Sessions begin with all guilds: those that nobody asked about are not worth remembering.
        if self.of(at) == Some(Membership::Left) {
            self.0.invalidate(&at);
        }
    }

    fn guild_left(&self, at: Place) {
        self.note(at, Membership::Left);
    }
}

impl Membership {
    const fn life(self) -> Option<Duration> {
        match self {
            Self::In => Some(IN),
            Self::Left => None,
        }
    }
}

impl Expiry<Place, Membership> for Lives {
    fn expire_after_create(&self, _: &Place, is: &Membership, _: Instant) -> Option<Duration> {
        is.life()
    }

    fn expire_after_update(&self, _: &Place, is: &Membership, _: Instant, _: Option<Duration>) -> Option<Duration> {
        is.life()
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::{BotId, GuildId};

    use super::*;

    fn place(guild: u64) -> Place {
        Place { bot: BotId::new(1), guild: GuildId::new(guild) }
    }

    #[test]
    fn a_bot_that_was_removed_stays_so_until_it_comes_back() {
        let memberships = Memberships::default();
        memberships.note(place(7), Membership::In);
        memberships.guild_left(place(7));
        assert_eq!(memberships.of(place(7)), Some(Membership::Left));
        assert_eq!(memberships.of(place(8)), None);
        memberships.guild_joined(place(7));
        assert_eq!(memberships.of(place(7)), None);
    }

    #[test]
    fn only_that_a_bot_is_there_is_forgotten_by_itself() {
        assert_eq!((Membership::In.life(), Membership::Left.life()), (Some(IN), None));
    }

    #[test]
    fn guilds_that_nobody_asked_about_are_not_remembered_and_others_no_more_than_so_many() {
        let memberships = Memberships::default();
        memberships.guild_joined(place(1));
        memberships.0.run_pending_tasks();
        assert_eq!(memberships.0.entry_count(), 0);
        for guild in 1..=REMEMBERED + 1_000 {
            memberships.guild_left(place(guild));
        }
        memberships.0.run_pending_tasks();
        assert!(memberships.0.entry_count() <= REMEMBERED);
    }
}
