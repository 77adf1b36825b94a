//! `/applications/{application}/commands`, global and of a guild.
use std::{collections::BTreeMap, sync::Arc};

use axum::{Router, extract::Path, routing::get};
use serde_json::{Map, Value};

use super::{
    answer::{Answer, created, nothing, ok},
    call::Call,
    content::check_command,
};
use crate::{
    DiscordError, FormErrors, Shared,
    world::{ApplicationId, Command, CommandId, GuildId, Snowflake, World},
};

/// Slash commands of an application, and again of one in a guild.
const MAXIMUM_COMMANDS: usize = 100;

/// Global, or of a guild.
type Scope = Option<GuildId>;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/applications/{application}/commands", get(global_list).post(global_create).put(global_replace))
        .route(
            "/applications/{application}/commands/{command}",
            get(global_one).patch(global_edit).delete(global_remove),
        )
        .route("/applications/{application}/guilds/{guild}/commands", get(list).post(create).put(replace))
        .route("/applications/{application}/guilds/{guild}/commands/{command}", get(one).patch(edit).delete(remove))
}

async fn global_list(Path(application): Path<ApplicationId>, call: Call) -> Answer {
    list_of(&call, application, None)
}

async fn list(Path((application, guild)): Path<(ApplicationId, GuildId)>, call: Call) -> Answer {
    list_of(&call, application, Some(guild))
}

async fn global_create(Path(application): Path<ApplicationId>, call: Call) -> Answer {
    create_in(&call, application, None)
}

async fn create(Path((application, guild)): Path<(ApplicationId, GuildId)>, call: Call) -> Answer {
    create_in(&call, application, Some(guild))
}

async fn global_replace(Path(application): Path<ApplicationId>, call: Call) -> Answer {
    replace_in(&call, application, None)
}

async fn replace(Path((application, guild)): Path<(ApplicationId, GuildId)>, call: Call) -> Answer {
    replace_in(&call, application, Some(guild))
}

async fn global_one(Path((application, id)): Path<(ApplicationId, CommandId)>, call: Call) -> Answer {
    one_of(&call, application, None, id)
}

async fn one(Path((application, guild, id)): Path<(ApplicationId, GuildId, CommandId)>, call: Call) -> Answer {
    one_of(&call, application, Some(guild), id)
}

async fn global_edit(Path((application, id)): Path<(ApplicationId, CommandId)>, call: Call) -> Answer {
    edit_in(&call, application, None, id)
}

async fn edit(Path((application, guild, id)): Path<(ApplicationId, GuildId, CommandId)>, call: Call) -> Answer {
    edit_in(&call, application, Some(guild), id)
}

async fn global_remove(Path((application, id)): Path<(ApplicationId, CommandId)>, call: Call) -> Answer {
    remove_from(&call, application, None, id)
}

async fn remove(Path((application, guild, id)): Path<(ApplicationId, GuildId, CommandId)>, call: Call) -> Answer {
    remove_from(&call, application, Some(guild), id)
}

fn list_of(call: &Call, application: ApplicationId, scope: Scope) -> Answer {
    let commands = call.shared.change(|world| {
        let commands = commands_of(world, call, application, scope)?;
        Ok::<_, DiscordError>(commands.values().map(Command::json).collect())
    })?;
    ok(Value::Array(commands))
}

fn one_of(call: &Call, application: ApplicationId, scope: Scope, id: CommandId) -> Answer {
    let body = call.shared.change(|world| {
        let commands = commands_of(world, call, application, scope)?;
        commands.get(&id).map(Command::json).ok_or_else(DiscordError::unknown_command)
    })?;
    ok(body)
}

/// Makes a command (201), or replaces the one of the same name and type (200).
fn create_in(call: &Call, application: ApplicationId, scope: Scope) -> Answer {
    let body = call.body()?;
    let mut form = FormErrors::new();
    check_command(&mut form, "", body);
    form.finish()?;
    let (new, answer) = call.shared.change(|world| {
        let fresh = world.next_id();
        let commands = commands_of(world, call, application, scope)?;
        let existing = commands.values().find(|command| command.is_like(body)).map(|command| command.id);
        if existing.is_none() && commands.len() >= MAXIMUM_COMMANDS {
            return Err(DiscordError::maximum_commands());
        }
        let command = command(existing.unwrap_or(fresh), fresh, application, scope, body);
        let answer = command.json();
        commands.insert(command.id, command);
        Ok((existing.is_none(), answer))
    })?;
    if new { created(answer) } else { ok(answer) }
}

