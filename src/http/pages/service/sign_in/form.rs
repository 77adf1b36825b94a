//! The form by which an application for sign-in is entered. Its secret is shown nobody again.

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tickit_domain::ids::BotId;
use tickit_domain::sign_in_application::MOST_SECRET_CHARACTERS;

use super::super::operator::Operator;
use crate::http::origin::Origin;
use crate::http::pages::frame::Section;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::ports::ApplicationError;

/// What it sends.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct SignInIn {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: SecretString,
}

/// What there is, and the form.
pub(in crate::http::pages::service) struct Entry {
    /// Where the form goes.
    pub(in crate::http::pages::service) action: &'static str,
    /// Where Discord sends people back to.
    pub(in crate::http::pages::service) callback: String,
    /// The one that the configuration names, which counts.
    pub(in crate::http::pages::service) configured: Option<String>,
    /// The one that was entered, and since when it is as it is.
    pub(in crate::http::pages::service) entered: Option<(String, Moment)>,
    /// What stands in the form.
    pub(in crate::http::pages::service) client_id: String,
    pub(in crate::http::pages::service) most_characters: usize,
    /// Why nothing was saved.
    pub(in crate::http::pages::service) refusal: Option<String>,
}

impl Entry {
    /// With the application that there is, or else that of the first bot.
    pub(in crate::http::pages::service) async fn of(
        operator: &Operator,
        action: &'static str,
    ) -> Result<Self, Instead> {
        let known = operator.behind.application.known().await.map_err(|error| operator.instead(error))?;
        let origin = Origin::of(operator.state()).map_err(|problem| operator.problem(problem))?;
        let first = || operator.state().0.ports.bots.states().into_iter().find_map(|bot| bot.id);
        let client_id = known.entered.map(|(id, _)| id).or_else(first);
        Ok(Self {
            action,
            callback: origin.callback(),
            configured: known.configured.map(|id| id.to_string()),
            entered: known.entered.map(|(id, since)| (id.to_string(), Moment(since))),
            client_id: client_id.map(|id| id.to_string()).unwrap_or_default(),
            most_characters: MOST_SECRET_CHARACTERS,
            refusal: None,
        })
    }

    /// For whoever sent what was refused. The secret is to be entered again.
    pub(in crate::http::pages::service) fn refused(self, form: &SignInIn, refusal: String) -> Self {
        Self { client_id: form.client_id.clone(), refusal: Some(refusal), ..self }
    }

    /// Whether people can sign in by one.
    pub(in crate::http::pages::service) const fn is_there(&self) -> bool {
        self.configured.is_some() || self.entered.is_some()
    }
}

impl SignInIn {
    /// Has people sign in by what was entered; why not, in the reader's language.
    pub(in crate::http::pages::service) async fn enter(
        &self,
        operator: &Operator,
    ) -> Result<Result<(), String>, Instead> {
        let say = |key: &str| operator.frame(Section::SignIn).say(key);
        let Ok(client_id) = self.client_id.trim().parse::<BotId>() else {
            return Ok(Err(say("page-application-refused-id")));
        };
        let Some(secret) = self.secret() else { return Ok(Err(say("page-application-refused-secret"))) };
        match operator.behind.application.enter(client_id, secret, &operator.actor).await {
            Ok(()) => Ok(Ok(())),
            Err(ApplicationError::Configured) => Ok(Err(say("page-application-refused-configured"))),
            Err(ApplicationError::Refused) => Ok(Err(say("page-application-refused"))),
            Err(ApplicationError::DiscordAway) => Ok(Err(say("page-application-refused-away"))),
            Err(ApplicationError::Failed(error)) => Err(operator.instead(error)),
        }
    }

    /// The secret without what copying puts around it; `None` where it cannot be one.
    fn secret(&self) -> Option<SecretString> {
        let text = self.client_secret.expose_secret().trim();
        let is_one =
            (1..=MOST_SECRET_CHARACTERS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_one.then(|| text.to_owned().into())
    }
}
