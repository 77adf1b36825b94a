//! What an action is: one word, and a door for each way in which members reach it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::{MessageId, UserId};
use tickit_domain::permission::Permission;

use crate::catalogue::Command;
use crate::chosen::Chosen;
use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Choice, Reply};
use crate::resolved::Resolved;
use crate::submission::Submission;

/// What an action answers.
pub type Answered = Result<Reply, Error>;

/// What an action offers while an option is typed.
pub type Completed = Result<Vec<Choice>, Error>;

/// A door on its way to an answer.
pub type Opened<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a button does.
pub type Press = for<'a> fn(&'a Visit, &'a CustomId) -> Opened<'a, Answered>;

/// What a select menu does with what was chosen.
pub type Choose = for<'a> fn(&'a Visit, &'a CustomId, &'a Chosen) -> Opened<'a, Answered>;

/// What a form does once it is sent.
pub type Submit = for<'a> fn(&'a Visit, &'a CustomId, &'a Submission) -> Opened<'a, Answered>;

/// What the menu of a user does to them.
pub type UserMenu = for<'a> fn(&'a Visit, UserId) -> Opened<'a, Answered>;

/// What the menu of a message does to it, with what Discord says of it.
pub type MessageMenu = for<'a> fn(&'a Visit, MessageId, &'a Resolved) -> Opened<'a, Answered>;

/// Everything that belongs to one word. What is `None` is no way to it.
#[derive(Clone, Copy)]
pub struct Action {
    /// The word, which no other action has: its verb at the desk, and its name in files, custom ids and locale keys.
    pub word: &'static str,
    /// What whoever does it has to be allowed; of several, one or the other, by what it is done to.
    pub needs: &'static [Permission],
    /// What happens by it, at once or once Discord has followed; nothing where it only shows something.
    pub records: &'static [EventKind],
    /// Its slash command.
    pub slash: Option<Slash>,
    /// Its entry in the menu of a user, called `<word>-user-menu`.
    pub user_menu: Option<UserMenu>,
    /// Its entry in the menu of a message, called `<word>-message-menu`.
    pub message_menu: Option<MessageMenu>,
    /// Its button.
    pub press: Option<Press>,
    /// Its select menu in a message.
    pub choose: Option<Choose>,
    /// Its form.
    pub submit: Option<Submit>,
    /// Whether its controls work in direct messages too, where nobody has roles. Such a control says in its custom id
    /// for which bot and guild it is: see [`CustomId::outside`].
    pub works_outside: bool,
}

/// A slash command.
#[derive(Clone, Copy)]
pub struct Slash {
    /// What members type, without the slash: `ticket add`.
    pub name: &'static str,
    /// Declares its options.
    pub declare: fn() -> Command,
    /// What it does.
    pub run: for<'a> fn(&'a Visit, &'a Options) -> Opened<'a, Answered>,
    /// The options that are completed while they are typed.
    pub complete: &'static [Complete],
}

/// How an option is completed while it is typed.
#[derive(Clone, Copy)]
pub struct Complete {
    /// The option.
    pub option: &'static str,
    /// What is offered, by what was typed of it so far; the other options are those that were given before.
    pub run: for<'a> fn(&'a Visit, &'a Options, &'a str) -> Opened<'a, Completed>,
}

impl Action {
    /// An action that nothing leads to yet.
    pub const fn new(word: &'static str) -> Self {
        Self {
            word,
            needs: &[],
            records: &[],
            slash: None,
            user_menu: None,
            message_menu: None,
            press: None,
            choose: None,
            submit: None,
            works_outside: false,
        }
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Action").field(&self.word).finish()
    }
}
