//! Sessions and connections of all bots: who is there, and orders to them.
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::extract::ws::Message;
use tokio::sync::mpsc;

use super::{
    close,
    conduct::Conduct,
    limits::{Admission, Identifies},
    session::Session,
    terms::{Replay, SessionInfo, Terms},
};
use crate::{
    Clock, Millis, Payload,
    world::{ApplicationId, World},
};

/// Sessions that are kept for a bot at most, connected or not; Discord's number is not documented.
const SESSIONS_A_BOT: usize = 4096;

/// How often clients do what, and how much is kept for them.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// What HELLO asks for; Discord's is 41.25 s.
    pub heartbeat_interval: Duration,
    /// Between two IDENTIFYs of a bucket; Discord's is 5 s.
    pub identify_interval: Duration,
    /// What sessions keep.
    pub replay: Replay,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            heartbeat_interval: Duration::from_millis(41_250),
            identify_interval: Duration::from_secs(5),
            replay: Replay::default(),
        }
    }
}

/// What the gateway keeps between connections.
#[derive(Debug)]
pub struct Gateway {
    pace: Pace,
    clock: Clock,
    connections: AtomicU64,
    away_until: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    bots: HashMap<ApplicationId, Bot>,
    connections: HashMap<u64, Connected>,
    identifies: Identifies,
    closed: bool,
}

#[derive(Debug, Default)]
struct Bot {
    sessions: Vec<Arc<Session>>,
    conduct: Arc<Conduct>,
    identified: u64,
    resumed: u64,
}

#[derive(Debug)]
struct Connected {
    application: Option<ApplicationId>,
    control: mpsc::UnboundedSender<Control>,
}

/// An order to a connection.
#[derive(Debug, Clone)]
pub enum Control {
    /// Close with this code and text, or with a close frame that has neither.
    Close(Option<(u16, String)>),
    /// Drop the TCP connection without a word.
    Drop,
    /// Send op 9, and part the connection from its session.
    Invalidate {
        /// Whether a RESUME finds the session.
        resumable: bool,
    },
    /// Send this frame as it is, uncompressed.
    Raw(Message),
    /// Send this payload, compressed as the client wants it.
    Payload(String),
}

impl Gateway {
    /// A gateway without sessions.
    pub fn new(clock: Clock, pace: Pace) -> Self {
        let state = State {
            bots: HashMap::new(),
            connections: HashMap::new(),
            identifies: Identifies::every(pace.identify_interval),
            closed: false,
        };
        Self { pace, clock, connections: AtomicU64::new(0), away_until: AtomicU64::new(0), state: Mutex::new(state) }
    }

    /// What HELLO asks for.
    pub fn heartbeat_interval(&self) -> Duration {
        self.pace.heartbeat_interval
    }

    /// The living sessions of a bot, oldest first.
    pub fn sessions(&self, application: ApplicationId) -> Vec<SessionInfo> {
        self.living(application).iter().map(|session| session.info()).collect()
    }

    /// How often a bot identified, ever.
    pub fn identified(&self, application: ApplicationId) -> u64 {
        self.lock().bots.get(&application).map_or(0, |bot| bot.identified)
    }

    /// How often a bot resumed, ever.
    pub fn resumed(&self, application: ApplicationId) -> u64 {
        self.lock().bots.get(&application).map_or(0, |bot| bot.resumed)
    }

    /// How many IDENTIFYs are left today, and in how many milliseconds the next day begins.
    pub fn identifies_left(&self, world: &mut World, application: ApplicationId) -> (u32, Millis) {
        self.lock().identifies.left(world, application)
    }

    /// How the gateway behaves towards a bot.
    pub fn conduct(&self, application: ApplicationId) -> Arc<Conduct> {
        Arc::clone(&self.lock().bots.entry(application).or_default().conduct)
    }

    /// Gives an order to every connection of a bot; how many there are.
    pub fn order(&self, application: ApplicationId, order: &Control) -> usize {
        let state = self.lock();
        let connections = state.connections.values().filter(|connected| connected.application == Some(application));
        connections.filter(|connected| connected.control.send(order.clone()).is_ok()).count()
    }

