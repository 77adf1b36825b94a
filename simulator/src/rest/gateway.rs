//! `/gateway`: where sessions connect to, and how many may.
use std::sync::Arc;

use axum::{Router, routing::get};
use serde_json::json;

use super::{
    answer::{Answer, ok},
    call::{Call, Open},
};
use crate::Shared;

/// IDENTIFYs a day, and the length of a day in milliseconds.
const TOTAL: u32 = 1000;
const DAY: u64 = 86_400_000;
/// Guilds that Discord recommends for one shard.
const GUILDS_A_SHARD: usize = 1000;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/gateway", get(address)).route("/gateway/bot", get(for_bot))
}

async fn address(open: Open) -> Answer {
    ok(json!({ "url": url(&open.shared) }))
}

async fn for_bot(call: Call) -> Answer {
    let (guilds, remaining, concurrency) = call.shared.read(|world| {
        let guilds = world.guilds.values().filter(|guild| guild.members.contains_key(&call.bot)).count();
        let application = world.applications.get(&call.bot);
        let remaining = application.map_or(0, |application| application.identifies_left);
        (guilds, remaining, application.map_or(1, |application| application.max_concurrency))
    });
    ok(json!({
        "url": url(&call.shared), "shards": guilds.div_ceil(GUILDS_A_SHARD).max(1),
        "session_start_limit": {
            "total": TOTAL, "remaining": remaining, "reset_after": DAY - call.shared.clock.now() % DAY,
            "max_concurrency": concurrency,
        },
    }))
}

fn url(shared: &Shared) -> String {
    format!("ws://{}/gateway", shared.address)
}
