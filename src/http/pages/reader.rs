//! Whoever reads a page: in their language.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tickit_commands::words::{Fill, Words};

use super::assets::Assets;
use crate::http::guild_access::language;
use crate::http::state::HttpState;

/// The texts of pages, in a reader's language.
#[derive(Debug, Clone)]
pub(in crate::http) struct Reader {
    words: Arc<Words>,
    assets: Arc<Assets>,
    locale: String,
}

impl FromRequestParts<HttpState> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Infallible> {
        Ok(Self::of(parts, state))
    }
}

impl Reader {
    /// Whoever asks.
    pub(super) fn of(parts: &Parts, state: &HttpState) -> Self {
        let (words, assets) = (Arc::clone(&state.0.ports.words), Arc::clone(&state.0.known.assets));
        Self { words, assets, locale: language(parts) }
    }

    /// Where an asset is.
    pub(super) fn asset(&self, name: &str) -> String {
        self.assets.address(name)
    }

    /// The language that their texts are in, as HTML names it.
    pub(super) fn language(&self) -> String {
        self.say("page-language")
    }

    /// A text by its key.
    pub(super) fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A text by its key, filled in.
    pub(super) fn fill(&self, key: &str, fill: &Fill<'_>) -> String {
        self.words.speak(&self.locale).fill(key, fill)
    }

    /// All texts, in every language.
    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    /// Their language, as Discord names it.
    pub(super) fn locale(&self) -> &str {
        &self.locale
    }
}
