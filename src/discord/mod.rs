//! The way out to Discord's REST API: one HTTP client for every bot, a limiter a bot, and one count of refused
//! requests for the whole process, because Discord bans addresses and not only tokens.

mod account;
mod answer;
mod api;
mod asking;
pub mod backoff;
pub mod breaker;
mod bucket;
mod client;
mod error;
mod field_error;
mod guild;
pub mod intents;
mod limits;
mod meaning;
mod media;
pub mod membership;
mod oauth;
mod observer;
mod outgoing;
mod overwrites;
mod pace;
pub mod permissions;
mod raw;
pub mod received;
mod request;
mod route;
mod settings;
pub mod time;
mod tokens;

pub use api::DiscordApi;
pub use client::Rest;
pub use error::RestError;
pub use field_error::FieldError;
pub use oauth::{Identity, OAuth, OAuthError, Revocations};
pub use observer::AnswerObserver;
pub use request::{Body, File, Patience, Request};
pub use reqwest::Method;
pub use settings::RestSettings;
pub(crate) use settings::is_loopback;
pub use tokens::{OpenToken, SealToken};
