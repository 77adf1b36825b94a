//! All that a Discord user can type, press or fill in: one action a file, and this table of them.
//!
//! An action parses what came in, calls one verb of the [`Desk`](tickit_domain::desk::Desk) and renders the answer.
//! It holds no rule. `docs/ADDING-A-COMMAND.md` tells how to add one.

mod add_member;
mod claim;
mod close;
mod open;
mod put_type;
mod remove_member;
mod rename;
mod reopen;
mod role_list;
mod send_panel;
mod set_up;
mod unclaim;

pub mod context;
pub mod custom_id;
mod mention;
pub mod message;
pub mod notice;
mod panel;
pub mod presenter;
pub mod reply;
pub mod submission;
pub mod transcript;
mod welcome;
pub mod words;

mod catalogue;

use std::future::Future;
use std::pin::Pin;

pub use catalogue::{Command, commands, definitions, slash_names};
use tickit_domain::error::{Error, Refusal};

use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::reply::Reply;
use crate::submission::Submission;

/// What an action answers.
pub type Answered = Result<Reply, Error>;

type Answering<'a> = Pin<Box<dyn Future<Output = Answered> + Send + 'a>>;

/// Everything that belongs to one word: its slash command, its button and its form.
struct Action {
    /// The word, which no other action has: its verb at the desk, and its name in files, custom ids and locale keys.
    word: &'static str,
    /// The command under which it stands; `None` where it is a command of its own or has none.
    parent: Option<&'static str>,
    /// Its slash command.
    slash: Option<fn() -> Command>,
    /// What its button does.
    press: Option<for<'a> fn(&'a Visit, &'a CustomId) -> Answering<'a>>,
    /// What its form does once it is sent.
    submit: Option<for<'a> fn(&'a Visit, &'a CustomId, &'a Submission) -> Answering<'a>>,
}

/// Every action. A new one is a file and a line here.
const ACTIONS: &[Action] = &[
    open::ACTION,
    close::ACTION,
    claim::ACTION,
    unclaim::ACTION,
    add_member::ACTION,
    remove_member::ACTION,
    rename::ACTION,
    reopen::ACTION,
    send_panel::ACTION,
    put_type::ACTION,
    set_up::ACTION,
];

/// Answers a press.
pub async fn press(visit: &Visit, custom_id: &str) -> Answered {
    let (action, id) = find(custom_id)?;
    match action.press {
        Some(press) => press(visit, &id).await,
        None => Err(Refusal::StaleControl.into()),
    }
}

/// Answers a form.
pub async fn submit(visit: &Visit, submission: &Submission) -> Answered {
    let (action, id) = find(&submission.custom_id)?;
    match action.submit {
        Some(submit) => submit(visit, &id, submission).await,
        None => Err(Refusal::StaleControl.into()),
    }
}

fn find(custom_id: &str) -> Result<(&'static Action, CustomId), Refusal> {
    let id: CustomId = custom_id.parse()?;
    let action = ACTIONS.iter().find(|action| action.word == id.word()).ok_or(Refusal::StaleControl)?;
    Ok((action, id))
}
