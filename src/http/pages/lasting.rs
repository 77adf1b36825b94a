//! How long something took, as people say it.

use super::frame::Frame;

/// A duration in milliseconds, in its two largest units: `3 h 20 min`.
pub(super) fn lasting(frame: &Frame, millis: u64) -> String {
    let seconds = millis / 1000;
    let say = |unit: &str, count: u64| frame.fill(&format!("page-lasting-{unit}"), &[("count", count.into())]);
    let two = |large: &str, small: &str, in_large: u64, count: u64| match count % in_large {
        0 => say(large, count / in_large),
        rest => format!("{} {}", say(large, count / in_large), say(small, rest)),
    };
    match seconds {
        0..60 => say("seconds", seconds),
        60..3600 => say("minutes", seconds / 60),
        3600..86_400 => two("hours", "minutes", 60, seconds / 60),
        _ => two("days", "hours", 24, seconds / 3600),
    }
}

/// The same, or a dash where there is none.
pub(super) fn lasting_or_dash(frame: &Frame, millis: Option<u64>) -> String {
    millis.map_or_else(|| "–".to_owned(), |millis| lasting(frame, millis))
}
