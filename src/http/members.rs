//! What members may who look in over HTTP, as Discord said a moment ago: asked so often that somebody whose role was taken
//! is out within a minute.

use std::time::Duration;

use moka::sync::Cache;
use tickit_domain::actor::Authority;
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::ids::UserId;

/// How long what Discord said holds.
const HOLDS: Duration = Duration::from_secs(30);

/// Of so many members it is remembered.
const REMEMBERED: u64 = 10_000;

/// The members who looked in of late, with when Discord was asked.
#[derive(Debug)]
pub(super) struct Members(Cache<(Place, UserId), (Timestamp, Authority)>);

impl Default for Members {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(REMEMBERED).time_to_live(HOLDS).build())
    }
}

impl Members {
    /// What a member may. Refused where they are none, or Discord cannot be asked.
    pub(super) async fn authority(&self, desk: &Desk, at: Place, user: UserId) -> Outcome<Authority> {
        let now = desk.now();
        let known = self.0.get(&(at, user)).filter(|(since, _)| now.since(*since) < HOLDS);
        if let Some((_, known)) = known {
            return Ok(known);
        }
        let asked = desk.authority_of(at, user).await?;
        self.0.insert((at, user), (now, asked.clone()));
        Ok(asked)
    }
}
