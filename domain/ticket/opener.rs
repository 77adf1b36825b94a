//! Who a ticket is opened for, which need not be who asks for it.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::error::Refusal;
use crate::ids::UserId;

/// Who a ticket is opened for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opener {
    /// The user.
    pub user: UserId,
    /// Their username.
    pub name: String,
    /// Their language.
    pub locale: String,
}

impl Opener {
    /// Whoever asks for it, for themselves; refused where that is a program.
    pub fn of(actor: &Actor) -> Result<Self, Refusal> {
        Ok(Self { user: actor.user()?, name: actor.who.name().to_owned(), locale: actor.locale.clone() })
    }
}
