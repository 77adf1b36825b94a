//! A panel as it is told, and as it comes in.

use serde::{Deserialize, Serialize};
use tickit_domain::error::Refusal;
use tickit_domain::ids::{ChannelId, MessageId};
use tickit_domain::panel::{Panel, PanelChange, Published, Shows};
use tickit_domain::settings::{Change, TypeId};
use utoipa::ToSchema;

use crate::http::api::patch::{change, some};

/// All panels: 25 at most.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Panels)]
pub(in crate::http) struct PanelsOut {
    pub(super) panels: Vec<PanelOut>,
}

/// A panel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Panel)]
pub(in crate::http) struct PanelOut {
    number: u32,
    /// What it is found by, which members do not see.
    name: String,
    title: String,
    text: String,
    image: Option<String>,
    thumbnail: Option<String>,
    /// As `#RRGGBB`.
    colour: Option<String>,
    /// How its types are offered: `buttons` or `menu`.
    #[schema(value_type = String)]
    shows: Shows,
    /// The numbers of its types in their order; empty: all that there are.
    #[schema(value_type = Vec<u16>)]
    types: Vec<TypeId>,
    messages: Vec<PublishedOut>,
}

/// A message of a panel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PanelMessage)]
struct PublishedOut {
    #[schema(value_type = String)]
    channel: ChannelId,
    #[schema(value_type = String)]
    message: MessageId,
    /// Whether it was found to be deleted by hand.
    gone: bool,
}

/// What becomes of a panel (RFC 7396): what is left out stays, and `null` takes back what was chosen. Of a new one the name
/// has to be there, which is its title where that is left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PanelIn {
    /// 1 to 80 characters, as no other panel is called.
    #[serde(default, deserialize_with = "some")]
    name: Option<String>,
    /// 1 to 256 characters.
    #[serde(default, deserialize_with = "some")]
    title: Option<String>,
    /// 3,000 characters at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    text: Change<String>,
    /// An address with https.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    image: Change<String>,
    /// An address with https.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    thumbnail: Change<String>,
    /// `#RRGGBB`, or the name of one.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    colour: Change<String>,
    /// `buttons` or `menu`.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    shows: Option<Shows>,
    /// The numbers of its types in their order, 25 at most; `null` or empty: all that there are.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<Vec<u16>>)]
    types: Change<Vec<TypeId>>,
}

/// Where a panel is to be posted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct SendIn {
    #[schema(value_type = String)]
    pub(super) channel: ChannelId,
}

impl PanelIn {
    /// The same for a new panel.
    pub(super) fn complete(mut self) -> Self {
        let name = self.name.unwrap_or_default();
        self.title = self.title.or_else(|| Some(name.clone()));
        Self { name: Some(name), ..self }
    }
}

impl TryFrom<PanelIn> for PanelChange {
    type Error = Refusal;

    fn try_from(given: PanelIn) -> Result<Self, Refusal> {
        Ok(Self {
            name: given.name,
            title: given.title,
            text: given.text,
            image: given.image.parsed()?,
            thumbnail: given.thumbnail.parsed()?,
            colour: given.colour.parsed()?,
            shows: given.shows,
            types: Change::Keep,
            numbered: given.types,
        })
    }
}

impl From<Panel> for PanelOut {
    fn from(panel: Panel) -> Self {
        Self {
            number: panel.id.0,
            name: panel.name,
            title: panel.title,
            text: panel.text,
            image: panel.image.map(|image| image.as_str().to_owned()),
            thumbnail: panel.thumbnail.map(|image| image.as_str().to_owned()),
            colour: panel.colour.map(|colour| colour.to_string()),
            shows: panel.shows,
            types: panel.types,
            messages: panel.published.into_iter().map(PublishedOut::from).collect(),
        }
    }
}

impl From<Published> for PublishedOut {
    fn from(Published { channel, message, gone, .. }: Published) -> Self {
        Self { channel, message, gone }
    }
}
