//! What somebody changes of a guild's settings or of a ticket type: each field is kept, cleared or set.

use super::{ATTACHMENT_LIMIT, ATTACHMENTS_LIMIT, MOST_ATTACHMENT_LIMIT, MOST_ATTACHMENTS_LIMIT};
use super::{MOST_OPEN, MOST_STAFF, MOST_TYPE_NAME_CHARACTERS, MOST_TYPES, Settings, TicketType, TypeId, emoji};
use crate::error::Refusal;
use crate::form::Form;
use crate::ids::{ChannelId, RoleId};
use crate::name::MOST_NAME_CHARACTERS;

/// What becomes of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It becomes what it is where nobody chose anything.
    Clear,
    /// It becomes this.
    Set(T),
}

/// What becomes of a list of roles: first it is emptied where that is wished, then roles go, then roles come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RolesChange {
    /// Whether those that are in it go.
    pub cleared: bool,
    /// Which go.
    pub removed: Vec<RoleId>,
    /// Which come.
    pub added: Vec<RoleId>,
}

/// What becomes of a guild's settings. The default changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingsChange {
    /// Who works on tickets of every type.
    pub staff: RolesChange,
    /// The category in which ticket channels are made.
    pub category: Change<ChannelId>,
    /// Where transcripts are posted.
    pub log_channel: Change<ChannelId>,
    /// How channels are named.
    pub name_template: Change<String>,
    /// The largest file that is kept, in MiB.
    pub attachment_limit: Change<u32>,
    /// How large all of a ticket's files may be together, in MiB.
    pub attachments_limit: Change<u32>,
}

/// What becomes of the ticket type of a name, or what a new one shall be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeChange {
    /// Its name, by which it is found, letters' case and spaces around it aside.
    pub name: String,
    /// The emoji on its button.
    pub emoji: Change<String>,
    /// Who works on it besides the guild's staff.
    pub staff: RolesChange,
    /// How many of it one member may have open.
    pub limit: Change<u32>,
    /// What a member is asked before it opens.
    pub form: Change<Form>,
    /// Whether its staff is mentioned in the first message of a new ticket.
    pub mentions_staff: Change<bool>,
}

impl<T> From<Option<T>> for Change<T> {
    fn from(given: Option<T>) -> Self {
        given.map_or(Self::Keep, Self::Set)
    }
}

impl<T> Change<T> {
    /// Clears the field, unless it is set in the same go.
    pub fn clear(&mut self) {
        if matches!(self, Self::Keep) {
            *self = Self::Clear;
        }
    }

    /// What it sets.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T: Clone> Change<T> {
    /// What a field is after it; `None` where nothing is chosen.
    fn after(&self, now: Option<T>) -> Option<T> {
        match self {
            Self::Keep => now,
            Self::Clear => None,
            Self::Set(value) => Some(value.clone()),
        }
    }
}

impl RolesChange {
    /// One that takes a role out, puts one in, or both.
    pub fn of(removed: Option<RoleId>, added: Option<RoleId>) -> Self {
        Self { cleared: false, removed: Vec::from_iter(removed), added: Vec::from_iter(added) }
    }

    /// Refused where it would add roles beyond [`MOST_STAFF`].
    fn apply(&self, roles: &mut Vec<RoleId>) -> Result<(), Refusal> {
        if self.cleared {
            roles.clear();
        }
        roles.retain(|role| !self.removed.contains(role));
        for role in &self.added {
            if roles.contains(role) {
                continue;
            }
            if roles.len() >= MOST_STAFF {
                return Err(Refusal::TooManyStaff { limit: shown(MOST_STAFF) });
            }
            roles.push(*role);
        }
        Ok(())
    }
}

impl Settings {
    /// Changes what is chosen for all tickets.
    pub fn change(&mut self, change: &SettingsChange) -> Result<(), Refusal> {
        change.staff.apply(&mut self.staff)?;
        self.category = change.category.after(self.category);
        self.log_channel = change.log_channel.after(self.log_channel);
        if let Some(template) = change.name_template.value() {
            must_fit(template, MOST_NAME_CHARACTERS)?;
        }
        let template = change.name_template.after(Some(self.name_template.clone()));
        self.name_template = template.unwrap_or_else(|| Self::default().name_template);
        for (change, limit, most, usual) in [
            (&change.attachment_limit, &mut self.attachment_limit, MOST_ATTACHMENT_LIMIT, ATTACHMENT_LIMIT),
            (&change.attachments_limit, &mut self.attachments_limit, MOST_ATTACHMENTS_LIMIT, ATTACHMENTS_LIMIT),
        ] {
            if change.value().is_some_and(|chosen| *chosen > most) {
                return Err(Refusal::AttachmentLimit { limit: most });
            }
            *limit = change.after(Some(*limit)).unwrap_or(usual);
        }
        Ok(())
    }

