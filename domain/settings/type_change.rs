//! Adding, changing and removing a ticket type: an edit changes what it names and nothing else, and all of it can be taken
//! back.

use super::access_rule::{AccessRule, MOST_ACCESS_RULES};
use super::change::{Change, ListChange, RolesChange, must_fit};
use super::ticket_type::{
    ButtonStyle, LONGEST_COOLDOWN, LONGEST_REOPEN, MOST_DESCRIPTION_CHARACTERS, MOST_OPEN, MOST_OVERFLOW, MOST_PINGS,
    MOST_TYPE_NAME_CHARACTERS, MOST_WELCOME_CHARACTERS, TicketType, TypeId, WhoCloses,
};
use super::{MOST_FORMER_TYPES, MOST_TYPES, Settings, emoji};
use crate::accent_colour::AccentColour;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::form::Form;
use crate::ids::{ChannelId, RoleId};
use crate::image_url::ImageUrl;
use crate::name::MOST_NAME_CHARACTERS;
use crate::priority::Priority;

/// What becomes of a ticket type, field by field; see [`TicketType`]. The default changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeChange {
    /// What it is called; none: as before.
    pub name: Option<String>,
    /// The emoji on its button.
    pub emoji: Change<String>,
    /// How its button looks.
    pub style: Change<ButtonStyle>,
    /// What it is for.
    pub description: Change<String>,
    /// The category of its channels.
    pub category: Change<ChannelId>,
    /// The categories that are tried when that is full.
    pub overflow: ListChange<ChannelId>,
    /// Who works on it besides the guild's staff.
    pub staff: RolesChange,
    /// How many of it one member may have open.
    pub limit: Change<u32>,
    /// How many seconds a member has to wait for the next one.
    pub cooldown: Change<u32>,
    /// How its channels are named.
    pub name_template: Change<String>,
    /// What the first message says.
    pub welcome_text: Change<String>,
    /// The colour of the first message.
    pub welcome_colour: Change<AccentColour>,
    /// The image of the first message.
    pub welcome_image: Change<ImageUrl>,
    /// What a member is asked before it opens.
    pub form: Change<Form>,
    /// Whether its staff is mentioned in the first message of a new ticket.
    pub mentions_staff: Change<bool>,
    /// Which roles the first message of a new ticket pings besides.
    pub pings: RolesChange,
    /// Who may open it.
    pub access: AccessChange,
    /// How urgent its tickets are to begin with.
    pub priority: Change<Priority>,
    /// Who closes it.
    pub who_closes: Change<WhoCloses>,
    /// Whether closing it needs a reason.
    pub reason_required: Change<bool>,
    /// For how many hours it may be reopened.
    pub reopen_window: Change<u32>,
}

/// What becomes of the rules of who may open a type: of those that come one by one, whoever is forbidden stands before
/// whoever is required.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessChange {
    /// Whether the rules that there are go.
    pub cleared: bool,
    /// All rules from now on, in their order, in place of those that there are; none: those stay.
    pub rules: Vec<AccessRule>,
    /// The roles whose rules go.
    pub removed: Vec<RoleId>,
    /// Of which roles a member needs one.
    pub required: Vec<RoleId>,
    /// With which roles a member may not.
    pub forbidden: Vec<RoleId>,
}

impl Settings {
    /// Adds a type; refused where there is one of that name.
    pub fn add_type(&mut self, change: &TypeChange) -> Result<TicketType, Refusal> {
        if self.types.len() >= MOST_TYPES {
            return Err(Refusal::TooManyTypes { limit: MOST_TYPES });
        }
        let mut new = TicketType::numbered(TypeId(self.next_type));
        change.apply(&mut new)?;
        must_fit(&new.name, MOST_TYPE_NAME_CHARACTERS)?;
        self.must_be_free(&new)?;
        self.next_type = self.next_type.saturating_add(1);
        self.types.push(new.clone());
        Ok(new)
    }

