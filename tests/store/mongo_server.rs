//! A MongoDB server to test on, found by an environment variable, and its own ways to fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::TryStreamExt as _;
use mongodb::Client;
use mongodb::bson::{Bson, Document, doc};
use secrecy::SecretString;
use tickit::store::MongoStores;
use tickit::store::mongo::MongoLimits;
use tickit_domain::store::Stores;
use tokio::sync::Mutex;

use super::Fixture;
use crate::support::leaks::Watch;
use crate::support::outside;

/// Any server, a standalone or a replica set.
pub(crate) const ANY: &str = "TICKIT_TEST_MONGODB_URI";
/// A replica set, of another server, whose primary may be stepped down and whose members may be taken away.
pub(crate) const FAILOVER: &str = "TICKIT_TEST_MONGODB_FAILOVER_URI";

/// A server has one fail point for all: the tests that use it take turns.
pub(crate) static FAIL_POINT: Mutex<()> = Mutex::const_new(());
/// A replica set has one primary: the tests that take it away take turns.
pub(crate) static PRIMARY: Mutex<()> = Mutex::const_new(());

/// Databases with a prefix of their own on a server, and a second client to look at them and to make the server fail.
pub(crate) struct Mongo {
    pub(crate) stores: Arc<MongoStores>,
    pub(crate) prefix: String,
    pub(crate) address: String,
    pub(crate) admin: Client,
}

impl Mongo {
    /// Opens them on the server that a variable names. Where it is not set the test is skipped loudly; with `CI=true` it fails.
    pub(crate) async fn at(variable: &str) -> Option<Self> {
        let address = address(variable)?;
        Some(Self::open_within(&address, MongoLimits::default()).await)
    }

    pub(crate) async fn open_within(address: &str, limits: MongoLimits) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let prefix = format!("tt-{}-{:04}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let admin = Client::with_uri_str(address).await.unwrap();
        let stores = Arc::new(connect(address, &prefix, limits).await);
        Self { stores, prefix, address: address.to_owned(), admin }
    }

    /// The names of our databases that hold anything.
    pub(crate) async fn databases(&self) -> Vec<String> {
        let mut names = Vec::new();
        for name in self.admin.list_database_names().await.unwrap() {
            let ours = name.starts_with(&self.prefix);
            if ours && !self.admin.database(&name).list_collection_names().await.unwrap().is_empty() {
                names.push(name);
            }
        }
        names.sort();
        names
    }

    /// All that the databases hold, as text.
    pub(crate) async fn dump(&self) -> String {
        let mut dump = String::new();
        for name in self.databases().await {
            let database = self.admin.database(&name);
            for collection in database.list_collection_names().await.unwrap() {
                let documents = database.collection::<Document>(&collection).find(Document::new()).await.unwrap();
                let documents: Vec<Document> = documents.try_collect().await.unwrap();
                dump.extend(documents.iter().map(ToString::to_string));
            }
        }
        dump
    }

    /// Looks for secrets in the databases, and drops them.
    pub(crate) async fn drop_databases(&self) {
        Watch::begin().look("a dump of MongoDB", self.dump().await);
        // The longest names first: a test server may take a database's name for the beginning of another's.
        for name in self.databases().await.into_iter().rev() {
            self.admin.database(&name).drop().await.unwrap();
        }
    }

    /// Has commands of ours fail, as MongoDB's own tests do:
    /// <https://github.com/mongodb/mongo/wiki/The-%22failCommand%22-fail-point>. One test at a time may: see `FAIL_POINT`.
    pub(crate) async fn fail(&self, mode: impl Into<Bson>, commands: &[&str], how: Document) {
        let mut data = doc! { "failCommands": commands, "appName": &self.prefix };
        data.extend(how);
        self.administer(doc! { "configureFailPoint": "failCommand", "mode": mode.into(), "data": data }).await.unwrap();
    }

    /// Has nothing fail any more.
    pub(crate) async fn mend(&self) {
        self.administer(doc! { "configureFailPoint": "failCommand", "mode": "off" }).await.unwrap();
    }

    /// A command that only an administrator may give.
    pub(crate) async fn administer(&self, command: Document) -> mongodb::error::Result<Document> {
        self.admin.database("admin").run_command(command).await
    }
}

impl Fixture for Mongo {
    async fn open() -> Option<Self> {
        Self::at(ANY).await
    }

    fn stores(&self) -> Arc<dyn Stores> {
        self.stores.clone()
    }

    async fn another_client(&self) -> Option<Arc<dyn Stores>> {
        Some(Arc::new(connect(&self.address, &self.prefix, MongoLimits::default()).await))
    }

    async fn end(self) {
        self.drop_databases().await;
        self.stores.close().await;
        self.admin.shutdown().await;
    }
}

/// A client whose commands can be told from others' by their `appName`.
async fn connect(address: &str, prefix: &str, limits: MongoLimits) -> MongoStores {
    let named = format!("{address}{}appName={prefix}", if address.contains('?') { '&' } else { '?' });
    MongoStores::open_within(&SecretString::from(named), prefix, limits).await.unwrap()
}

/// The server's address.
pub(crate) fn address(variable: &str) -> Option<String> {
    outside(variable, "the address of a MongoDB with enableTestCommands=1")
}
