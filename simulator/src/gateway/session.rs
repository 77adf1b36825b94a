//! A session: the events of one shard of one bot, kept for a while so that a RESUME misses none.
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::terms::{Event, Replay, SessionInfo, Terms, serves};
use crate::{
    Dispatch, Millis, Payload,
    clock::{Clock, millis},
    hub::Subscriber,
};

/// What a connection gets when it asks for more.
#[derive(Debug)]
pub enum Next {
    /// These, in order.
    Events(Vec<Event>),
    /// It has read so slowly that events it did not get are gone.
    Lost,
    /// The token is no longer valid.
    Revoked,
}

/// One session, with or without a connection.
#[derive(Debug)]
pub struct Session {
    /// `session_id`.
    pub id: String,
    /// What IDENTIFY asked for.
    pub terms: Terms,
    clock: Clock,
    replay: Replay,
    state: Mutex<State>,
    arrived: Notify,
    drained: Notify,
}

#[derive(Debug)]
struct State {
    seq: u64,
    sent: u64,
    kept: VecDeque<Event>,
    bytes: usize,
    /// The number of the connection that has it.
    connection: Option<u64>,
    disconnected_at: Millis,
    ended: bool,
    revoked: bool,
    resumes: u64,
}

impl Session {
    /// A session that a connection has just identified.
    pub fn new(id: String, terms: Terms, clock: Clock, replay: Replay, connection: u64) -> Self {
        let state = State {
            seq: 0,
            sent: 0,
            kept: VecDeque::new(),
            bytes: 0,
            connection: Some(connection),
            disconnected_at: 0,
            ended: false,
            revoked: false,
            resumes: 0,
        };
        Self { id, terms, clock, replay, state: Mutex::new(state), arrived: Notify::new(), drained: Notify::new() }
    }

    /// Adds an event whatever its intents and shard are.
    pub fn push(&self, name: &'static str, payload: Payload) {
        let mut state = self.lock();
        state.seq += 1;
        state.bytes += payload.get().len();
        let event = Event::new(state.seq, self.clock.now(), name, payload);
        state.kept.push_back(event);
        self.forget(&mut state);
        drop(state);
        self.arrived.notify_waiters();
    }

    /// Up to `most` events after `cursor`, as soon as there is one.
    pub async fn after(&self, connection: u64, cursor: u64, most: usize) -> Next {
        loop {
            let arrived = self.arrived.notified();
            if let Some(next) = self.peek(connection, cursor, most) {
                return next;
            }
            arrived.await;
        }
    }

    /// Waits until events after `cursor` are gone, because the connection writes too slowly, or nobody may have them.
    pub async fn overrun(&self, connection: u64, cursor: u64) {
        loop {
            let arrived = self.arrived.notified();
            if matches!(self.peek(connection, cursor, 0), Some(Next::Lost | Next::Revoked)) {
                return;
            }
            arrived.await;
        }
    }

    fn peek(&self, connection: u64, cursor: u64, most: usize) -> Option<Next> {
        let state = self.lock();
        if state.revoked && state.connection == Some(connection) {
            return Some(Next::Revoked);
        }
        // Whoever ended the session, or gave it to another connection, also sends an order that closes this one.
        if state.connection != Some(connection) || state.ended || state.seq <= cursor {
            return None;
        }
        let first = state.kept.front().map_or(state.seq + 1, |event| event.seq);
        if first > cursor + 1 {
            return Some(Next::Lost);
        }
        let skipped = usize::try_from(cursor + 1 - first).unwrap_or(usize::MAX);
        Some(Next::Events(state.kept.iter().skip(skipped).take(most).cloned().collect()))
    }

    /// The connection has written everything up to this.
    pub fn sent(&self, seq: u64) {
        self.lock().sent = seq;
        self.drained.notify_waiters();
    }

    /// Waits until fewer than `most` events wait to be written; `false` if there is no connection.
    pub async fn drained(&self, most: u64) -> bool {
        loop {
            let drained = self.drained.notified();
            {
                let state = self.lock();
                if state.connection.is_none() || state.ended {
                    return false;
                }
                if state.seq - state.sent < most {
                    return true;
                }
            }
            drained.await;
        }
    }

    /// A connection takes the session over after `seq`, if everything since then is still there.
    pub fn resume(&self, connection: u64, seq: u64) -> Resumption {
        let mut state = self.lock();
        if seq > state.seq {
            return Resumption::InvalidSequence;
        }
        let first = state.kept.front().map_or(state.seq + 1, |event| event.seq);
        if first > seq + 1 {
            return Resumption::Gone;
        }
        let replaced = state.connection.replace(connection);
        state.sent = seq;
        state.resumes += 1;
        drop(state);
        self.arrived.notify_waiters();
        Resumption::Resumed { replaced }
    }

    /// The connection is gone. The session stays, for a RESUME, unless another connection has it.
    pub fn disconnect(&self, connection: u64) {
        let mut state = self.lock();
        if state.connection == Some(connection) {
            state.connection = None;
            state.disconnected_at = self.clock.now();
        }
        drop(state);
        self.drained.notify_waiters();
    }

    /// No RESUME finds it any more.
    pub fn end(&self) {
        self.lock().ended = true;
        self.arrived.notify_waiters();
        self.drained.notify_waiters();
    }

    /// Whether it is neither ended nor without a connection for too long.
    pub fn is_alive(&self) -> bool {
        let state = self.lock();
        let window = millis(self.replay.window);
        !state.ended && (state.connection.is_some() || self.clock.now() < state.disconnected_at + window)
    }

    /// What tests may know of it.
    pub fn info(&self) -> SessionInfo {
        let state = self.lock();
        SessionInfo {
            session_id: self.id.clone(),
            shard: self.terms.shard,
            intents: self.terms.intents,
            seq: state.seq,
            sent: state.sent,
            resumes: state.resumes,
            connected: state.connection.is_some() && !state.ended,
        }
    }

    fn forget(&self, state: &mut State) {
        let outdated = self.clock.now().saturating_sub(millis(self.replay.window));
        while let Some(oldest) = state.kept.front() {
            let too_many = state.kept.len() > self.replay.events || state.bytes > self.replay.bytes;
            let written = state.connection.is_some() && oldest.seq <= state.sent;
            let superfluous = written && (state.bytes > self.replay.written_bytes || oldest.at < outdated);
            if !too_many && !superfluous {
                return;
            }
            state.bytes -= oldest.size();
            state.kept.pop_front();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscriber for Session {
    fn deliver(&self, dispatch: &Arc<Dispatch>) -> bool {
        if !self.is_alive() {
            return false;
        }
        let terms = &self.terms;
        if !serves(terms.shard, dispatch.guild) {
            return true;
        }
        if let Some(payload) = dispatch.payload_for(terms.application, terms.intents) {
            self.push(dispatch.name, Arc::clone(payload));
        }
        true
    }

    fn revoked(&self) {
        let mut state = self.lock();
        state.ended = true;
        state.revoked = true;
        drop(state);
        self.arrived.notify_waiters();
        self.drained.notify_waiters();
    }
}

/// What became of a RESUME.
#[derive(Debug, PartialEq, Eq)]
pub enum Resumption {
    /// It goes on; the number of the connection that had it until now, if one did.
    Resumed {
        /// That connection is to be closed.
        replaced: Option<u64>,
    },
    /// Events since then are gone.
    Gone,
    /// That sequence number was never given.
    InvalidSequence,
}
