//! What people do in a client: look, write, type commands, press, choose, fill in.
//!
//! A person does only what a client would let them: what they cannot see they cannot press. Methods panic where a person
//! could not do it, because that is a mistake of the test; those that begin with `tries_` return [`Impossible`] instead.
mod answer;
mod command;
mod components;
mod compose;
mod control;
mod dialog;
mod inject;
mod interact;
mod looks;
mod mentions;
mod message;
mod press;
mod slash;
mod submit;
mod upload;
mod write;

pub use answer::{Answer, AnswerKind};
pub use command::Choice;
pub(crate) use command::visible_commands;
pub use control::{Button, Select};
pub use dialog::{Field, Modal};
pub(crate) use looks::sees;
pub use message::MessageHandle;

/// Why a person cannot do something, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Impossible(pub String);

impl From<String> for Impossible {
    fn from(reason: String) -> Self {
        Self(reason)
    }
}

impl From<crate::DiscordError> for Impossible {
    fn from(error: crate::DiscordError) -> Self {
        Self(error.to_string())
    }
}

/// An error with this reason.
fn impossible<T>(reason: impl Into<String>) -> Result<T, Impossible> {
    Err(Impossible(reason.into()))
}

/// What came of it, or the end of the test.
#[expect(clippy::panic, reason = "a test that lets a person do what they cannot is wrong, and says so here")]
fn possible<T>(result: Result<T, Impossible>, name: &str) -> T {
    result.unwrap_or_else(|reason| panic!("{name} cannot do that: {reason}"))
}