    /// Changes a type; the type as it is then.
    pub fn edit_type(&mut self, id: TypeId, change: &TypeChange) -> Result<TicketType, Refusal> {
        let mut edited = self.ticket_type(id)?.clone();
        change.apply(&mut edited)?;
        self.must_be_free(&edited)?;
        for kind in self.types.iter_mut().filter(|kind| kind.id == id) {
            kind.clone_from(&edited);
        }
        Ok(edited)
    }

    /// Removes a type: nobody opens another ticket of it, and those that are open go on by its rules.
    pub fn remove_type(&mut self, id: TypeId, now: Timestamp) -> Result<TicketType, Refusal> {
        let removed = self.ticket_type(id)?.clone();
        self.types.retain(|kind| kind.id != id);
        self.former_types.push(TicketType { removed_at: Some(now), ..removed.clone() });
        let too_many = self.former_types.len().saturating_sub(MOST_FORMER_TYPES);
        self.former_types.drain(..too_many);
        Ok(removed)
    }

    pub(super) fn must_be_free(&self, of: &TicketType) -> Result<(), Refusal> {
        match self.types.iter().find(|other| other.id != of.id && other.is_called(&of.name)) {
            Some(other) => Err(Refusal::TypeExists { kind: other.name.clone() }),
            None => Ok(()),
        }
    }
}

impl TypeChange {
    fn apply(&self, kind: &mut TicketType) -> Result<(), Refusal> {
        self.must_be_within_bounds()?;
        let nothing = TicketType::numbered(kind.id);
        if let Some(name) = &self.name {
            name.trim().clone_into(&mut kind.name);
        }
        kind.emoji = self.emoji.after(kind.emoji.take());
        kind.style = self.style.after(kind.style);
        kind.description = self.description.after(kind.description.take());
        kind.category = self.category.after(kind.category);
        self.overflow.apply(&mut kind.overflow, MOST_OVERFLOW, too_many(MOST_OVERFLOW))?;
        self.staff.apply_to_staff(&mut kind.staff)?;
        kind.limit = self.limit.after(Some(kind.limit)).unwrap_or(nothing.limit);
        kind.highest_limit = kind.highest_limit.max(kind.limit);
        kind.cooldown = self.cooldown.after(Some(kind.cooldown)).unwrap_or(nothing.cooldown);
        kind.name_template = self.name_template.after(kind.name_template.take());
        kind.welcome.text = self.welcome_text.after(kind.welcome.text.take());
        kind.welcome.colour = self.welcome_colour.after(kind.welcome.colour);
        kind.welcome.image = self.welcome_image.after(kind.welcome.image.take());
        match &self.form {
            Change::Keep => {}
            Change::Clear => kind.form.become_like(nothing.form),
            Change::Set(form) => kind.form.become_like(form.clone()),
        }
        kind.mentions_staff = self.mentions_staff.after(Some(kind.mentions_staff)).unwrap_or(nothing.mentions_staff);
        self.pings.apply(&mut kind.pings, MOST_PINGS, too_many(MOST_PINGS))?;
        self.access.apply(&mut kind.access)?;
        kind.priority = self.priority.after(Some(kind.priority)).unwrap_or(nothing.priority);
        kind.close.who = self.who_closes.after(Some(kind.close.who)).unwrap_or(nothing.close.who);
        kind.close.reason_required = self.reason_required.after(Some(kind.close.reason_required)).unwrap_or_default();
        kind.reopen.window = self.reopen_window.after(kind.reopen.window);
        Ok(())
    }

    fn must_be_within_bounds(&self) -> Result<(), Refusal> {
        let texts = [
            (self.name.as_ref(), MOST_TYPE_NAME_CHARACTERS),
            (self.description.value(), MOST_DESCRIPTION_CHARACTERS),
            (self.name_template.value(), MOST_NAME_CHARACTERS),
            (self.welcome_text.value(), MOST_WELCOME_CHARACTERS),
        ];
        for (text, most) in texts {
            text.map_or(Ok(()), |text| must_fit(text.trim(), most))?;
        }
        if self.emoji.value().is_some_and(|chosen| !emoji::is_one(chosen)) {
            return Err(Refusal::NotAnEmoji);
        }
        if self.limit.value().is_some_and(|limit| !(1..=MOST_OPEN).contains(limit)) {
            return Err(Refusal::LimitRange { limit: MOST_OPEN });
        }
        for (number, most) in [(&self.cooldown, LONGEST_COOLDOWN), (&self.reopen_window, LONGEST_REOPEN)] {
            if number.value().is_some_and(|number| *number > most) {
                return Err(Refusal::TooHigh { limit: most });
            }
        }
        Ok(())
    }
}