fn replace_in(call: &Call, application: ApplicationId, scope: Scope) -> Answer {
    let list = call
        .body()?
        .as_array()
        .cloned()
        .ok_or_else(|| FormErrors::one("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"))?;
    check_all(&list)?;
    let answer = call.shared.change(|world| {
        let fresh: Vec<_> = list.iter().map(|_| world.next_id()).collect();
        let commands = commands_of(world, call, application, scope)?;
        let before = std::mem::take(commands);
        for (body, fresh) in list.iter().zip(fresh) {
            let same = before.values().find(|command| command.is_like(body));
            let mut next = command(same.map_or(fresh, |same| same.id), fresh, application, scope, body);
            // An unchanged command keeps its version.
            if let Some(same) = same.filter(|same| same.definition == next.definition) {
                next.version = same.version;
            }
            commands.insert(next.id, next);
        }
        Ok::<_, DiscordError>(commands.values().map(Command::json).collect())
    })?;
    ok(Value::Array(answer))
}

fn check_all(list: &[Value]) -> Result<(), DiscordError> {
    if list.len() > MAXIMUM_COMMANDS {
        return Err(DiscordError::maximum_commands());
    }
    let mut form = FormErrors::new();
    let mut names = std::collections::HashSet::new();
    for (index, body) in list.iter().enumerate() {
        check_command(&mut form, &index.to_string(), body);
        if !names.insert((body["type"].as_u64().unwrap_or(1), body["name"].as_str())) {
            let message = "Application command names must be unique";
            form.add(&index.to_string(), "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    form.finish()
}

fn edit_in(call: &Call, application: ApplicationId, scope: Scope, id: CommandId) -> Answer {
    let body = call.body()?;
    let answer = call.shared.change(|world| {
        let version = world.next_id();
        let commands = commands_of(world, call, application, scope)?;
        let mut changed = commands.get(&id).cloned().ok_or_else(DiscordError::unknown_command)?;
        changed.definition.extend(definition(body));
        changed.version = version;
        if let Some(name) = body["name"].as_str() {
            name.clone_into(&mut changed.name);
        }
        let mut form = FormErrors::new();
        check_command(&mut form, "", &changed.json());
        form.finish()?;
        let answer = changed.json();
        commands.insert(id, changed);
        Ok(answer)
    })?;
    ok(answer)
}

fn remove_from(call: &Call, application: ApplicationId, scope: Scope, id: CommandId) -> Answer {
    call.shared.change(|world| {
        let commands = commands_of(world, call, application, scope)?;
        commands.remove(&id).map(|_| ()).ok_or_else(DiscordError::unknown_command)
    })?;
    nothing()
}

/// The commands of an application that is the caller's, in a guild that its bot is in.
fn commands_of<'world>(
    world: &'world mut World,
    call: &Call,
    application: ApplicationId,
    scope: Scope,
) -> Result<&'world mut BTreeMap<CommandId, Command>, DiscordError> {
    if application != call.bot {
        let message = "You are not authorized to perform this action on this application";
        return Err(DiscordError::new(403, 20012, message));
    }
    if scope.is_some_and(|guild| !world.is_member(guild, application)) {
        return Err(DiscordError::missing_access());
    }
    let found = world.applications.get_mut(&application).ok_or_else(DiscordError::unknown_application)?;
    Ok(match scope {
        None => &mut found.commands,
        Some(guild) => found.guild_commands.entry(guild).or_default(),
    })
}

fn command(id: CommandId, version: Snowflake, application: ApplicationId, guild: Scope, body: &Value) -> Command {
    Command {
        id,
        application,
        guild,
        version,
        kind: body["type"].as_u64().unwrap_or(1),
        name: body["name"].as_str().unwrap_or_default().to_owned(),
        definition: definition(body),
    }
}

/// What is kept of a command as it was sent. Permissions are text in answers, whatever they were in the request.
fn definition(body: &Value) -> Map<String, Value> {
    let mut kept = body.as_object().cloned().unwrap_or_default();
    for own in ["id", "application_id", "version", "type", "name", "guild_id"] {
        kept.remove(own);
    }
    kept.retain(|field, value| !value.is_null() || field.ends_with("permissions") || field.ends_with("localizations"));
    if let Some(number) = kept.get("default_member_permissions").and_then(Value::as_u64) {
        kept.insert("default_member_permissions".to_owned(), Value::String(number.to_string()));
    }
    kept
}

impl Command {
    /// Whether a body is for this command: by name and type.
    fn is_like(&self, body: &Value) -> bool {
        self.name == body["name"].as_str().unwrap_or_default() && self.kind == body["type"].as_u64().unwrap_or(1)
    }
}
