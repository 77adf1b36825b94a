//! Discord as the domain asks for it: each wish as a request, each answer in the domain's terms.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tickit_domain::audience::Say;
use tickit_domain::discord::{
    ChannelChange, Discord, DiscordError, NewChannel, OutgoingMessage, Place, ReplyTo, WorkPermit,
};
use tickit_domain::guild::{BotPermissions, GuildChannel, GuildMember, GuildRole, ListedChannel};
use tickit_domain::ids::{BotId, ChannelId, MessageId, RoleId, UserId};
use tickit_domain::transcript::{GuildNames, TicketMessage};
use tickit_domain::whom::Whom;
use tokio::time::Instant;

use super::OpenToken;
use super::intents::ContentIntents;
use super::media::Media;
use super::membership::Memberships;
use super::outgoing::{files_of, with_nonce};
use super::permissions::GuildFacts;
use super::{Request, Rest, guild, overwrites, permissions, received};

/// The pauses in milliseconds before an answer is looked for again: a job may be done before the first answer has reached
/// Discord, and need not do its work again for that.
const FIRST_ANSWER: [u64; 4] = [20, 60, 150, 400];

/// Discord's REST API behind the domain's port.
#[derive(Debug, Clone)]
pub struct DiscordApi {
    pub(super) rest: Rest,
    pub(super) tokens: Arc<dyn OpenToken>,
    pub(super) memberships: Arc<Memberships>,
    pub(super) contents: Arc<ContentIntents>,
    media: Media,
    pub(super) permit: Option<Arc<dyn WorkPermit>>,
}

impl DiscordApi {
    /// The port over a client. Of guilds that bots left nothing is asked.
    pub fn new(
        rest: Rest,
        tokens: Arc<dyn OpenToken>,
        memberships: Arc<Memberships>,
        contents: Arc<ContentIntents>,
    ) -> Self {
        Self { media: Media::new(rest.clone()), rest, tokens, memberships, contents, permit: None }
    }
}

#[async_trait]
impl Discord for DiscordApi {
    fn reads_content(&self, bot: BotId) -> Option<bool> {
        self.contents.of(bot)
    }

    fn under(&self, permit: Arc<dyn WorkPermit>) -> Arc<dyn Discord> {
        Arc::new(Self { permit: Some(permit), ..self.clone() })
    }

    async fn create_channel(&self, at: Place, channel: &NewChannel) -> Result<ChannelId, DiscordError> {
        let body = json!({
            "type": 0,
            "name": channel.name,
            "topic": channel.topic,
            "parent_id": channel.category,
            "permission_overwrites": overwrites::of_ticket(at, channel),
        });
        let request = Request::post(format!("/guilds/{}/channels", at.guild), body).reason(&channel.reason);
        self.create(at, &request).await
    }

    async fn channels(&self, at: Place) -> Result<Vec<ListedChannel>, DiscordError> {
        let channels: Value = self.ask(at, &Request::get(format!("/guilds/{}/channels", at.guild))).await?;
        let no_list = || DiscordError::Rejected { code: 0, message: "the channels are no list".into() };
        guild::channels(&channels).ok_or_else(no_list)
    }

    async fn find_channel(&self, at: Place, marker: &str) -> Result<Option<ChannelId>, DiscordError> {
        let channels: Value = self.ask(at, &Request::get(format!("/guilds/{}/channels", at.guild))).await?;
        Ok(received::channel_with_topic(&channels, marker))
    }

