//! One connection of a session: from HELLO until it ends.

use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};

use super::close::Ending;
use super::event::Event;
use super::heart::{Beat, Heart};
use super::outbound::Allowance;
use super::payload::{self, Hello, Payload, Text, op};
use super::session::Session;
use super::socket::Socket;

/// A connection that has said HELLO.
#[derive(Debug)]
pub(super) struct Connection {
    socket: Socket,
    heart: Heart,
    allowance: Allowance,
    /// Until when READY, RESUMED or another replayed event must come; `None` once the session is ready.
    ready_by: Option<Instant>,
    /// The last sequence that was read, which the session holds once its event is handed on.
    sequence: Option<u64>,
}

/// Why a connection was left.
#[derive(Debug)]
pub(super) enum Left {
    /// It ended.
    Ended(Ending),
    /// The session was asked to stop.
    Stopped,
}

/// Discord says 41.25 s; whatever a gateway says, it is neither flooded nor forgotten.
const INTERVALS: std::ops::RangeInclusive<u64> = 20..=600_000;

/// An event that waited so long for room kept acknowledgements from being read.
const STALLED: Duration = Duration::from_millis(100);

impl Connection {
    /// Waits for HELLO, and answers it with RESUME, or with IDENTIFY where no session is held.
    pub async fn open(mut socket: Socket, session: &mut Session) -> Result<Self, Ending> {
        let settings = &session.hosting.settings;
        let ready_timeout = settings.ready_timeout;
        let hello = timeout(settings.hello_timeout, socket.next_text()).await.map_err(|_| Ending::Unreachable)??;
        let hello = hello.payload()?;
        if hello.op != op::HELLO {
            return Err(Ending::Garbage);
        }
        let millis = hello.data::<Hello>()?.heartbeat_interval.clamp(*INTERVALS.start(), *INTERVALS.end());
        let interval = Duration::from_millis(millis);
        let heart = Heart::new(interval, session.hosting.jitter.up_to(interval), session.hosting.began);
        let opening = session.opening().await?;
        socket.send(opening).await?;
        Ok(Self {
            socket,
            heart,
            allowance: Allowance::new(),
            ready_by: Some(Instant::now() + ready_timeout),
            sequence: session.held.as_ref().map(|held| held.sequence),
        })
    }

    /// Receives events until the connection ends or the session is stopped. Either way the session can be resumed.
    pub async fn serve(&mut self, session: &mut Session) -> Left {
        loop {
            let waiting = session.shard_queue.is_waiting();
            let room = self.allowance.has_room();
            let step = tokio::select! {
                biased;
                () = session.stop.cancelled() => {
                    Box::pin(self.socket.leave()).await;
                    return Left::Stopped;
                }
                () = sleep_until(self.next_deadline(session)) => self.on_time(session).await,
                waited = session.shard_queue.hand_on(&session.hosting.counters), if waiting => {
                    if waited > STALLED {
                        self.heart.stall();
                    }
                    Ok(())
                }
                Some(command) = session.commands.recv(), if room => {
                    self.say(serde_json::to_string(&command).unwrap_or_default()).await
                }
                text = self.socket.next_text(), if !waiting => match text {
                    Ok(text) => self.receive(&text, session).await,
                    Err(ending) => Err(ending),
                },
            };
            if !session.shard_queue.is_waiting() {
                session.holds(self.sequence);
            }
            if let Err(ending) = step {
                return Left::Ended(Box::pin(self.end(ending, session)).await);
            }
        }
    }

    async fn end(&mut self, ending: Ending, session: &mut Session) -> Ending {
        if !matches!(ending, Ending::Closed(_) | Ending::Broken) {
            self.socket.leave().await;
        }
        session.shard_queue.hand_on(&session.hosting.counters).await;
        session.holds(self.sequence);
        ending
    }

    fn next_deadline(&mut self, session: &Session) -> Instant {
        let renewed = if self.allowance.has_room() { None } else { Some(self.allowance.renewed_at()) };
        let ready_by = self.ready_by.filter(|_| !session.shard_queue.is_waiting());
        let save = session.keeper.due(session.held.as_ref());
        [ready_by, renewed, save].into_iter().flatten().fold(self.heart.due(), Instant::min)
    }

    async fn on_time(&mut self, session: &mut Session) -> Result<(), Ending> {
        let now = Instant::now();
        if session.shard_queue.is_waiting() {
            self.heart.stall();
        } else if self.ready_by.is_some_and(|end| now >= end) {
            return Err(Ending::Late);
        }
        if session.keeper.due(session.held.as_ref()).is_some_and(|due| now >= due) {
            session.keeper.save(session.held.as_ref());
        }
        if now < self.heart.due() {
            return Ok(());
        }
        // Rare things are boxed: each session's task would have room for them for the rest of its life.
        if self.socket.is_bloated() {
            Box::pin(self.socket.slim()).await;
        }
        match self.heart.beat() {
            Beat::Dead => Err(Ending::Silent),
            Beat::Send => self.say(payload::heartbeat(self.sequence)).await,
        }
    }

    async fn say(&mut self, payload: String) -> Result<(), Ending> {
        if self.allowance.take() { self.socket.send(payload).await } else { Ok(()) }
    }

    async fn receive(&mut self, text: &Text, session: &mut Session) -> Result<(), Ending> {
        let payload = text.payload()?;
        match payload.op {
            op::DISPATCH => self.dispatch(&payload, session),
            op::HEARTBEAT => self.say(payload::heartbeat(self.sequence)).await,
            op::RECONNECT => Err(Ending::Reconnect),
            op::INVALID_SESSION if payload.data().unwrap_or(false) => Err(Ending::Invalidated),
            op::INVALID_SESSION => Err(Ending::Gone),
            op::HEARTBEAT_ACK => {
                self.heart.acknowledged();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn dispatch(&mut self, payload: &Payload<'_>, session: &mut Session) -> Result<(), Ending> {
        let (Some(name), Some(sequence), Some(data)) = (payload.t.as_deref(), payload.s, payload.d) else {
            return Err(Ending::Garbage);
        };
        match name {
            "READY" => {
                session.begins(payload.data()?, sequence);
                self.is_ready(session);
            }
            "RESUMED" => self.is_ready(session),
            _ => {
                session.course.fruitful = true;
                self.ready_by = self.ready_by.map(|_| Instant::now() + session.hosting.settings.ready_timeout);
            }
        }
        self.sequence = Some(sequence);
        let settings = &session.hosting.settings;
        if (settings.wanted)(name) {
            let data = if (settings.brief)(name) { payload::brief(data) } else { data.to_owned() };
            let event = Event::new(session.who.bot, name.into(), data, Instant::now());
            session.shard_queue.take(event, &session.hosting.settings);
        }
        Ok(())
    }

    fn is_ready(&mut self, session: &mut Session) {
        self.ready_by = None;
        session.is_ready(Instant::now());
    }
}
