//! Ticket types to choose from while one of their names is typed.

use crate::action::{Complete, Completed};
use crate::context::Visit;
use crate::reply::Choice;

/// A type is chosen by its name, so that it may also be typed.
pub(crate) const COMPLETE: Complete =
    Complete { option: "type", run: |visit, _, typed| Box::pin(types_called(visit, typed)) };

async fn types_called(visit: &Visit, typed: &str) -> Completed {
    let names = visit.desk.types_called(visit.at, &visit.actor, typed).await?;
    Ok(choices(names))
}

/// Types to choose from by these names.
pub(crate) fn choices(names: Vec<String>) -> Vec<Choice> {
    names.into_iter().map(|name| Choice { value: name.clone().into(), name }).collect()
}
