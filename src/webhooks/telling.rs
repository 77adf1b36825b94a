//! Has the desk write down what webhooks are to be told: where something happened, and where it may have happened unseen.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tickit_domain::desk::Desk;
use tickit_domain::error::Outcome;
use tickit_domain::ids::GuildId;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::followers::Followers;

/// How often it is read who follows what: so late does another process know of a new webhook.
const LOOK: Duration = Duration::from_secs(5);

/// How often all guilds that somebody follows are looked at, whatever was seen.
const LOOK_AT_ALL: Duration = Duration::from_hours(1);

/// How soon a guild is looked at again whose database did not answer.
const AGAIN: Duration = Duration::from_secs(1);

/// The pause between two guilds of which nobody knows that something happened there.
const BETWEEN: Duration = Duration::from_millis(20);

/// Whoever tells.
#[derive(Debug)]
pub(super) struct Telling {
    desk: Desk,
    followers: Arc<Followers>,
    something_new: Arc<Notify>,
}

impl Telling {
    pub(super) const fn new(desk: Desk, followers: Arc<Followers>, something_new: Arc<Notify>) -> Self {
        Self { desk, followers, something_new }
    }

    pub(super) async fn run(self, stop: CancellationToken) {
        let looking = async {
            let mut all_at = Instant::now() + LOOK_AT_ALL;
            loop {
                self.look(Instant::now() >= all_at).await;
                if Instant::now() >= all_at {
                    all_at = Instant::now() + LOOK_AT_ALL;
                }
                sleep(LOOK).await;
            }
        };
        let telling = async {
            loop {
                self.followers.something_happened.notified().await;
                while self.tell_waiting().await {
                    sleep(AGAIN).await;
                }
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = looking => {}
            () = telling => {}
        }
    }

    /// Reads who follows what, and has those guilds be looked at that are followed since, or all.
    async fn look(&self, all: bool) {
        let looked = self.look_at(all).await;
        if let Err(error) = looked {
            tracing::warn!(error = format!("{error:#}"), "it cannot be looked up who has webhooks");
        }
    }

    async fn look_at(&self, all: bool) -> Outcome<()> {
        if all {
            self.followers.look_anew();
        }
        self.followers.look(&self.desk).await?;
        let new = self.followers.take_new();
        let of_all = new.iter().any(|owner| owner.guild.is_none());
        for guild in new.iter().filter_map(|owner| owner.guild) {
            self.unseen(guild).await;
        }
        if of_all {
            self.look_at_every_guild().await?;
        }
        Ok(())
    }

    async fn look_at_every_guild(&self) -> Outcome<()> {
        let mut next = None;
        loop {
            let page = self.desk.guilds(next).await?;
            for guild in page.guilds {
                self.unseen(guild).await;
            }
            next = page.next;
            if next.is_none() {
                return Ok(());
            }
        }
    }

    async fn unseen(&self, guild: GuildId) {
        self.followers.tell(guild);
        self.followers.something_happened.notify_one();
        sleep(BETWEEN).await;
    }

    /// Tells what happened; whether some of it has to be told later.
    async fn tell_waiting(&self) -> bool {
        let mut later = HashSet::new();
        for guild in self.followers.take_waiting() {
            match self.desk.tell_webhooks(guild).await {
                Ok(true) => self.something_new.notify_one(),
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(%guild, error = format!("{error:#}"), "webhooks are told later what happened there");
                    later.insert(guild);
                }
            }
        }
        for guild in &later {
            self.followers.tell(*guild);
        }
        !later.is_empty()
    }
}
