//! A key is made. Its text is in the answer to the form and nowhere else.

use axum::response::Response;
use secrecy::{ExposeSecret as _, SecretString};
use tickit_domain::api_key::{ApiKey, KeyPermission};

use super::super::operator::Operator;
use super::form::{KeyForm, KeyIn, explained};
use super::{KeysPage, Made};
use crate::http::pages::frame::{Section, page};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Makes one. The same form again makes none: what it made cannot be shown again.
pub(in crate::http::pages) async fn create(operator: Operator, Sent(form): Sent<KeyIn>) -> Result<Response, Instead> {
    let frame = operator.frame(Section::Keys);
    let new = match form.key() {
        Ok(new) => new,
        Err(problem) => match explained(&frame, &problem) {
            Some(refusal) => return KeysPage::refused(&operator, &form, refusal).await,
            None => return Err(operator.problem(problem)),
        },
    };
    let once = operator.sent_once(form.text("once"));
    let made = operator.behind.keys.create_once(&once, new, &operator.actor).await;
    match made.map_err(|error| operator.instead(error))? {
        Some(made) => {
            let made = Some(Made::from(made));
            Ok(page(&KeysPage::of(&operator, None, KeyForm::empty(&operator), made).await?))
        }
        None => KeysPage::refused(&operator, &form, frame.say("page-keys-refused-again")).await,
    }
}

impl From<(ApiKey, SecretString)> for Made {
    fn from((key, text): (ApiKey, SecretString)) -> Self {
        let has = |any: &[KeyPermission]| any.iter().any(|right| key.may.contains(right));
        Self {
            is_hosts: has(&KeyPermission::HOST),
            is_in_guilds: has(&KeyPermission::IN_GUILDS),
            text: text.expose_secret().to_owned(),
            name: key.name,
        }
    }
}
