//! How whoever acted is named in a message.

use tickit_domain::actor::Who;

/// A user as Discord shows them, anybody else by their name.
pub fn mention(who: &Who) -> String {
    who.user().map_or_else(|| who.name().to_owned(), |user| format!("<@{user}>"))
}
