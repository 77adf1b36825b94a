//! Teams to choose from while one of their names is typed.

use crate::action::Completed;
use crate::context::Visit;
use crate::reply::Choice;

/// A team is chosen by its name, so that it may also be typed.
pub(crate) async fn teams_called(visit: &Visit, typed: &str) -> Completed {
    let names = visit.desk.teams_called(visit.at, &visit.actor, typed).await?;
    Ok(names.into_iter().map(|name| Choice { value: name.clone().into(), name }).collect())
}
