//! What other processes do in guilds whose pages somebody looks at here: looked for in their databases, and only meanwhile.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tickit_domain::desk::{Desk, GuildNews, Newest};
use tickit_domain::discord::Place;
use tickit_domain::event::Event;
use tickit_domain::ids::GuildId;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::broadcast::{Receiver, Sender};
use tokio::time::sleep;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How often a guild is looked at that somebody follows.
const EVERY: Duration = Duration::from_secs(2);

/// How long nothing is looked for after its database failed.
const PAUSE: Duration = Duration::from_secs(15);

/// So many news are kept for those who are slow.
const KEPT: usize = 64;

/// What becomes of tickets in this process.
type OwnEvents = Receiver<Arc<(Place, Event)>>;

/// The guilds that are looked at, as long as somebody follows them: one task each.
#[derive(Debug, Default)]
pub(in crate::http) struct OtherProcesses(Mutex<HashMap<GuildId, Weak<Watched>>>);

/// A guild that is looked at, until this is dropped.
#[derive(Debug)]
struct Watched {
    news: Sender<GuildNews>,
    _looking: DropGuard,
}

/// Somebody who follows what other processes do in a guild; nobody where there are none.
#[derive(Debug)]
pub(super) struct OthersFollowed(Option<(Receiver<GuildNews>, Arc<Watched>)>);

impl OtherProcesses {
    /// Follows a guild until `stop`. What happens from now on is told, though not what this process does itself.
    pub(super) async fn follow(
        &self,
        desk: &Desk,
        guild: GuildId,
        own: OwnEvents,
        stop: &CancellationToken,
    ) -> OthersFollowed {
        match self.watched(guild) {
            _ if desk.is_alone() => return OthersFollowed(None),
            Some(watched) => return OthersFollowed::of(watched),
            None => {}
        }
        // Of a database that fails nothing is known: once it does not, its newest are told.
        let before = desk.newest(guild).await.unwrap_or_default();
        let mut guilds = self.guilds();
        if let Some(watched) = guilds.get(&guild).and_then(Weak::upgrade) {
            return OthersFollowed::of(watched);
        }
        guilds.retain(|_, watched| watched.strong_count() > 0);
        let (stop, news) = (stop.child_token(), Sender::new(KEPT));
        let watched = Arc::new(Watched { news: news.clone(), _looking: stop.clone().drop_guard() });
        guilds.insert(guild, Arc::downgrade(&watched));
        let looking = look(desk.clone(), guild, before, own, news);
        tokio::spawn(async move { stop.run_until_cancelled(looking).await });
        OthersFollowed::of(watched)
    }

    fn watched(&self, guild: GuildId) -> Option<Arc<Watched>> {
        self.guilds().get(&guild).and_then(Weak::upgrade)
    }

    fn guilds(&self) -> MutexGuard<'_, HashMap<GuildId, Weak<Watched>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OthersFollowed {
    fn of(watched: Arc<Watched>) -> Self {
        Self(Some((watched.news.subscribe(), watched)))
    }

    /// Waits until another process did something.
    pub(super) async fn recv(&mut self) -> Result<GuildNews, RecvError> {
        match &mut self.0 {
            Some((news, _)) => news.recv().await,
            None => std::future::pending().await,
        }
    }
}

/// Looks at a guild from time to time, and tells what is new there.
async fn look(desk: Desk, guild: GuildId, mut before: Newest, mut own: OwnEvents, news: Sender<GuildNews>) {
    let (mut earlier, mut pause) = (BTreeSet::new(), EVERY);
    loop {
        sleep(pause).await;
        // A database that fails is told of by those who need it.
        let Ok(now) = desk.newest(guild).await else {
            pause = PAUSE;
            continue;
        };
        pause = EVERY;
        // What this process did is in the database a moment before it is told of here.
        let known = known(&mut own, guild);
        for told in now.since(&before, |id| known.contains(id) || earlier.contains(id)) {
            let _ = news.send(told);
        }
        (before, earlier) = (now, known);
    }
}

/// The events of a guild that this process made since it was last asked. Where it made more than are kept, some are missing,
/// and told once more.
fn known(own: &mut OwnEvents, guild: GuildId) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    loop {
        match own.try_recv() {
            Ok(told) if told.0.guild == guild => drop(known.insert(told.1.id())),
            Ok(_) | Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty | TryRecvError::Closed) => return known,
        }
    }
}
