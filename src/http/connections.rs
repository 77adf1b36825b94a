//! The connections that are open: so many and no more. Where one more comes, the one that has idled longest goes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// All open connections.
#[derive(Debug)]
pub(super) struct Connections {
    most: usize,
    open: Mutex<Open>,
    /// Told when a connection ends or has answered.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// By when they came, or answered last.
    idle: BTreeMap<u64, CancellationToken>,
    busy: usize,
}

/// An open connection's place among them, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Arc<Connections>,
    /// Cancelled when another needs the place.
    pub(super) wanted: CancellationToken,
    standing: Mutex<Standing>,
}

/// A connection answers one request after the other.
#[derive(Debug)]
enum Standing {
    Idle(u64),
    Busy,
    Evicted,
}

/// A request under way; its connection keeps its place meanwhile.
#[derive(Debug)]
pub(super) struct Turn(Arc<Place>);

impl Connections {
    /// At most so many.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most: most.max(1), open: Mutex::default(), changed: Notify::new() })
    }

    /// A place for one more, as soon as there is one: at once unless every connection answers a request just now.
    pub(super) async fn place(self: &Arc<Self>) -> Arc<Place> {
        loop {
            let changed = self.changed.notified();
            if let Some(place) = self.try_place() {
                return place;
            }
            changed.await;
        }
    }

    fn try_place(self: &Arc<Self>) -> Option<Arc<Place>> {
        let mut open = self.open();
        if open.idle.len() + open.busy >= self.most {
            open.idle.pop_first()?.1.cancel();
        }
        let wanted = CancellationToken::new();
        let standing = Mutex::new(Standing::Idle(open.idles(wanted.clone())));
        drop(open);
        Some(Arc::new(Place { connections: Arc::clone(self), wanted, standing }))
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn idles(&mut self, wanted: CancellationToken) -> u64 {
        self.next += 1;
        self.idle.insert(self.next, wanted);
        self.next
    }
}

impl Place {
    /// A request came.
    pub(super) fn begin(self: &Arc<Self>) -> Turn {
        let mut open = self.connections.open();
        let mut standing = self.standing();
        if let Standing::Idle(number) = *standing {
            *standing = if open.idle.remove(&number).is_some() { Standing::Busy } else { Standing::Evicted };
            open.busy += usize::from(matches!(*standing, Standing::Busy));
        }
        drop((standing, open));
        Turn(Arc::clone(self))
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Self(place) = self;
        let mut open = place.connections.open();
        let mut standing = place.standing();
        if matches!(*standing, Standing::Busy) {
            open.busy -= 1;
            *standing = Standing::Idle(open.idles(place.wanted.clone()));
        }
        drop((standing, open));
        place.connections.changed.notify_one();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        match *self.standing() {
            Standing::Idle(number) => drop(open.idle.remove(&number)),
            Standing::Busy => open.busy -= 1,
            Standing::Evicted => {}
        }
        drop(open);
        self.connections.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn whoever_idled_longest_makes_room_and_who_is_busy_does_not() {
        let connections = Connections::new(2);
        let (one, two) = (connections.place().await, connections.place().await);
        let turn = one.begin();
        let three = connections.place().await;
        assert!(two.wanted.is_cancelled() && !one.wanted.is_cancelled(), "the idle one goes");
        let turns = [turn, three.begin()];
        let wait = timeout(Duration::from_millis(20), connections.place()).await;
        assert!(wait.is_err(), "all are busy");
        drop(turns);
        let _four = connections.place().await;
        assert!(one.wanted.is_cancelled() != three.wanted.is_cancelled());
        drop((one, two, three));
        let open = connections.open();
        assert_eq!((open.idle.len(), open.busy), (1, 0));
    }

    #[tokio::test]
    async fn a_connection_that_ends_amid_a_request_gives_its_place_back() {
        let connections = Connections::new(1);
        let place = connections.place().await;
        let turn = place.begin();
        drop(place);
        drop(turn);
        let _next = timeout(Duration::from_secs(1), connections.place()).await.unwrap();
    }
}
