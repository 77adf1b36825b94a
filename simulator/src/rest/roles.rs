//! `/guilds/{guild}/roles`.
use std::sync::Arc;

use axum::{Router, extract::Path, routing::get};
use serde_json::Value;

use super::{
    answer::{Answer, nothing, ok},
    call::Call,
    content::check_length,
};
use crate::{
    DiscordError, FormErrors, Permissions, Shared,
    world::{AuditAction, GuildId, Role, RoleId, World},
};

/// Roles of a guild.
const MAXIMUM_ROLES: usize = 250;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/guilds/{guild}/roles", get(list).post(create))
        .route("/guilds/{guild}/roles/{role}", get(one).patch(edit).delete(remove))
}

async fn list(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let roles = call.shared.read(|world| {
        world.require_in_guild(guild, call.bot, Permissions::empty())?;
        let roles = world.guilds.get(&guild).map(|guild| guild.roles.values()).into_iter().flatten();
        Ok::<_, DiscordError>(roles.map(Role::json).collect())
    })?;
    ok(Value::Array(roles))
}

async fn one(Path((guild, role)): Path<(GuildId, RoleId)>, call: Call) -> Answer {
    let body = call.shared.read(|world| {
        world.require_in_guild(guild, call.bot, Permissions::empty())?;
        Ok::<_, DiscordError>(found(world, guild, role)?.json())
    })?;
    ok(body)
}

async fn create(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let body = call.body()?;
    check(body)?;
    let answer = call.shared.change(|world| {
        world.require_in_guild(guild, call.bot, Permissions::MANAGE_ROLES)?;
        if world.guilds.get(&guild).is_some_and(|guild| guild.roles.len() >= MAXIMUM_ROLES) {
            return Err(DiscordError::new(400, 30005, "Maximum number of guild roles reached (250)"));
        }
        let permissions = given(body).unwrap_or_else(|| everyone(world, guild));
        must_hold(world, guild, &call, permissions)?;
        let id = world.create_role(guild, body["name"].as_str().unwrap_or("new role"), permissions);
        world.lower_role(guild, id);
        let role = world.edit_role(guild, id, |role| change(role, body));
        world.audit(guild, call.bot, AuditAction::RoleCreate, Some(id), call.reason());
        role.ok_or_else(DiscordError::unknown_role)
    })?;
    ok(answer)
}

async fn edit(Path((guild, role)): Path<(GuildId, RoleId)>, call: Call) -> Answer {
    let body = call.body()?;
    check(body)?;
    let answer = call.shared.change(|world| {
        below(world, guild, &call, role)?;
        let before = found(world, guild, role)?.permissions;
        let after = given(body).unwrap_or(before);
        must_hold(world, guild, &call, Permissions(before.0 ^ after.0))?;
        let edited = world.edit_role(guild, role, |role| change(role, body));
        world.audit(guild, call.bot, AuditAction::RoleUpdate, Some(role), call.reason());
        edited.ok_or_else(DiscordError::unknown_role)
    })?;
    ok(answer)
}

async fn remove(Path((guild, role)): Path<(GuildId, RoleId)>, call: Call) -> Answer {
    call.shared.change(|world| {
        below(world, guild, &call, role)?;
        world.delete_role(guild, role);
        world.audit(guild, call.bot, AuditAction::RoleDelete, Some(role), call.reason());
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}

fn change(role: &mut Role, body: &Value) {
    if let Some(name) = body["name"].as_str() {
        name.clone_into(&mut role.name);
    }
    role.permissions = given(body).unwrap_or(role.permissions);
    role.mentionable = body["mentionable"].as_bool().unwrap_or(role.mentionable);
}

fn check(body: &Value) -> Result<(), DiscordError> {
    let mut form = FormErrors::new();
    check_length(&mut form, "", body, "name", 0..=100);
    form.finish()
}

fn given(body: &Value) -> Option<Permissions> {
    let bits = &body["permissions"];
    bits.as_u64().or_else(|| bits.as_str()?.parse().ok()).map(Permissions)
}

fn everyone(world: &World, guild: GuildId) -> Permissions {
    found(world, guild, guild).map_or(Permissions::empty(), |role| role.permissions)
}

fn found(world: &World, guild: GuildId, role: RoleId) -> Result<&Role, DiscordError> {
    world.guilds.get(&guild).and_then(|guild| guild.roles.get(&role)).ok_or_else(DiscordError::unknown_role)
}

fn must_hold(world: &World, guild: GuildId, call: &Call, permissions: Permissions) -> Result<(), DiscordError> {
    if world.base_permissions(guild, call.bot).contains(permissions & Permissions::all()) {
        return Ok(());
    }
    Err(DiscordError::missing_permissions())
}

fn below(world: &World, guild: GuildId, call: &Call, role: RoleId) -> Result<(), DiscordError> {
    world.require_in_guild(guild, call.bot, Permissions::MANAGE_ROLES)?;
    if found(world, guild, role)?.position >= world.rank(guild, call.bot) {
        return Err(DiscordError::missing_permissions());
    }
    Ok(())
}
