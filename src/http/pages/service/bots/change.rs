//! A bot is stopped, goes on, gets new sessions, or is let go.

use axum::response::{IntoResponse as _, Redirect, Response};

use super::bot::{OnBot, address};
use crate::http::pages::instead::Instead;
use crate::http::problem::Problem;

/// Stops it until somebody starts it.
pub(in crate::http::pages) async fn stop(on: OnBot) -> Result<Response, Instead> {
    let stopped = on.operator.behind.hosting.stop(on.bot, &on.operator.actor).await;
    on.back(stopped.map_err(|error| on.operator.instead(error))?)
}

/// Has it go on.
pub(in crate::http::pages) async fn start(on: OnBot) -> Result<Response, Instead> {
    let started = on.operator.behind.hosting.start(on.bot, &on.operator.actor).await;
    on.back(started.map_err(|error| on.operator.instead(error))?)
}

/// Has its sessions made anew.
pub(in crate::http::pages) async fn reconnect(on: OnBot) -> Result<Response, Instead> {
    let reconnected = on.operator.state().0.ports.bots.reconnect(on.bot).await;
    reconnected.map_err(|error| on.operator.problem(error.into()))?;
    on.back(true)
}

/// Lets it go: its sessions end and its token is forgotten. Its tickets stay.
pub(in crate::http::pages) async fn forget(on: OnBot) -> Result<Response, Instead> {
    let forgotten = on.operator.behind.hosting.forget(on.bot, &on.operator.actor).await;
    forgotten.map_err(|error| on.operator.instead(error))?;
    Ok(Redirect::to("/dashboard/bots").into_response())
}

impl OnBot {
    /// Back to its page, where it is registered.
    fn back(&self, is_there: bool) -> Result<Response, Instead> {
        if !is_there {
            return Err(self.operator.problem(Problem::no_such_bot()));
        }
        Ok(Redirect::to(&address(self.bot)).into_response())
    }
}
