//! `/dashboard/{bot}/{guild}/settings/webhooks/{webhook}`: one webhook, and what it was told.

use std::ops::Deref;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::webhook::{Delivery, DeliveryState, Webhook, WebhookChange};

use super::super::entered::Entered;
use super::super::form::Form;
use super::super::in_settings::InSettings;
use super::super::page::{Page, Row, Section};
use super::fields::{events, fields};
use super::{refused, standing, with_secret};
use crate::http::pages::frame::Link;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::pages::sent::Sent;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// So many deliveries are shown, the newest.
const SHOWN: usize = 50;

/// Whoever may change settings, and which webhook the address names.
#[derive(Debug)]
pub(in crate::http::pages::settings) struct OnWebhook {
    on: InSettings,
    webhook: Webhook,
}

#[derive(Debug, Deserialize)]
struct WebhookPath {
    webhook: String,
}

/// Which delivery.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages::settings) struct DeliveryPath {
    delivery: String,
}

impl FromRequestParts<HttpState> for OnWebhook {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let on = InSettings::from_request_parts(parts, state).await?;
        let path = Path::<WebhookPath>::from_request_parts(parts, state).await.ok();
        let id = path.and_then(|Path(path)| path.webhook.parse().ok());
        let id = id.ok_or_else(|| on.instead(Refusal::NoSuchWebhook))?;
        let webhook = on.desk.show_webhook(on.at.into(), &on.actor, &id).await;
        let webhook = webhook.map_err(|error| on.instead(error))?;
        Ok(Self { on, webhook })
    }
}

impl Deref for OnWebhook {
    type Target = InSettings;

    fn deref(&self) -> &InSettings {
        &self.on
    }
}

/// Shows it.
pub(in crate::http::pages::settings) async fn show(on: OnWebhook) -> Result<Response, Instead> {
    on.show(page(&on, &on.webhook).await?).await
}

/// Saves it; one that Tickit turned off is turned on again.
pub(in crate::http::pages::settings) async fn save(
    on: OnWebhook,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let change = match on.change(&entered)? {
        Ok(change) => change,
        Err(why) => return refused(&on, page(&on, &on.webhook).await?, &entered, why).await,
    };
    let done = on.desk.edit_webhook(on.at.into(), &on.sender(&entered), &on.webhook.id, &change).await;
    let (to, webhook) = (on.rest(), on.webhook);
    let again = on.on.once_more(done, &entered, &to).await?;
    again.show(page(&again.on, &webhook).await?, &entered).await
}

/// Gives it another secret, which is in this answer and in no later one.
pub(in crate::http::pages::settings) async fn rotate(
    on: OnWebhook,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let ours = |error: anyhow::Error| on.problem(Problem::failed(format!("a secret cannot be made: {error:#}")));
    let secret = on.making()?.secret().map_err(ours)?;
    let rotated = on.desk.rotate_webhook(on.at.into(), &on.sender(&entered), &on.webhook.id, &secret).await;
    let rotated = rotated.map_err(|error| on.instead(error))?;
    on.show(with_secret(&on, page(&on, &rotated).await?, &rotated)).await
}

/// Sends it something to try it out.
pub(in crate::http::pages::settings) async fn test(
    on: OnWebhook,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let done = on.desk.test_webhook(on.at.into(), &on.sender(&entered), &on.webhook.id).await;
    let to = on.rest();
    Err(on.on.pressed(done, &entered, &to).await)
}

/// Sends something once more.
pub(in crate::http::pages::settings) async fn redeliver(
    on: OnWebhook,
    Path(path): Path<DeliveryPath>,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let done = on.desk.redeliver(on.at.into(), &on.sender(&entered), &on.webhook.id, &path.delivery).await;
    let to = on.rest();
    Err(on.on.pressed(done, &entered, &to).await)
}

/// Removes it, with all that waits for it.
pub(in crate::http::pages::settings) async fn remove(
    on: OnWebhook,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let done = on.desk.remove_webhook(on.at.into(), &on.sender(&entered), &on.webhook.id).await;
    Err(on.on.pressed(done, &entered, "/webhooks").await)
}

