//! What the databases hold, and whether Discord agrees.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use discord_simulator::GuildHandle;
use serde_json::Value;
use tickit::store::memory::MemoryStore;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::{GuildId, MessageId, UserId};
use tickit_domain::job::JobState;
use tickit_domain::store::{DocumentStore as _, List, Order, Record, Selection, Stores};
use tickit_domain::ticket::{Ticket, TicketState};
use tickit_domain::transcript::TicketMessage;
use tokio::time::{Instant, sleep};

use super::TestGuild;
use super::guild::marker;
use tickit::app::Service;

/// Replaces a guild's settings as another process would, and waits until the service reads them anew.
pub async fn replace_settings(guild: &MemoryStore, change: impl FnOnce(&mut Record)) {
    let (_, mut record) = guild.contents().into_iter().find(|(id, _)| id.starts_with("settings:")).unwrap();
    let rev = record.rev;
    change(&mut record);
    guild.replace(record, rev).await.unwrap();
    sleep(Duration::from_millis(1_100)).await;
}

/// Changes a record's body, behind everybody's back.
pub fn change_body(record: &mut Record, change: impl FnOnce(&mut Value)) {
    let mut body = record.body.read().unwrap();
    change(&mut body);
    record.body = body.into();
}

/// Has a job fail so often already that its next attempt is its last.
pub fn exhaust(job: &mut Record) {
    change_body(job, |body| body["attempts"] = 1000.into());
    job.at = Timestamp::default();
}

/// The tickets in a guild's database, by number.
pub async fn tickets(stores: &dyn Stores, guild: &GuildHandle) -> Vec<Ticket> {
    let store = stores.guild(GuildId::new(guild.id().0)).await.unwrap();
    let selection = Selection::Prefix("ticket:".into());
    let page = store.list(&List { selection, order: Order::Ascending, limit: 1000, after: None }).await.unwrap();
    page.records.into_iter().map(|record| record.body.read().unwrap()).collect()
}

/// Fails unless each channel of a ticket has its record, each open ticket its channel, and no two share anything.
/// The open tickets.
pub async fn agrees(stores: &dyn Stores, home: &TestGuild) -> Vec<Ticket> {
    let (tickets, channels) = (tickets(stores, &home.guild).await, home.ticket_channels());
    let open: Vec<_> = tickets.into_iter().filter(|ticket| ticket.state == TicketState::Open).collect();
    let recorded: BTreeSet<_> =
        open.iter().map(|ticket| (ticket.channel.expect("an open ticket's channel").get(), ticket.marker())).collect();
    let there: BTreeSet<_> = channels.iter().map(|channel| (channel.id().0, marker(channel).unwrap())).collect();
    assert_eq!(recorded, there, "records on the left, channels on the right");
    let markers: BTreeSet<_> = channels.iter().filter_map(marker).collect();
    assert_eq!(
        (open.len(), markers.len()),
        (channels.len(), channels.len()),
        "two channels or records are one ticket's"
    );
    open
}

/// A message as it is kept, of somebody whose id is 777.
pub fn kept_message(id: u64, name: &str, content: String) -> TicketMessage {
    TicketMessage {
        id: MessageId::new(id),
        author: Some(UserId::new(777)),
        author_name: name.to_owned(),
        username: None,
        by_bot: false,
        sent_at: Timestamp::from_millis(1_795_694_400_000),
        edited_at: None,
        withheld: false,
        content,
        earlier: Vec::new(),
        deleted_at: None,
        attachments: Vec::new(),
        mentioned: Vec::new(),
        raw: None,
    }
}

/// Whether no job waits or runs.
async fn idle(service: &Service) -> bool {
    let jobs = service.desk().jobs();
    let count = async |state| jobs.count(state).await.unwrap_or(1);
    count(JobState::Ready).await + count(JobState::Running).await == 0
}

/// Waits until no job waits or runs.
pub async fn until_idle(service: &Service, within: Duration) {
    let deadline = Instant::now() + within;
    while !idle(service).await {
        assert!(Instant::now() < deadline, "there are jobs after {within:?}");
        sleep(Duration::from_millis(50)).await;
    }
}

/// The bytes of every file below a directory.
pub fn files(directory: &Path) -> Vec<u8> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { std::fs::read(path).unwrap() }).collect()
}
