//! `/applications/@me`.
use std::sync::Arc;

use axum::{Router, routing::get};
use serde_json::Value;

use super::{
    answer::{Answer, ok},
    call::Call,
};
use crate::{Shared, endpoint};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/applications/@me", get(own).patch(edit)).route("/oauth2/applications/@me", get(own))
}

async fn own(call: Call) -> Answer {
    ok(call.shared.read(|world| world.application_json(call.bot)))
}

async fn edit(call: Call) -> Answer {
    if let Some(url) = call.body()?.get("interactions_endpoint_url") {
        let url = match url {
            Value::Null => String::new(),
            Value::String(url) => url.clone(),
            other => other.to_string(),
        };
        if !url.is_empty() {
            endpoint::verify(&call.shared, call.bot, &url).await?;
        }
        let url = Some(url).filter(|url| !url.is_empty());
        call.shared.change(|world| world.set_interactions_endpoint(call.bot, url));
    }
    own(call).await
}
