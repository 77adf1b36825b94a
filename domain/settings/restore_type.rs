//! Taking back that a ticket type was removed.

use super::{MOST_TYPES, Settings, TicketType, TypeId};
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::restorable::is_restorable;

impl Settings {
    /// The types that were removed and can be taken back, the newest first.
    pub fn restorable_types(&self, now: Timestamp) -> impl Iterator<Item = &TicketType> {
        self.former_types.iter().rev().filter(move |kind| is_restorable(kind.removed_at, now))
    }

    /// Takes back that a type was removed, with all that it had; refused where its name is another's by now.
    pub fn restore_type(&mut self, id: TypeId, now: Timestamp) -> Result<TicketType, Refusal> {
        let removed = self.restorable_types(now).find(|kind| kind.id == id).cloned().ok_or(Refusal::NoSuchType)?;
        if self.types.len() >= MOST_TYPES {
            return Err(Refusal::TooManyTypes { limit: MOST_TYPES });
        }
        self.must_be_free(&removed)?;
        let restored = TicketType { removed_at: None, ..removed };
        self.former_types.retain(|kind| kind.id != id);
        self.types.push(restored.clone());
        Ok(restored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::restorable::RESTORABLE;
    use crate::settings::TypeChange;

    fn named(name: &str) -> TypeChange {
        TypeChange { name: Some(name.into()), cooldown: crate::settings::Change::Set(30), ..TypeChange::default() }
    }

    #[test]
    fn a_type_comes_back_as_it_was_within_its_time_and_where_its_name_is_free() {
        let (mut settings, removed_at) = (Settings::default(), Timestamp::from_millis(1_000_000));
        let made = settings.add_type(&named("Billing")).unwrap();
        let before = settings.clone();
        assert_eq!(settings.restore_type(made.id, removed_at), Err(Refusal::NoSuchType));
        settings.remove_type(made.id, removed_at).unwrap();
        assert_eq!(settings.clone().restore_type(made.id, removed_at.plus(RESTORABLE)), Err(Refusal::NoSuchType));
        let mut taken = settings.clone();
        taken.add_type(&named("billing")).unwrap();
        assert_eq!(taken.restore_type(made.id, removed_at), Err(Refusal::TypeExists { kind: "billing".into() }));
        assert_eq!(settings.restore_type(made.id, removed_at), Ok(made.clone()));
        assert_eq!(settings, before);
    }
}