    async fn has_channel(&self, at: Place, channel: ChannelId) -> Result<bool, DiscordError> {
        match self.change(at, &Request::get(format!("/channels/{channel}"))).await {
            Ok(()) => Ok(true),
            Err(DiscordError::Gone) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn channel(&self, at: Place, channel: ChannelId, within: Duration) -> Result<GuildChannel, DiscordError> {
        let request = Request::get(format!("/channels/{channel}"));
        Ok(guild::channel(channel, &self.ask_until(at, &request, Instant::now() + within).await?))
    }

    async fn roles(&self, at: Place, within: Duration) -> Result<Vec<GuildRole>, DiscordError> {
        let request = Request::get(format!("/guilds/{}/roles", at.guild));
        Ok(guild::roles(&self.ask_until(at, &request, Instant::now() + within).await?))
    }

    async fn bot_permissions(
        &self,
        at: Place,
        channel: Option<ChannelId>,
        within: Duration,
    ) -> Result<BotPermissions, DiscordError> {
        let (deadline, path) = (Instant::now() + within, format!("/guilds/{}", at.guild));
        let ask = async |path: String| self.ask_until(at, &Request::get(path), deadline).await;
        let (roles, member, channels) = tokio::try_join!(
            ask(format!("{path}/roles")),
            ask(format!("{path}/members/{}", at.bot)),
            ask(format!("{path}/channels")),
        )?;
        Ok(GuildFacts { guild: at.guild, bot: at.bot, roles, member, channels }.permissions(channel))
    }

    async fn change_channel(
        &self,
        at: Place,
        channel: ChannelId,
        change: ChannelChange<'_>,
        reason: &str,
    ) -> Result<(), DiscordError> {
        let body = match change {
            ChannelChange::Name(name) => json!({ "name": name }),
            ChannelChange::Topic(topic) => json!({ "topic": topic }),
            ChannelChange::Category(category) => json!({ "parent_id": category }),
        };
        self.change(at, &Request::patch(format!("/channels/{channel}"), body).reason(reason)).await
    }

    async fn pin(&self, at: Place, channel: ChannelId, message: MessageId, reason: &str) -> Result<(), DiscordError> {
        let path = format!("/channels/{channel}/messages/pins/{message}");
        self.change(at, &Request::put(path, Value::Null).reason(reason)).await
    }

    async fn unpin(&self, at: Place, channel: ChannelId, message: MessageId, reason: &str) -> Result<(), DiscordError> {
        let path = format!("/channels/{channel}/messages/pins/{message}");
        self.change(at, &Request::delete(path).reason(reason)).await
    }

    async fn member(&self, at: Place, user: UserId, within: Duration) -> Result<GuildMember, DiscordError> {
        let request = Request::get(format!("/guilds/{}/members/{user}", at.guild));
        Ok(guild::member(&self.ask_until(at, &request, Instant::now() + within).await?))
    }

    async fn let_in(
        &self,
        at: Place,
        channel: ChannelId,
        whom: Whom,
        say: Say,
        reason: &str,
    ) -> Result<(), DiscordError> {
        let path = format!("/channels/{channel}/permissions/{}", whom.id());
        self.change(at, &Request::put(path, overwrites::of(whom, say)).reason(reason)).await
    }

    async fn keep_out(&self, at: Place, channel: ChannelId, whom: Whom, reason: &str) -> Result<(), DiscordError> {
        self.change(at, &Request::delete(format!("/channels/{channel}/permissions/{}", whom.id())).reason(reason)).await
    }

    async fn delete_channel(&self, at: Place, channel: ChannelId, reason: &str) -> Result<(), DiscordError> {
        self.change(at, &Request::delete(format!("/channels/{channel}")).reason(reason)).await
    }

    async fn direct_channel(&self, at: Place, user: UserId) -> Result<ChannelId, DiscordError> {
        self.create(at, &Request::post("/users/@me/channels", json!({ "recipient_id": user }))).await
    }

    async fn post_message(
        &self,
        at: Place,
        channel: ChannelId,
        message: &OutgoingMessage,
        nonce: &str,
    ) -> Result<MessageId, DiscordError> {
        let body = with_nonce(message, nonce);
        let request = Request::post(format!("/channels/{channel}/messages"), body).files(files_of(message));
        self.create(at, &request).await
    }

    async fn edit_message(
        &self,
        at: Place,
        channel: ChannelId,
        message: MessageId,
        now: &OutgoingMessage,
    ) -> Result<(), DiscordError> {
        let request = Request::patch(format!("/channels/{channel}/messages/{message}"), now.body.clone());
        self.change(at, &request).await
    }

    async fn has_message(&self, at: Place, channel: ChannelId, message: MessageId) -> Result<bool, DiscordError> {
        match self.change(at, &Request::get(format!("/channels/{channel}/messages/{message}"))).await {
            Ok(()) => Ok(true),
            Err(DiscordError::Gone | DiscordError::Missing) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn delete_message(&self, at: Place, channel: ChannelId, message: MessageId) -> Result<(), DiscordError> {
        self.change(at, &Request::delete(format!("/channels/{channel}/messages/{message}"))).await
    }

    async fn messages(
        &self,
        at: Place,
        channel: ChannelId,
        before: Option<MessageId>,
    ) -> Result<Vec<TicketMessage>, DiscordError> {
        let earlier = before.map(|before| format!("&before={before}")).unwrap_or_default();
        let request = Request::get(format!("/channels/{channel}/messages?limit=100{earlier}"));
        Ok(received::messages(&self.ask(at, &request).await?, before))
    }

    async fn attachment(&self, address: &str, most: u64) -> Result<Vec<u8>, DiscordError> {
        self.waiting(self.media.fetch(address, most)).await
    }

    async fn manages_guild(
        &self,
        at: Place,
        (user, roles): (UserId, &[RoleId]),
        within: Duration,
    ) -> Result<bool, DiscordError> {
        let request = Request::get(format!("/guilds/{}", at.guild));
        let guild = self.ask_until(at, &request, Instant::now() + within).await?;
        Ok(permissions::manages(&guild, user, roles))
    }

    async fn guild_name(&self, at: Place, within: Duration) -> Result<String, DiscordError> {
        let request = Request::get(format!("/guilds/{}", at.guild));
        let guild: Value = self.ask_until(at, &request, Instant::now() + within).await?;
        Ok(guild.get("name").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    async fn guild_names(&self, at: Place, within: Duration) -> Result<GuildNames, DiscordError> {
        let (deadline, path) = (Instant::now() + within, format!("/guilds/{}", at.guild));
        let ask = async |path: String| self.ask_until(at, &Request::get(path), deadline).await;
        let (roles, channels) = tokio::try_join!(ask(format!("{path}/roles")), ask(format!("{path}/channels")))?;
        let roles = received::names_by_id(&roles, RoleId::new);
        Ok(GuildNames { roles, channels: received::names_by_id(&channels, ChannelId::new) })
    }

    async fn edit_reply(&self, at: Place, to: &ReplyTo, now: &OutgoingMessage) -> Result<(), DiscordError> {
        let token = self.tokens.open(to).map_err(|error| {
            tracing::error!(bot = %at.bot, error = format!("{error:#}"), "the token of an interaction cannot be opened");
            DiscordError::Gone
        })?;
        let path = format!("/webhooks/{}/{}/messages/@original", at.bot, token.expose_secret());
        let request = Request::patch(path, now.body.clone()).files(files_of(now));
        for pause in FIRST_ANSWER.map(Duration::from_millis) {
            match self.change(at, &request).await {
                Err(DiscordError::Gone | DiscordError::Missing) => self.pause(pause).await,
                answer => return answer,
            }
        }
        self.change(at, &request).await
    }
}
