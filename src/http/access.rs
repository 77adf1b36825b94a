//! Who may: an extractor in a handler's signature is the rule.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tickit_domain::actor::{Actor, Authority, Cause, Door};
use tickit_domain::api_key::{ApiKey, KeyPermission, KeyRefusal, KeyScope, ShownKey};
use tickit_domain::ids::BotId;
use tickit_domain::sign_in::{DiscordUser, SignIn, Whose};

use super::ports::With;
use super::problem::Problem;
use super::state::HttpState;
use crate::config::RegistrationPolicy;

/// Whoever bears the operator's key, or signed in by a link that was made for them.
#[derive(Debug)]
pub(super) struct Operator(pub(super) Actor);

/// Whoever is signed in, by an access token.
#[derive(Debug)]
pub(super) struct Person(pub(super) SignIn);

/// Whoever may do `P` for the bot of the address: with a key of the bot, or as the operator.
#[derive(Debug)]
pub(super) struct BotKey<P> {
    /// The bot.
    pub(super) bot: BotId,
    /// Who it is.
    pub(super) actor: Actor,
    /// The key; none of the operator's.
    pub(super) key: Option<ApiKey>,
    permission: PhantomData<P>,
}

/// Whoever may register the bot of the address.
#[derive(Debug)]
pub(super) struct Registrant {
    /// The bot.
    pub(super) bot: BotId,
    /// What entitles them.
    pub(super) with: With,
}

/// What somebody reads who wants to have a bot hosted and has no key.
const NO_KEY: &str = "Send Authorization: Bearer <key>: whoever runs this service makes keys (`tickit keys create`).";

/// A permission as a type.
pub(super) trait Permission: Send {
    /// Which ones do.
    const ANY_OF: &'static [KeyPermission];
    /// Whether a request counts as one of its key's. Interactions count as their bot's.
    const BY_KEY: bool = true;
}

/// [`KeyPermission::Register`].
#[derive(Debug)]
pub(super) struct Register;

/// [`KeyPermission::Forward`].
#[derive(Debug)]
pub(super) struct Forward;

/// Any of them: whoever does anything for a bot may see how it is doing, and says how its host is.
#[derive(Debug)]
pub(super) struct Look;

/// [`KeyPermission::Forward`], for an interaction.
#[derive(Debug)]
pub(super) struct Interact;

impl Permission for Register {
    const ANY_OF: &'static [KeyPermission] = &[KeyPermission::Register];
}

impl Permission for Forward {
    const ANY_OF: &'static [KeyPermission] = &[KeyPermission::Forward];
}

impl Permission for Look {
    const ANY_OF: &'static [KeyPermission] = &KeyPermission::ALL;
}

impl Permission for Interact {
    const ANY_OF: &'static [KeyPermission] = &[KeyPermission::Forward];
    const BY_KEY: bool = false;
}

/// Who showed something that is known.
pub(super) enum Caller {
    Operator,
    Key(ApiKey),
    Person(DiscordUser),
}

#[derive(Deserialize)]
struct OfBot {
    application_id: BotId,
}

impl FromRequestParts<HttpState> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        match caller(parts, state).await? {
            Some(Caller::Operator) => Ok(Self(state.operator())),
            Some(_) => Err(Problem::forbidden("This takes the operator's key.")),
            None => Err(Problem::unauthenticated("Send Authorization: Bearer <operator key>.")),
        }
    }
}

impl FromRequestParts<HttpState> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let text = bearer(parts)?.ok_or_else(Problem::signed_out)?;
        if !is_access_token(text) {
            return Err(Problem::forbidden("This is for people who are signed in, and for no key."));
        }
        signed_in(text, state).await.map(Self)
    }
}

impl<P: Permission> FromRequestParts<HttpState> for BotKey<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let bot = bot(parts, state).await?;
        let (actor, key) = match caller(parts, state).await? {
            Some(Caller::Operator) => (state.operator(), None),
            Some(Caller::Key(key)) => {
                key.allows(bot, P::ANY_OF, state.0.ports.clock.now()).map_err(forbidden)?;
                if P::BY_KEY {
                    state.0.rates.by_key(&key.id)?;
                }
                (state.with_key(&key), Some(key))
            }
            Some(Caller::Person(_)) => return Err(Problem::forbidden("This takes a key of the bot.")),
            None => return Err(Problem::unauthenticated("Send Authorization: Bearer <key>, with a key of this bot.")),
        };
        Ok(Self { bot, actor, key, permission: PhantomData })
    }
}

