//! What somebody changes of a guild's settings: each field is kept, cleared or set.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::{
    ATTACHMENT_LIMIT, ATTACHMENTS_LIMIT, MOST_ATTACHMENT_LIMIT, MOST_ATTACHMENTS_LIMIT, MOST_DAYS, MOST_STAFF,
    PriorityShown, Settings,
};
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::ids::{ChannelId, RoleId};
use crate::name::MOST_NAME_CHARACTERS;
use crate::permission::Permission;
use crate::roles::Standing;
use crate::zone::Zone;

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

/// What becomes of a list: first it is emptied where that is wished, then some go, then some come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChange<T> {
    /// Whether those that are in it go.
    pub cleared: bool,
    /// Which go.
    pub removed: Vec<T>,
    /// Which come.
    pub added: Vec<T>,
}

/// What becomes of a list of roles.
pub type RolesChange = ListChange<RoleId>;

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
    /// Where the priority of a ticket is shown.
    pub priority_shown: Change<PriorityShown>,
    /// The largest file that is kept, in MiB.
    pub attachment_limit: Change<u32>,
    /// How large all of a ticket's files may be together, in MiB.
    pub attachments_limit: Change<u32>,
    /// How many tickets a member may have open, of all types together.
    pub limit: Change<u32>,
    /// How many days old the account of whoever opens a ticket has to be.
    pub account_days: Change<u32>,
    /// How many days ago whoever opens a ticket has to have joined.
    pub member_days: Change<u32>,
    /// Whether who opened a ticket is asked what they think of how it went.
    pub feedback: Change<bool>,
    /// For how many days tickets are kept after they were closed.
    pub retention: Change<u32>,
    /// By which clock the guild's days begin.
    pub time_zone: Change<Zone>,
    /// Which permissions are kept for whom; as usual where there is nobody.
    pub narrowed: Change<BTreeMap<Permission, Option<Standing>>>,
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

impl Change<String> {
    /// What is written becomes the field; an empty text takes it back.
    pub fn to(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Clear } else { Self::Set(text.to_owned()) }
    }
}

impl<T: FromStr<Err = Refusal>> Change<T> {
    /// What is read from a text that was given; an empty one changes nothing.
    pub fn given(text: &str) -> Result<Self, Refusal> {
        if text.trim().is_empty() { Ok(Self::Keep) } else { text.parse().map(Self::Set) }
    }

    /// The same, where an empty one takes the field back.
    pub fn to_parsed(text: &str) -> Result<Self, Refusal> {
        if text.trim().is_empty() { Ok(Self::Clear) } else { text.parse().map(Self::Set) }
    }
}

impl Change<String> {
    /// The same with what is read from the text that is set.
    pub fn parsed<T: FromStr<Err = Refusal>>(self) -> Result<Change<T>, Refusal> {
        Ok(match self {
            Self::Keep => Change::Keep,
            Self::Clear => Change::Clear,
            Self::Set(text) => Change::Set(text.parse()?),
        })
    }
}

impl<T: Clone> Change<T> {
    /// What a field is after it; `None` where nothing is chosen.
    pub fn after(&self, now: Option<T>) -> Option<T> {
        match self {
            Self::Keep => now,
            Self::Clear => None,
            Self::Set(value) => Some(value.clone()),
        }
    }
}

impl<T> Default for ListChange<T> {
    fn default() -> Self {
        Self { cleared: false, removed: Vec::new(), added: Vec::new() }
    }
}

impl<T: Copy + PartialEq> ListChange<T> {
    /// One that takes something out, puts something in, or both.
    pub fn of(removed: Option<T>, added: Option<T>) -> Self {
        Self { cleared: false, removed: Vec::from_iter(removed), added: Vec::from_iter(added) }
    }

    /// Refused as `too_many` where the list would be longer than `most`.
    pub(super) fn apply(&self, list: &mut Vec<T>, most: usize, too_many: Refusal) -> Result<(), Refusal> {
        if self.cleared {
            list.clear();
        }
        list.retain(|item| !self.removed.contains(item));
        for item in &self.added {
            if list.contains(item) {
                continue;
            }
            if list.len() >= most {
                return Err(too_many);
            }
            list.push(*item);
        }
        Ok(())
    }
}

