//! How a guild's desk is doing: what came, what was done, how soon, and what members said of it.

mod counted;
mod figures;
mod period;

pub use self::counted::{Counted, DayCount, StaffCount, Stars, median, percentile};
pub use self::figures::{Figures, Given, Round};
pub use self::period::{MOST_DAYS, Period};
use crate::clock::Timestamp;
use crate::ids::TicketId;

/// The most comments that are shown with statistics, the newest.
const MOST_COMMENTS: usize = 20;

/// How a desk did in some days, in as many before, and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// The days.
    pub period: Period,
    /// What came of them.
    pub counted: Counted,
    /// What came of as many days before.
    pub before: Counted,
    /// What is open now.
    pub open: OpenNow,
    /// Where members said more than stars: when, in which ticket, of which round, newest first.
    pub commented: Vec<(Timestamp, TicketId, u32)>,
    /// Whether all was counted. Right after an update of the service there may be tickets that are yet to be.
    pub is_complete: bool,
    days_before: Period,
}

/// What is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenNow {
    /// How many.
    pub tickets: u32,
    /// How many of them nobody works on.
    pub unassigned: u32,
    /// Which has been open for longest, and since when.
    pub oldest: Option<(Timestamp, TicketId)>,
}

impl Statistics {
    /// Of nothing, in some days.
    pub fn of(period: Period) -> Self {
        let days_before = period.before();
        Self {
            counted: Counted::none(&period),
            before: Counted::none(&days_before),
            open: OpenNow::default(),
            commented: Vec::new(),
            is_complete: true,
            period,
            days_before,
        }
    }

    /// What happened before this moment, and is over, is not asked for.
    pub const fn since(&self) -> Timestamp {
        self.days_before.from()
    }

    /// Counts a ticket, which is counted once.
    pub fn count(&mut self, figures: &Figures) {
        self.counted.count(figures, &self.period);
        self.before.count(figures, &self.days_before);
        self.open.count(figures);
        let commented = figures.ratings.iter().filter(|given| given.comment && self.period.moment(given.at).is_some());
        self.commented.extend(commented.map(|given| (Timestamp::from_millis(given.at), figures.ticket, given.round)));
        if self.commented.len() >= 2 * MOST_COMMENTS {
            self.keep_newest_comments();
        }
    }

    /// Says what can be said once all are counted.
    #[must_use]
    pub fn finished(mut self) -> Self {
        self.counted.finish();
        self.before.finish();
        self.keep_newest_comments();
        self
    }

    fn keep_newest_comments(&mut self) {
        self.commented.sort_unstable_by(|one, other| other.cmp(one));
        self.commented.truncate(MOST_COMMENTS);
    }
}

impl OpenNow {
    fn count(&mut self, figures: &Figures) {
        let Some(since) = figures.open_since().map(Timestamp::from_millis) else { return };
        self.tickets += 1;
        self.unassigned += u32::from(figures.staff.is_none());
        let this = (since, figures.ticket);
        self.oldest = Some(self.oldest.map_or(this, |oldest| oldest.min(this)));
    }
}