impl OnWebhook {
    fn rest(&self) -> String {
        format!("/webhooks/{}", self.webhook.id)
    }

    fn making(&self) -> Result<std::sync::Arc<dyn crate::http::ports::WebhookMaking>, Instead> {
        match self.visitor.state.desk() {
            Ok(behind) => Ok(behind.webhooks.clone()),
            Err(problem) => Err(self.problem(problem)),
        }
    }

    /// What is to be changed of it; or why it cannot go where it is to.
    fn change(&self, entered: &Entered) -> Result<Result<WebhookChange, String>, Instead> {
        let url = Some(entered.text("url")).filter(|url| !url.is_empty());
        let making = self.making()?;
        let target = url.map(|url| making.target(&url)).transpose();
        Ok(target.map(|target| WebhookChange {
            target,
            events: Some(events(entered)),
            format: entered.named("format"),
            description: Some(entered.text("description")),
            enabled: Some(entered.is_on("enabled")),
        }))
    }
}

async fn page(on: &InSettings, webhook: &Webhook) -> Result<Page, Instead> {
    let told = on.desk.list_deliveries((on.at.into(), &webhook.id), &on.actor, None, SHOWN, None).await;
    let told = told.map_err(|error| on.instead(error))?.deliveries;
    let action = on.address(&format!("/webhooks/{}", webhook.id));
    let edit = Form::new("webhook", action, on.say("page-save"), fields(on, Some(webhook)));
    let text = on.name("page-back", &on.say("page-webhooks"));
    let first = Section { rows: vec![itself(on, webhook)], forms: vec![on.once_only(edit)], ..Section::default() };
    Ok(Page {
        title: webhook.origin.clone(),
        back: Some(Link { address: on.address("/webhooks"), text, is_here: false }),
        sections: vec![first, deliveries(on, webhook, &told)],
        ..Page::default()
    })
}

/// What is done to it as a whole.
fn itself(on: &InSettings, webhook: &Webhook) -> Row {
    let deeds = [("test", "page-webhook-test"), ("rotate", "page-webhook-rotate"), ("remove", "page-remove")];
    let deeds = deeds.map(|(rest, key)| {
        let mut deed = on.deed(&format!("/webhooks/{}/{rest}", webhook.id), key, "page-remove-named", "");
        deed.label.clone_from(&deed.text);
        deed.is_danger = rest == "remove";
        deed
    });
    Row { name: webhook.origin.clone(), badge: standing(on, webhook), deeds: deeds.into(), ..Row::default() }
}

fn deliveries(on: &InSettings, webhook: &Webhook, told: &[Delivery]) -> Section {
    Section {
        title: on.say("page-deliveries"),
        about: on.say("page-deliveries-about"),
        rows: told.iter().map(|delivery| row(on, webhook, delivery)).collect(),
        none: on.say("page-deliveries-none"),
        ..Section::default()
    }
}

fn row(on: &InSettings, webhook: &Webhook, delivery: &Delivery) -> Row {
    let state = on.say(&format!("page-delivery-{}", delivery.state.name()));
    let tries = on.count("page-delivery-tries", usize::try_from(delivery.tries).unwrap_or(usize::MAX));
    let answer = delivery.last.as_ref().and_then(|last| match (last.status, &last.error) {
        (Some(status), _) => Some(on.name("page-delivery-status", &status.to_string())),
        (None, error) => error.clone(),
    });
    let about = format!("{} · {tries}", Moment(delivery.created_at).text());
    let again = (delivery.state != DeliveryState::Pending).then(|| {
        let rest = format!("/webhooks/{}/deliveries/{}/redeliver", webhook.id, delivery.id);
        on.deed(&rest, "page-redeliver", "page-redeliver-named", &delivery.id)
    });
    let (name, about) = (delivery.event.clone(), std::iter::once(about).chain(answer).collect());
    Row { name, about, badge: Some(state), deeds: again.into_iter().collect(), ..Row::default() }
}
