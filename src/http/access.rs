//! Who may: an extractor in a handler's signature is the rule.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use tickit_domain::actor::{Actor, Authority, Cause, Door};
use tickit_domain::api_key::{ApiKey, KeyPermission, KeyRefusal, KeyScope, ShownKey};
use tickit_domain::ids::BotId;
use tickit_domain::sign_in::SignIn;

use super::fairness::{About, UnderWay};
use super::ports::With;
use super::problem::Problem;
use super::shown::{Shown, bearer, caller, is_access_token, known, signed_in};
use super::state::HttpState;
use super::visit::Visit;
use crate::config::RegistrationPolicy;

/// Whoever bears the operator's key, or signed in by a link that was made for them.
#[derive(Debug)]
pub(super) struct Operator(pub(super) Actor);

/// Whoever looks how the service is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Onlooker {
    /// Whoever runs it.
    Operator,
    /// Whoever shows nothing, or what is somebody else's.
    Stranger,
}

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
    _under_way: Option<UnderWay>,
}

/// Whoever may register the bot of the address.
#[derive(Debug)]
pub(super) struct Registrant {
    /// The bot.
    pub(super) bot: BotId,
    /// What entitles them.
    pub(super) with: With,
    _under_way: UnderWay,
}

/// What somebody reads who wants to have a bot hosted and has no key.
const NO_KEY: &str = "Send Authorization: Bearer <key>: whoever runs this service makes keys (`tickit keys create`).";

/// A permission as a type.
pub(super) trait Permission: Send {
    /// Which ones do.
    const ANY_OF: &'static [KeyPermission];
    /// Whether a request counts as one of its key's, and as under way for its bot. Interactions count as their bot's.
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

#[derive(Deserialize)]
struct OfBot {
    application_id: BotId,
}

impl FromRequestParts<HttpState> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        match caller(parts, state).await? {
            Some(Shown::Operator) => Ok(Self(state.operator())),
            Some(_) => Err(Problem::forbidden("This takes the operator's key.")),
            None => Err(Problem::unauthenticated("Send Authorization: Bearer <operator key>.")),
        }
    }
}

impl FromRequestParts<HttpState> for Onlooker {
    type Rejection = Problem;

    /// Refuses what is nobody's only: also while keys cannot be looked for, it is told how the service is doing.
    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        match known(parts, state).await {
            Ok(Some(Shown::Operator)) => Ok(Self::Operator),
            Err(problem) if problem.is_unauthenticated() => Err(problem),
            Ok(_) | Err(_) => Ok(Self::Stranger),
        }
    }
}

impl Onlooker {
    /// Whether it is whoever runs the service.
    pub(super) fn is_operator(self) -> bool {
        self == Self::Operator
    }
}

impl FromRequestParts<HttpState> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let text = bearer(parts)?.ok_or_else(Problem::signed_out)?;
        if !is_access_token(text) {
            return Err(Problem::forbidden("This is for people who are signed in, and for no key."));
        }
        let visit = Visit::of_request(&parts.extensions);
        let sign_in = signed_in(text, parts, state).await.map_err(|problem| state.stranger(&visit, problem))?;
        state.count(&visit, &Shown::by(sign_in.whose.clone()).counts_as())?;
        Ok(Self(sign_in))
    }
}

impl<P: Permission> FromRequestParts<HttpState> for BotKey<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let bot = bot(parts, state).await?;
        let shown = if P::BY_KEY { caller(parts, state).await? } else { known(parts, state).await? };
        let (actor, key) = match shown {
            Some(Shown::Operator) => (state.operator(), None),
            Some(Shown::Key(key)) => {
                key.allows(bot, P::ANY_OF, state.0.ports.clock.now()).map_err(forbidden)?;
                (state.with_key(&key), Some(key))
            }
            Some(Shown::Person(_)) => return Err(Problem::forbidden("This takes a key of the bot.")),
            None => return Err(Problem::unauthenticated("Send Authorization: Bearer <key>, with a key of this bot.")),
        };
        let under_way = P::BY_KEY.then(|| state.0.fairness.begin(About::Bot(bot))).transpose()?;
        Ok(Self { bot, actor, key, permission: PhantomData, _under_way: under_way })
    }
}

impl FromRequestParts<HttpState> for Registrant {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let bot = bot(parts, state).await?;
        let policy = state.0.registration;
        let with = match caller(parts, state).await? {
            Some(Shown::Operator) => With::Operator(state.operator()),
            Some(Shown::Key(key)) => {
                key.allows_to_register(bot, state.0.ports.clock.now()).map_err(forbidden)?;
                if key.scope == KeyScope::Invitation && policy == RegistrationPolicy::Closed {
                    return Err(registration_closed());
                }
                let actor = state.with_key(&key);
                With::Key(key, actor)
            }
            Some(Shown::Person(_)) => return Err(Problem::forbidden("This takes a key of the bot.")),
            None if policy == RegistrationPolicy::Open => With::Token,
            None => return Err(Problem::unauthenticated(NO_KEY)),
        };
        Ok(Self { bot, with, _under_way: state.0.fairness.begin(About::Bot(bot))? })
    }
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
