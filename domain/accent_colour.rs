//! A colour that somebody chose for a panel or a ticket's first message.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Refusal;

/// A colour as Discord takes it: red, green and blue in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccentColour(pub u32);

/// Colours that have a name, most of them Discord's own (<https://discord.com/branding>).
const NAMED: [(&str, u32); 13] = [
    ("blurple", 0x58_65F2),
    ("green", 0x57_F287),
    ("yellow", 0xFE_E75C),
    ("fuchsia", 0xEB_459E),
    ("red", 0xED_4245),
    ("white", 0xFF_FFFF),
    ("black", 0x00_0000),
    ("blue", 0x34_98DB),
    ("orange", 0xE6_7E22),
    ("purple", 0x9B_59B6),
    ("teal", 0x1A_BC9C),
    ("grey", 0x95_A5A6),
    ("gray", 0x95_A5A6),
];

impl FromStr for AccentColour {
    type Err = Refusal;

    /// Reads `#5865F2`, with or without its sign, or one of the names.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        if let Some((_, colour)) = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
            return Ok(Self(*colour));
        }
        let digits = text.strip_prefix('#').unwrap_or(text);
        let is_hex = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let colour = is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten();
        colour.map(Self).ok_or(Refusal::NotAColour)
    }
}

impl fmt::Display for AccentColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06X}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_it_is_written_and_by_its_name() {
        for text in ["#5865F2", "5865f2", " Blurple "] {
            assert_eq!(text.parse::<AccentColour>().map(|colour| colour.to_string()), Ok("#5865F2".into()), "{text}");
        }
        for text in ["", "#", "#58", "#5865F2F", "#+865F2", "rainbow", "🟥", "٥٨٦٥٠٢"] {
            assert_eq!(text.parse::<AccentColour>(), Err(Refusal::NotAColour), "{text}");
        }
    }
}
