//! The address of an image that somebody chose for a panel or a ticket's first message.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Refusal;

/// The most characters of an address in a message
/// (<https://docs.discord.com/developers/components/reference#unfurled-media-item-structure>).
pub const MOST_URL_CHARACTERS: usize = 2048;

/// The address of an image on the web. Discord fetches it, Tickit never does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImageUrl(String);

impl ImageUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ImageUrl {
    type Err = Refusal;

    /// Takes `https://…` only, with a host, and nothing in it that cannot stand in an address.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let refused = Refusal::NotAnImage { limit: MOST_URL_CHARACTERS };
        let host = text.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
        let is_host = host.is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.contains('@'));
        let is_written = !text.contains(|letter: char| letter.is_whitespace() || letter.is_control());
        let fits = text.chars().count() <= MOST_URL_CHARACTERS;
        if is_host && is_written && fits { Ok(Self(text.to_owned())) } else { Err(refused) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_has_an_address_on_the_web_that_is_encrypted() {
        for text in ["https://example.com/a.png", " https://cdn.example.com/ä.webp?size=64#x ", "https://example.com"]
        {
            assert_eq!(text.parse::<ImageUrl>().unwrap().as_str(), text.trim());
        }
        let long = format!("https://example.com/{}", "x".repeat(2029));
        for text in ["", "http://example.com/a.png", "https://", "https:///a", "https://x y.com", "javascript:1", &long]
        {
            assert_eq!(text.parse::<ImageUrl>(), Err(Refusal::NotAnImage { limit: 2048 }), "{text}");
        }
        assert!("https://localhost/a.png".parse::<ImageUrl>().is_err());
        assert!("https://user@example.com/a.png".parse::<ImageUrl>().is_err());
    }
}
