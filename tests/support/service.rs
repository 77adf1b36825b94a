//! The service in this process, looked through for secrets before it stops.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Deref;
use std::time::Duration;

use tickit::app;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore, List, Order, Selection};
use tokio::time::timeout;

use super::leaks::Watch;

/// The most guilds whose records are looked through.
const GUILDS: usize = 20;

/// Records that have a secret in them once they are opened, for those who need it.
const FOR_OTHERS: [&str; 3] = ["webhook", "delivery", "request"];

/// The service, running.
#[derive(Debug)]
pub struct Service {
    running: app::Service,
    watch: Watch,
}

impl Deref for Service {
    type Target = app::Service;

    fn deref(&self) -> &app::Service {
        &self.running
    }
}

impl Service {
    pub(super) fn new(running: app::Service) -> Self {
        Self { running, watch: Watch::begin() }
    }

    /// Looks for secrets in what it counted and what it keeps, events and failures among it; then stops it.
    pub async fn stop(self) {
        self.watch.look("the metrics", self.metrics().text().unwrap());
        // A database that a test has made fail or wait is left alone.
        let _ = timeout(Duration::from_secs(1), self.look_at_records()).await;
        self.running.stop().await;
    }

    async fn look_at_records(&self) {
        let stores = self.stores();
        let ids = self.look_at(&*stores.core()).await;
        let guilds = ids.iter().filter_map(|id| id.strip_prefix("directory:")?.parse().ok());
        for guild in guilds.take(GUILDS) {
            if let Ok(guild) = stores.guild(GuildId::new(guild)).await {
                self.look_at(&*guild).await;
            }
        }
    }

    /// Looks at the newest records of a database, opened as whoever reads them has them; their ids.
    async fn look_at(&self, store: &dyn DocumentStore) -> Vec<String> {
        let list =
            List { selection: Selection::Prefix(String::new()), order: Order::Ascending, limit: 1000, after: None };
        let Ok(page) = store.list(&list).await else { return Vec::new() };
        let mut texts = BTreeMap::<_, String>::new();
        for record in page.records.iter().filter(|record| !FOR_OTHERS.contains(&&*record.kind)) {
            let place = match &*record.kind {
                "event" => "the audit log",
                "error" | "error_group" => "the error log",
                _ => "records, opened",
            };
            let text = texts.entry(place).or_default();
            writeln!(text, "{} {} {}", record.id, record.owner, record.body.text()).unwrap();
        }
        for (place, text) in texts {
            self.watch.look(place, text);
        }
        page.records.into_iter().map(|record| record.id).collect()
    }
}
