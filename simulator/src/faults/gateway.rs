//! Faults between the gateway and one bot.
use std::{sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::ws::{Message, Utf8Bytes},
};
use serde_json::{json, value::RawValue};

use crate::{
    GuildHandle, Intents, Payload, Shared,
    clock::millis,
    gateway::{Control, ResumeFault},
    world::{ApplicationId, World},
};

/// Events that a flood keeps waiting for a connection at most, so that a quick reader is not cut off as a slow one.
const FLOOD_AHEAD: u64 = 2_000;
/// Larger than any frame that a client should take.
const OVERSIZED: usize = 16 << 20;
/// Frames that make no sense, whatever the seed is.
const GARBAGE: [&str; 6] =
    ["", "{", "[]", "{\"op\":\"ten\"}", "{\"op\":0,\"t\":7,\"s\":\"x\",\"d\":[]}", "{\"op\":999,\"d\":null}"];

/// What goes wrong between the gateway and one bot. What lasts, lasts until [`GatewayFaults::recover`].
#[derive(Debug, Clone)]
pub struct GatewayFaults {
    shared: Arc<Shared>,
    application: ApplicationId,
}

impl GatewayFaults {
    pub(super) fn new(shared: Arc<Shared>, application: ApplicationId) -> Self {
        Self { shared, application }
    }

    /// Closes the bot's connections with a code. After 4003 to 4005, 4007, and 4009 to 4014 there is nothing to resume.
    pub fn close(&self, code: u16) {
        self.order(&Control::Close(Some((code, "Closed by the test.".to_owned()))));
    }

    /// Closes them with a close frame that has no code.
    pub fn close_without_code(&self) {
        self.order(&Control::Close(None));
    }

    /// Drops the TCP connections without a close frame.
    pub fn drop_tcp(&self) {
        self.order(&Control::Drop);
    }

    /// Sends op 7: the client is to reconnect and resume.
    pub fn ask_to_reconnect(&self) {
        self.order(&Control::Payload(json!({ "t": null, "s": null, "op": 7, "d": null }).to_string()));
    }

    /// Sends op 9. If not `resumable`, the sessions are over.
    pub fn invalidate(&self, resumable: bool) {
        self.order(&Control::Invalidate { resumable });
    }

    /// Sends op 1: the client is to send a heartbeat at once.
    pub fn ask_for_heartbeat(&self) {
        self.order(&Control::Payload(json!({ "t": null, "s": null, "op": 1, "d": null }).to_string()));
    }

    /// Forgets the sessions, so that the next RESUME is answered with op 9.
    pub fn forget_sessions(&self) {
        self.shared.gateway.forget(self.application);
    }

    /// Sends a text frame as it is, past compression.
    pub fn send_text(&self, text: impl Into<String>) {
        self.order(&Control::Raw(Message::Text(text.into().into())));
    }

    /// Sends a binary frame as it is, past compression.
    pub fn send_bytes(&self, bytes: Vec<u8>) {
        self.order(&Control::Raw(Message::Binary(Bytes::from(bytes))));
    }

    /// Sends frames that make no sense: no JSON, no opcode, wrong types, an unknown opcode, noise.
    pub fn garbage(&self) {
        let noise = self.shared.faults.draw();
        for text in GARBAGE {
            self.order(&Control::Raw(Message::Text(Utf8Bytes::from_static(text))));
        }
        self.send_text(format!("{{\"op\":0,\"t\":\"NOISE_{noise}\",\"s\":null,\"d\":{{\"{noise}\":null}}}}"));
        self.send_bytes(noise.to_le_bytes().repeat(64));
    }

    /// Sends one frame of 16 MiB. It is made once and shared by all who get it.
    pub fn oversized(&self) {
        let frame = self.shared.faults.oversized(|| {
            let padding = "x".repeat(OVERSIZED);
            format!("{{\"op\":0,\"t\":\"OVERSIZED\",\"s\":null,\"d\":\"{padding}\"}}").into()
        });
        self.order(&Control::Raw(Message::Text(frame)));
    }

    /// Sends this many events that nobody needs, as fast as the bot reads.
    pub async fn flood(&self, events: u64) {
        let body = json!({ "channel_id": "1", "user_id": "1", "timestamp": 0 }).to_string();
        let Ok(payload) = RawValue::from_string(body).map(Payload::from) else { return };
        for sent in 0..events {
            self.shared.gateway.push(self.application, "TYPING_START", &payload);
            if sent % 100 == 0 {
                self.shared.gateway.drained(self.application, FLOOD_AHEAD).await;
            }
        }
    }

    /// Heartbeats stay unanswered.
    pub fn silence(&self) {
        self.shared.gateway.conduct(self.application).set_silent(true);
    }

    /// Every event is sent twice.
    pub fn duplicate_events(&self) {
        self.shared.gateway.conduct(self.application).set_duplicating(true);
    }

    /// Every event comes this much later, by the simulator's clock.
    pub fn late_events(&self, late: Duration) {
        self.shared.gateway.conduct(self.application).set_late(millis(late));
    }

    /// Drops the bot's connections, and each new one as soon as it identifies or resumes, for this long by the
    /// simulator's clock. The sessions live on as long as they would anyway.
    pub fn away(&self, length: Duration) {
        let until = self.shared.clock.now() + millis(length);
        self.shared.gateway.conduct(self.application).set_away_until(until);
        self.drop_tcp();
    }

    /// Every RESUME comes to this. The session lives on as long as it would anyway.
    pub fn fail_resumes(&self, fault: ResumeFault) {
        self.shared.gateway.conduct(self.application).set_resumes(Some(fault));
    }

    /// Takes back failing resumes, silence, duplicates, lateness and absence.
    pub fn recover(&self) {
        let conduct = self.shared.gateway.conduct(self.application);
        conduct.set_resumes(None);
        conduct.set_silent(false);
        conduct.set_duplicating(false);
        conduct.set_late(0);
        conduct.set_away_until(0);
    }

    /// The guild becomes unavailable until [`GatewayFaults::outage_ends`]: `GUILD_DELETE` with `unavailable`, and sessions
    /// that begin meanwhile get no `GUILD_CREATE`. REST goes on.
    pub fn outage(&self, guild: &GuildHandle) {
        let id = guild.id();
        let payload = json!({ "id": id, "unavailable": true });
        self.emit(|world, bot| {
            self.shared.gateway.conduct(bot).begin_outage(id);
            world.emit_bot("GUILD_DELETE", bot, Some(id), Intents::GUILDS, &payload);
        });
    }

    /// The guild is there again: `GUILD_CREATE`.
    pub fn outage_ends(&self, guild: &GuildHandle) {
        let id = guild.id();
        self.emit(|world, bot| {
            self.shared.gateway.conduct(bot).end_outage(id);
            let payload = world.guild_create_json(id, bot);
            world.emit_bot("GUILD_CREATE", bot, Some(id), Intents::GUILDS, &payload);
        });
    }

    fn emit(&self, emit: impl FnOnce(&mut World, ApplicationId)) {
        self.shared.change(|world| emit(world, self.application));
    }

    fn order(&self, order: &Control) {
        self.shared.gateway.order(self.application, order);
    }
}
