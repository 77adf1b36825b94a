//! Who may look into a guild, and what they are told when the desk refuses them something.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use serde::Deserialize;
use tickit_commands::notice::refusal;
use tickit_commands::words::Words;
use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::api_key::{ApiKey, KeyPermission, KeyRefusal, KeyScope};
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::sign_in::DiscordUser;
use utoipa::IntoParams;

use super::access::forbidden;
use super::failures::{numbered, route};
use super::fairness::{About, UnderWay};
use super::problem::Problem;
use super::shown::{Shown, caller};
use super::state::HttpState;

/// By which header a request that is sent again is known.
pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The most characters of it.
const LONGEST_IDEMPOTENCY_KEY: usize = 255;

/// The language of whoever names none.
const ENGLISH: &str = "en-US";

/// Whoever may look at the tickets of the address's guild at least: with a key of a bot that is set up there, signed in
/// as a member, or as the operator, who names the bot by `?bot=`. What else they may, the desk decides.
#[derive(Debug, Clone)]
pub(super) struct InGuild {
    /// The bot and the guild.
    pub(super) at: Place,
    /// Who it is.
    pub(super) actor: Actor,
    /// What decides.
    pub(super) desk: Desk,
    words: Arc<Words>,
    /// Of a guild so many requests are under way, and no more.
    _under_way: Arc<UnderWay>,
    route: String,
}

/// Which guild.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct GuildPath {
    /// The guild's id.
    #[param(value_type = String)]
    guild: GuildId,
}

/// Through which bot.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BotQuery {
    /// The bot's id, where the key is the operator's.
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
}

impl FromRequestParts<HttpState> for InGuild {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.remove::<Self>() {
            return Ok(known);
        }
        let path = Path::<GuildPath>::from_request_parts(parts, state).await;
        let guild = path.map_err(|_| Problem::no_such_guild())?.0.guild;
        let (bot, who, may) = entitled(parts, state, guild).await?;
        let (desk, words) = (state.desk()?.desk.clone(), Arc::clone(&state.0.ports.words));
        let (at, under_way) = (Place { bot, guild }, state.0.fairness.begin(About::Guild(guild))?);
        if !desk.is_at(at).await? {
            return Err(Problem::no_such_guild());
        }
        let cause = cause(parts, state, &who.key())?;
        let actor = Actor { who, may, locale: language(parts), door: Door::Api, cause };
        Ok(Self { at, actor, desk, words, route: route(parts), _under_way: Arc::new(under_way) })
    }
}

/// Through which bot somebody looks into a guild, who they are, and what they may there.
async fn entitled(parts: &mut Parts, state: &HttpState, guild: GuildId) -> Result<(BotId, Who, Authority), Problem> {
    let detail = "Send Authorization: Bearer <key>, with a key that may look into guilds, or sign in.";
    let caller = caller(parts, state).await?.ok_or_else(|| Problem::unauthenticated(detail))?;
    let named = Query::<BotQuery>::from_request_parts(parts, state).await;
    let named = named.map_err(|_| Problem::invalid_query("This is no bot's id.").in_field("bot"))?.0.bot;
    match caller {
        Shown::Operator => Ok((named.ok_or_else(no_bot)?, Who::Operator, Authority::Everything)),
        Shown::Key(key) => with_key(&key, named, state),
        Shown::Person(user) => as_member(&user, (named, guild), state).await,
    }
}

/// Through which bot a key looks into guilds, and what it may there.
fn with_key(key: &ApiKey, named: Option<BotId>, state: &HttpState) -> Result<(BotId, Who, Authority), Problem> {
    let KeyScope::Bot(own) = key.scope else { return Err(forbidden(KeyRefusal::Invitation)) };
    let bot = named.unwrap_or(own);
    key.allows(bot, &KeyPermission::IN_GUILDS, state.0.ports.clock.now()).map_err(forbidden)?;
    Ok((bot, key.who(), Authority::Granted { permissions: key.permissions(state.desk()?.desk.roles()) }))
}

/// Through which bot somebody who is signed in looks into a guild, and what they may there by Discord's word: whoever is no
/// member reads that there is none.
pub(super) async fn as_member(
    user: &DiscordUser,
    (named, guild): (Option<BotId>, GuildId),
    state: &HttpState,
) -> Result<(BotId, Who, Authority), Problem> {
    let desk = &state.desk()?.desk;
    let bots = desk.bots_at(guild).await?;
    let bot = match (named, &bots[..]) {
        (Some(bot), _) => bot,
        (None, [only]) => *only,
        (None, []) => return Err(Problem::no_such_guild()),
        (None, _) => return Err(no_bot()),
    };
    if !bots.contains(&bot) {
        return Err(Problem::no_such_guild());
    }
    match state.0.known.members.authority(desk, Place { bot, guild }, user.id).await {
        Ok(may) => Ok((bot, user.who(), may)),
        Err(Error::Refused(Refusal::NoSuchMember)) => Err(Problem::no_such_guild()),
        Err(Error::Refused(_)) => Err(Problem::discord_away()),
        Err(failed @ Error::Failed(_)) => Err(failed.into()),
    }
}

fn no_bot() -> Problem {
    Problem::invalid_query("Name the bot, by its id.").in_field("bot")
}

impl InGuild {
    /// The actor for one of several things that a request asks for: each is a cause of its own.
    pub(super) fn doing(&self, what: &str) -> Actor {
        let cause = match &self.actor.cause {
            Cause::Request(request) => Cause::Request(format!("{request}:{what}")),
            other => other.clone(),
        };
        Actor { cause, ..self.actor.clone() }
    }

    /// What the caller reads of an error: of a refusal its text, in their language.
    pub(super) fn problem(&self, error: Error) -> Problem {
        let failure = match error {
            Error::Refused(_) => return problem(error, &self.words, &self.actor.locale),
            failed @ Error::Failed(_) => failed,
        };
        numbered(failure.into(), &self.desk, Some(self.at), &self.route)
    }
}

/// What somebody reads of an error who speaks this language.
pub(super) fn problem(error: Error, words: &Words, locale: &str) -> Problem {
    match error {
        Error::Refused(refused) => Problem::refused(&refused, refusal(&refused, words.speak(locale))),
        failed @ Error::Failed(_) => failed.into(),
    }
}

/// What makes a repetition known: the caller's own key for the request, or else nothing.
pub(super) fn cause(parts: &Parts, state: &HttpState, who: &str) -> Result<Cause, Problem> {
    let Some(header) = parts.headers.get(IDEMPOTENCY_KEY) else { return Ok(state.cause()) };
    let is_graphic = |text: &&str| (1..=LONGEST_IDEMPOTENCY_KEY).contains(&text.len());
    let key = header.to_str().ok().filter(is_graphic);
    let detail = "An Idempotency-Key has 1 to 255 characters of ASCII.";
    key.map(|key| Cause::Request(format!("{who}:{key}"))).ok_or_else(|| Problem::invalid_header(detail))
}

/// The language that the caller likes best, as Discord names languages.
pub(super) fn language(parts: &Parts) -> String {
    let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = header.split([',', ';']).next().unwrap_or_default().trim();
    if first.is_empty() { ENGLISH.to_owned() } else { first.chars().take(16).collect() }
}
