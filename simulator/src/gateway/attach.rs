//! What a client's payloads mean: a heartbeat, a session, or something that closes the connection.
use std::sync::Arc;

use serde_json::{Value, json, value::to_raw_value};
use tokio::time::Instant;

use super::{
    close,
    conduct::ResumeFault,
    connection::{Attached, Connection, End},
    frame::ClientPayload,
    identify::{self, Identify, Resume},
    limits::Admission,
    members, opcode, ready,
    session::{Resumption, Session},
};
use crate::{
    Payload, Shared,
    world::{ApplicationId, World},
};

/// What became of IDENTIFY or RESUME.
enum Outcome {
    Attached(Arc<Session>, u64),
    InvalidSession,
}

impl Connection {
    pub(super) async fn handle(&mut self, payload: ClientPayload) -> Result<(), End> {
        match (payload.op, &self.attached) {
            (opcode::HEARTBEAT, _) => self.acknowledge().await,
            (opcode::IDENTIFY | opcode::RESUME, Some(_)) => Err(close::ALREADY_AUTHENTICATED.into()),
            (opcode::IDENTIFY, None) => self.identify(payload.d).await,
            (opcode::RESUME, None) => self.resume(payload.d).await,
            (_, None) => Err(close::NOT_AUTHENTICATED.into()),
            (opcode::PRESENCE_UPDATE | opcode::VOICE_STATE_UPDATE | opcode::REQUEST_SOUNDBOARD_SOUNDS, _) => Ok(()),
            (opcode::REQUEST_GUILD_MEMBERS, Some(attached)) => {
                members::answer(&self.shared, &attached.session, &payload.d);
                Ok(())
            }
            _ => Err(close::UNKNOWN_OPCODE.into()),
        }
    }

    async fn acknowledge(&mut self) -> Result<(), End> {
        self.heard = Instant::now();
        if self.attached.as_ref().is_some_and(|attached| attached.conduct.is_silent()) {
            return Ok(());
        }
        self.write_payload(opcode::HEARTBEAT_ACK, &Value::Null).await
    }

    async fn identify(&mut self, d: Value) -> Result<(), End> {
        let identify: Identify = serde_json::from_value(d).map_err(|_| close::DECODE_ERROR)?;
        let shared = Arc::clone(&self.shared);
        let outcome = shared.change(|world| begin(&shared, world, identify, self.number))?;
        self.attach(outcome).await
    }

    async fn resume(&mut self, d: Value) -> Result<(), End> {
        let resume: Resume = serde_json::from_value(d).map_err(|_| close::DECODE_ERROR)?;
        let shared = Arc::clone(&self.shared);
        let application = shared.change(|world| welcome(&shared, world, &resume.token))?;
        match shared.gateway.conduct(application).resumes() {
            Some(ResumeFault::Close(code)) => return Err(End::Close(Some((code, "Closed by the test.".to_owned())))),
            Some(ResumeFault::CloseWithoutCode) => return Err(End::Close(None)),
            Some(ResumeFault::Drop) => return Err(End::Drop),
            Some(ResumeFault::Invalidate) => return self.write_payload(opcode::INVALID_SESSION, &json!(true)).await,
            Some(ResumeFault::Silence) => return Ok(()),
            None => {}
        }
        let outcome = shared.change(|world| go_on(&shared, world, &resume, self.number))?;
        self.attach(outcome).await
    }

    async fn attach(&mut self, outcome: Outcome) -> Result<(), End> {
        match outcome {
            Outcome::Attached(session, cursor) => {
                if session.terms.compress {
                    self.encoder.compress_payloads();
                }
                let conduct = self.shared.gateway.conduct(session.terms.application);
                self.attached = Some(Attached { session, conduct, cursor });
                Ok(())
            }
            Outcome::InvalidSession => self.write_payload(opcode::INVALID_SESSION, &json!(false)).await,
        }
    }
}

/// A new session: READY and the guilds are its first events, and under the world's lock nothing comes in between.
fn begin(shared: &Shared, world: &mut World, identify: Identify, connection: u64) -> Result<Outcome, End> {
    let application = welcome(shared, world, identify.token())?;
    let terms = identify.terms(world, application)?;
    match shared.gateway.admit(world, application, terms.shard.0) {
        Admission::TooSoon => return Ok(Outcome::InvalidSession),
        Admission::Exhausted => {
            world.reset_token(application);
            shared.hub.revoke(application);
            return Err(close::AUTHENTICATION_FAILED.into());
        }
        Admission::Admitted => {}
    }
    let id = world.random_text(32).to_lowercase();
    let session = shared.gateway.begin(id, terms, connection);
    for (name, payload) in ready::events(world, &session, shared) {
        push(&session, name, &payload);
    }
    shared.hub.subscribe(application, Arc::clone(&session) as _);
    Ok(Outcome::Attached(session, 0))
}

fn go_on(shared: &Shared, world: &World, resume: &Resume, connection: u64) -> Result<Outcome, End> {
    let application = welcome(shared, world, &resume.token)?;
    let Some(session) = shared.gateway.find(application, &resume.session_id) else {
        return Ok(Outcome::InvalidSession);
    };
    match session.resume(connection, resume.seq) {
        Resumption::InvalidSequence => Err(close::INVALID_SEQUENCE.into()),
        Resumption::Gone => {
            session.end();
            Ok(Outcome::InvalidSession)
        }
        Resumption::Resumed { replaced } => {
            shared.gateway.resume(application, connection, replaced);
            push(&session, "RESUMED", &json!({ "_trace": ["discord-simulator"] }));
            Ok(Outcome::Attached(session, resume.seq))
        }
    }
}

/// Whose token it is; nobody's is 4004. A bot that the gateway is away for is dropped without a word.
fn welcome(shared: &Shared, world: &World, token: &str) -> Result<ApplicationId, End> {
    let application = identify::authenticate(world, token)?;
    if shared.gateway.conduct(application).is_away(world.now()) {
        return Err(End::Drop);
    }
    Ok(application)
}

pub(super) fn push(session: &Session, name: &'static str, payload: &Value) {
    if let Ok(raw) = to_raw_value(payload) {
        session.push(name, Payload::from(raw));
    }
}
