//! `/dashboard/{bot}/{guild}/settings/webhooks`: programs that are told what becomes of a guild's tickets.

mod fields;
mod webhook;

use axum::http::StatusCode;
use axum::response::Response;
use tickit_domain::error::Outcome;
use tickit_domain::webhook::{NewWebhook, TurnedOff, Webhook, WebhookFormat};

use self::fields::{events, fields};
pub(super) use self::webhook::{redeliver, remove, rotate, save, show, test};
use super::entered::Entered;
use super::form::Form;
use super::in_settings::InSettings;
use super::page::{Page, Row, Section};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;
use crate::http::problem::Problem;

/// Lists them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on).await?).await
}

/// Adds one. Its secret is in this answer and in no later one.
pub(super) async fn add(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let new = match new(&on, &entered)? {
        Ok(new) => new,
        Err(why) => return refused(&on, page(&on).await?, &entered, why).await,
    };
    match on.desk.add_webhook((on.at).into(), &on.sender(&entered), new).await {
        Ok(added) => on.show(with_secret(&on, page(&on).await?, &added)).await,
        done @ Err(_) => {
            let again = on.once_more(done, &entered, "/webhooks").await?;
            again.show(page(&again.on).await?, &entered).await
        }
    }
}

/// What was entered, as a webhook with an id and a secret of its own; or why it cannot go where it is to.
fn new(on: &InSettings, entered: &Entered) -> Result<Result<NewWebhook, String>, Instead> {
    let making = match on.visitor.state.desk() {
        Ok(behind) => behind.webhooks.clone(),
        Err(problem) => return Err(on.problem(problem)),
    };
    let target = match making.target(&entered.text("url")) {
        Ok(target) => target,
        Err(why) => return Ok(Err(why)),
    };
    let ours = |error: anyhow::Error| on.problem(Problem::failed(format!("a webhook cannot be made: {error:#}")));
    let (id, secret) = (making.id().map_err(ours)?, making.secret().map_err(ours)?);
    let (format, description) =
        (entered.named("format").unwrap_or(WebhookFormat::Standard), entered.text("description"));
    Ok(Ok(NewWebhook { id, target, secret, format, description, events: events(entered) }))
}

/// The form once more where its address is none that a webhook may have.
async fn refused(on: &InSettings, mut page: Page, entered: &Entered, why: String) -> Result<Response, Instead> {
    let name = entered.text("form");
    if let Some(form) = page.forms_mut().find(|form| form.name == name) {
        *form = form.clone().refused(entered, why, false);
    }
    page.status = StatusCode::UNPROCESSABLE_ENTITY;
    on.show(page).await
}

/// The page with a webhook's secret.
fn with_secret(on: &InSettings, page: Page, webhook: &Webhook) -> Page {
    let secret = (on.say("page-webhook-secret"), webhook.secret.expose().to_owned());
    Page { secret: Some(secret), ..page }
}

async fn all(on: &InSettings) -> Outcome<Vec<Webhook>> {
    on.desk.list_webhooks(on.at.into(), &on.actor).await
}

async fn page(on: &InSettings) -> Result<Page, Instead> {
    let webhooks = all(on).await.map_err(|error| on.instead(error))?;
    let rows = webhooks.iter().map(|webhook| row(on, webhook)).collect();
    let form = Form::new("add", on.address("/webhooks"), on.say("page-webhooks-add"), fields(on, None));
    let form = on.once_only(form.titled(on.say("page-webhooks-new"), String::new()));
    let all = Section { rows, none: on.say("page-webhooks-none"), ..Section::default() };
    let (title, about) = (on.say("page-webhooks"), on.say("page-webhooks-about"));
    Ok(Page { title, about, sections: vec![all, Section::of_forms(vec![form])], ..Page::default() })
}

fn row(on: &InSettings, webhook: &Webhook) -> Row {
    let about = Some(webhook.description.clone()).filter(|description| !description.is_empty());
    let told = match webhook.events.as_slice() {
        [] => on.say("page-webhooks-everything"),
        events => events.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", "),
    };
    Row {
        name: webhook.origin.clone(),
        address: Some(on.address(&format!("/webhooks/{}", webhook.id))),
        about: about.into_iter().chain([told]).collect(),
        badge: standing(on, webhook),
        ..Row::default()
    }
}

/// Why a webhook is told nothing, if it is not.
fn standing(on: &InSettings, webhook: &Webhook) -> Option<String> {
    match (webhook.enabled, webhook.turned_off) {
        (true, _) => None,
        (false, Some(TurnedOff::Gone)) => Some(on.say("page-webhook-gone")),
        (false, Some(TurnedOff::Failing)) => Some(on.say("page-webhook-failing")),
        (false, None) => Some(on.say("page-webhook-off")),
    }
}