impl RolesChange {
    /// Of roles that are staff.
    pub(super) fn apply_to_staff(&self, staff: &mut Vec<RoleId>) -> Result<(), Refusal> {
        self.apply(staff, MOST_STAFF, Refusal::TooManyStaff { limit: MOST_STAFF })
    }
}

impl Settings {
    /// Changes what is chosen for all tickets.
    pub fn change(&mut self, change: &SettingsChange, now: Timestamp) -> Result<(), Refusal> {
        change.staff.apply_to_staff(&mut self.staff)?;
        self.category = change.category.after(self.category);
        self.log_channel = change.log_channel.after(self.log_channel);
        if let Some(template) = change.name_template.value() {
            must_fit(template, MOST_NAME_CHARACTERS)?;
        }
        let template = change.name_template.after(Some(self.name_template.clone()));
        self.name_template = template.unwrap_or_else(|| Self::default().name_template);
        self.feedback = change.feedback.after(Some(self.feedback)).unwrap_or_else(|| Self::default().feedback);
        self.time_zone = change.time_zone.after(Some(self.time_zone.clone())).unwrap_or_default();
        self.priority_shown = change.priority_shown.after(Some(self.priority_shown)).unwrap_or_default();
        for (change, limit, most, usual) in [
            (&change.attachment_limit, &mut self.attachment_limit, MOST_ATTACHMENT_LIMIT, ATTACHMENT_LIMIT),
            (&change.attachments_limit, &mut self.attachments_limit, MOST_ATTACHMENTS_LIMIT, ATTACHMENTS_LIMIT),
        ] {
            if change.value().is_some_and(|chosen| *chosen > most) {
                return Err(Refusal::TooHigh { limit: most });
            }
            *limit = change.after(Some(*limit)).unwrap_or(usual);
        }
        self.open_limits.change(&change.limit)?;
        self.retention.change(&change.retention, now)?;
        self.narrow(&change.narrowed)?;
        for (change, days) in
            [(&change.account_days, &mut self.account_days), (&change.member_days, &mut self.member_days)]
        {
            if change.value().is_some_and(|chosen| *chosen > MOST_DAYS) {
                return Err(Refusal::TooHigh { limit: MOST_DAYS });
            }
            *days = change.after(Some(*days)).unwrap_or_default();
        }
        Ok(())
    }
}

/// Refuses a text that is blank or too long.
pub(super) fn must_fit(text: &str, most: usize) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().count() > most {
        return Err(Refusal::TextLength { limit: most });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::AttachmentLimits;
    use super::*;

    #[test]
    fn files_are_kept_up_to_what_is_chosen_and_can_be_handed_over() {
        let mut settings = Settings::default();
        let chosen = |file: u32, ticket: u32| SettingsChange {
            attachment_limit: Change::Set(file),
            attachments_limit: Change::Set(ticket),
            ..SettingsChange::default()
        };
        settings.change(&chosen(0, 1024), Timestamp::default()).unwrap();
        assert!(settings.attachment_limits().is_nothing_kept());
        settings.change(&chosen(10, 2), Timestamp::default()).unwrap();
        let limits = AttachmentLimits { file: 10 * 1024 * 1024, ticket: 2 * 1024 * 1024 };
        assert_eq!(settings.attachment_limits(), limits);
        assert_eq!(settings.clone().change(&chosen(11, 2), Timestamp::default()), Err(Refusal::TooHigh { limit: 10 }));
        assert_eq!(
            settings.clone().change(&chosen(1, 1025), Timestamp::default()),
            Err(Refusal::TooHigh { limit: 1024 })
        );
        let cleared = SettingsChange {
            attachment_limit: Change::Clear,
            attachments_limit: Change::Clear,
            ..SettingsChange::default()
        };
        settings.change(&cleared, Timestamp::default()).unwrap();
        assert_eq!(settings, Settings::default());
    }
}
