//! What a route is given: the simulator, the bot, and what was sent.
use std::{borrow::Cow, sync::Arc};

use axum::{
    extract::{FromRequestParts, Query},
    http::{Uri, request::Parts},
};
use serde::{
    Deserialize as _, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;

use super::multipart::Upload;
use crate::{DiscordError, FormErrors, Shared, world::ApplicationId};

/// What came with a request, parsed once.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    /// The JSON body or `payload_json`; null if there was none.
    pub body: Value,
    /// The files of a multipart body.
    pub(super) files: Vec<Upload>,
    /// Why the body could not be read.
    pub unreadable: bool,
}

/// A request by a bot. Without a valid token it is 401.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub shared: Arc<Shared>,
    pub bot: ApplicationId,
    pub sent: Arc<Sent>,
    /// `X-Audit-Log-Reason`, decoded.
    pub reason: Option<String>,
    uri: Uri,
}

/// A request whose path authorizes it.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub shared: Arc<Shared>,
    pub sent: Arc<Sent>,
    uri: Uri,
}

/// Put into the request by the gate.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub bot: Option<ApplicationId>,
    pub sent: Arc<Sent>,
}

impl Call {
    /// The JSON body.
    pub fn body(&self) -> Result<&Value, DiscordError> {
        self.sent.object()
    }

    /// The query.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, DiscordError> {
        parse_query(&self.uri)
    }

    /// The reason for the audit log.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl Open {
    /// The query.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, DiscordError> {
        parse_query(&self.uri)
    }
}

impl Sent {
    /// The JSON body, which must be an object or a list.
    pub fn object(&self) -> Result<&Value, DiscordError> {
        if self.unreadable {
            return Err(DiscordError::invalid_json());
        }
        Ok(&self.body)
    }
}

impl FromRequestParts<Arc<Shared>> for Call {
    type Rejection = DiscordError;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Self::Rejection> {
        let caller = parts.extensions.get::<Caller>().ok_or_else(DiscordError::unauthorized)?;
        let bot = caller.bot.ok_or_else(DiscordError::unauthorized)?;
        let reason = super::gate::reason(parts);
        Ok(Self { shared: Arc::clone(shared), bot, sent: Arc::clone(&caller.sent), reason, uri: parts.uri.clone() })
    }
}

impl FromRequestParts<Arc<Shared>> for Open {
    type Rejection = DiscordError;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Self::Rejection> {
        let sent = parts.extensions.get::<Caller>().map(|caller| Arc::clone(&caller.sent)).unwrap_or_default();
        Ok(Self { shared: Arc::clone(shared), sent, uri: parts.uri.clone() })
    }
}

fn parse_query<T: DeserializeOwned>(uri: &Uri) -> Result<T, DiscordError> {
    let query = Query::try_from_uri(uri);
    query.map(|Query(query)| query).map_err(|error| FormErrors::one("query", "QUERY_INVALID", error.to_string()))
}

/// A boolean of a query. Libraries write it as a word or as a number, and Discord takes either.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = Cow::<'de, str>::deserialize(deserializer)?;
    match &*text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(D::Error::custom("provided string was not `true` or `false`")),
    }
}

/// `%20` and the like.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok()).filter(|_| *first == b'%');
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn reasons_are_decoded() {
        assert_eq!(percent_decoded("gel%C3%B6st %28ok%29 100%"), "gelöst (ok) 100%");
    }
}
