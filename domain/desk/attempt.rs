//! How an attempt at a job ends.

use std::time::Duration;

use crate::discord::DiscordError;
use crate::error::{Error, Outcome};
use crate::job::Attempt;

/// How soon something is tried again whose outcome is unknown.
pub(super) const SOON: Duration = Duration::from_secs(1);

/// How soon a job looks whether its bot is in the guild again, where nobody says so.
const REMOVED: Duration = Duration::from_mins(10);

/// A job has more to do than one attempt may take.
#[derive(Debug, thiserror::Error)]
#[error("there is more to do")]
pub(super) struct Unfinished;

/// A job goes on after a while: enough is under way, or it is too soon. Nothing failed.
#[derive(Debug, thiserror::Error)]
#[error("it is too soon to go on")]
pub(super) struct NotYet(pub(super) Duration);

impl From<DiscordError> for Error {
    fn from(error: DiscordError) -> Self {
        Self::Failed(anyhow::Error::new(error))
    }
}

pub(super) fn again(after: Duration, because: &str) -> Attempt {
    Attempt::Again { after, because: because.to_owned() }
}

pub(super) fn wait(after: Duration) -> Attempt {
    Attempt::Wait { after, because: "a limit of Discord's holds".into() }
}

/// Whether nothing can be done with the bot before its owner has done something.
pub(super) fn is_stopped(error: &Error) -> bool {
    let Error::Failed(failure) = error else { return false };
    matches!(failure.downcast_ref(), Some(DiscordError::Stopped))
}

/// Whether an attempt ended because there is more to do than one may.
pub(super) fn is_unfinished(error: &Error) -> bool {
    matches!(error, Error::Failed(failure) if failure.is::<Unfinished>())
}

/// Whether something is not done however often it is asked for: it is gone, not allowed, or not accepted.
pub(super) fn is_over(error: &DiscordError) -> bool {
    let over = [DiscordError::Gone, DiscordError::Missing, DiscordError::Forbidden, DiscordError::NotInGuild];
    error.is_for_good() || over.contains(error)
}

/// A failure that passes is a reason to try again; one that does not is the caller's to log.
pub(super) fn later(error: Error) -> Outcome<Attempt> {
    if is_unfinished(&error) {
        return Ok(Attempt::More);
    }
    let Error::Failed(failure) = error else { return Err(error) };
    if let Some(NotYet(after)) = failure.downcast_ref() {
        return Ok(Attempt::Wait { after: *after, because: failure.to_string() });
    }
    match failure.downcast_ref::<DiscordError>() {
        Some(DiscordError::Limited(after)) => Ok(wait(*after)),
        Some(DiscordError::NotInGuild) => {
            Ok(Attempt::Wait { after: REMOVED, because: "the bot is not in the guild".into() })
        }
        Some(DiscordError::Unavailable(after)) => Ok(again(*after, "Discord is unavailable")),
        Some(DiscordError::Ambiguous) => Ok(again(SOON, "an answer of Discord's never came")),
        Some(DiscordError::Stopped) => Ok(again(Duration::ZERO, "the bot is stopped")),
        _ => Err(Error::Failed(failure)),
    }
}
