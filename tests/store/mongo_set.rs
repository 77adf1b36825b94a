//! The contract once more, on a replica set.

use std::sync::Arc;

use tickit_domain::store::Stores;
use tokio::sync::MutexGuard;

use super::Fixture;
use super::mongo_server::{FAILOVER, Mongo, PRIMARY, address};

/// A replica set whose primary nobody takes away meanwhile.
struct MongoSet {
    mongo: Mongo,
    _turn: MutexGuard<'static, ()>,
}

impl Fixture for MongoSet {
    async fn open() -> Option<Self> {
        address(FAILOVER)?;
        let turn = PRIMARY.lock().await;
        Some(Self { mongo: Mongo::at(FAILOVER).await?, _turn: turn })
    }

    fn stores(&self) -> Arc<dyn Stores> {
        self.mongo.stores()
    }

    async fn another_client(&self) -> Option<Arc<dyn Stores>> {
        self.mongo.another_client().await
    }

    async fn end(self) {
        self.mongo.end().await;
    }
}

contract_on!(MongoSet);
