//! One WebSocket connection, from HELLO to its end.
use std::{collections::VecDeque, future::pending, sync::Arc, time::Duration};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::SinkExt as _;
use serde_json::json;
use tokio::{
    sync::mpsc,
    time::{Instant, timeout},
};

use super::{
    close::{self, CloseReason},
    conduct::Conduct,
    frame::{self, Encoder},
    limits::Sends,
    opcode,
    registry::Control,
    session::{Next, Session},
    terms::Event,
};
use crate::{Clock, Peer, Shared};

/// Events that are written together.
const BATCH: usize = 64;
/// How long a client has to answer a close frame.
const FAREWELL: Duration = Duration::from_secs(1);

/// A connection.
pub(super) struct Connection {
    pub(super) shared: Arc<Shared>,
    pub(super) number: u64,
    pub(super) encoder: Encoder,
    pub(super) attached: Option<Attached>,
    pub(super) heard: Instant,
    socket: WebSocket,
    peer: Peer,
    orders: mpsc::UnboundedReceiver<Control>,
    postponed: VecDeque<Control>,
    sends: Sends,
}

/// The session that a connection has.
pub(super) struct Attached {
    pub(super) session: Arc<Session>,
    pub(super) conduct: Arc<Conduct>,
    /// The last event written.
    pub(super) cursor: u64,
}

/// Why a connection ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// The client closed it, with a code or without.
    Left(Option<u16>),
    /// The client is gone without a word.
    Lost,
    /// We close it with this code and text, or with a close frame that has neither.
    Close(Option<(u16, String)>),
    /// We drop it.
    Drop,
}

impl From<CloseReason> for End {
    fn from(reason: CloseReason) -> Self {
        Self::Close(Some((reason.code, reason.text.to_owned())))
    }
}

enum Turn {
    Ordered(Control),
    Received(Option<Message>),
    Happened(Next),
    Silent,
}

impl Connection {
    pub(super) fn new(shared: Arc<Shared>, socket: WebSocket, peer: Peer, encoder: Encoder) -> Self {
        let (number, orders) = shared.gateway.connect();
        Self {
            shared,
            number,
            encoder,
            attached: None,
            heard: Instant::now(),
            socket,
            peer,
            orders,
            postponed: VecDeque::new(),
            sends: Sends::default(),
        }
    }

    /// Talks until one of the two has enough.
    pub(super) async fn run(mut self) {
        let end = self.talk().await.err().unwrap_or(End::Lost);
        self.part(end).await;
    }

    /// Closes at once with 4012.
    pub(super) async fn refuse_version(self) {
        self.part(close::INVALID_VERSION.into()).await;
    }

    async fn talk(&mut self) -> Result<(), End> {
        let interval = self.shared.gateway.heartbeat_interval().as_millis();
        self.write_payload(opcode::HELLO, &json!({ "heartbeat_interval": interval, "_trace": [] })).await?;
        loop {
            match self.turn().await {
                Turn::Ordered(order) => self.obey(order).await?,
                Turn::Received(message) => self.receive(message).await?,
                Turn::Happened(Next::Events(events)) => self.dispatch(events).await?,
                Turn::Happened(Next::Lost) => return Err(close::RATE_LIMITED.into()),
                Turn::Happened(Next::Revoked) => return Err(close::AUTHENTICATION_FAILED.into()),
                Turn::Silent => return Err(close::SESSION_TIMED_OUT.into()),
            }
        }
    }

    async fn turn(&mut self) -> Turn {
        if let Some(order) = self.postponed.pop_front() {
            return Turn::Ordered(order);
        }
        let patience = self.shared.gateway.heartbeat_interval() * 3 / 2;
        tokio::select! {
            biased;
            Some(order) = self.orders.recv() => Turn::Ordered(order),
            message = self.socket.recv() => Turn::Received(message.and_then(Result::ok)),
            next = next(self.attached.as_ref(), self.number, &self.shared.clock) => Turn::Happened(next),
            () = tokio::time::sleep_until(self.heard + patience) => Turn::Silent,
        }
    }

    async fn obey(&mut self, order: Control) -> Result<(), End> {
        match order {
            Control::Close(frame) => Err(End::Close(frame)),
            Control::Drop => Err(End::Drop),
            Control::Invalidate { resumable } => {
                if let Some(Attached { session, .. }) = self.attached.take() {
                    if resumable { session.disconnect(self.number) } else { session.end() }
                }
                self.write_payload(opcode::INVALID_SESSION, &json!(resumable)).await
            }
            Control::Raw(message) => self.write(vec![message]).await,
            Control::Payload(text) => {
                let message = self.encoder.encode(&text);
                self.write(vec![message]).await
            }
        }
    }

