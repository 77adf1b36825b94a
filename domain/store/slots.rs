//! Slots: how the database itself keeps a member to their limit.
//!
//! A slot is a record whose id names the bot, what is limited, the member and a number up to the limit. Its id is
//! unique, so however many presses come at once, through however many processes, no more slots are taken than there are.
//! All that a member holds count, those too whose number is above a limit that was lowered since.

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored};
use super::{List, Order, Selection, StoreError, StoreResult};
use crate::actor::Cause;
use crate::clock::Timestamp;
use crate::ids::{BotId, TicketId, UserId};
use crate::settings::TypeId;

/// Whose slots, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotOwner {
    /// The bot.
    pub bot: BotId,
    /// What is limited.
    pub kind: SlotKind,
    /// The member.
    pub user: UserId,
}

/// What is limited. Slots of earlier versions are of a type, and have its number here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SlotKind {
    /// Open tickets of one type.
    Type(TypeId),
    /// Open tickets of all types together.
    AllTypes,
    /// Tickets of one type that are just being opened, one at a time.
    Opening {
        /// The type.
        opening: TypeId,
    },
}

/// A slot that is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Whose it is.
    pub of: SlotOwner,
    /// Which, from 1.
    pub number: u32,
    /// What opened the ticket that holds it.
    pub opened_by: Cause,
    /// The ticket's number, once it has one: how a second attempt at opening it goes on with the same.
    pub ticket: Option<TicketId>,
    /// When it was taken.
    pub taken_at: Timestamp,
}

impl Document for Slot {
    const KIND: &'static str = "slot";

    fn id(&self) -> String {
        key(self.of, self.number)
    }

    fn owner(&self) -> String {
        self.of.user.to_string()
    }

    fn at(&self) -> Timestamp {
        self.taken_at
    }
}

fn key(of: SlotOwner, number: u32) -> String {
    format!("{}{number}", prefix(of))
}

/// How the ids of all slots of one owner begin.
fn prefix(of: SlotOwner) -> String {
    let kind = match of.kind {
        SlotKind::Type(kind) => kind.0.to_string(),
        SlotKind::AllTypes => "all".to_owned(),
        SlotKind::Opening { opening } => format!("opening-{}", opening.0),
    };
    format!("slot:{}:{kind}:{}:", of.bot, of.user)
}

/// More than any limit was ever allowed to be.
pub const MOST_HELD: u32 = 100;

/// What came of asking for a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taking {
    /// This one is the ticket's now, or was already.
    Taken(Stored<Slot>),
    /// Each is held by another ticket.
    AllTaken(Vec<Stored<Slot>>),
}

/// The slots in one guild's database.
#[derive(Debug, Clone)]
pub struct Slots {
    documents: Documents,
}

impl Slots {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// Takes the first free slot, as long as the member holds fewer than `limit`, those included that were taken when the
    /// limit was higher; asked again for the same opening, it says which it took.
    ///
    /// However many ask at once, no more are held than `limit`: whoever takes a number has seen every lower one held, and
    /// those that they saw held are fewer than the limit. So the highest number that is taken leaves room for all above.
    pub async fn take(&self, mut slot: Slot, limit: u32) -> StoreResult<Taking> {
        let mut holders = self.held(slot.of).await?;
        if let Some(own) = holders.iter().position(|held| held.value.opened_by == slot.opened_by) {
            return Ok(Taking::Taken(holders.swap_remove(own)));
        }
        for number in 1..=limit {
            while holders.len() < limit as usize && holders.iter().all(|held| held.value.number != number) {
                slot.number = number;
                match self.documents.insert(&slot).await {
                    Ok(rev) => return Ok(Taking::Taken(Stored { value: slot, rev })),
                    Err(StoreError::Conflict) => match self.documents.get::<Slot>(&key(slot.of, number)).await? {
                        Some(held) if held.value.opened_by == slot.opened_by => return Ok(Taking::Taken(held)),
                        Some(held) => holders.push(held),
                        // Given back meanwhile: it is asked for again, because a higher number may only follow a held one.
                        None => {}
                    },
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(Taking::AllTaken(holders))
    }

    /// The slots that a member holds, whatever their numbers.
    pub async fn held(&self, of: SlotOwner) -> StoreResult<Vec<Stored<Slot>>> {
        let list = List {
            selection: Selection::Prefix(prefix(of)),
            order: Order::Ascending,
            limit: MOST_HELD as usize,
            after: None,
        };
        self.documents.store().list(&list).await?.records.into_iter().map(super::document::decode).collect()
    }

    /// Gives a slot back, as long as this interaction's ticket holds it.
    pub async fn give_back(&self, of: SlotOwner, number: u32, opened_by: &Cause) -> StoreResult<()> {
        let id = key(of, number);
        let Some(held) = self.documents.get::<Slot>(&id).await? else { return Ok(()) };
        if held.value.opened_by == *opened_by {
            self.free(&held).await?;
        }
        Ok(())
    }

    /// Gives all slots of an owner back that this interaction's ticket holds, whatever their numbers.
    pub async fn give_all_back(&self, of: SlotOwner, opened_by: &Cause) -> StoreResult<()> {
        for held in self.held(of).await?.iter().filter(|held| held.value.opened_by == *opened_by) {
            self.free(held).await?;
        }
        Ok(())
    }

    /// Frees a slot whose ticket is known to be over.
    pub async fn free(&self, held: &Stored<Slot>) -> StoreResult<()> {
        match self.documents.delete(&held.value.id(), held.rev).await {
            Ok(_) | Err(StoreError::Conflict | StoreError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_of_an_earlier_version_is_one_of_its_type() {
        let of: SlotOwner = serde_json::from_str(r#"{"bot":"1","kind":3,"user":"7"}"#).unwrap();
        assert_eq!((of.kind, key(of, 2)), (SlotKind::Type(TypeId(3)), "slot:1:3:7:2".to_owned()));
        let all = SlotOwner { kind: SlotKind::AllTypes, ..of };
        let stored = serde_json::to_string(&all).unwrap();
        assert_eq!((serde_json::from_str(&stored).ok(), key(all, 1)), (Some(all), "slot:1:all:7:1".to_owned()));
        let turn = SlotOwner { kind: SlotKind::Opening { opening: TypeId(3) }, ..of };
        let stored = serde_json::to_string(&turn).unwrap();
        assert_eq!((serde_json::from_str(&stored).ok(), key(turn, 1)), (Some(turn), "slot:1:opening-3:7:1".to_owned()));
    }
}
