//! What one person sees of one guild and one channel, in one object. Their direct messages stand below the guild's
//! channels.
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Permissions,
    people::{sees, visible_commands},
    world::{Channel, ChannelId, ChannelKind, Guild, GuildId, Message, RoleId, UserId, World},
};

/// Messages shown.
const MESSAGES: usize = 200;

/// Where to look, and as whom; what is missing or cannot be seen is chosen by the view.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wish {
    guild: Option<GuildId>,
    user: Option<UserId>,
    channel: Option<ChannelId>,
}

pub(super) fn view(world: &World, wish: &Wish) -> Value {
    let mut guilds: Vec<_> = world.guilds.values().collect();
    guilds.sort_by_key(|guild| guild.id);
    let list: Vec<_> = guilds.iter().map(|guild| json!({ "id": guild.id, "name": guild.name })).collect();
    let wanted = guilds.iter().find(|guild| Some(guild.id) == wish.guild).or(guilds.first());
    let Some(guild) = wanted else {
        return json!({ "guilds": list });
    };
    let person = |user: &UserId| guild.members.contains_key(user) && !world.applications.contains_key(user);
    let user = wish.user.filter(person).unwrap_or(guild.owner);
    let mut seen = channels(world, guild, user);
    seen.extend(direct_channels(world, user));
    let mut open = seen.iter().filter(|channel| channel.kind.is_text());
    let channel = open.clone().find(|channel| Some(channel.id) == wish.channel).or_else(|| open.next());
    let mut body = json!({
        "guilds": list, "guild": { "id": guild.id, "name": guild.name }, "user": user,
        "people": people(world, guild), "roles": roles(guild),
        "channels": seen.iter().map(|channel| channel_json(world, channel)).collect::<Vec<_>>(),
    });
    if let Some(channel) = channel {
        let write =
            if channel.kind.is_thread() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
        body["channel"] = json!(channel.id);
        body["may_write"] = json!(world.permissions_in(channel.id, user).contains(write));
        body["messages"] = json!(messages(world, channel.id, user));
        body["commands"] = json!(commands(world, guild.id, channel.id, user));
    }
    body
}

/// Channels and threads that the user sees, and the categories that hold any, in the order of a client's list.
fn channels<'world>(world: &'world World, guild: &'world Guild, user: UserId) -> Vec<&'world Channel> {
    let all: Vec<_> = guild.channels.iter().chain(&guild.threads).filter_map(|id| world.channels.get(id)).collect();
    let may = |channel: &Channel| world.permissions_in(channel.id, user).contains(Permissions::VIEW_CHANNEL);
    let category = |channel: &Channel| channel.kind == ChannelKind::CATEGORY;
    let holds = |id| all.iter().any(|channel| channel.parent == Some(id) && may(channel));
    let shown = |channel: &&Channel| if category(channel) { holds(channel.id) } else { may(channel) };
    let mut list: Vec<_> = all.iter().copied().filter(shown).collect();
    list.sort_by_key(|channel| (channel.position, channel.id));
    list
}

/// Their direct messages in which something was written, oldest first.
fn direct_channels(world: &World, user: UserId) -> Vec<&Channel> {
    let written = |channel: &&Channel| world.messages.get(&channel.id).is_some_and(|messages| !messages.is_empty());
    let own = world.channels.values().filter(|channel| channel.guild.is_none() && channel.recipients.contains(&user));
    let mut list: Vec<_> = own.filter(written).collect();
    list.sort_by_key(|channel| channel.id);
    list
}

/// A channel as bots get it; direct messages have the bot's name.
fn channel_json(world: &World, channel: &Channel) -> Value {
    let mut body = world.channel_json(channel.id);
    if channel.guild.is_none() {
        let bot = channel.recipients.iter().find(|user| world.applications.contains_key(user));
        body["name"] = json!(bot.and_then(|bot| world.users.get(bot)).map(|user| user.name.as_str()));
    }
    body
}

/// Members, the owner first, then people, then bots.
fn people(world: &World, guild: &Guild) -> Vec<Value> {
    let role = |id: &RoleId| guild.roles.get(id).filter(|role| role.bot.is_none()).map(|role| role.name.as_str());
    let mut members: Vec<_> =
        guild.members.values().filter_map(|member| Some((member, world.users.get(&member.user)?))).collect();
    members.sort_by_key(|(member, user)| (user.bot, member.user != guild.owner, member.joined, member.user));
    let person = |(member, user): &(&crate::world::Membership, &crate::world::User)| {
        let roles: Vec<_> = member.roles.iter().filter_map(role).collect();
        json!({
            "id": user.id, "name": member.nick.as_ref().unwrap_or(&user.name), "bot": user.bot, "locale": user.locale,
            "owner": user.id == guild.owner, "roles": roles,
        })
    };
    members.iter().map(person).collect()
}

fn roles(guild: &Guild) -> Vec<Value> {
    let named = guild.roles.values().filter(|role| role.id != guild.id && role.bot.is_none());
    named.map(|role| json!({ "id": role.id, "name": role.name })).collect()
}

fn messages(world: &World, channel: ChannelId, user: UserId) -> Vec<Value> {
    let all = world.messages.get(&channel).into_iter().flat_map(|messages| messages.values().rev());
    let shown = all.filter(|message| sees(world, message, user)).take(MESSAGES);
    let mut messages: Vec<_> = shown.map(|message| message_json(world, message, user)).collect();
    messages.reverse();
    messages
}

fn message_json(world: &World, message: &Message, user: UserId) -> Value {
    let mut body = world.message_json(message);
    let own = message.author == user || message.ephemeral();
    let may = own || world.permissions_in(message.channel, user).contains(Permissions::MANAGE_MESSAGES);
    body["may_delete"] = json!(may);
    body
}

fn commands(world: &World, guild: GuildId, channel: ChannelId, user: UserId) -> Vec<Value> {
    let visible = visible_commands(world, guild, channel, user).into_iter().filter(|command| command.kind == 1);
    let described = visible.map(|command| {
        let mut body = command.json();
        body["bot"] = json!(world.users.get(&command.application).map(|user| user.name.as_str()));
        body
    });
    described.collect()
}
