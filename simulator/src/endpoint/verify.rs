//! PINGs: an endpoint is asked whether it checks signatures before it is taken.
use axum::http::Uri;
use serde_json::{Value, json};

use super::post::{NoReply, Reply, Signed};
use crate::{
    DiscordError, FormErrors, Shared,
    world::{ApplicationId, INTERACTION_PATIENCE, World},
};

const FIELD: &str = "interactions_endpoint_url";
const LONGEST_URL: usize = 2048;

/// How a PING is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    Good,
    Bad,
}

/// Asks an endpoint with a good signature, which it must answer with a PONG, and with a bad one, which it must refuse
/// with 401. Errors: 50035.
pub(crate) async fn verify(shared: &Shared, application: ApplicationId, url: &str) -> Result<(), DiscordError> {
    check_form(url)?;
    let fault = match ping(shared, application, url, Signature::Good).await {
        Err(error) => error.to_string(),
        Ok(reply) if !is_pong(&reply) => format!("a PING was answered with {}", described(&reply)),
        Ok(_) => match ping(shared, application, url, Signature::Bad).await {
            Err(error) => error.to_string(),
            Ok(reply) if reply.status != 401 => format!("a bad signature was answered with {}", described(&reply)),
            Ok(_) => return Ok(()),
        },
    };
    tracing::warn!(%application, url, fault, "the endpoint could not be verified");
    let message = "The specified interactions endpoint url could not be verified.";
    Err(FormErrors::one(FIELD, "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID", message))
}

/// Posts a PING.
pub(super) async fn ping(
    shared: &Shared,
    application: ApplicationId,
    url: &str,
    signature: Signature,
) -> Result<Reply, NoReply> {
    let drawn = shared.change(|world| {
        let key = world.applications.get(&application)?.key.clone();
        Some((key, ping_json(world, application).to_string(), world.now()))
    });
    let (key, body, now) = drawn.ok_or_else(|| NoReply::Failed(anyhow::anyhow!("there is no such application")))?;
    let signed = match signature {
        Signature::Good => Signed::properly(&key, now, body),
        Signature::Bad => Signed::badly(&key, now, body),
    };
    let deadline = now + INTERACTION_PATIENCE;
    shared.endpoints.poster.post(&shared.clock, deadline, url, signed).await
}

fn ping_json(world: &mut World, application: ApplicationId) -> Value {
    let id = world.next_id();
    let token = format!("aW50ZXJhY3Rpb246{id}:{}", world.random_text(48));
    json!({
        "id": id, "application_id": application, "type": 1, "token": token, "version": 1, "entitlements": [],
        "app_permissions": "562949953601536", "authorizing_integration_owners": {},
        "user": { "id": "1", "username": "owner", "discriminator": "0", "global_name": null, "avatar": null,
            "avatar_decoration_data": null, "bot": false, "public_flags": 0 },
    })
}

fn check_form(url: &str) -> Result<(), DiscordError> {
    let mut form = FormErrors::new();
    form.length(FIELD, url.chars().count(), 0..=LONGEST_URL);
    let parsed = url.parse::<Uri>().ok().filter(|url| url.host().is_some_and(|host| !host.is_empty()));
    match parsed.as_ref().and_then(Uri::scheme_str) {
        Some("http" | "https") => {}
        Some(scheme) => {
            let known = "Scheme must be one of ('http', 'https').";
            form.add(FIELD, "URL_TYPE_INVALID_SCHEME", format!("Scheme \"{scheme}\" is not supported. {known}"));
        }
        None => form.add(FIELD, "URL_TYPE_INVALID_URL", "Not a well formed URL."),
    }
    form.finish()
}

fn is_pong(reply: &Reply) -> bool {
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    reply.status == 200 && body["type"] == 1
}

fn described(reply: &Reply) -> String {
    format!("{} {}", reply.status, String::from_utf8_lossy(&reply.body).chars().take(200).collect::<String>())
}
