//! Texts that people give: cleaned of what nobody sees, and held to a length.

use crate::error::Refusal;

/// What stands where something was erased, in any language.
pub const ERASED: &str = "[…]";

/// A text in one line: white space is one blank, and what shows nothing or turns the direction of writing is left out.
/// Refused where nothing is left of it, or more characters than `most`.
pub fn one_line(text: &str, most: usize) -> Result<String, Refusal> {
    let seen: String = text.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect();
    let seen: String = seen.chars().filter(|letter| !letter.is_control() && !is_unseen(*letter)).collect();
    let line = seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if line.is_empty() || line.chars().count() > most {
        return Err(Refusal::TextLength { limit: most });
    }
    Ok(line)
}

/// Whether a reader sees nothing of a text: it is empty, or all spaces and signs without a shape.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_whitespace() || letter.is_control() || is_unseen(letter) || is_part_of_others(letter))
}

/// Whether a sign has no shape, or turns the direction of writing, and changes no other sign by standing next to it.
pub(crate) const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}')
        || matches!(letter, '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
        || matches!(letter, '\u{e0000}'..='\u{e001f}' | '\u{e0080}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether a sign is seen only in what it makes of its neighbours, such as emoji: it joins them, or says which variant.
const fn is_part_of_others(letter: char) -> bool {
    matches!(letter, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
        || matches!(letter, '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_goes_and_what_is_seen_stays() {
        assert_eq!(one_line("  Lost\n\tparcel ", 20), Ok("Lost parcel".into()));
        assert_eq!(one_line("re\u{202e}fund\u{200b}", 20), Ok("refund".into()));
        assert_eq!(one_line("\u{3164}re\u{ad}fund\u{2800}", 20), Ok("refund".into()));
        for emoji in ["👩\u{200d}💻", "7\u{fe0f}\u{20e3}", "🏴\u{e0067}\u{e0062}\u{e007f}"] {
            assert_eq!(one_line(emoji, 4), Ok(emoji.into()));
        }
    }

    #[test]
    fn a_text_without_a_shape_is_blank() {
        assert!(
            ["", " \n", "\u{200b}\u{2060}\u{202e}", "\u{3164}", "\u{200d}\u{fe0f}"].iter().all(|text| is_blank(text))
        );
        assert!(!["x", "👩\u{200d}💻", "\u{202e}x"].iter().any(|text| is_blank(text)));
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        let refused = Err(Refusal::TextLength { limit: 5 });
        assert_eq!(one_line("\u{200b} \u{feff}", 5), refused);
        assert_eq!(one_line("123456", 5), refused);
    }
}
