//! How long something took, in words.

use std::time::Duration;

use crate::words::Speech;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// In the two largest units that say something: “3 days 4 hours”.
pub fn in_words(duration: Duration, speech: Speech<'_>) -> String {
    let seconds = duration.as_secs();
    let units = [
        ("duration-days", seconds / DAY),
        ("duration-hours", seconds % DAY / HOUR),
        ("duration-minutes", seconds % HOUR / MINUTE),
    ];
    let said = units.into_iter().skip_while(|(_, count)| *count == 0).take(2).filter(|(_, count)| *count > 0);
    let said: Vec<String> = said.map(|(key, count)| speech.fill(key, &[("count", count.into())])).collect();
    if said.is_empty() { speech.say("duration-short") } else { said.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn the_two_largest_units_are_said() {
        let words = Words::load().unwrap();
        for (seconds, english, german) in [
            (0, "less than a minute", "weniger als eine Minute"),
            (59, "less than a minute", "weniger als eine Minute"),
            (MINUTE, "1 minute", "1 Minute"),
            (2 * HOUR + 30 * MINUTE, "2 hours 30 minutes", "2 Stunden 30 Minuten"),
            (DAY + 5 * MINUTE, "1 day", "1 Tag"),
            (3 * DAY + HOUR + MINUTE, "3 days 1 hour", "3 Tage 1 Stunde"),
        ] {
            let duration = Duration::from_secs(seconds);
            let said = ["en-US", "de"].map(|locale| in_words(duration, words.speak(locale)));
            assert_eq!(said, [english, german]);
        }
    }
}