impl AccessChange {
    fn apply(&self, rules: &mut Vec<AccessRule>) -> Result<(), Refusal> {
        if self.cleared {
            rules.clear();
        }
        if !self.rules.is_empty() {
            AccessRule::must_be_of_different_roles(&self.rules)?;
            rules.clone_from(&self.rules);
        }
        let named = [&self.removed, &self.required, &self.forbidden];
        rules.retain(|rule| !named.iter().any(|roles| roles.contains(&rule.role())));
        rules.splice(0..0, self.forbidden.iter().copied().map(AccessRule::Deny));
        rules.extend(self.required.iter().copied().map(AccessRule::Allow));
        if rules.len() > MOST_ACCESS_RULES { Err(too_many(MOST_ACCESS_RULES)) } else { Ok(()) }
    }
}

fn too_many(limit: usize) -> Refusal {
    Refusal::TooManyChosen { limit }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Rank;

    fn named(name: &str) -> TypeChange {
        TypeChange { name: Some(name.into()), ..TypeChange::default() }
    }

    /// One that sets everything.
    fn everything() -> TypeChange {
        let role = RoleId::new(5);
        TypeChange {
            emoji: Change::Set("🎫".into()),
            style: Change::Set(ButtonStyle::Danger),
            description: Change::Set("For invoices".into()),
            category: Change::Set(ChannelId::new(7)),
            overflow: ListChange::of(None, Some(ChannelId::new(8))),
            staff: RolesChange::of(None, Some(role)),
            limit: Change::Set(3),
            cooldown: Change::Set(60),
            name_template: Change::Set("bill-{number}".into()),
            welcome_text: Change::Set("Hello".into()),
            welcome_colour: Change::Set(AccentColour(1)),
            welcome_image: Change::Set("https://example.com/a.png".parse().unwrap()),
            form: Change::Set(Form::parse("Order number").unwrap()),
            mentions_staff: Change::Set(true),
            pings: RolesChange::of(None, Some(role)),
            access: AccessChange { required: vec![role], ..AccessChange::default() },
            priority: Change::Set(Priority::High),
            who_closes: Change::Set(WhoCloses::Staff),
            reason_required: Change::Set(true),
            reopen_window: Change::Set(24),
            ..named("Billing")
        }
    }

    /// One that takes everything back.
    fn nothing() -> TypeChange {
        let none = || RolesChange { cleared: true, ..RolesChange::default() };
        TypeChange {
            name: None,
            emoji: Change::Clear,
            style: Change::Clear,
            description: Change::Clear,
            category: Change::Clear,
            overflow: ListChange { cleared: true, ..ListChange::default() },
            staff: none(),
            limit: Change::Clear,
            cooldown: Change::Clear,
            name_template: Change::Clear,
            welcome_text: Change::Clear,
            welcome_colour: Change::Clear,
            welcome_image: Change::Clear,
            form: Change::Clear,
            mentions_staff: Change::Clear,
            pings: none(),
            access: AccessChange { cleared: true, ..AccessChange::default() },
            priority: Change::Clear,
            who_closes: Change::Clear,
            reason_required: Change::Clear,
            reopen_window: Change::Clear,
        }
    }

    #[test]
    fn what_is_left_out_stays_and_all_of_it_can_be_taken_back() {
        let mut settings = Settings::default();
        let made = settings.add_type(&everything()).unwrap();
        let renamed = settings.edit_type(made.id, &named("Invoices")).unwrap();
        assert_eq!(renamed, TicketType { name: "Invoices".into(), ..made.clone() });
        let cleared = settings.edit_type(made.id, &nothing()).unwrap();
        // Numbers of questions are never given twice.
        assert!(cleared.form.is_empty());
        let (name, form) = ("Invoices".into(), cleared.form.clone());
        let expected = TicketType { name, form, highest_limit: 3, ..TicketType::numbered(made.id) };
        assert_eq!((&cleared, &settings.types), (&expected, &vec![expected.clone()]));
    }

    #[test]
    fn a_change_that_is_refused_changes_nothing() {
        let mut settings = Settings::default();
        let many: Vec<RoleId> = (1..=26).map(RoleId::new).collect();
        let roles = |most| RolesChange { added: many[..most].to_vec(), ..RolesChange::default() };
        for (change, refusal) in [
            (TypeChange { staff: roles(26), ..named("A") }, Refusal::TooManyStaff { limit: 25 }),
            (TypeChange { pings: roles(11), ..named("A") }, Refusal::TooManyChosen { limit: 10 }),
            (
                TypeChange {
                    access: AccessChange {
                        rules: many.iter().copied().map(AccessRule::Deny).collect(),
                        ..AccessChange::default()
                    },
                    ..named("A")
                },
                Refusal::TooManyChosen { limit: 25 },
            ),
            (TypeChange { limit: Change::Set(11), ..named("A") }, Refusal::LimitRange { limit: 10 }),
            (
                TypeChange { cooldown: Change::Set(u32::MAX), ..named("A") },
                Refusal::TooHigh { limit: LONGEST_COOLDOWN },
            ),
            (
                TypeChange { welcome_text: Change::Set("x".repeat(2001)), ..named("A") },
                Refusal::TextLength { limit: 2000 },
            ),
            (TypeChange::default(), Refusal::TextLength { limit: 80 }),
            (named("  "), Refusal::TextLength { limit: 80 }),
        ] {
            assert_eq!(settings.add_type(&change), Err(refusal));
            assert_eq!(settings, Settings::default());
        }
    }

    #[test]
    fn a_name_is_taken_once_whatever_its_case() {
        let mut settings = Settings::default();
        let (one, other) = (settings.add_type(&named("Billing")).unwrap(), settings.add_type(&named("Sales")).unwrap());
        let taken = Err(Refusal::TypeExists { kind: "Billing".into() });
        assert_eq!(settings.add_type(&named(" bILLING ")), taken);
        assert_eq!(settings.edit_type(other.id, &named("billing")), taken);
        assert_eq!(settings.edit_type(one.id, &named("BILLING")).map(|kind| kind.name), Ok("BILLING".into()));
    }

    #[test]
    fn who_is_forbidden_stands_before_who_is_required_and_each_role_once() {
        let mut settings = Settings::default();
        let (vip, banned) = (RoleId::new(2), RoleId::new(3));
        let id = settings.add_type(&named("Billing")).unwrap().id;
        let mut access =
            |access| settings.edit_type(id, &TypeChange { access, ..TypeChange::default() }).unwrap().access;
        let required = AccessChange { required: vec![vip, banned], ..AccessChange::default() };
        assert_eq!(access(required), [AccessRule::Allow(vip), AccessRule::Allow(banned)]);
        let forbidden = AccessChange { forbidden: vec![banned], ..AccessChange::default() };
        assert_eq!(access(forbidden), [AccessRule::Deny(banned), AccessRule::Allow(vip)]);
        assert_eq!(access(AccessChange { removed: vec![vip], ..AccessChange::default() }), [AccessRule::Deny(banned)]);
    }

    #[test]
    fn a_type_that_was_removed_is_known_to_its_tickets_only() {
        let mut settings = Settings::default();
        let staff = RolesChange::of(None, Some(RoleId::new(5)));
        let removed = settings.add_type(&TypeChange { staff, ..named("Billing") }).unwrap();
        assert_eq!(settings.remove_type(removed.id, Timestamp::default()), Ok(removed.clone()));
        assert_eq!(settings.ticket_type(removed.id), Err(Refusal::NoSuchType));
        assert_eq!(settings.remove_type(removed.id, Timestamp::default()), Err(Refusal::NoSuchType));
        assert_eq!(settings.rank_for(removed.id, None, None, &[RoleId::new(5)]), Some(Rank::Agent));
        assert_ne!(settings.add_type(&named("Billing")).unwrap().id, removed.id);
    }
}
