//! Who looks at a page about a bot in a guild, and what they may there.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use tickit_commands::notice::refusal;
use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::{BotId, GuildId, UserId};
use tickit_domain::permission::Permission;
use tickit_domain::settings::Settings;
use tickit_domain::sign_in::Whose;
use tickit_domain::transcript::GuildNames;

use super::frame::{Frame, Here, Section};
use super::instead::Instead;
use super::visitor::Visitor;
use crate::http::failures::numbered;
use crate::http::fairness::{About, UnderWay};
use crate::http::guild_access::as_member;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// The most characters of what makes a form known that is sent twice.
const LONGEST_ONCE: usize = 64;

/// A member of the address's guild, or whoever runs the service. What they may there, the desk decides.
#[derive(Debug, Clone)]
pub(super) struct InPlace {
    /// The bot and the guild.
    pub(super) at: Place,
    /// Who it is.
    pub(super) actor: Actor,
    /// What decides.
    pub(super) desk: Desk,
    /// Their sign-in and language.
    pub(super) visitor: Visitor,
    /// Of a guild so many requests are under way, and no more.
    _under_way: Arc<UnderWay>,
}

#[derive(Debug, Deserialize)]
struct PlacePath {
    bot: BotId,
    guild: GuildId,
}

impl FromRequestParts<HttpState> for InPlace {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let path = Path::<PlacePath>::from_request_parts(parts, state).await;
        let Ok(Path(PlacePath { bot, guild })) = path else { return Err(visitor.instead(Problem::no_such_guild())) };
        match Self::of(visitor.clone(), Place { bot, guild }).await {
            Ok(place) => Ok(place),
            Err(problem) => Err(visitor.instead(problem)),
        }
    }
}

impl InPlace {
    /// Whoever is signed in, in a guild.
    pub(super) async fn of(visitor: Visitor, at: Place) -> Result<Self, Problem> {
        let state = visitor.state.clone();
        let (who, may) = match &visitor.sign_in.whose {
            Whose::Operator => (Who::Operator, Authority::Everything),
            Whose::User(user) => {
                let (_, who, may) = as_member(user, (Some(at.bot), at.guild), &state).await?;
                (who, may)
            }
        };
        let (desk, under_way) = (state.desk()?.desk.clone(), state.0.fairness.begin(About::Guild(at.guild))?);
        if !desk.is_at(at).await? {
            return Err(Problem::no_such_guild());
        }
        let locale = visitor.reader.locale().to_owned();
        let actor = Actor { who, may, locale, door: Door::Dashboard, cause: state.cause() };
        Ok(Self { at, actor, desk, visitor, _under_way: Arc::new(under_way) })
    }

    /// What is around a page about this guild.
    pub(super) async fn frame(&self, section: Section) -> Result<Frame, Instead> {
        let settings = self.desk.known_settings(self.at).await.map_err(|error| self.instead(error))?;
        let name = self.visitor.state.0.known.names.guild(&self.desk, self.at).await;
        let (is_staff, is_admin) = (self.is_staff(&settings), self.may(Permission::ChangeSettings, &settings));
        Ok(self.visitor.frame(section).in_guild(Here { at: self.at, name, is_staff, is_admin }))
    }

    /// Whether they see tickets that are not theirs.
    pub(super) fn is_staff(&self, settings: &Settings) -> bool {
        self.may(Permission::ViewTicket, settings)
    }

    /// Whether they may do something, whichever ticket it is about.
    pub(super) fn may(&self, permission: Permission, settings: &Settings) -> bool {
        self.actor.must(permission, settings, None).is_ok()
    }

    /// Who sends a form: the same form again is the same cause, and changes nothing.
    pub(super) fn sending(&self, once: &str) -> Actor {
        if !is_of_a_form(once) {
            return self.actor.clone();
        }
        let cause = Cause::Request(format!("{}:page:{once}", self.actor.who.key()));
        Actor { cause, ..self.actor.clone() }
    }

    /// What makes a form known that is sent twice.
    pub(super) fn once(&self) -> String {
        self.visitor.state.0.requests.next()
    }

    /// What a member is called.
    pub(super) async fn name_of(&self, user: UserId) -> String {
        self.visitor.state.0.known.names.member(&self.desk, self.at, user).await
    }

    /// What they are told of a refusal, and its status.
    pub(super) fn refused(&self, refused: &Refusal) -> (StatusCode, String) {
        (Problem::refused(refused, String::new()).status(), self.refusal_text(refused))
    }

    /// Members of staff, as far as they are known, for whoever may see tickets that are not theirs.
    pub(super) async fn staff_names(&self) -> Arc<Vec<(UserId, String)>> {
        match self.desk.known_settings(self.at).await {
            Ok(settings) if self.is_staff(&settings) => {
                self.visitor.state.0.known.names.staff(&self.desk, self.at, &self.actor).await
            }
            _ => Arc::default(),
        }
    }

    /// What roles and channels are called.
    pub(super) async fn guild_names(&self) -> Arc<GuildNames> {
        self.visitor.state.0.known.names.called(&self.desk, self.at).await
    }

    /// What they see instead of the page, of a refusal its text in their language.
    pub(super) fn instead(&self, error: impl Into<Error>) -> Instead {
        let problem = match error.into() {
            Error::Refused(refused) => Problem::refused(&refused, self.refusal_text(&refused)),
            failed @ Error::Failed(_) => numbered(failed.into(), &self.desk, Some(self.at), &self.visitor.route),
        };
        Instead::problem(problem, self.visitor.reader.clone())
    }

    /// The same of a problem.
    pub(super) fn problem(&self, problem: Problem) -> Instead {
        self.visitor.instead(problem)
    }

    /// What a refusal says in their language.
    pub(super) fn refusal_text(&self, refused: &Refusal) -> String {
        let reader = &self.visitor.reader;
        refusal(refused, reader.words().speak(reader.locale()))
    }
}

/// Whether this may be what a form is known by.
pub(super) fn is_of_a_form(once: &str) -> bool {
    (1..=LONGEST_ONCE).contains(&once.len()) && once.bytes().all(|byte| byte.is_ascii_graphic())
}
