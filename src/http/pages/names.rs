//! Names of guilds and people, as Discord said a while ago.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use moka::sync::Cache;
use tickit_domain::actor::Actor;
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::guild::{GuildParts, GuildRole, ListedChannel};
use tickit_domain::ids::{GuildId, UserId};
use tickit_domain::transcript::GuildNames;

/// How long a name is taken for the one there is.
const HOLDS: Duration = Duration::from_mins(10);

/// How long roles and channels are: whoever made one a moment ago chooses it.
const PARTS_HOLD: Duration = Duration::from_secs(5);

/// Of so many guilds roles and channels are remembered.
const PARTS_REMEMBERED: u64 = 200;

/// How long it holds that Discord does not know somebody: whoever comes has a name soon.
const UNKNOWN_HOLDS: Duration = Duration::from_mins(3);

/// So many names of each kind are remembered.
const REMEMBERED: u64 = 10_000;

/// Of so many roles and channels it is remembered what they were called last, for when they are gone.
const LAST_REMEMBERED: u64 = 20_000;

/// Of so many guilds it is remembered who works on tickets, and what roles and channels are called.
const FEW_REMEMBERED: u64 = 1_000;

/// How long those are taken for the staff who were found.
const STAFF_HOLDS: Duration = Duration::from_secs(30);

/// So many names are asked for at once.
const AT_ONCE: usize = 8;

/// The names that were asked for of late.
#[derive(Debug)]
pub(in crate::http) struct Names {
    guilds: Cache<Place, String>,
    members: Cache<(Place, UserId), String>,
    /// Guilds, and people in them, whom Discord does not know.
    unknown: Cache<(Place, Option<UserId>), ()>,
    parts: Cache<Place, Arc<GuildParts>>,
    called: Cache<Place, Arc<GuildNames>>,
    staff: Cache<Place, Arc<Vec<(UserId, String)>>>,
    /// By guild and the id of a role or channel.
    last: Cache<(GuildId, u64), String>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            guilds: Cache::builder().max_capacity(REMEMBERED).time_to_live(HOLDS).build(),
            members: Cache::builder().max_capacity(REMEMBERED).time_to_live(HOLDS).build(),
            unknown: Cache::builder().max_capacity(REMEMBERED).time_to_live(UNKNOWN_HOLDS).build(),
            parts: Cache::builder().max_capacity(PARTS_REMEMBERED).time_to_live(PARTS_HOLD).build(),
            called: Cache::builder().max_capacity(FEW_REMEMBERED).time_to_live(HOLDS).build(),
            staff: Cache::builder().max_capacity(FEW_REMEMBERED).time_to_live(STAFF_HOLDS).build(),
            last: Cache::new(LAST_REMEMBERED),
        }
    }
}

impl Names {
    /// What a guild is called; its id where Discord does not say.
    pub(super) async fn guild(&self, desk: &Desk, at: Place) -> String {
        if let Some(known) = self.guilds.get(&at) {
            return known;
        }
        let named = self.asked((at, None), desk.guild_name(at)).await;
        named.inspect(|name| self.guilds.insert(at, name.clone())).unwrap_or_else(|| at.guild.to_string())
    }

    /// What a member is called; their id where Discord does not say.
    pub(super) async fn member(&self, desk: &Desk, at: Place, user: UserId) -> String {
        if let Some(known) = self.members.get(&(at, user)) {
            return known;
        }
        let named = self.asked((at, Some(user)), desk.member_name(at, user)).await;
        named.inspect(|name| self.members.insert((at, user), name.clone())).unwrap_or_else(|| user.to_string())
    }

    /// What Discord says, unless it said a while ago that it does not know them. That it said nothing is not remembered.
    async fn asked(
        &self,
        whom: (Place, Option<UserId>),
        asking: impl Future<Output = Outcome<Option<String>>>,
    ) -> Option<String> {
        if self.unknown.contains_key(&whom) {
            return None;
        }
        let said = asking.await.ok()?;
        if said.is_none() {
            self.unknown.insert(whom, ());
        }
        said
    }

    /// The roles and channels that can be chosen; none where Discord does not say.
    pub(super) async fn parts(&self, desk: &Desk, at: Place) -> Option<Arc<GuildParts>> {
        if let Some(known) = self.parts.get(&at) {
            return Some(known);
        }
        let parts = Arc::new(desk.guild_parts(at).await?);
        for GuildRole { id, name, .. } in &parts.roles {
            self.last.insert((at.guild, id.get()), name.clone());
        }
        for ListedChannel { id, name, .. } in &parts.channels {
            self.last.insert((at.guild, id.get()), name.clone());
        }
        self.parts.insert(at, Arc::clone(&parts));
        Some(parts)
    }

    /// What a guild's roles and channels are called.
    pub(super) async fn called(&self, desk: &Desk, at: Place) -> Arc<GuildNames> {
        if let Some(known) = self.called.get(&at) {
            return known;
        }
        let named = Arc::new(desk.guild_names(at).await);
        self.called.insert(at, Arc::clone(&named));
        named
    }

    /// What a role or channel was called when a list of them was last asked for here.
    pub(super) fn last(&self, guild: GuildId, id: u64) -> Option<String> {
        self.last.get(&(guild, id))
    }

    /// Who works on a guild's tickets, in the order of their names, for somebody who may see those.
    pub(super) async fn staff(&self, desk: &Desk, at: Place, actor: &Actor) -> Arc<Vec<(UserId, String)>> {
        if let Some(known) = self.staff.get(&at) {
            return known;
        }
        let Ok(known) = desk.known_staff(at, actor).await else { return Arc::default() };
        let mut named = Vec::with_capacity(known.len());
        for few in known.into_iter().collect::<Vec<_>>().chunks(AT_ONCE) {
            let asked = few.iter().map(|user| self.member(desk, at, *user));
            named.extend(few.iter().copied().zip(join_all(asked).await));
        }
        named.sort_by_key(|(_, name)| name.to_lowercase());
        let named = Arc::new(named);
        self.staff.insert(at, Arc::clone(&named));
        named
    }
}
