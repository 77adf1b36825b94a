//! Whether the roles and channels that somebody chose are this guild's and of use: asked of Discord before anything is
//! saved, so that every door refuses the same.

use std::time::Duration;

use super::Desk;
use crate::clock::Timestamp;
use crate::discord::{DiscordError, Place};
use crate::error::{Error, Outcome, Refusal};
use crate::guild::{BotPermission, ChannelKind, GuildMember, GuildRole};
use crate::ids::{ChannelId, RoleId, UserId};
use crate::settings::{AccessChange, Rank, Settings, TypeChange};
use crate::ticket::Ticket;
use crate::whom::Whom;

/// How long all questions of one choice may take together: who chose waits for the first answer, which is due in less than
/// three seconds. It outlasts the second of a bot whose requests are spent.
const PATIENCE: Duration = Duration::from_secs(2);

/// What was chosen in one go.
pub(super) struct GuildChoices<'a> {
    desk: &'a Desk,
    at: Place,
    until: Timestamp,
}

impl Desk {
    /// Begins to look at what was chosen.
    pub(super) fn guild_choices(&self, at: Place) -> GuildChoices<'_> {
        GuildChoices { desk: self, at, until: self.clock.now().plus(PATIENCE) }
    }
}

impl GuildChoices<'_> {
    /// Refuses what a ticket type cannot have.
    pub(super) async fn must_suit(&self, change: &TypeChange) -> Outcome<()> {
        if change.pings.added.iter().any(|role| self.is_everyone(*role)) {
            return Err(Refusal::EveryonePinged.into());
        }
        let AccessChange { rules, required, forbidden, .. } = &change.access;
        let ruled: Vec<RoleId> = rules.iter().map(|rule| rule.role()).collect();
        let others = [&change.pings.added[..], &ruled, required, forbidden].concat();
        self.must_be_roles(&change.staff.added, &others).await?;
        for category in change.category.value().into_iter().chain(&change.overflow.added) {
            self.must_be_category(Some(category)).await?;
        }
        Ok(())
    }

    /// Refuses roles that nobody can be given: everybody has `@everyone`, and a bot's role is its own.
    pub(super) async fn must_be_staff(&self, roles: &[RoleId]) -> Outcome<()> {
        self.must_be_roles(roles, &[]).await
    }

    /// Refuses roles that are not this guild's, and of those that are to be staff such as nobody can be given.
    async fn must_be_roles(&self, staff: &[RoleId], others: &[RoleId]) -> Outcome<()> {
        if staff.iter().any(|role| self.is_everyone(*role)) {
            return Err(Refusal::EveryoneAsStaff.into());
        }
        if staff.is_empty() && others.is_empty() {
            return Ok(());
        }
        let there = self.roles().await?;
        for chosen in staff.iter().chain(others) {
            match there.iter().find(|role| role.id == *chosen) {
                None => return Err(Refusal::NoSuchRole.into()),
                Some(role) if role.managed && staff.contains(chosen) => {
                    return Err(Refusal::ManagedRole { role: *chosen }.into());
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The guild's roles.
    pub(super) async fn roles(&self) -> Outcome<Vec<GuildRole>> {
        self.desk.discord.roles(self.at, self.left()).await.map_err(away)
    }

    /// Refuses who could not work on a ticket: who is no member, a bot, or no staff for it.
    pub(super) async fn must_work_on(&self, settings: &Settings, ticket: &Ticket, user: UserId) -> Outcome<()> {
        let member = self.member(user).await?;
        let rank = settings.rank_for(ticket.kind, ticket.team_id(), Some(user), &member.roles);
        if member.is_bot || rank < Some(Rank::Trainee) {
            return Err(Refusal::NotStaff { user }.into());
        }
        Ok(())
    }

    /// A member; refused where they are none.
    pub(super) async fn member(&self, user: UserId) -> Outcome<GuildMember> {
        match self.desk.discord.member(self.at, user, self.left()).await {
            Ok(member) => Ok(member),
            Err(DiscordError::Missing | DiscordError::Gone) => Err(Refusal::NoSuchMember.into()),
            Err(error) => Err(away(error)),
        }
    }

    /// Whether somebody with these roles holds Manage Server or Administrator, or owns the guild.
    pub(super) async fn manages_guild(&self, user: UserId, roles: &[RoleId]) -> Outcome<bool> {
        self.desk.discord.manages_guild(self.at, (user, roles), self.left()).await.map_err(away)
    }

    /// Refuses who is no member of this guild, and what is no role of it.
    pub(super) async fn must_be_here(&self, whom: Whom) -> Outcome<()> {
        match whom {
            Whom::User(user) => self.member(user).await.map(drop),
            Whom::Role(role) => self.must_be_roles(&[], &[role]).await,
        }
    }

    const fn is_everyone(&self, role: RoleId) -> bool {
        role.get() == self.at.guild.get()
    }

    /// Refuses what is no category of this guild's.
    pub(super) async fn must_be_category(&self, channel: Option<&ChannelId>) -> Outcome<()> {
        let Some(&channel) = channel else { return Ok(()) };
        match self.kind(channel).await? {
            ChannelKind::Category => Ok(()),
            _ => Err(Refusal::NoCategory { channel }.into()),
        }
    }

    /// Refuses what is no channel of this guild's in which messages are written.
    pub(super) async fn must_take_messages(&self, channel: Option<&ChannelId>) -> Outcome<()> {
        let Some(&channel) = channel else { return Ok(()) };
        match self.kind(channel).await? {
            ChannelKind::Messages => Ok(()),
            _ => Err(Refusal::NoMessages { channel }.into()),
        }
    }

    async fn kind(&self, channel: ChannelId) -> Outcome<ChannelKind> {
        match self.desk.discord.channel(self.at, channel, self.left()).await {
            Ok(found) if found.guild == Some(self.at.guild) => Ok(found.kind),
            Ok(_) | Err(DiscordError::Gone | DiscordError::Missing) => Err(Refusal::NoSuchChannel.into()),
            Err(DiscordError::Forbidden) => {
                let missing = vec![BotPermission::ViewChannels];
                Err(Refusal::BotForbidden { channel: Some(channel), missing }.into())
            }
            Err(error) => Err(away(error)),
        }
    }

    fn left(&self) -> Duration {
        self.until.since(self.desk.clock.now())
    }
}

/// Nothing is saved that could not be looked at.
fn away(error: DiscordError) -> Error {
    match error {
        DiscordError::Limited(_)
        | DiscordError::Unavailable(_)
        | DiscordError::Ambiguous
        | DiscordError::Stopped
        | DiscordError::NotInGuild => Refusal::DiscordAway.into(),
        other => other.into(),
    }
}
