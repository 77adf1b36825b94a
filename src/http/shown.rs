//! What callers show of themselves: keys and access tokens, and for whom their requests count.

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tickit_domain::access_refusal::AccessRefusal;
use tickit_domain::api_key::{ApiKey, KeyRefusal, ShownKey};
use tickit_domain::sign_in::{DiscordUser, SignIn, Whose};

use super::problem::Problem;
use super::rates::Caller;
use super::state::HttpState;
use super::visit::Visit;

/// Who showed something that is known.
pub(super) enum Shown {
    Operator,
    Key(ApiKey),
    Person(DiscordUser),
}

/// Whose key came with a request, which counts for them; `None` where none came. One that is not known, or opens nothing, is
/// refused here, and counts for the address.
pub(super) async fn caller(parts: &Parts, state: &HttpState) -> Result<Option<Shown>, Problem> {
    let shown = known(parts, state).await?;
    if let Some(shown) = &shown {
        state.count(&Visit::of_request(&parts.extensions), &shown.counts_as())?;
    }
    Ok(shown)
}

/// The same where a request that is let in counts elsewhere.
pub(super) async fn known(parts: &Parts, state: &HttpState) -> Result<Option<Shown>, Problem> {
    let shown = shown(parts, state).await;
    shown.map_err(|problem| state.stranger(&Visit::of_request(&parts.extensions), problem))
}

async fn shown(parts: &Parts, state: &HttpState) -> Result<Option<Shown>, Problem> {
    let Some(text) = bearer(parts)? else { return Ok(None) };
    // Digests have one length, so that the comparison tells neither length nor beginning of the key.
    let digest: [u8; 32] = Sha256::digest(text).into();
    if digest.ct_eq(&state.0.operator_key_digest).into() {
        return Ok(Some(Shown::Operator));
    }
    if !is_access_token(text) {
        return with_key(text, parts, state).await.map(|key| Some(Shown::Key(key)));
    }
    Ok(Some(Shown::by(signed_in(text, parts, state).await?.whose)))
}

impl Shown {
    pub(super) fn by(whose: Whose) -> Self {
        match whose {
            Whose::Operator => Self::Operator,
            Whose::User(user) => Self::Person(user),
        }
    }

    /// For whom their requests count.
    pub(super) fn counts_as(&self) -> Caller {
        match self {
            Self::Operator => Caller::Operator,
            Self::Key(key) => Caller::Key(key.id.clone()),
            Self::Person(user) => Caller::Person(user.id),
        }
    }
}

/// An access token has points in it, and no key has any.
pub(super) fn is_access_token(text: &str) -> bool {
    text.contains('.')
}

/// The sign-in of an access token; refused where that is not good, or not good any more.
pub(super) async fn signed_in(text: &str, parts: &Parts, state: &HttpState) -> Result<SignIn, Problem> {
    let people = &state.desk()?.people;
    let sign_in = people.bearer(text).await?;
    // That somebody's access is over is nothing to tell of: it happens to each of them every day.
    if sign_in.is_none() && !people.is_ours(text) {
        state.note_refused(&Visit::of_request(&parts.extensions), AccessRefusal::ForgedToken, None);
    }
    sign_in.ok_or_else(Problem::signed_out)
}

/// The key that was shown; refused where it opens nothing.
async fn with_key(text: &str, parts: &Parts, state: &HttpState) -> Result<ApiKey, Problem> {
    let visit = Visit::of_request(&parts.extensions);
    let unknown = || {
        state.note_refused(&visit, AccessRefusal::UnknownKey, None);
        Problem::unauthenticated("This key is not known here.")
    };
    let shown = ShownKey::read(text).ok_or_else(unknown)?;
    let Some(key) = state.desk()?.keys.find(&shown).await? else {
        let unknown = unknown();
        state.0.rates.unknown_key()?;
        return Err(unknown);
    };
    key.is_live(state.0.ports.clock.now()).map_err(|over| {
        let refusal = if over == KeyRefusal::Revoked { AccessRefusal::RevokedKey } else { AccessRefusal::ExpiredKey };
        state.note_refused(&visit, refusal, Some(&key.id.to_string()));
        Problem::unauthenticated(format!("Ask for another: {over}."))
    })?;
    Ok(key)
}

/// What stands in the header that carries keys.
pub(super) fn bearer(parts: &Parts) -> Result<Option<&str>, Problem> {
    let Some(header) = parts.headers.get(AUTHORIZATION) else { return Ok(None) };
    let text = header.to_str().ok().and_then(|value| value.split_once(' '));
    let key = text.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, key)| Some(key.trim()));
    key.ok_or_else(|| Problem::unauthenticated("Send Authorization: Bearer <key>."))
}
