//! Time zones: by which clock on the wall days begin, and what a moment is called by it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::error::Refusal;

/// The zone of a guild that chose none.
const UTC: &str = "UTC";

/// The most characters of a zone's name that are looked up; the longest one has 32.
const LONGEST: usize = 64;

/// A time zone by its name in the IANA's database, such as `Europe/Berlin`, which the service brings with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(String);

/// A clock on a wall: what date and time it is there at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallClock(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(UTC.to_owned())
    }
}

impl FromStr for Zone {
    type Err = Refusal;

    /// Refused where there is no such zone. Its name is kept as the database writes it.
    fn from_str(name: &str) -> Result<Self, Refusal> {
        let known = Some(name.trim()).filter(|name| name.len() <= LONGEST).and_then(|name| TimeZone::get(name).ok());
        let name = known.as_ref().and_then(TimeZone::iana_name).map(str::to_owned);
        name.map(Self).ok_or(Refusal::NoTimeZone)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Zone {
    /// The names of zones that may be meant by what was typed so far, those first in which a part of the name begins so. Blanks
    /// stand for the underscores of names.
    pub fn called(typed: &str) -> Vec<String> {
        let typed = typed.trim().to_lowercase().replace(' ', "_");
        let begins = |name: &str| name.split('/').any(|part| part.starts_with(&typed)) || name.starts_with(&typed);
        let mut found: Vec<(bool, String)> = jiff::tz::db()
            .available()
            .map(|name| name.to_string())
            .filter(|name| name.to_lowercase().contains(&typed))
            .map(|name| (!begins(&name.to_lowercase()), name))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).collect()
    }

    /// The clock of this zone; that of UTC where a database of another version had the zone and this one has not.
    pub fn clock(&self) -> WallClock {
        WallClock(TimeZone::get(&self.0).unwrap_or(TimeZone::UTC))
    }
}

impl WallClock {
    /// One that is ahead of UTC by so many minutes, and never changed.
    pub fn ahead(minutes: i32) -> Self {
        Self(Offset::from_seconds(minutes.saturating_mul(60)).map_or(TimeZone::UTC, TimeZone::fixed))
    }

    /// Date and time at a moment.
    pub(crate) fn at(&self, millis: i64) -> DateTime {
        self.0.to_datetime(jiff::Timestamp::from_millisecond(millis).unwrap_or_default())
    }

    /// The first moment of a day, which is not always midnight.
    pub(crate) fn start(&self, day: Date) -> Timestamp {
        let start = day.to_zoned(self.0.clone()).and_then(|day| day.start_of_day());
        Timestamp::from_millis(start.map(|start| start.timestamp().as_millisecond()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_known_by_its_name_and_nothing_else_is_one() {
        for name in ["UTC", "Europe/Berlin", "america/los_angeles", " Asia/Kolkata "] {
            let zone: Zone = name.parse().unwrap();
            assert!(zone.to_string().eq_ignore_ascii_case(name.trim()));
        }
        assert_eq!("america/los_angeles".parse::<Zone>().unwrap().to_string(), "America/Los_Angeles");
        for name in ["", "Mars/Base", "CEST+2", "../etc/passwd", "\u{0}", &"x".repeat(5000)] {
            assert_eq!(name.parse::<Zone>(), Err(Refusal::NoTimeZone), "{name}");
        }
    }

    #[test]
    fn zones_are_found_by_any_part_of_their_name_and_each_is_one() {
        let first = |typed: &str| Zone::called(typed).into_iter().next().unwrap_or_default();
        assert_eq!(first("berl"), "Europe/Berlin");
        assert_eq!(first(" los ang"), "America/Los_Angeles");
        assert_eq!(first("EUROPE/LIS"), "Europe/Lisbon");
        assert_eq!(Zone::called("Mars"), [""; 0]);
        let all = Zone::called("");
        assert!(all.len() > 400 && all.iter().all(|name| name.parse::<Zone>().is_ok()), "{all:?}");
    }

    #[test]
    fn days_begin_by_the_clock_of_their_zone() {
        let moment = Timestamp::parse_rfc3339("2026-04-01T06:30:00Z").unwrap();
        let at = |zone: &str| zone.parse::<Zone>().unwrap().clock().at(moment.as_millis()).to_string();
        assert_eq!(at("America/Los_Angeles"), "2026-03-31T23:30:00");
        assert_eq!(at("Asia/Kolkata"), "2026-04-01T12:00:00");
        // Where midnight is left out, the day begins an hour later.
        let clock = "America/Santiago".parse::<Zone>().unwrap().clock();
        assert_eq!(clock.start(Date::constant(2025, 9, 7)).to_rfc3339(), "2025-09-07T04:00:00Z");
    }
}
