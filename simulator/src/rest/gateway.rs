//! `/gateway`: where sessions connect to, and how many may.
use std::sync::Arc;

use axum::{Router, routing::get};
use serde_json::json;

use super::{
    answer::{Answer, ok},
    call::{Call, Open},
};
use crate::{Shared, world::IDENTIFIES_A_DAY};

/// Guilds that Discord recommends for one shard.
const GUILDS_A_SHARD: usize = 1000;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/gateway", get(address)).route("/gateway/bot", get(for_bot))
}

async fn address(open: Open) -> Answer {
    ok(json!({ "url": url(&open.shared) }))
}

async fn for_bot(call: Call) -> Answer {
    let (guilds, concurrency, (remaining, reset_after)) = call.shared.change(|world| {
        let guilds = world.guilds_of(call.bot).count();
        let concurrency = world.applications.get(&call.bot).map_or(1, |application| application.max_concurrency);
        (guilds, concurrency, call.shared.gateway.identifies_left(world, call.bot))
    });
    ok(json!({
        "url": url(&call.shared), "shards": guilds.div_ceil(GUILDS_A_SHARD).max(1),
        "session_start_limit": {
            "total": IDENTIFIES_A_DAY, "remaining": remaining, "reset_after": reset_after,
            "max_concurrency": concurrency,
        },
    }))
}

fn url(shared: &Shared) -> String {
    shared.gateway_url.clone()
}
