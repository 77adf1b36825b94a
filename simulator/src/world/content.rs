//! What is in a message: files, mentions and ids of components; and who may write what.
use serde_json::{Value, json};

use super::{Channel, ChannelId, Draft, Guild, Message, Pings, Snowflake, UserId, World, message::LOADING};
use crate::{DiscordError, Permissions};

impl World {
    /// The permissions for a message with this content, and that the channel takes messages.
    pub fn may_write(&self, author: UserId, channel: ChannelId, draft: &Draft) -> Result<(), DiscordError> {
        let found = self.channels.get(&channel).ok_or_else(DiscordError::unknown_channel)?;
        let write =
            if found.thread.is_some() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
        if found.guild.is_none() && (!self.share_a_guild(&found.recipients) || self.is_closed_to(author, found)) {
            return Err(DiscordError::cannot_message_user());
        }
        self.require(channel, author, write)?;
        let permissions = self.permissions_in(channel, author);
        if !draft.files.is_empty() && !permissions.contains(Permissions::ATTACH_FILES) {
            return Err(DiscordError::missing_permissions());
        }
        if !found.kind.is_text() {
            return Err(DiscordError::cannot_send_in_voice());
        }
        let largest =
            found.guild.and_then(|guild| self.guilds.get(&guild)).map_or(usize::MAX, |guild| guild.largest_file);
        if draft.files.iter().any(|(file, _)| file.size > largest) {
            return Err(DiscordError::too_large());
        }
        let locked = found.thread.as_ref().is_some_and(|thread| thread.archived && thread.locked);
        if locked && !permissions.contains(Permissions::MANAGE_THREADS) {
            return Err(DiscordError::thread_locked());
        }
        if draft.is_empty() {
            return Err(DiscordError::empty_message());
        }
        Ok(())
    }

    /// Of who may not embed links, Discord takes messages without their embeds, and refuses those that are nothing else.
    pub(super) fn with_permitted_embeds(
        &self,
        author: UserId,
        channel: ChannelId,
        mut draft: Draft,
    ) -> Result<Draft, DiscordError> {
        if !self.may_embed(author, channel) {
            draft.embeds.clear();
        }
        if draft.is_empty() { Err(DiscordError::missing_permissions()) } else { Ok(draft) }
    }

    /// Whether the embeds of somebody's messages are taken.
    pub fn may_embed(&self, author: UserId, channel: ChannelId) -> bool {
        self.permissions_in(channel, author).contains(Permissions::EMBED_LINKS)
    }

    /// Whether the other of a DM takes none.
    fn is_closed_to(&self, author: UserId, direct: &Channel) -> bool {
        let others = direct.recipients.iter().filter(|user| **user != author);
        others.filter_map(|user| self.users.get(user)).any(|user| user.takes_no_direct_messages)
    }

    /// Whether the two of a DM are in one guild together: without that, a bot's messages are refused.
    fn share_a_guild(&self, both: &[UserId]) -> bool {
        self.guilds.values().any(|guild| both.iter().all(|user| guild.members.contains_key(user)))
    }

    /// Puts a draft's content into a message. Kept attachments are up to the caller.
    pub(super) fn fill(&mut self, message: &mut Message, draft: Draft) {
        message.flags &= !LOADING;
        message.content = draft.content;
        message.embeds = draft.embeds.into_iter().map(received_embed).collect();
        message.components = draft.components;
        number(&mut message.components, &mut 1);
        for (mut attachment, bytes) in draft.files {
            attachment.id = self.next_id();
            self.files.insert(attachment.id, bytes);
            message.attachments.push(attachment);
        }
        self.mention(message, draft.allowed_mentions.as_ref());
    }

