//! The engines that are measured, by the names and versions that they give themselves.

use anyhow::Context as _;
use mongodb::Client;
use mongodb::bson::{Document, doc};

use crate::support::process::Engine;

/// An engine with its name.
pub struct EngineUnderTest {
    /// Name and version.
    pub name: String,
    /// Where it is.
    pub engine: Engine,
}

/// SQLite, unless it is left out, and each of these servers.
pub async fn all(mongodb: &[String], without_sqlite: bool) -> anyhow::Result<Vec<EngineUnderTest>> {
    let sqlite = EngineUnderTest { name: format!("SQLite {}", rusqlite::version()), engine: Engine::Sqlite };
    let mut engines = if without_sqlite { Vec::new() } else { vec![sqlite] };
    for uri in mongodb {
        engines.push(EngineUnderTest { name: name_of(uri).await?, engine: Engine::Mongo(uri.clone()) });
    }
    Ok(engines)
}

impl EngineUnderTest {
    /// Removes what a service wrote under this prefix.
    pub async fn clear(&self, prefix: &str) -> anyhow::Result<()> {
        let Engine::Mongo(uri) = &self.engine else { return Ok(()) };
        let client = Client::with_uri_str(uri).await?;
        for name in client.list_database_names().await?.into_iter().filter(|name| name.starts_with(prefix)) {
            client.database(&name).drop().await?;
        }
        Ok(())
    }
}

async fn name_of(uri: &str) -> anyhow::Result<String> {
    let client = Client::with_uri_str(uri).await.context("connecting to MongoDB")?;
    let build = client.database("admin").run_command(doc! { "buildInfo": 1 }).await.context("asking its version")?;
    let text = |build: &Document, key: &str| build.get_str(key).unwrap_or_default().to_owned();
    let product = ["serverName", "gitVersion"].map(|key| text(&build, key)).into_iter().find(|text| !text.is_empty());
    Ok(format!("MongoDB protocol {} ({})", text(&build, "version"), product.unwrap_or_else(|| "unnamed".into())))
}
