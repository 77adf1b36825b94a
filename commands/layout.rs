//! A message of Discord's components of version 2: text, images and controls in one frame
//! (<https://docs.discord.com/developers/components/reference>).

use serde_json::{Value, json};
use tickit_domain::accent_colour::AccentColour;
use tickit_domain::image_url::ImageUrl;
use tickit_domain::json_text::JsonText;

use crate::control::{self, Button, Menu};
use crate::limits::{self, cut};

/// The message has components of version 2 and nothing beside them
/// (<https://docs.discord.com/developers/resources/message#message-object-message-flags>).
const COMPONENTS_V2: u32 = 1 << 15;

/// Such a message. Nobody is pinged by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    colour: u32,
    components: Vec<Value>,
}

impl Layout {
    /// An empty frame, with this colour at its side.
    pub const fn framed(AccentColour(colour): AccentColour) -> Self {
        Self { colour, components: Vec::new() }
    }

    /// With text, and a small image beside it where there is one.
    #[must_use]
    pub fn text(mut self, text: &str, beside: Option<&ImageUrl>) -> Self {
        let text = json!({ "type": 10, "content": cut(text, limits::DISPLAYED) });
        self.components.push(match beside {
            None => text,
            Some(image) => {
                let thumbnail = json!({ "type": 11, "media": { "url": image.as_str() } });
                json!({ "type": 9, "components": [text], "accessory": thumbnail })
            }
        });
        self
    }

    /// With an image, where there is one.
    #[must_use]
    pub fn image(mut self, image: Option<&ImageUrl>) -> Self {
        let gallery = |image: &ImageUrl| json!({ "type": 12, "items": [{ "media": { "url": image.as_str() } }] });
        self.components.extend(image.map(gallery));
        self
    }

    /// With buttons, five a row, in at most five rows.
    #[must_use]
    pub fn buttons(mut self, buttons: &[Button]) -> Self {
        self.components.extend(control::rows(buttons).take(limits::ROW));
        self
    }

    /// With a select menu.
    #[must_use]
    pub fn menu(mut self, menu: &Menu) -> Self {
        self.components.push(menu.row());
        self
    }

    /// As JSON, for a request's body.
    pub fn to_json(&self) -> JsonText {
        let frame = json!({ "type": 17, "accent_color": self.colour, "components": self.components });
        json!({ "flags": COMPONENTS_V2, "components": [frame], "allowed_mentions": { "parse": [] } }).into()
    }
}
