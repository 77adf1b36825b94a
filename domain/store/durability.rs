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
    /// That of a record, by the kind that its id begins with.
    pub fn of(id: &str) -> Self {
        match id.split(':').next().unwrap_or_default() {
            // A ticket's slot, number and channel are followed by the ticket itself, in the same database. What was said is
            // still in the channel, and read from there before the channel goes. Of sessions Discord knows better: one
            // that is older resumes or begins anew, and identifies are counted there too.
            "slot" | "sequence" | "channel" | "message" | "session" | "identifies" => Self::Soon,
            _ => Self::Now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_promised_is_safe_at_once() {
        for id in ["job:open:1", "ticket:00000001", "transcript:00000001:0001:000000", "settings:1", "bot:1", "x"] {
            assert_eq!(Durability::of(id), Durability::Now, "{id}");
        }
        assert_eq!(Durability::of("slot:1:1:1:1"), Durability::Soon);
    }
}
