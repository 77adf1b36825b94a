//! Some days, by the clock of whoever counts.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::clock::Timestamp;
use crate::zone::WallClock;

/// The most days of a period.
pub const MOST_DAYS: u16 = 366;

/// Some days, one at least.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    first: Date,
    days: u16,
    clock: WallClock,
    /// Its first moment, and the first after it.
    from: i64,
    until: i64,
}

/// When on which of its days something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// The number of the day, from 0.
    pub day: usize,
    /// From 0, a Monday.
    pub weekday: usize,
    /// From 0.
    pub hour: usize,
}

impl Period {
    /// So many days, of which today is the last.
    pub fn until_today(now: Timestamp, days: u16, clock: &WallClock) -> Self {
        let days = days.clamp(1, MOST_DAYS);
        let today = clock.at(now.as_millis()).date();
        Self::of(today.saturating_sub((i64::from(days) - 1).days()), days, clock)
    }

    /// From one date to another, such as `2026-11-27`; `None` where one is no date, or they are not in order or more than
    /// [`MOST_DAYS`].
    pub fn between(first: &str, last: &str, clock: &WallClock) -> Option<Self> {
        let (first, last) = (date(first)?, date(last)?);
        let days = u16::try_from(days_between(first, last) + 1).ok().filter(|days| (1..=MOST_DAYS).contains(days))?;
        Some(Self::of(first, days, clock))
    }

    /// As many days before these.
    #[must_use]
    pub fn before(&self) -> Self {
        Self::of(self.first.saturating_sub(i64::from(self.days).days()), self.days, &self.clock)
    }

    fn of(first: Date, days: u16, clock: &WallClock) -> Self {
        let after = first.saturating_add(i64::from(days).days());
        let [from, until] = [first, after].map(|day| clock.start(day).as_millis());
        Self { first, days, clock: clock.clone(), from, until }
    }

    /// How many days.
    pub const fn len(&self) -> u16 {
        self.days
    }

    /// Whether it has none, which no period has.
    pub const fn is_empty(&self) -> bool {
        self.days == 0
    }

    /// Its first moment.
    pub const fn from(&self) -> Timestamp {
        Timestamp::from_millis(self.from)
    }

    /// Its days, the first first, such as `2026-11-27`.
    pub fn dates(&self) -> impl Iterator<Item = String> {
        (0..self.days).map(|day| self.date(day).to_string())
    }

    /// For each day the Monday of its week.
    pub(super) fn mondays(&self) -> impl Iterator<Item = String> {
        let monday = |date: Date| date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days());
        (0..self.days).map(move |day| monday(self.date(day)).to_string())
    }

    fn date(&self, day: u16) -> Date {
        self.first.saturating_add(i64::from(day).days())
    }

    /// Whether a moment is before its first one.
    pub(super) const fn begins_after(&self, millis: i64) -> bool {
        millis < self.from
    }

    /// When on which of these days a moment is, as long as it is on one.
    pub(super) fn moment(&self, millis: i64) -> Option<Moment> {
        if !(self.from..self.until).contains(&millis) {
            return None;
        }
        let at = self.clock.at(millis);
        let number = |of: i64| usize::try_from(of).ok();
        Some(Moment {
            day: number(days_between(self.first, at.date()))?,
            weekday: number(at.date().weekday().to_monday_zero_offset().into())?,
            hour: number(at.hour().into())?,
        })
    }
}

fn date(text: &str) -> Option<Date> {
    let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date: Date = text.parse().ok().filter(|_| is_date)?;
    // Far from either end of what can be reckoned with.
    (1970..=9000).contains(&date.year()).then_some(date)
}

fn days_between(first: Date, last: Date) -> i64 {
    first.duration_until(last).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::Zone;

    fn clock(zone: &str) -> WallClock {
        zone.parse::<Zone>().unwrap().clock()
    }

    #[test]
    fn a_moment_is_on_the_day_that_the_guild_calls_it() {
        let at = Timestamp::parse_rfc3339("2026-04-01T06:30:00Z").unwrap().as_millis();
        let march = Period::between("2026-03-01", "2026-03-31", &clock("America/Los_Angeles")).unwrap();
        assert_eq!(march.moment(at), Some(Moment { day: 30, weekday: 1, hour: 23 }));
        assert_eq!(Period::between("2026-03-01", "2026-03-31", &clock("Europe/Berlin")).unwrap().moment(at), None);
    }

    #[test]
    fn days_with_a_clock_change_are_23_and_25_hours_long_and_add_up() {
        for (zone, day, hours) in [
            ("Europe/Berlin", "2026-03-29", 23),
            ("Europe/Berlin", "2026-10-25", 25),
            ("America/Los_Angeles", "2026-03-08", 23),
            ("Asia/Kolkata", "2026-03-29", 24),
        ] {
            let day = Period::between(day, day, &clock(zone)).unwrap();
            assert_eq!(day.until - day.from, hours * 3_600_000, "{zone}");
            assert_eq!(day.moment(day.until - 1), Some(Moment { day: 0, hour: 23, ..day.moment(day.from).unwrap() }));
            assert_eq!((day.moment(day.from - 1), day.moment(day.until)), (None, None));
        }
        let year = Period::between("2026-01-01", "2026-12-31", &clock("Europe/Berlin")).unwrap();
        assert_eq!((year.until - year.from) / 3_600_000, 365 * 24);
        assert_eq!((year.dates().count(), year.dates().last()), (365, Some("2026-12-31".into())));
    }

    #[test]
    fn what_is_no_period_is_none() {
        let utc = clock("UTC");
        for (first, last) in [
            ("2026-01-02", "2026-01-01"),
            ("2026-01-01", "2027-01-02"),
            ("", "2026-01-01"),
            ("2026-02-30", "2026-03-01"),
            ("0001-01-01", "0001-01-02"),
            ("9999-12-30", "9999-12-31"),
            ("2026-01-01T00", "2026-01-01"),
        ] {
            assert_eq!(Period::between(first, last, &utc), None, "{first} {last}");
        }
        let leap = Period::between("2028-01-01", "2028-12-31", &utc).unwrap();
        assert_eq!((leap.len(), leap.before().dates().last()), (366, Some("2027-12-31".into())));
    }
}
