//! Pages about the service itself, for whoever runs it.

pub(super) mod audit;
mod bot_state;
pub(super) mod bots;
mod chart;
pub(super) mod errors;
pub(super) mod first_run;
pub(super) mod health;
pub(super) mod jobs;
pub(super) mod keys;
mod operator;
pub(super) mod sign_in;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// An address with what is asked for behind it.
fn address_of<'a>(path: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let said = said.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    format!("{path}?{}", said.collect::<Vec<_>>().join("&"))
}
