//! When tickets are opened, by weekday and hour: the more, the darker.

use tickit_domain::statistics::Counted;

use super::table::{Cell, Row, Table};
use crate::http::pages::frame::Frame;

/// How many shades there are besides none.
const SHADES: u32 = 4;

/// A weekday.
pub(super) struct HeatDay {
    pub(super) name: String,
    pub(super) hours: Vec<HeatHour>,
}

/// An hour of it.
pub(super) struct HeatHour {
    pub(super) count: u32,
    /// How dark, from 0.
    pub(super) shade: u32,
}

/// Each weekday.
pub(super) fn heat(frame: &Frame, counted: &Counted) -> Vec<HeatDay> {
    let most = counted.hours.iter().flatten().copied().max().unwrap_or_default().max(1);
    let hour = |count: &u32| HeatHour { count: *count, shade: (count * SHADES).div_ceil(most) };
    let days = counted.hours.iter().enumerate();
    days.map(|(day, hours)| HeatDay { name: weekday(frame, day), hours: hours.iter().map(hour).collect() }).collect()
}

/// The same as a table for spreadsheets.
pub(super) fn table(frame: &Frame, counted: &Counted) -> Table {
    let row = |(day, hours): (usize, &[u32; 24])| Row {
        name: weekday(frame, day),
        cells: hours.iter().map(|count| Cell::count(*count)).collect(),
    };
    let hours = (0..24).map(|hour| format!("{hour:02}"));
    Table {
        name: "hours",
        title: frame.say("page-analytics-hours"),
        chart: "",
        headers: [frame.say("page-analytics-weekday")].into_iter().chain(hours).collect(),
        rows: counted.hours.iter().enumerate().map(row).collect(),
    }
}

fn weekday(frame: &Frame, day: usize) -> String {
    frame.say(&format!("page-weekday-{}", day + 1))
}
