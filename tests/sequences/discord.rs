//! A Discord in memory that answers at once, and now and then loses an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tickit_domain::audience::Say;
use tickit_domain::discord::{
    ChannelChange, Discord, DiscordError, NewChannel, OutgoingMessage, Place, ReplyTo, WorkPermit,
};
use tickit_domain::guild::{
    BotPermission, BotPermissions, ChannelKind, GuildChannel, GuildMember, GuildRole, ListedChannel,
};
use tickit_domain::ids::{ChannelId, InteractionId, MessageId, RoleId, UserId};
use tickit_domain::settings::TypeId;
use tickit_domain::transcript::{GuildNames, TicketMessage};
use tickit_domain::whom::Whom;

use super::people::Person;
use super::stage::category;

/// Where transcripts are posted.
pub const LOG: ChannelId = ChannelId::new(60);

type Answer<T> = Result<T, DiscordError>;

/// The channels of a guild, and all that was ever said in it. Clones are the same guild.
#[derive(Debug, Clone)]
pub struct MemoryDiscord(Arc<Mutex<Guild>>);

/// What is in the guild.
#[derive(Debug)]
pub struct Guild {
    /// The channels that there are.
    pub channels: BTreeMap<ChannelId, Channel>,
    /// Every message as it was sent, with its files.
    pub said: Vec<String>,
    /// What whoever waits was told last.
    pub told: BTreeMap<InteractionId, String>,
    /// How often a request is lost, and how often an answer, 0 to 1.
    pub lost: f64,
    /// How often the bot lacks a permission, 0 to 1.
    pub refused: f64,
    nonces: BTreeMap<String, MessageId>,
    chance: StdRng,
    ids: u64,
}

/// A channel.
#[derive(Debug, Clone)]
pub struct Channel {
    pub name: String,
    pub topic: String,
    pub category: Option<ChannelId>,
    pub audience: BTreeMap<Whom, Say>,
    pub pins: BTreeSet<MessageId>,
}

impl MemoryDiscord {
    pub fn new(seed: u64) -> Self {
        let (channels, said, told, nonces) = Default::default();
        let guild = Guild {
            channels,
            said,
            told,
            lost: 0.0,
            refused: 0.0,
            nonces,
            chance: StdRng::seed_from_u64(seed),
            ids: 1 << 30,
        };
        Self(Arc::new(Mutex::new(guild)))
    }

    pub fn guild(&self) -> MutexGuard<'_, Guild> {
        self.0.lock().unwrap()
    }

    /// Changes a channel that is there.
    fn change(&self, channel: ChannelId, change: impl FnOnce(&mut Channel)) -> Answer<()> {
        self.guild().attempt(|guild| {
            change(guild.channels.get_mut(&channel).ok_or(DiscordError::Gone)?);
            Ok(())
        })
    }
}

impl Guild {
    fn id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    fn say(&mut self, message: &OutgoingMessage) {
        self.said.push(message.body.text().to_owned());
        let files = message.files.iter().map(|file| String::from_utf8_lossy(&file.content).into_owned());
        self.said.extend(files);
    }

    /// Does something, unless it is refused, or the request is lost on its way; and then its answer may be.
    fn attempt<T>(&mut self, act: impl FnOnce(&mut Self) -> Answer<T>) -> Answer<T> {
        if self.chance.random_bool(self.refused) {
            return Err(DiscordError::Forbidden);
        }
        if self.chance.random_bool(self.lost) {
            return Err(DiscordError::Ambiguous);
        }
        let answer = act(self);
        if self.chance.random_bool(self.lost) { Err(DiscordError::Ambiguous) } else { answer }
    }
}

#[async_trait]
impl Discord for MemoryDiscord {
    fn under(&self, _: Arc<dyn WorkPermit>) -> Arc<dyn Discord> {
        Arc::new(self.clone())
    }

    async fn create_channel(&self, _: Place, channel: &NewChannel) -> Answer<ChannelId> {
        self.guild().attempt(|guild| {
            let id = ChannelId::new(guild.id());
            let NewChannel { name, topic, category, audience, .. } = channel.clone();
            let audience = audience.iter().collect();
            guild.channels.insert(id, Channel { name, topic, category, audience, pins: BTreeSet::new() });
            Ok(id)
        })
    }

    async fn find_channel(&self, _: Place, marker: &str) -> Answer<Option<ChannelId>> {
        Ok(self.guild().channels.iter().find(|(_, channel)| channel.topic.ends_with(marker)).map(|(id, _)| *id))
    }

    async fn channels(&self, _: Place) -> Answer<Vec<ListedChannel>> {
        let listed = |(id, channel): (&ChannelId, &Channel)| ListedChannel {
            id: *id,
            name: String::new(),
            kind: ChannelKind::Messages,
            topic: channel.topic.clone(),
            last_message: None,
        };
        Ok(self.guild().channels.iter().map(listed).collect())
    }

