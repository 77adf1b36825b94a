//! How the gateway behaves towards one bot: well, unless a test says otherwise.
use std::{
    collections::HashSet,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use crate::{Millis, world::GuildId};

/// What every RESUME of a bot comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResumeFault {
    /// The gateway closes with this code.
    Close(u16),
    /// It closes with a close frame that has no code.
    CloseWithoutCode,
    /// It drops the TCP connection.
    Drop,
    /// It answers with op 9 that the session can be resumed.
    Invalidate,
    /// It says nothing.
    Silence,
}

/// Faults that last until they are taken back. Shared by all connections of a bot.
#[derive(Debug, Default)]
pub struct Conduct {
    silent: AtomicBool,
    duplicating: AtomicBool,
    late: AtomicU64,
    away_until: AtomicU64,
    resumes: Mutex<Option<ResumeFault>>,
    out: Mutex<HashSet<GuildId>>,
}

impl Conduct {
    /// Whether heartbeats are to stay unanswered.
    pub fn set_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::SeqCst);
    }

    /// Whether heartbeats stay unanswered.
    pub fn is_silent(&self) -> bool {
        self.silent.load(Ordering::SeqCst)
    }

    /// Whether every event is to be sent twice.
    pub fn set_duplicating(&self, duplicating: bool) {
        self.duplicating.store(duplicating, Ordering::SeqCst);
    }

    /// Whether every event is sent twice.
    pub fn is_duplicating(&self) -> bool {
        self.duplicating.load(Ordering::SeqCst)
    }

    /// By how many milliseconds events are to come late; 0 for not at all.
    pub fn set_late(&self, late: Millis) {
        self.late.store(late, Ordering::SeqCst);
    }

    /// By how many milliseconds events come late.
    pub fn late(&self) -> Millis {
        self.late.load(Ordering::SeqCst)
    }

    /// Until when IDENTIFY and RESUME are met by a dropped connection.
    pub fn set_away_until(&self, until: Millis) {
        self.away_until.store(until, Ordering::SeqCst);
    }

    /// Whether the gateway is away at this time.
    pub fn is_away(&self, now: Millis) -> bool {
        now < self.away_until.load(Ordering::SeqCst)
    }

    /// What every RESUME comes to; `None` where it resumes.
    pub fn set_resumes(&self, fault: Option<ResumeFault>) {
        *self.resumes.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// What every RESUME comes to, if it does not resume.
    pub fn resumes(&self) -> Option<ResumeFault> {
        *self.resumes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The guild is unavailable from now on.
    pub fn begin_outage(&self, guild: GuildId) {
        self.out().insert(guild);
    }

    /// The guild is there again.
    pub fn end_outage(&self, guild: GuildId) {
        self.out().remove(&guild);
    }

    /// Whether the guild is unavailable.
    pub fn is_out(&self, guild: GuildId) -> bool {
        self.out().contains(&guild)
    }

    fn out(&self) -> MutexGuard<'_, HashSet<GuildId>> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
