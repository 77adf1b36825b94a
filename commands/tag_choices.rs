//! Tags to choose from while one of their names is typed.

use crate::action::{Complete, Completed};
use crate::context::Visit;
use crate::reply::Choice;

/// A tag is chosen by its name, so that it may also be typed.
pub(crate) const COMPLETE: Complete =
    Complete { option: "name", run: |visit, _, typed| Box::pin(tags_called(visit, typed)) };

async fn tags_called(visit: &Visit, typed: &str) -> Completed {
    let names = visit.desk.tags_called(visit.at, &visit.actor, typed).await?;
    Ok(names.into_iter().map(|name| Choice { value: name.clone().into(), name }).collect())
}