    /// Ends the sessions of a bot, so that a RESUME is answered with op 9.
    pub fn forget(&self, application: ApplicationId) {
        for session in self.living(application) {
            session.end();
        }
    }

    /// Adds an event to every session of a bot, past intents and shards.
    pub fn push(&self, application: ApplicationId, name: &'static str, payload: &Payload) {
        for session in self.living(application) {
            session.push(name, Arc::clone(payload));
        }
    }

    /// Waits until every connected session of a bot has less than `most` events to write.
    pub async fn drained(&self, application: ApplicationId, most: u64) {
        for session in self.living(application) {
            session.drained(most).await;
        }
    }

    /// Refuses new connections of everybody until then, and drops those there are.
    pub fn go_away_until(&self, until: Millis) {
        self.away_until.store(until, Ordering::SeqCst);
        self.order_all(&Control::Drop);
    }

    /// Drops all connections and takes no more.
    pub fn close(&self) {
        self.lock().closed = true;
        self.order_all(&Control::Drop);
    }

    /// Whether connections are refused now.
    pub(super) fn is_away(&self) -> bool {
        self.clock.now() < self.away_until.load(Ordering::SeqCst) || self.lock().closed
    }

    /// A connection begins; its number, and where its orders come in.
    pub(super) fn connect(&self) -> (u64, mpsc::UnboundedReceiver<Control>) {
        let number = self.connections.fetch_add(1, Ordering::SeqCst) + 1;
        let (control, orders) = mpsc::unbounded_channel();
        let mut state = self.lock();
        if state.closed {
            let _ = control.send(Control::Drop);
        }
        state.connections.insert(number, Connected { application: None, control });
        (number, orders)
    }

    /// A connection is over.
    pub(super) fn disconnect(&self, number: u64) {
        self.lock().connections.remove(&number);
    }

    /// Whether an IDENTIFY may go on; counts it if so.
    pub(super) fn admit(&self, world: &mut World, application: ApplicationId, shard: u64) -> Admission {
        self.lock().identifies.admit(world, application, shard)
    }

    /// A connection has identified: a new session.
    pub(super) fn begin(&self, id: String, terms: Terms, connection: u64) -> Arc<Session> {
        let application = terms.application;
        let session = Arc::new(Session::new(id, terms, self.clock.clone(), self.pace.replay, connection));
        let mut state = self.lock();
        state.attach(connection, application);
        let bot = state.bots.entry(application).or_default();
        bot.identified += 1;
        bot.sessions.retain(|session| session.is_alive());
        if bot.sessions.len() >= SESSIONS_A_BOT {
            bot.sessions.remove(0).end();
        }
        bot.sessions.push(Arc::clone(&session));
        session
    }

    /// The living session of this id, for a RESUME.
    pub(super) fn find(&self, application: ApplicationId, id: &str) -> Option<Arc<Session>> {
        self.living(application).into_iter().find(|session| session.id == id)
    }

    /// A connection has resumed; the one that had the session is closed.
    pub(super) fn resume(&self, application: ApplicationId, connection: u64, replaced: Option<u64>) {
        let mut state = self.lock();
        state.attach(connection, application);
        state.bots.entry(application).or_default().resumed += 1;
        if let Some(replaced) = replaced.and_then(|number| state.connections.get(&number)) {
            let reason = close::UNKNOWN_ERROR;
            let _ = replaced.control.send(Control::Close(Some((reason.code, reason.text.to_owned()))));
        }
    }

    fn living(&self, application: ApplicationId) -> Vec<Arc<Session>> {
        let mut state = self.lock();
        let Some(bot) = state.bots.get_mut(&application) else { return Vec::new() };
        bot.sessions.retain(|session| session.is_alive());
        bot.sessions.clone()
    }

    fn order_all(&self, order: &Control) {
        for connected in self.lock().connections.values() {
            let _ = connected.control.send(order.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn attach(&mut self, connection: u64, application: ApplicationId) {
        if let Some(connected) = self.connections.get_mut(&connection) {
            connected.application = Some(application);
        }
    }
}
