//! Names of ticket channels, from a guild's template.
//!
//! A template may hold `{number}` (`0042`), `{type}` and `{username}`.

use crate::ids::TicketId;
use crate::text::{is_blank, is_unseen};

/// The most characters of a channel's name (<https://docs.discord.com/developers/resources/channel#channel-object>).
pub const MOST_NAME_CHARACTERS: usize = 100;

/// The channel name of a ticket. Never empty: what leaves nothing becomes `ticket-0042`.
pub fn from_template(template: &str, id: TicketId, type_name: &str, username: &str) -> String {
    let number = format!("{:04}", id.get());
    let name = template.replace("{number}", &number).replace("{type}", type_name).replace("{username}", username);
    clean(&name).unwrap_or_else(|| format!("ticket-{number}"))
}

/// What Discord makes of a text channel's name: lower case, dashes for spaces, no other punctuation.
///
/// `None` where nothing is left.
pub fn clean(name: &str) -> Option<String> {
    let mut cleaned = String::new();
    for character in name.trim().chars().flat_map(char::to_lowercase) {
        let separator = character.is_whitespace() || character == '-';
        if separator && !cleaned.is_empty() && !cleaned.ends_with('-') {
            cleaned.push('-');
        } else if !separator && !is_dropped(character) {
            cleaned.push(character);
        }
    }
    let cleaned: String = cleaned.trim_matches('-').chars().take(MOST_NAME_CHARACTERS).collect();
    (!is_blank(&cleaned)).then_some(cleaned)
}

/// Punctuation that Discord drops, and what nobody sees.
fn is_dropped(character: char) -> bool {
    is_unseen(character) || character.is_control() || (character.is_ascii_punctuation() && character != '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_in() {
        let name = from_template("{type}-{number}-{username}", TicketId::new(42), "Billing & Refunds", "Alice B.");
        assert_eq!(name, "billing-refunds-0042-alice-b");
    }

    #[test]
    fn hostile_names_become_channel_names() {
        let named = |username: &str| from_template("{username}", TicketId::new(7), "Support", username);
        assert_eq!(named("🦀🦀"), "🦀🦀");
        assert_eq!(named("مرحبا"), "مرحبا");
        assert_eq!(named("\u{202e}evil"), "evil");
        assert_eq!(named("@everyone"), "everyone");
        assert_eq!(named("///"), "ticket-0007");
        assert_eq!(named("\u{200d}\u{3164}"), "ticket-0007");
        assert_eq!(named("👩\u{200d}💻"), "👩\u{200d}💻");
        assert_eq!(named(&"é".repeat(300)).chars().count(), MOST_NAME_CHARACTERS);
    }
}