    async fn receive(&mut self, message: Option<Message>) -> Result<(), End> {
        match message {
            None => Err(End::Lost),
            Some(Message::Close(frame)) => Err(End::Left(frame.map(|frame| frame.code))),
            Some(Message::Ping(_) | Message::Pong(_)) => Ok(()),
            Some(message) => {
                if !self.sends.admit(self.shared.clock.now()) {
                    return Err(close::RATE_LIMITED.into());
                }
                let payload = frame::decode(&message).ok_or(close::DECODE_ERROR)?;
                self.handle(payload).await
            }
        }
    }

    /// Writes events, each once, or twice if the bot is to suffer duplicates.
    async fn dispatch(&mut self, events: Vec<Event>) -> Result<(), End> {
        let Some(attached) = &mut self.attached else { return Ok(()) };
        let copies = if attached.conduct.is_duplicating() { 2 } else { 1 };
        let mut messages = Vec::with_capacity(events.len() * copies);
        for event in &events {
            let text = event.text();
            messages.extend((0..copies).map(|_| self.encoder.encode(&text)));
            attached.cursor = event.seq;
        }
        self.write(messages).await?;
        if let Some(attached) = &self.attached {
            attached.session.sent(attached.cursor);
            self.shared.touch();
        }
        Ok(())
    }

    pub(super) async fn write_payload(&mut self, op: u64, d: &serde_json::Value) -> Result<(), End> {
        let message = self.encoder.encode(&json!({ "t": null, "s": null, "op": op, "d": d }).to_string());
        self.write(vec![message]).await
    }

    /// Writes, however slow the client reads: until it has, or so much has happened since that it can be given up.
    async fn write(&mut self, messages: Vec<Message>) -> Result<(), End> {
        let Self { socket, orders, postponed, attached, number, .. } = self;
        let writing = async {
            for message in messages {
                socket.feed(message).await?;
            }
            socket.flush().await
        };
        tokio::pin!(writing);
        loop {
            tokio::select! {
                biased;
                result = &mut writing => return result.map_err(|_| End::Lost),
                () = overrun(attached.as_ref(), *number) => return Err(End::Drop),
                Some(order) = orders.recv() => match order {
                    Control::Drop => return Err(End::Drop),
                    later => postponed.push_back(later),
                },
            }
        }
    }

    /// Settles what becomes of the session first, so that a RESUME that is quicker than our farewell finds it.
    async fn part(mut self, end: End) {
        self.shared.gateway.disconnect(self.number);
        if let Some(Attached { session, .. }) = self.attached.take() {
            if keeps_session(&end) { session.disconnect(self.number) } else { session.end() }
        }
        self.shared.touch();
        tracing::debug!(number = self.number, ?end, "a gateway connection ends");
        match end {
            End::Close(frame) => self.say_farewell(frame).await,
            End::Left(_) => {
                // The echo of the client's close frame was queued by reading it.
                let _ = timeout(FAREWELL, self.socket.flush()).await;
            }
            End::Lost | End::Drop => {}
        }
        self.peer.cut();
    }

    /// Sends the close frame and waits for the client's: closing at once could reset the connection under it.
    async fn say_farewell(&mut self, frame: Option<(u16, String)>) {
        let frame = frame.map(|(code, text)| CloseFrame { code, reason: text.into() });
        let farewell = async {
            if self.socket.send(Message::Close(frame)).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        let _ = timeout(FAREWELL, farewell).await;
    }
}

fn keeps_session(end: &End) -> bool {
    match end {
        End::Left(code) => close::client_keeps_session(*code),
        End::Close(frame) => close::server_keeps_session(frame.as_ref().map(|(code, _)| *code)),
        End::Lost | End::Drop => true,
    }
}

async fn next(attached: Option<&Attached>, number: u64, clock: &Clock) -> Next {
    let Some(attached) = attached else { return pending().await };
    let next = attached.session.after(number, attached.cursor, BATCH).await;
    let late = attached.conduct.late();
    if let (Next::Events(events), true) = (&next, late > 0) {
        // The whole batch waits for its last event: all of it is late enough then.
        clock.sleep_until(events.last().map_or(0, |event| event.at + late)).await;
    }
    next
}

async fn overrun(attached: Option<&Attached>, number: u64) {
    match attached {
        Some(attached) => attached.session.overrun(number, attached.cursor).await,
        None => pending().await,
    }
}
