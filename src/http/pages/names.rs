//! Names of guilds and people, as Discord said a while ago.

use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::guild::GuildParts;
use tickit_domain::ids::UserId;

/// How long a name is taken for the one there is.
const HOLDS: Duration = Duration::from_mins(10);

/// How long roles and channels are: whoever made one a moment ago chooses it.
const PARTS_HOLD: Duration = Duration::from_secs(5);

/// Of so many guilds roles and channels are remembered.
const PARTS_REMEMBERED: u64 = 200;

/// So many names of each kind are remembered.
const REMEMBERED: u64 = 10_000;

/// The names that were asked for of late.
#[derive(Debug)]
pub(in crate::http) struct Names {
    guilds: Cache<Place, String>,
    members: Cache<(Place, UserId), String>,
    parts: Cache<Place, Arc<GuildParts>>,
}

impl Default for Names {
    fn default() -> Self {
        let guilds = Cache::builder().max_capacity(REMEMBERED).time_to_live(HOLDS).build();
        let parts = Cache::builder().max_capacity(PARTS_REMEMBERED).time_to_live(PARTS_HOLD).build();
        Self { guilds, members: Cache::builder().max_capacity(REMEMBERED).time_to_live(HOLDS).build(), parts }
    }
}

impl Names {
    /// What a guild is called; its id where Discord does not say.
    pub(super) async fn guild(&self, desk: &Desk, at: Place) -> String {
        if let Some(known) = self.guilds.get(&at) {
            return known;
        }
        let Some(name) = desk.guild_name(at).await else { return at.guild.to_string() };
        self.guilds.insert(at, name.clone());
        name
    }

    /// What a member is called; their id where Discord does not say.
    pub(super) async fn member(&self, desk: &Desk, at: Place, user: UserId) -> String {
        if let Some(known) = self.members.get(&(at, user)) {
            return known;
        }
        let Some(name) = desk.member_name(at, user).await else { return user.to_string() };
        self.members.insert((at, user), name.clone());
        name
    }

    /// The roles and channels that can be chosen; none where Discord does not say.
    pub(super) async fn parts(&self, desk: &Desk, at: Place) -> Option<Arc<GuildParts>> {
        if let Some(known) = self.parts.get(&at) {
            return Some(known);
        }
        let parts = Arc::new(desk.guild_parts(at).await?);
        self.parts.insert(at, Arc::clone(&parts));
        Some(parts)
    }
}