    /// Changes the type of a name, or adds it; the type as it is then.
    pub fn put_type(&mut self, change: &TypeChange) -> Result<TicketType, Refusal> {
        let name = change.name.trim();
        must_fit(name, MOST_TYPE_NAME_CHARACTERS)?;
        let same_name = |other: &&mut TicketType| other.name.to_lowercase() == name.to_lowercase();
        if let Some(known) = self.types.iter_mut().find(same_name) {
            change.apply(known)?;
            return Ok(known.clone());
        }
        if self.types.len() >= MOST_TYPES {
            return Err(Refusal::TooManyTypes { limit: shown(MOST_TYPES) });
        }
        let mut new = TicketType::numbered(TypeId(self.next_type));
        change.apply(&mut new)?;
        self.next_type = self.next_type.saturating_add(1);
        self.types.push(new.clone());
        Ok(new)
    }
}

impl TypeChange {
    fn apply(&self, kind: &mut TicketType) -> Result<(), Refusal> {
        self.name.trim().clone_into(&mut kind.name);
        if self.emoji.value().is_some_and(|chosen| !emoji::is_one(chosen)) {
            return Err(Refusal::NotAnEmoji);
        }
        if self.limit.value().is_some_and(|limit| !(1..=MOST_OPEN).contains(limit)) {
            return Err(Refusal::LimitRange { limit: MOST_OPEN });
        }
        let nothing = TicketType::numbered(kind.id);
        kind.emoji = self.emoji.after(kind.emoji.take());
        self.staff.apply(&mut kind.staff)?;
        kind.limit = self.limit.after(Some(kind.limit)).unwrap_or(nothing.limit);
        kind.highest_limit = kind.highest_limit.max(kind.limit);
        kind.form = self.form.after(Some(kind.form.clone())).unwrap_or(nothing.form);
        kind.mentions_staff = self.mentions_staff.after(Some(kind.mentions_staff)).unwrap_or(nothing.mentions_staff);
        Ok(())
    }
}

fn must_fit(text: &str, most: usize) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().count() > most {
        return Err(Refusal::TextLength { limit: shown(most) });
    }
    Ok(())
}

fn shown(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::AttachmentLimits;
    use super::*;

    fn billing() -> TypeChange {
        TypeChange { name: "Billing".into(), ..TypeChange::default() }
    }

    #[test]
    fn what_is_left_out_stays_and_what_is_cleared_goes() {
        let mut settings = Settings::default();
        let form = Form::parse("Order number").unwrap();
        let first = TypeChange {
            emoji: Change::Set("🎫".into()),
            staff: RolesChange::of(None, Some(RoleId::new(5))),
            form: Change::Set(form.clone()),
            mentions_staff: Change::Set(true),
            ..billing()
        };
        let made = settings.put_type(&first).unwrap();
        let changed = settings.put_type(&TypeChange { limit: Change::Set(3), ..billing() }).unwrap();
        assert_eq!(changed, TicketType { limit: 3, highest_limit: 3, ..made });
        let cleared = TypeChange {
            emoji: Change::Clear,
            staff: RolesChange::of(Some(RoleId::new(5)), None),
            limit: Change::Clear,
            form: Change::Clear,
            mentions_staff: Change::Clear,
            ..billing()
        };
        let nothing = TicketType { name: "Billing".into(), highest_limit: 3, ..TicketType::numbered(changed.id) };
        assert_eq!(settings.put_type(&cleared), Ok(nothing));
    }

    #[test]
    fn files_are_kept_up_to_what_is_chosen_and_can_be_handed_over() {
        let mut settings = Settings::default();
        let chosen = |file: u32, ticket: u32| SettingsChange {
            attachment_limit: Change::Set(file),
            attachments_limit: Change::Set(ticket),
            ..SettingsChange::default()
        };
        settings.change(&chosen(0, 1024)).unwrap();
        assert!(settings.attachment_limits().is_nothing_kept());
        settings.change(&chosen(10, 2)).unwrap();
        let limits = AttachmentLimits { file: 10 * 1024 * 1024, ticket: 2 * 1024 * 1024 };
        assert_eq!(settings.attachment_limits(), limits);
        assert_eq!(settings.clone().change(&chosen(11, 2)), Err(Refusal::AttachmentLimit { limit: 10 }));
        assert_eq!(settings.clone().change(&chosen(1, 1025)), Err(Refusal::AttachmentLimit { limit: 1024 }));
        let cleared = SettingsChange {
            attachment_limit: Change::Clear,
            attachments_limit: Change::Clear,
            ..SettingsChange::default()
        };
        settings.change(&cleared).unwrap();
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn a_change_that_is_refused_changes_no_list() {
        let mut settings = Settings::default();
        let many = (1..=26).map(RoleId::new).collect();
        let change = TypeChange { staff: RolesChange { added: many, ..RolesChange::default() }, ..billing() };
        assert_eq!(settings.put_type(&change), Err(Refusal::TooManyStaff { limit: 25 }));
        assert_eq!(settings, Settings::default());
        let change = TypeChange { limit: Change::Set(11), ..billing() };
        assert_eq!(settings.put_type(&change), Err(Refusal::LimitRange { limit: 10 }));
    }
}
