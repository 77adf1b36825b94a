//! Records of earlier versions, brought up to date before a guild's database is used for the first time.

use futures_util::TryStreamExt;
use mongodb::Collection;
use mongodb::bson::{Document, doc};
use mongodb::error::Result as DriverResult;
use tickit_domain::store::{FACETED_KINDS, upgraded};

use super::{documents, filters};

/// Brings those up to date that were written before there were facets. Another process may do the same at the same time:
/// each record is replaced at its revision only. One that cannot be read stays, and is met when it is asked for.
pub(super) async fn upgrade(records: Collection<Document>) -> DriverResult<()> {
    let without_facets = doc! { "kind": { "$in": FACETED_KINDS.as_slice() }, "facets": { "$exists": false } };
    let mut found = records.find(without_facets).await?;
    while let Some(document) = found.try_next().await? {
        let upgraded = documents::record(document).and_then(|record| {
            let rev = record.rev;
            let Some(record) = upgraded(record)? else { return Ok(None) };
            Ok(Some((filters::of_id(&record.id, Some(rev)), documents::document(&record)?)))
        });
        match upgraded {
            Ok(Some((filter, document))) => drop(records.replace_one(filter, document).await?),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a record stays in its earlier version"),
        }
    }
    Ok(())
}