    async fn has_channel(&self, _: Place, channel: ChannelId) -> Answer<bool> {
        Ok(self.guild().channels.contains_key(&channel))
    }

    async fn channel(&self, at: Place, id: ChannelId, _: Duration) -> Answer<GuildChannel> {
        let is_category = [TypeId(1), TypeId(2)].map(category).contains(&id);
        let kind = if is_category { ChannelKind::Category } else { ChannelKind::Messages };
        Ok(GuildChannel { id, guild: Some(at.guild), kind })
    }

    async fn roles(&self, _: Place, _: Duration) -> Answer<Vec<GuildRole>> {
        let roles = Person::ALL.into_iter().filter_map(Person::role);
        Ok(roles.map(|id| GuildRole { id, name: String::new(), managed: false }).collect())
    }

    async fn bot_permissions(&self, _: Place, _: Option<ChannelId>, _: Duration) -> Answer<BotPermissions> {
        let all = BotPermission::INVITED_WITH.into_iter().collect();
        Ok(BotPermissions { here: Clone::clone(&all), around: all })
    }

    async fn change_channel(&self, _: Place, channel: ChannelId, change: ChannelChange<'_>, _: &str) -> Answer<()> {
        self.change(channel, |there| match change {
            ChannelChange::Topic(topic) => topic.clone_into(&mut there.topic),
            ChannelChange::Name(name) => name.clone_into(&mut there.name),
            ChannelChange::Category(category) => there.category = category,
        })
    }

    async fn pin(&self, _: Place, channel: ChannelId, message: MessageId, _: &str) -> Answer<()> {
        self.change(channel, |there| {
            there.pins.insert(message);
        })
    }

    async fn unpin(&self, _: Place, channel: ChannelId, message: MessageId, _: &str) -> Answer<()> {
        self.change(channel, |there| {
            there.pins.remove(&message);
        })
    }

    async fn member(&self, _: Place, user: UserId, _: Duration) -> Answer<GuildMember> {
        let roles = Person::of(user).role().into_iter().collect();
        Ok(GuildMember { name: "bob".into(), roles, is_bot: false, joined_at: None })
    }

    async fn let_in(&self, _: Place, channel: ChannelId, whom: Whom, say: Say, _: &str) -> Answer<()> {
        self.change(channel, |there| {
            there.audience.insert(whom, say);
        })
    }

    async fn keep_out(&self, _: Place, channel: ChannelId, whom: Whom, _: &str) -> Answer<()> {
        self.change(channel, |there| {
            there.audience.remove(&whom);
        })
    }

    async fn delete_channel(&self, _: Place, channel: ChannelId, _: &str) -> Answer<()> {
        self.guild().attempt(|guild| guild.channels.remove(&channel).map(drop).ok_or(DiscordError::Gone))
    }

    async fn direct_channel(&self, _: Place, _: UserId) -> Answer<ChannelId> {
        Err(DiscordError::Forbidden)
    }

    async fn post_message(&self, _: Place, to: ChannelId, message: &OutgoingMessage, nonce: &str) -> Answer<MessageId> {
        self.guild().attempt(|guild| {
            if to != LOG && !guild.channels.contains_key(&to) {
                return Err(DiscordError::Gone);
            }
            guild.say(message);
            let new = MessageId::new(guild.id());
            Ok(*guild.nonces.entry(nonce.to_owned()).or_insert(new))
        })
    }

    async fn edit_message(&self, _: Place, _: ChannelId, _: MessageId, now: &OutgoingMessage) -> Answer<()> {
        self.guild().attempt(|guild| {
            guild.say(now);
            Ok(())
        })
    }

    async fn has_message(&self, _: Place, _: ChannelId, _: MessageId) -> Answer<bool> {
        Ok(true)
    }

    async fn delete_message(&self, _: Place, _: ChannelId, _: MessageId) -> Answer<()> {
        Ok(())
    }

    async fn messages(&self, _: Place, _: ChannelId, _: Option<MessageId>) -> Answer<Vec<TicketMessage>> {
        Ok(Vec::new())
    }

    async fn attachment(&self, _: &str, _: u64) -> Answer<Vec<u8>> {
        Err(DiscordError::Gone)
    }

    async fn manages_guild(&self, _: Place, _: (UserId, &[RoleId]), _: Duration) -> Answer<bool> {
        Ok(false)
    }

    async fn guild_name(&self, _: Place, _: Duration) -> Answer<String> {
        Ok("Acme".into())
    }

    async fn guild_names(&self, _: Place, _: Duration) -> Answer<GuildNames> {
        Ok(GuildNames::default())
    }

    async fn edit_reply(&self, _: Place, to: &ReplyTo, now: &OutgoingMessage) -> Answer<()> {
        let mut guild = self.guild();
        guild.say(now);
        guild.told.insert(to.interaction, now.body.text().to_owned());
        Ok(())
    }
}
