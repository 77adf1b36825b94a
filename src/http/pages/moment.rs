//! Moments on pages: as UTC in the page, and in the reader's own time where scripts run.

use tickit_domain::clock::Timestamp;

/// A moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(pub(super) Timestamp);

impl Moment {
    /// As programs read it.
    pub(super) fn machine(self) -> String {
        self.0.to_rfc3339()
    }

    /// Its day by UTC: `2026-11-27`.
    pub(super) fn day(self) -> String {
        self.0.to_rfc3339().split('T').next().unwrap_or_default().to_owned()
    }

    /// As people read it who have no scripts: `2026-11-27 21:36 UTC`.
    pub(super) fn text(self) -> String {
        let text = self.0.to_rfc3339();
        let (day, rest) = text.split_once('T').unwrap_or((&text, ""));
        format!("{day} {} UTC", rest.get(..5).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_its_day_and_minute() {
        assert_eq!(Moment(Timestamp::from_millis(1_795_815_400_123)).text(), "2026-11-27 21:36 UTC");
        assert_eq!(Moment(Timestamp::from_millis(1_795_815_400_123)).day(), "2026-11-27");
    }
}
