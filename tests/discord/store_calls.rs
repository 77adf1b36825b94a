//! How often the databases are asked for a ticket.

use std::time::Duration;

use tickit::store::memory::Faults;
use tickit_domain::ids::GuildId;
use tokio::time::sleep;

use crate::support::{TestService, until_idle};

/// Looks for due jobs, and sessions that are saved, are counted with what a ticket takes; not each ticket meets one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_opened_with_five_calls_of_the_store_and_a_claim_where_processes_share_it() {
    let (app, stores) = TestService::in_memory().await;
    let (core, guild) = (stores.memory_core(), stores.memory_guild(GuildId::new(app.guild.id().0)));
    app.opens(&app.member("first"), "Support").await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let mut fewest = (u64::MAX, u64::MAX);
    for number in 0..5 {
        core.set_faults(Faults::default());
        guild.set_faults(Faults::default());
        app.opens(&app.member(&format!("member-{number}")), "Support").await;
        sleep(Duration::from_millis(200)).await;
        fewest = (fewest.0.min(core.calls()), fewest.1.min(guild.calls()));
    }
    // The job, and its end. Before them the interaction's claim, which databases that a process has to itself need not keep.
    assert_eq!(fewest.0, 2 + 1, "calls of the core database");
    // Slot, number and ticket; channel and ticket; what Discord shows.
    assert_eq!(fewest.1, 3, "calls of the guild's database");
    app.finish().await;
}
