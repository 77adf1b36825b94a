//! `/guilds/{guild}/members`.
use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    routing::{get, patch, put},
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    answer::{Answer, nothing, ok},
    call::Call,
    content::{check_length, list},
};
use crate::{
    DiscordError, FormErrors, Intents, Permissions, Shared,
    world::{AuditAction, GuildId, RoleId, Snowflake, UserId, World},
};

#[derive(Debug, Deserialize)]
struct Which {
    limit: Option<usize>,
    after: Option<UserId>,
    query: Option<String>,
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/guilds/{guild}/members", get(all))
        .route("/guilds/{guild}/members/search", get(page))
        .route("/guilds/{guild}/members/@me", patch(edit_own))
        .route("/guilds/{guild}/members/{user}", get(one).patch(edit).delete(kick))
        .route("/guilds/{guild}/members/{user}/roles/{role}", put(add_role).delete(remove_role))
}

async fn one(Path((guild, user)): Path<(GuildId, UserId)>, call: Call) -> Answer {
    let body = call.shared.read(|world| {
        world.require_in_guild(guild, call.bot, Permissions::empty())?;
        must_be_member(world, guild, user)?;
        Ok::<_, DiscordError>(world.member_json(guild, user))
    })?;
    ok(body)
}

/// All members, for applications that may have them.
async fn all(path: Path<GuildId>, call: Call) -> Answer {
    let granted = call.shared.read(|world| world.applications.get(&call.bot).map(|found| found.privileged));
    if !granted.is_some_and(|granted| granted.contains(Intents::GUILD_MEMBERS)) {
        return Err(DiscordError::missing_access());
    }
    page(path, call).await
}

async fn page(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let which: Which = call.query()?;
    let members = call.shared.read(|world| {
        world.require_in_guild(guild, call.bot, Permissions::empty())?;
        let members = world.members_named(guild, which.query.as_deref().unwrap_or_default());
        let members = members
            .filter(|user| which.after.is_none_or(|after| *user > after))
            .take(which.limit.unwrap_or(1).clamp(1, 1000));
        Ok::<_, DiscordError>(members.map(|user| world.member_json(guild, user)).collect())
    })?;
    ok(Value::Array(members))
}

async fn edit_own(Path(guild): Path<GuildId>, call: Call) -> Answer {
    change(guild, call.bot, &call)
}

async fn edit(Path((guild, user)): Path<(GuildId, UserId)>, call: Call) -> Answer {
    change(guild, user, &call)
}

fn change(guild: GuildId, user: UserId, call: &Call) -> Answer {
    let body = call.body()?;
    let mut form = FormErrors::new();
    check_length(&mut form, "", body, "nick", 0..=32);
    form.finish()?;
    let roles: Vec<RoleId> =
        list(body, "roles").iter().filter_map(|role| role.as_str()?.parse::<Snowflake>().ok()).collect();
    let answer = call.shared.change(|world| {
        world.require_in_guild(guild, call.bot, needed(body, user == call.bot))?;
        must_be_member(world, guild, user)?;
        if body["roles"].is_array() {
            check_roles(world, guild, user, call.bot, &roles)?;
        }
        world.edit_member(guild, user, |member| {
            if let Some(nick) = body.get("nick") {
                member.nick = nick.as_str().filter(|nick| !nick.is_empty()).map(str::to_owned);
            }
            if body["roles"].is_array() {
                member.roles.clone_from(&roles);
            }
        });
        world.audit(guild, call.bot, AuditAction::MemberUpdate, Some(user), call.reason());
        Ok::<_, DiscordError>(world.member_json(guild, user))
    })?;
    ok(answer)
}

/// What the fields of a change need together ("Modify Guild Member").
fn needed(body: &Value, own: bool) -> Permissions {
    let fields = [
        ("nick", if own { Permissions::CHANGE_NICKNAME } else { Permissions::MANAGE_NICKNAMES }),
        ("roles", Permissions::MANAGE_ROLES),
        ("mute", Permissions::MUTE_MEMBERS),
        ("deaf", Permissions::DEAFEN_MEMBERS),
        ("channel_id", Permissions::MOVE_MEMBERS),
        ("communication_disabled_until", Permissions::MODERATE_MEMBERS),
    ];
    let given = fields.into_iter().filter(|(field, _)| body.get(*field).is_some());
    given.fold(Permissions::empty(), |sum, (_, permission)| sum | permission)
}

/// Every role that is given or taken must be below the bot's highest.
fn check_roles(world: &World, guild: GuildId, user: UserId, bot: UserId, roles: &[RoleId]) -> Result<(), DiscordError> {
    let before = world.guilds.get(&guild).and_then(|guild| guild.members.get(&user)).map(|member| member.roles.clone());
    let before = before.unwrap_or_default();
    let given = roles.iter().filter(|role| !before.contains(role));
    let taken = before.iter().filter(|role| !roles.contains(role));
    given.chain(taken).try_for_each(|role| may_give(world, guild, bot, *role))
}

async fn add_role(Path((guild, user, role)): Path<(GuildId, UserId, RoleId)>, call: Call) -> Answer {
    change_roles(guild, user, role, &call, |roles| {
        if !roles.contains(&role) {
            roles.push(role);
        }
    })
}

async fn remove_role(Path((guild, user, role)): Path<(GuildId, UserId, RoleId)>, call: Call) -> Answer {
    change_roles(guild, user, role, &call, |roles| roles.retain(|other| *other != role))
}

fn change_roles(
    guild: GuildId,
    user: UserId,
    role: RoleId,
    call: &Call,
    change: impl FnOnce(&mut Vec<RoleId>),
) -> Answer {
    call.shared.change(|world| {
        world.require_in_guild(guild, call.bot, Permissions::empty())?;
        must_be_member(world, guild, user)?;
        may_give(world, guild, call.bot, role)?;
        world.edit_member(guild, user, |member| change(&mut member.roles));
        world.audit(guild, call.bot, AuditAction::MemberRoleUpdate, Some(user), call.reason());
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}

async fn kick(Path((guild, user)): Path<(GuildId, UserId)>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require_in_guild(guild, call.bot, Permissions::KICK_MEMBERS)?;
        must_be_member(world, guild, user)?;
        if world.rank(guild, user) >= world.rank(guild, call.bot) {
            return Err(DiscordError::missing_permissions());
        }
        world.remove_member(guild, user);
        world.audit(guild, call.bot, AuditAction::MemberKick, Some(user), call.reason());
        Ok(())
    })?;
    nothing()
}

fn must_be_member(world: &World, guild: GuildId, user: UserId) -> Result<(), DiscordError> {
    if world.is_member(guild, user) {
        return Ok(());
    }
    let known = world.users.contains_key(&user);
    Err(if known { DiscordError::unknown_member() } else { DiscordError::unknown_user() })
}

/// A bot gives and takes roles below its own that belong to no bot.
fn may_give(world: &World, guild: GuildId, bot: UserId, role: RoleId) -> Result<(), DiscordError> {
    world.require_in_guild(guild, bot, Permissions::MANAGE_ROLES)?;
    let found =
        world.guilds.get(&guild).and_then(|guild| guild.roles.get(&role)).ok_or_else(DiscordError::unknown_role)?;
    if found.position >= world.rank(guild, bot) || found.bot.is_some() || found.id == guild {
        return Err(DiscordError::missing_permissions());
    }
    Ok(())
}
