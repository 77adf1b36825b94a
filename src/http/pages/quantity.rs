//! Amounts of bytes and of time, as people read them.

use std::time::Duration;

/// The units of bytes, each 1,024 of the one before.
const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];

/// An amount of bytes: `1.5 GiB`.
pub(super) fn bytes(amount: u64) -> String {
    let (mut whole, mut tenths, mut unit) = (amount, 0, 0);
    while whole >= 1_024 && unit + 1 < UNITS.len() {
        (tenths, whole, unit) = ((whole % 1_024) * 10 / 1_024, whole / 1_024, unit + 1);
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    if unit == 0 || whole >= 100 { format!("{whole} {name}") } else { format!("{whole}.{tenths} {name}") }
}

/// An amount of time in its two largest units: `3 d 4 h`.
pub(super) fn lasting(time: Duration) -> String {
    let seconds = time.as_secs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// Milliseconds with as many digits as tell something.
pub(super) fn milliseconds(amount: f64) -> String {
    if amount < 10.0 { format!("{amount:.1} ms") } else { format!("{amount:.0} ms") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_say_them() {
        for (amount, text) in [(0, "0 B"), (1_023, "1023 B"), (1_536, "1.5 KiB"), (u64::MAX, "16777215 TiB")] {
            assert_eq!(bytes(amount), text);
        }
        for (seconds, text) in [(5, "5 s"), (65, "1 min"), (7_260, "2 h 1 min"), (356_400, "4 d 3 h")] {
            assert_eq!(lasting(Duration::from_secs(seconds)), text);
        }
        assert_eq!((milliseconds(0.64).as_str(), milliseconds(123.4).as_str()), ("0.6 ms", "123 ms"));
    }
}
