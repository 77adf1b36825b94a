//! The connections that are open: so many and no more, and of one address no more than half of them. Where one more comes,
//! the one that has idled longest goes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::network::Network;

/// All open connections.
#[derive(Debug)]
pub(super) struct Connections {
    most: usize,
    most_of_one: usize,
    open: Mutex<Open>,
    /// Told when a connection ends or has answered.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// By when they came, or answered last.
    idle: BTreeMap<u64, Idle>,
    busy: usize,
    /// How many each address has.
    of: HashMap<Network, usize>,
}

/// A connection that waits for a request.
#[derive(Debug)]
struct Idle {
    from: Option<Network>,
    wanted: CancellationToken,
}

/// An open connection's place among them, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Arc<Connections>,
    from: Option<Network>,
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
        let most_of_one = (most / 2).max(1);
        Arc::new(Self { most: most.max(1), most_of_one, open: Mutex::default(), changed: Notify::new() })
    }

    /// A place for one more of an address, as soon as there is one. Of a listed proxy there is no address.
    pub(super) async fn place(self: &Arc<Self>, from: Option<Network>) -> Arc<Place> {
        loop {
            let changed = self.changed.notified();
            if let Some(place) = self.try_place(from) {
                return place;
            }
            changed.await;
        }
    }

    /// A place for one more of an address, unless all that could make room for it answer requests just now.
    pub(super) fn try_place(self: &Arc<Self>, from: Option<Network>) -> Option<Arc<Place>> {
        let mut open = self.open();
        if from.is_some_and(|from| open.number_of(from) >= self.most_of_one) {
            let oldest = open.idle.iter().find(|(_, idle)| idle.from == from).map(|(number, _)| *number)?;
            open.evict(oldest);
        } else if open.idle.len() + open.busy >= self.most {
            let oldest = *open.idle.first_key_value()?.0;
            open.evict(oldest);
        }
        let wanted = CancellationToken::new();
        open.comes(from);
        let standing = Mutex::new(Standing::Idle(open.idles(from, wanted.clone())));
        drop(open);
        Some(Arc::new(Place { connections: Arc::clone(self), from, wanted, standing }))
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn idles(&mut self, from: Option<Network>, wanted: CancellationToken) -> u64 {
        self.next += 1;
        self.idle.insert(self.next, Idle { from, wanted });
        self.next
    }

    fn evict(&mut self, number: u64) {
        if let Some(Idle { from, wanted }) = self.idle.remove(&number) {
            wanted.cancel();
            self.goes(from);
        }
    }

    fn number_of(&self, from: Network) -> usize {
        self.of.get(&from).copied().unwrap_or_default()
    }

    fn comes(&mut self, from: Option<Network>) {
        if let Some(from) = from {
            *self.of.entry(from).or_default() += 1;
        }
    }

    fn goes(&mut self, from: Option<Network>) {
        let Some(from) = from else { return };
        let left = self.number_of(from).saturating_sub(1);
        if left == 0 {
            self.of.remove(&from);
        } else {
            self.of.insert(from, left);
        }
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
            *standing = Standing::Idle(open.idles(place.from, place.wanted.clone()));
        }
        drop((standing, open));
        place.connections.changed.notify_waiters();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        let was_open = match *self.standing() {
            Standing::Idle(number) => open.idle.remove(&number).is_some(),
            Standing::Busy => {
                open.busy -= 1;
                true
            }
            Standing::Evicted => false,
        };
        if was_open {
            open.goes(self.from);
        }
        drop(open);
        self.connections.changed.notify_waiters();
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
        let (one, two) = (connections.place(None).await, connections.place(None).await);
        let turn = one.begin();
        let three = connections.place(None).await;
        assert!(two.wanted.is_cancelled() && !one.wanted.is_cancelled(), "the idle one goes");
        let turns = [turn, three.begin()];
        let wait = timeout(Duration::from_millis(20), connections.place(None)).await;
        assert!(wait.is_err(), "all are busy");
        drop(turns);
        let _four = connections.place(None).await;
        assert!(one.wanted.is_cancelled() != three.wanted.is_cancelled());
        drop((one, two, three));
        let open = connections.open();
        assert_eq!((open.idle.len(), open.busy), (1, 0));
    }

    #[tokio::test]
    async fn a_connection_that_ends_amid_a_request_gives_its_place_back() {
        let connections = Connections::new(1);
        let place = connections.place(None).await;
        let turn = place.begin();
        drop(place);
        drop(turn);
        let _next = timeout(Duration::from_secs(1), connections.place(None)).await.unwrap();
    }

    #[tokio::test]
    async fn an_address_has_half_of_the_places_and_makes_room_for_itself() {
        let connections = Connections::new(8);
        let (greedy, other) = (Some(Network::V4(1)), Some(Network::V4(2)));
        let mut held = Vec::new();
        for _ in 0..20 {
            held.push(connections.try_place(greedy).unwrap());
        }
        assert_eq!(held.iter().filter(|place| !place.wanted.is_cancelled()).count(), 4, "its own idle ones go");
        let turns: Vec<_> = held.iter().filter(|place| !place.wanted.is_cancelled()).map(Place::begin).collect();
        assert!(connections.try_place(greedy).is_none(), "all of its own are busy");
        let others: Vec<_> = (0..4).map(|_| connections.try_place(other).unwrap()).collect();
        assert!(others.iter().all(|place| !place.wanted.is_cancelled()), "they have the other half to themselves");
        let _proxied = connections.try_place(None).unwrap();
        assert!(others[0].wanted.is_cancelled(), "a proxy's connections have no share");
        drop((held, turns, others));
        let open = connections.open();
        assert_eq!((open.idle.len(), open.busy, open.of.len()), (1, 0, 0), "nothing is left of them");
    }

    #[tokio::test]
    async fn whoever_waits_for_their_own_share_keeps_nobody_else_waiting() {
        let connections = Connections::new(4);
        let greedy = Some(Network::V4(1));
        let held = [connections.place(greedy).await, connections.place(greedy).await];
        let turns = held.each_ref().map(Place::begin);
        let waiting = tokio::spawn({
            let connections = Arc::clone(&connections);
            async move { connections.place(greedy).await }
        });
        assert!(connections.try_place(Some(Network::V4(2))).is_some());
        drop(turns);
        timeout(Duration::from_secs(1), waiting).await.unwrap().unwrap();
    }
}
