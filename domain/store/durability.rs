//! When a write has to be safe from what.
//!
//! Every write that was acknowledged survives the death of the process. Only some have to survive the death of the
//! machine by themselves, and waiting for the disk is what a write costs most.

/// When a write survives the death of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// When it is acknowledged.
    Now,
    /// When it is acknowledged, or when a later one to the same database is that is to be safe now: never without those
    /// before it, and an engine that knows no difference may treat it as safe now.
    Soon,
}

impl Durability {
    /// That of a record that is new or was counted, by the kind that its id begins with.
    pub fn of(id: &str) -> Self {
        match kind(id) {
            // A ticket's slot, number and channel are followed by the ticket itself, in the same database. What was said is
            // still in the channel, and read from there before the channel goes. Of sessions Discord knows better: one
            // that is older resumes or begins anew, and identifies are counted there too.
            // A ticket is promised by its opening's job, which makes it again or goes on with it, and ends only after the
            // ticket was changed. An event stands in what it changed until it is known to be a record of its own. An
            // interaction that was taken is answered within seconds or not at all.
            // A part of a file counts once the list of its ticket's files says so, which is safe at once.
            // How far a chain was noted to go may lag behind its links, which are safe at once, and never goes before them.
            "slot" | "sequence" | "channel" | "message" | "session" | "identifies" | "ticket" | "event" | "claim"
            | "attachment" | "audit_head" => Self::Soon,
            _ => Self::Now,
        }
    }

    /// That of a record that takes the place of revision `expected`. A job that is begun again although it was done finds
    /// nothing to do, and one whose pause is forgotten is begun when its lease ends. The first that becomes of a ticket is
    /// that it is open: its channel is found again by its marker, and what follows, its first message, is safe at once.
    pub fn of_replaced(id: &str, state: &str, expected: u64) -> Self {
        match (kind(id), state) {
            ("job", "done" | "ready") => Self::Soon,
            ("ticket", "open") if expected == 1 => Self::Soon,
            ("ticket", _) => Self::Now,
            _ => Self::of(id),
        }
    }

    /// That of a record that goes.
    pub fn of_deleted(id: &str) -> Self {
        if kind(id) == "job" { Self::Soon } else { Self::of(id) }
    }
}

fn kind(id: &str) -> &str {
    id.split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_promised_is_safe_at_once() {
        for id in ["job:open:1", "transcript:00000001:0001:000000", "settings:1", "bot:1", "x"] {
            assert_eq!(Durability::of(id), Durability::Now, "{id}");
        }
        for id in ["slot:1:1:1:1", "ticket:00000001", "event:ticket:00000001:0000001"] {
            assert_eq!(Durability::of(id), Durability::Soon, "{id}");
        }
    }

    #[test]
    fn a_jobs_end_waits_for_no_disk() {
        assert_eq!(Durability::of_replaced("job:open:1", "done", 1), Durability::Soon);
        assert_eq!(Durability::of_replaced("job:sync:1:1:1", "running", 1), Durability::Now);
        assert_eq!(Durability::of_replaced("ticket:00000001", "open", 1), Durability::Soon);
        assert_eq!(Durability::of_replaced("ticket:00000001", "open", 2), Durability::Now);
        assert_eq!(Durability::of_replaced("ticket:00000001", "closed", 1), Durability::Now);
        assert_eq!(Durability::of_deleted("job:sync:1:1:1"), Durability::Soon);
        assert_eq!(Durability::of_deleted("bot:1"), Durability::Now);
    }
}
