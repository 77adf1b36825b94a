//! `/applications/@me`.
use std::sync::Arc;

use axum::{Router, routing::get};

use super::{
    answer::{Answer, ok},
    call::Call,
};
use crate::Shared;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/applications/@me", get(own).patch(edit)).route("/oauth2/applications/@me", get(own))
}

async fn own(call: Call) -> Answer {
    ok(call.shared.read(|world| world.application_json(call.bot)))
}

async fn edit(call: Call) -> Answer {
    let body = call.body()?;
    call.shared.change(|world| {
        let application = world.applications.get_mut(&call.bot);
        if let (Some(application), Some(url)) = (application, body.get("interactions_endpoint_url")) {
            application.interactions_endpoint = url.as_str().filter(|url| !url.is_empty()).map(str::to_owned);
        }
    });
    own(call).await
}
