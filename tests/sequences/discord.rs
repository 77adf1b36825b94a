//! A Discord in memory that answers at once, and now and then loses an answer.

use std::collections::BTreeMap;
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
use tickit_domain::ids::{ChannelId, InteractionId, MessageId, UserId};
use tickit_domain::transcript::{GuildNames, TicketMessage};
use tickit_domain::whom::Whom;

use super::stage::STAFF;

type Answer<T> = Result<T, DiscordError>;

/// The channels of a guild, and all that was ever said in it. Clones are the same guild.
#[derive(Debug, Clone)]
pub struct MemoryDiscord(Arc<Mutex<Guild>>);

/// What is in the guild.
#[derive(Debug)]
pub struct Guild {
    /// The topics of the channels that there are.
    pub channels: BTreeMap<ChannelId, String>,
    /// Every message as it was sent, with its files.
    pub said: Vec<String>,
    /// What whoever waits was told last.
    pub told: BTreeMap<InteractionId, String>,
    /// How often an answer is lost, 0 to 1.
    pub lost: f64,
    nonces: BTreeMap<String, MessageId>,
    chance: StdRng,
    ids: u64,
}

impl MemoryDiscord {
    pub fn new(seed: u64) -> Self {
        let (channels, said, told, nonces) = Default::default();
        let guild =
            Guild { channels, said, told, lost: 0.0, nonces, chance: StdRng::seed_from_u64(seed), ids: 1 << 30 };
        Self(Arc::new(Mutex::new(guild)))
    }

    pub fn guild(&self) -> MutexGuard<'_, Guild> {
        self.0.lock().unwrap()
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

    /// What was done, unless the answer is lost on its way.
    fn answer<T>(&mut self, answer: T) -> Answer<T> {
        if self.chance.random_bool(self.lost) { Err(DiscordError::Ambiguous) } else { Ok(answer) }
    }
}

#[async_trait]
impl Discord for MemoryDiscord {
    fn under(&self, _: Arc<dyn WorkPermit>) -> Arc<dyn Discord> {
        Arc::new(self.clone())
    }

    async fn create_channel(&self, _: Place, channel: &NewChannel) -> Answer<ChannelId> {
        let mut guild = self.guild();
        let id = ChannelId::new(guild.id());
        guild.channels.insert(id, channel.topic.clone());
        guild.answer(id)
    }

    async fn find_channel(&self, _: Place, marker: &str) -> Answer<Option<ChannelId>> {
        Ok(self.guild().channels.iter().find(|(_, topic)| topic.ends_with(marker)).map(|(id, _)| *id))
    }

    async fn channels(&self, _: Place) -> Answer<Vec<ListedChannel>> {
        let listed =
            |(id, topic): (&ChannelId, &String)| ListedChannel { id: *id, topic: topic.clone(), last_message: None };
        Ok(self.guild().channels.iter().map(listed).collect())
    }

    async fn has_channel(&self, _: Place, channel: ChannelId) -> Answer<bool> {
        Ok(self.guild().channels.contains_key(&channel))
    }

    async fn channel(&self, at: Place, id: ChannelId, _: Duration) -> Answer<GuildChannel> {
        Ok(GuildChannel { id, guild: Some(at.guild), kind: ChannelKind::Messages })
    }

    async fn roles(&self, _: Place, _: Duration) -> Answer<Vec<GuildRole>> {
        Ok(vec![GuildRole { id: STAFF, managed: false }])
    }

    async fn bot_permissions(&self, _: Place, _: Option<ChannelId>, _: Duration) -> Answer<BotPermissions> {
        let all = BotPermission::INVITED_WITH.into_iter().collect();
        Ok(BotPermissions { here: Clone::clone(&all), around: all })
    }

    async fn change_channel(&self, _: Place, channel: ChannelId, change: ChannelChange<'_>, _: &str) -> Answer<()> {
        let mut guild = self.guild();
        let topic = guild.channels.get_mut(&channel).ok_or(DiscordError::Gone)?;
        if let ChannelChange::Topic(now) = change {
            now.clone_into(topic);
        }
        guild.answer(())
    }

    async fn pin(&self, _: Place, _: ChannelId, _: MessageId, _: &str) -> Answer<()> {
        Ok(())
    }

    async fn unpin(&self, _: Place, _: ChannelId, _: MessageId, _: &str) -> Answer<()> {
        Ok(())
    }

    async fn member(&self, _: Place, _: UserId, _: Duration) -> Answer<GuildMember> {
        Ok(GuildMember { roles: vec![STAFF], is_bot: false, joined_at: None })
    }

    async fn let_in(&self, _: Place, channel: ChannelId, _: Whom, _: Say, _: &str) -> Answer<()> {
        if self.guild().channels.contains_key(&channel) { Ok(()) } else { Err(DiscordError::Gone) }
    }

    async fn keep_out(&self, _: Place, channel: ChannelId, _: Whom, _: &str) -> Answer<()> {
        if self.guild().channels.contains_key(&channel) { Ok(()) } else { Err(DiscordError::Gone) }
    }

    async fn delete_channel(&self, _: Place, channel: ChannelId, _: &str) -> Answer<()> {
        let mut guild = self.guild();
        guild.channels.remove(&channel).ok_or(DiscordError::Gone)?;
        guild.answer(())
    }

    async fn post_message(&self, _: Place, _: ChannelId, message: &OutgoingMessage, nonce: &str) -> Answer<MessageId> {
        let mut guild = self.guild();
        guild.say(message);
        let new = MessageId::new(guild.id());
        let id = *guild.nonces.entry(nonce.to_owned()).or_insert(new);
        guild.answer(id)
    }

    async fn edit_message(&self, _: Place, _: ChannelId, _: MessageId, now: &OutgoingMessage) -> Answer<()> {
        let mut guild = self.guild();
        guild.say(now);
        guild.answer(())
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
