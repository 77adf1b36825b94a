//! The programs that bots live in, as far as they were heard of: which of their shards are there, and which versions.

use std::collections::BTreeMap;
use std::time::Duration;

use moka::sync::Cache;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;

use crate::http::Host;

/// So many bots' hosts are remembered.
const HOSTS: u64 = 20_000;

/// So many shards of one host are remembered, and no more than Discord has bots with.
const SHARDS: usize = 4_096;

/// How long a host is remembered that is silent.
const REMEMBERED: Duration = Duration::from_hours(24);

/// How long a host that was about to identify is taken to be.
const IDENTIFYING: Duration = Duration::from_secs(10);

/// What hosts said.
#[derive(Debug)]
pub(super) struct Hosts {
    known: Cache<BotId, KnownHost>,
    identifying: Cache<BotId, ()>,
}

/// A bot's host.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownHost {
    /// When each of its shards was heard of last, and of how many it was.
    pub(super) shards: BTreeMap<u16, (u16, Timestamp)>,
    /// The versions that it named.
    pub(super) versions: BTreeMap<String, String>,
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            known: Cache::builder().max_capacity(HOSTS).time_to_idle(REMEMBERED).build(),
            identifying: Cache::builder().max_capacity(HOSTS).time_to_live(IDENTIFYING).build(),
        }
    }
}

impl Hosts {
    /// A host was heard of.
    pub(super) fn heard_of(&self, bot: BotId, host: Host, now: Timestamp) {
        let Host { shard, versions } = host;
        let (index, total) = shard.unwrap_or((0, 1));
        let merge = |known: Option<moka::Entry<BotId, KnownHost>>| {
            let mut host = known.map(moka::Entry::into_value).unwrap_or_default();
            // Where the number of shards changed, those of before are gone.
            host.shards.retain(|_, (known_total, _)| *known_total == total);
            if host.shards.len() < SHARDS {
                host.shards.insert(index, (total, now));
            }
            host.versions = versions.unwrap_or(host.versions);
            moka::ops::compute::Op::Put(host)
        };
        self.known.entry(bot).and_compute_with(merge);
    }

    /// What is known of a bot's host.
    pub(super) fn of(&self, bot: BotId) -> KnownHost {
        self.known.get(&bot).unwrap_or_default()
    }

    /// The host is about to identify.
    pub(super) fn will_identify(&self, bot: BotId) {
        self.identifying.insert(bot, ());
    }

    /// Whether the host is about to.
    pub(super) fn identifies(&self, bot: BotId) -> bool {
        self.identifying.contains_key(&bot)
    }

    /// Nobody asks about the bot any more.
    pub(super) fn forget(&self, bot: BotId) {
        self.known.invalidate(&bot);
        self.identifying.invalidate(&bot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOT: BotId = BotId::new(7);

    fn shard(index: u16, total: u16) -> Host {
        Host { shard: Some((index, total)), versions: None }
    }

    #[test]
    fn shards_of_another_number_are_gone_and_versions_stay() {
        let (hosts, now) = (Hosts::default(), Timestamp::from_millis(1));
        let versions: BTreeMap<_, _> = [("node".to_owned(), "20".to_owned())].into();
        hosts.heard_of(BOT, Host { versions: Some(versions.clone()), ..shard(0, 2) }, now);
        hosts.heard_of(BOT, shard(1, 2), now);
        assert_eq!(hosts.of(BOT).shards.len(), 2);
        hosts.heard_of(BOT, shard(2, 3), now);
        let known = hosts.of(BOT);
        assert_eq!((known.shards, known.versions), ([(2, (3, now))].into(), versions));
    }
}
