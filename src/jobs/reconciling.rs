//! Has tickets be compared with Discord: those of all guilds after the start, those of a bot's guilds after it missed
//! something, and all of them slowly ever after.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::ids::GuildId;
use tickit_domain::presence::GuildPresence;
use tickit_domain::store::Cursor;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

/// How long after the start the first round begins: the jobs that were left go first.
const FIRST: Duration = Duration::from_secs(2);

/// The pause between two guilds after a gap, and after the start.
const AFTER_GAP: Duration = Duration::from_millis(50);

/// The pause between two guilds at other times.
const BETWEEN: Duration = Duration::from_secs(2);

/// The pause between two rounds.
const BETWEEN_ROUNDS: Duration = Duration::from_hours(1);

/// The pause where the guilds cannot be listed.
const UNAVAILABLE: Duration = Duration::from_mins(1);

/// How many gaps may wait to be looked at. Where there are more, all guilds are looked at once again.
const GAPS: usize = 4_096;

/// Where it is told that a bot may have missed what happened in a guild.
#[derive(Debug)]
pub struct Gaps {
    sender: mpsc::Sender<Place>,
    too_many: Arc<AtomicBool>,
}

/// The other end.
#[derive(Debug)]
pub struct GapsToClose {
    receiver: mpsc::Receiver<Place>,
    too_many: Arc<AtomicBool>,
}

/// A place for gaps, and its other end.
pub fn gaps() -> (Gaps, GapsToClose) {
    let (sender, receiver) = mpsc::channel(GAPS);
    let too_many = Arc::<AtomicBool>::default();
    (Gaps { sender, too_many: Arc::clone(&too_many) }, GapsToClose { receiver, too_many })
}

impl Gaps {
    /// Nobody knows what happened in this guild while the bot did not listen.
    pub fn tell(&self, at: Place) {
        if self.sender.try_send(at).is_err() {
            self.too_many.store(true, Ordering::Relaxed);
        }
    }
}

/// A guild that is there again may have changed meanwhile: its bot was invited back, its outage is over, or the session
/// was begun anew, which begins with every guild.
impl GuildPresence for Gaps {
    fn guild_joined(&self, at: Place) {
        self.tell(at);
    }

    fn guild_left(&self, _: Place) {}
}

/// Has tickets be compared until `stop`.
pub(super) async fn reconcile(desk: Desk, gaps: GapsToClose, stop: CancellationToken) {
    let GapsToClose { receiver: mut gaps, too_many } = gaps;
    let mut rounds = Rounds { desk, guilds: VecDeque::new(), next: None, at_end: false, first: true };
    let mut at = Instant::now() + FIRST;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            Some(gap) = gaps.recv() => rounds.close(gap).await,
            () = sleep_until(at) => at = rounds.step().await,
        }
        if too_many.swap(false, Ordering::Relaxed) {
            (rounds.guilds, rounds.next, rounds.at_end, rounds.first) = (VecDeque::new(), None, false, true);
            at = Instant::now();
        }
    }
}

/// Rounds through all guilds, one guild a step.
struct Rounds {
    desk: Desk,
    /// The guilds of this page that are still to come.
    guilds: VecDeque<GuildId>,
    /// Where the page after it begins.
    next: Option<Cursor>,
    /// Whether there is none after it.
    at_end: bool,
    /// Whether it is the first round since the start, or since a gap: nobody may have listened before it.
    first: bool,
}

impl Rounds {
    /// Has the next guild be compared; when the one after it is.
    async fn step(&mut self) -> Instant {
        let pause = if let Some(guild) = self.guilds.pop_front() {
            log(guild, self.desk.reconcile_guild(guild, self.first).await);
            if self.first { AFTER_GAP } else { BETWEEN }
        } else if self.at_end {
            (self.first, self.at_end, self.next) = (false, false, None);
            BETWEEN_ROUNDS
        } else {
            self.read().await
        };
        Instant::now() + pause
    }

    /// Reads the next page of guilds.
    async fn read(&mut self) -> Duration {
        match self.desk.guilds(self.next.clone()).await {
            Ok(page) => {
                self.at_end = page.next.is_none();
                (self.guilds, self.next) = (page.guilds.into(), page.next);
                Duration::ZERO
            }
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the guilds cannot be listed");
                UNAVAILABLE
            }
        }
    }

    async fn close(&self, gap: Place) {
        let begun = self.desk.reconcile_after_gap(gap).await;
        let pause = if matches!(begun, Ok(0)) { Duration::ZERO } else { AFTER_GAP };
        log(gap.guild, begun);
        sleep(pause).await;
    }
}

fn log(guild: GuildId, begun: Outcome<usize>) {
    match begun {
        Ok(0) => {}
        Ok(bots) => tracing::debug!(%guild, bots, "its tickets are compared with Discord"),
        Err(error) => tracing::warn!(%guild, error = format!("{error:#}"), "its tickets are not compared with Discord"),
    }
}
