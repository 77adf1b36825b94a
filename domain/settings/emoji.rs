//! What may stand on a button as its emoji.

use unicode_segmentation::UnicodeSegmentation as _;

/// Whether Discord may take this for one emoji: a guild's own, `<:name:id>`, or what looks like a single Unicode one.
/// A button with another is refused, and its whole panel with it.
pub(super) fn is_one(text: &str) -> bool {
    if let Some(own) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let digits = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        return matches!(own.split(':').collect::<Vec<_>>()[..], ["" | "a", name, id] if !name.is_empty() && digits(id));
    }
    // Letters are emoji only where a variation selector says so, such as the one on a Japanese button.
    let (as_picture, letters) = (text.contains('\u{fe0f}'), text.contains(char::is_alphabetic));
    let one = text.graphemes(true).count() == 1;
    one && !text.is_ascii() && (as_picture || !letters) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_emoji_is_one_however_many_characters_it_has() {
        for emoji in ["🎫", "👩‍💻", "7️⃣", "🇩🇪", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "<:a_b:12>", "<a:x:3>"]
        {
            assert!(is_one(emoji), "{emoji}");
        }
    }

    #[test]
    fn two_are_not_one() {
        for emoji in ["🎫🎫", "🇩🇪🇫🇷", "<:a:1><:b:2>", "🎫 ", "7️⃣8️⃣", "", "a", "<:a:>"] {
            assert!(!is_one(emoji), "{emoji}");
        }
    }
}
