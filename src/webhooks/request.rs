//! One request: what a delivery looks like on its way, and what is read of the answer.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::webhook::{Answer, Delivery, Webhook, WebhookFormat};
use tokio::time::Instant;

use super::egress::{Egress, TargetRefused};
use super::signature::sign;

/// So much of an answer is read, so that its connection can be used again. A longer one costs the connection.
const MOST_READ: usize = 16 << 10;

/// Sends deliveries.
#[derive(Debug)]
pub(super) struct Sender {
    egress: Egress,
    clock: Arc<dyn Clock>,
}

impl Sender {
    pub(super) const fn new(egress: Egress, clock: Arc<dyn Clock>) -> Self {
        Self { egress, clock }
    }

    /// Sends a delivery once. Each time it says when, and is signed for that moment; all else is the same.
    pub(super) async fn send(&self, webhook: &Webhook, delivery: &Delivery) -> Answer {
        let begun = Instant::now();
        let request = match self.egress.post(webhook.url.expose()) {
            Ok(request) => self.written(request, webhook, delivery),
            Err(refused) => {
                return Answer { took: begun.elapsed(), status: Err(refused.to_string()), retry_after: None };
            }
        };
        match request.send().await {
            Ok(mut response) => {
                let (status, retry_after) = (response.status().as_u16(), self.retry_after(&response));
                read(&mut response).await;
                Answer { took: begun.elapsed(), status: Ok(status), retry_after }
            }
            Err(error) => Answer { took: begun.elapsed(), status: Err(what_went_wrong(&error)), retry_after: None },
        }
    }

    fn written(&self, request: RequestBuilder, webhook: &Webhook, delivery: &Delivery) -> RequestBuilder {
        let request = request.header(CONTENT_TYPE, "application/json").body(delivery.body.clone());
        if delivery.format == WebhookFormat::Discord {
            return request;
        }
        let now = self.clock.now();
        let signature = sign(webhook.secrets(now), &delivery.id, now, &delivery.body);
        request
            .header("webhook-id", &delivery.id)
            .header("webhook-timestamp", now.as_seconds())
            .header("webhook-signature", signature)
    }

    /// How long the receiver wants to be left alone: so many seconds, or until a date.
    fn retry_after(&self, response: &Response) -> Option<Duration> {
        let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse::<f64>() {
            return Duration::try_from_secs_f64(seconds).ok();
        }
        let since = httpdate::parse_http_date(text).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        let until = Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?);
        Some(until.since(self.clock.now()))
    }
}

/// Reads an answer to its end, as long as that is near.
async fn read(response: &mut Response) {
    let mut length = 0;
    while length < MOST_READ {
        match response.chunk().await {
            Ok(Some(chunk)) => length += chunk.len(),
            Ok(None) | Err(_) => return,
        }
    }
}

/// What went wrong, without the address.
fn what_went_wrong(error: &reqwest::Error) -> String {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(known) = cause {
        if let Some(refused) = known.downcast_ref::<TargetRefused>() {
            return refused.to_string();
        }
        cause = known.source();
    }
    let what = match () {
        () if error.is_timeout() => "The receiver did not answer in time.",
        () if error.is_connect() => "The receiver cannot be connected to.",
        () => "The receiver broke the connection off.",
    };
    what.to_owned()
}