    /// Finds mentions in the text (and in text displays) and whom they notify.
    pub(super) fn mention(&self, message: &mut Message, allowed: Option<&Value>) {
        let mut text = message.content.clone();
        displayed(&message.components, &mut text);
        let named = Named::find(&text);
        let guild = self.guild_of(message.channel).and_then(|guild| self.guilds.get(&guild));
        message.mentions = named.users.iter().copied().filter(|user| self.users.contains_key(user)).collect();
        message.mention_roles = named.roles.iter().copied().filter(|role| has_role(guild, *role)).collect();
        let any = self.permissions_in(message.channel, message.author).contains(Permissions::MENTION_EVERYONE)
            || message.interaction.is_some();
        let mentionable = |role: &Snowflake| {
            guild.and_then(|guild| guild.roles.get(role)).is_some_and(|role| any || role.mentionable)
        };
        message.pings = Pings {
            users: message.mentions.iter().copied().filter(|user| allows(allowed, "users", Some(*user))).collect(),
            roles: message
                .mention_roles
                .iter()
                .copied()
                .filter(|role| allows(allowed, "roles", Some(*role)) && mentionable(role))
                .collect(),
            everyone: named.everyone && any && allows(allowed, "everyone", None),
        };
    }
}

fn has_role(guild: Option<&Guild>, role: Snowflake) -> bool {
    guild.is_some_and(|guild| guild.roles.contains_key(&role))
}

/// `allowed_mentions`: everything if it is missing; else what `parse` names or what is listed.
fn allows(allowed: Option<&Value>, group: &str, id: Option<Snowflake>) -> bool {
    let Some(allowed) = allowed.filter(|allowed| allowed.is_object()) else { return true };
    let parsed = allowed["parse"].as_array().is_some_and(|parse| parse.iter().any(|name| name == group));
    let listed = || {
        let id = id.map(|id| id.to_string());
        id.is_some_and(|id| allowed[group].as_array().is_some_and(|list| list.iter().any(|listed| *listed == id)))
    };
    parsed || listed()
}

/// The mentions in a text.
#[derive(Debug, Default)]
struct Named {
    users: Vec<Snowflake>,
    roles: Vec<Snowflake>,
    everyone: bool,
}

impl Named {
    fn find(text: &str) -> Self {
        let mut named = Self { everyone: text.contains("@everyone") || text.contains("@here"), ..Self::default() };
        for part in text.split("<@").skip(1) {
            let Some((inside, _)) = part.split_once('>') else { continue };
            let (list, digits) = match inside.strip_prefix('&') {
                Some(role) => (&mut named.roles, role),
                None => (&mut named.users, inside.trim_start_matches('!')),
            };
            if let Ok(id) = digits.parse()
                && !list.contains(&id)
            {
                list.push(id);
            }
        }
        named
    }
}

/// Appends the texts of text displays.
fn displayed(components: &[Value], text: &mut String) {
    for component in components {
        if component["type"] == 10
            && let Some(content) = component["content"].as_str()
        {
            text.push('\n');
            text.push_str(content);
        }
        if let Some(inner) = component["components"].as_array() {
            displayed(inner, text);
        }
    }
}

/// Gives every component of a tree the `id` that Discord would, from `next` on.
pub(crate) fn number(components: &mut [Value], next: &mut u64) {
    for component in components.iter_mut().filter(|component| component.is_object()) {
        if component["id"].as_u64().is_none_or(|id| id == 0) {
            component["id"] = json!(*next);
        }
        *next += 1;
        if let Some(inner) = component.get_mut("components").and_then(Value::as_array_mut) {
            number(inner, next);
        }
        for only in ["accessory", "component"] {
            if let Some(inner) = component.get_mut(only) {
                number(std::slice::from_mut(inner), next);
            }
        }
    }
}

/// An embed as Discord gives it back.
fn received_embed(mut embed: Value) -> Value {
    if let Value::Object(fields) = &mut embed {
        fields.retain(|_, value| !value.is_null());
        fields.insert("type".to_owned(), json!("rich"));
        fields.insert("content_scan_version".to_owned(), json!(0));
        if let Some(Value::Array(list)) = fields.get_mut("fields") {
            for field in list.iter_mut().filter_map(Value::as_object_mut) {
                field.entry("inline").or_insert(json!(false));
            }
        }
    }
    embed
}
