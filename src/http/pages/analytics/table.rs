//! A table of numbers, which a chart draws and a spreadsheet reads.

use crate::http::api::audit::cell;
use crate::http::pages::frame::Frame;
use crate::http::pages::lasting::lasting_or_dash;

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    /// What it is called in addresses.
    pub(super) name: &'static str,
    /// What it is called on the page.
    pub(super) title: String,
    /// How it is drawn; empty where bars in it are enough.
    pub(super) chart: &'static str,
    /// What its columns are called, that of names first.
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) cells: Vec<Cell>,
}

/// A number.
#[derive(Debug)]
pub(super) struct Cell {
    /// As people read it.
    pub(super) text: String,
    /// As programs do; empty where there is none.
    pub(super) value: String,
}

impl Cell {
    pub(super) fn count(count: u32) -> Self {
        Self { text: count.to_string(), value: count.to_string() }
    }

    /// How long something took, in milliseconds, of which programs read seconds.
    pub(super) fn lasting(frame: &Frame, millis: Option<u64>) -> Self {
        let value = millis.map(|millis| (millis / 1000).to_string()).unwrap_or_default();
        Self { text: lasting_or_dash(frame, millis), value }
    }

    /// A number with one digit behind the point.
    pub(super) fn decimal(number: Option<f64>) -> Self {
        let value = number.map(|number| format!("{number:.1}")).unwrap_or_default();
        Self { text: if value.is_empty() { "–".to_owned() } else { value.clone() }, value }
    }
}

impl Table {
    /// The greatest number of its first column of numbers.
    pub(super) fn most(&self) -> u64 {
        let first = self.rows.iter().filter_map(|row| row.cells.first()?.value.parse().ok());
        first.max().unwrap_or_default()
    }

    /// It as CSV (RFC 4180).
    pub(super) fn csv(&self) -> String {
        let line = |cells: Vec<&str>| cells.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n";
        let rows = self.rows.iter().map(|row| {
            let values = row.cells.iter().map(|cell| cell.value.as_str());
            line([row.name.as_str()].into_iter().chain(values).collect())
        });
        line(self.headers.iter().map(String::as_str).collect()) + &rows.collect::<String>()
    }
}