impl FromRequestParts<HttpState> for Registrant {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let bot = bot(parts, state).await?;
        let policy = state.0.registration;
        let with = match caller(parts, state).await? {
            Some(Caller::Operator) => With::Operator(state.operator()),
            Some(Caller::Key(key)) => {
                key.allows_to_register(bot, state.0.ports.clock.now()).map_err(forbidden)?;
                state.0.rates.by_key(&key.id)?;
                if key.scope == KeyScope::Invitation && policy == RegistrationPolicy::Closed {
                    return Err(registration_closed());
                }
                let actor = state.with_key(&key);
                With::Key(key, actor)
            }
            Some(Caller::Person(_)) => return Err(Problem::forbidden("This takes a key of the bot.")),
            None if policy == RegistrationPolicy::Open => With::Token,
            None => return Err(Problem::unauthenticated(NO_KEY)),
        };
        Ok(Self { bot, with })
    }
}

/// Whose key came with a request; `None` where none came. One that is not known, or opens nothing, is refused here.
pub(super) async fn caller(parts: &Parts, state: &HttpState) -> Result<Option<Caller>, Problem> {
    let Some(text) = bearer(parts)? else { return Ok(None) };
    // Digests have one length, so that the comparison tells neither length nor beginning of the key.
    let digest: [u8; 32] = Sha256::digest(text).into();
    if digest.ct_eq(&state.0.operator_key_digest).into() {
        return Ok(Some(Caller::Operator));
    }
    if !is_access_token(text) {
        return with_key(text, state).await.map(|key| Some(Caller::Key(key)));
    }
    Ok(Some(match signed_in(text, state).await?.whose {
        Whose::Operator => Caller::Operator,
        Whose::User(user) => Caller::Person(user),
    }))
}

/// An access token has points in it, and no key has any.
fn is_access_token(text: &str) -> bool {
    text.contains('.')
}

/// The sign-in of an access token; refused where that is not good, or not good any more.
async fn signed_in(text: &str, state: &HttpState) -> Result<SignIn, Problem> {
    state.desk()?.people.bearer(text).await?.ok_or_else(Problem::signed_out)
}

/// The key that was shown; refused where it opens nothing.
async fn with_key(text: &str, state: &HttpState) -> Result<ApiKey, Problem> {
    let unknown = || Problem::unauthenticated("This key is not known here.");
    let shown = ShownKey::read(text).ok_or_else(unknown)?;
    let Some(key) = state.desk()?.keys.find(&shown).await? else {
        state.0.rates.unknown_key()?;
        return Err(unknown());
    };
    let live = key.is_live(state.0.ports.clock.now());
    live.map_err(|refusal| Problem::unauthenticated(format!("Ask for another: {refusal}.")))?;
    Ok(key)
}

/// What stands in the header that carries keys.
fn bearer(parts: &Parts) -> Result<Option<&str>, Problem> {
    let Some(header) = parts.headers.get(AUTHORIZATION) else { return Ok(None) };
    let text = header.to_str().ok().and_then(|value| value.split_once(' '));
    let key = text.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, key)| Some(key.trim()));
    key.ok_or_else(|| Problem::unauthenticated("Send Authorization: Bearer <key>."))
}

async fn bot(parts: &mut Parts, state: &HttpState) -> Result<BotId, Problem> {
    let path = Path::<OfBot>::from_request_parts(parts, state).await;
    path.map(|Path(OfBot { application_id })| application_id).map_err(|_| Problem::no_such_bot())
}

pub(super) fn forbidden(refusal: KeyRefusal) -> Problem {
    Problem::forbidden(format!("Use another key: {refusal}."))
}

fn registration_closed() -> Problem {
    let detail = "Whoever runs this service makes a key for each bot: ask them for one of this bot.";
    Problem::new(StatusCode::FORBIDDEN, "registration_closed", "Nobody is invited at present", detail)
}

impl HttpState {
    /// Whoever runs the service, by this request.
    fn operator(&self) -> Actor {
        Actor::operator(Door::Api, self.cause())
    }

    /// Whoever has this key. What they may was asked already.
    fn with_key(&self, key: &ApiKey) -> Actor {
        let may = Authority::Granted { permissions: BTreeSet::new() };
        Actor { who: key.who(), may, locale: String::new(), door: Door::Api, cause: self.cause() }
    }

    /// Whether a key that opened something that goes on still opens anything.
    pub(super) async fn is_live(&self, key: &ApiKey) -> bool {
        let (shown, now) = (ShownKey { id: key.id.clone(), digest: key.digest.clone() }, self.0.ports.clock.now());
        let Ok(desk) = self.desk() else { return false };
        let found = desk.keys.find(&shown).await;
        found.is_ok_and(|found| found.is_some_and(|key| key.is_live(now).is_ok()))
    }

    /// Each request is a cause of its own.
    pub(super) fn cause(&self) -> Cause {
        Cause::Request(self.0.requests.next())
    }
}
