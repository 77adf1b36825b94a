//! Discord as the domain asks for it: each wish as a request, each answer in the domain's terms.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};
use tickit_domain::discord::{Discord, DiscordError, NewChannel, OutgoingMessage, Place, ReplyTo, WorkPermit};
use tickit_domain::guild::{BotPermissions, GuildChannel, GuildRole, ListedChannel};
use tickit_domain::ids::{BotId, ChannelId, MessageId, RoleId, UserId};
use tickit_domain::transcript::{GuildNames, TicketMessage};
use tokio::time::{Instant, sleep};

use super::OpenToken;
use super::intents::ContentIntents;
use super::membership::{Membership, Memberships};
use super::outgoing::{files_of, with_nonce};
use super::permissions::GuildFacts;
use super::{Patience, Request, Rest, RestError, guild, meaning, overwrites, received};

/// How long one wish may take, limits waited for included. Well below a job's lease.
const DEADLINE: Duration = Duration::from_secs(8);

/// How long a job waits in the queue of a limit. For longer ones it gives its place to others and comes back.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// The pauses in milliseconds before an answer is looked for again: a job may be done before the first answer has reached
/// Discord, and need not do its work again for that.
const FIRST_ANSWER: [u64; 4] = [20, 60, 150, 400];

/// Discord's REST API behind the domain's port.
#[derive(Debug, Clone)]
pub struct DiscordApi {
    rest: Rest,
    tokens: Arc<dyn OpenToken>,
    memberships: Arc<Memberships>,
    contents: Arc<ContentIntents>,
    permit: Option<Arc<dyn WorkPermit>>,
}

impl DiscordApi {
    /// The port over a client. Of guilds that bots left nothing is asked.
    pub fn new(
        rest: Rest,
        tokens: Arc<dyn OpenToken>,
        memberships: Arc<Memberships>,
        contents: Arc<ContentIntents>,
    ) -> Self {
        Self { rest, tokens, memberships, contents, permit: None }
    }

    async fn ask<T>(&self, at: Place, request: &Request) -> Result<T, DiscordError>
    where
        T: DeserializeOwned,
    {
        let deadline = Instant::now() + DEADLINE;
        self.ask_with(at, request, Patience { deadline, longest_wait: Some(LONGEST_WAIT), line: at.guild.get() }).await
    }

    async fn ask_until(&self, at: Place, request: &Request, deadline: Instant) -> Result<Value, DiscordError> {
        self.ask_with(at, request, Patience { deadline, longest_wait: None, line: at.guild.get() }).await
    }

    /// Asks for something in a guild, and reads no more of the answer than `T` has. Nothing is asked of a guild that the
    /// bot is known not to be in, and a removal is taken neither for a refusal nor for the end of what is in the guild.
    async fn ask_with<T>(&self, at: Place, request: &Request, patience: Patience) -> Result<T, DiscordError>
    where
        T: DeserializeOwned,
    {
        // An interaction's answer is changed by the interaction's own token, wherever the bot is.
        if request.path.starts_with("/webhooks/") {
            return self.send(at, request, patience).await.map_err(|error| meaning::of(request, error));
        }
        if self.memberships.of(at) == Some(Membership::Left) {
            return Err(DiscordError::NotInGuild);
        }
        let answer = self.send(at, request, patience).await.map_err(|error| meaning::of(request, error));
        let doubtful = matches!(answer, Err(DiscordError::Gone | DiscordError::Forbidden | DiscordError::NotInGuild));
        if doubtful && !self.is_in_guild(at).await? { Err(DiscordError::NotInGuild) } else { answer }
    }

    /// Whether the bot is in a guild, as Discord says, unless it said so just now.
    async fn is_in_guild(&self, at: Place) -> Result<bool, DiscordError> {
        if self.memberships.of(at) == Some(Membership::In) {
            return Ok(true);
        }
        let request = Request::get(format!("/guilds/{}", at.guild));
        let deadline = Instant::now() + DEADLINE;
        let patience = Patience { deadline, longest_wait: Some(LONGEST_WAIT), line: at.guild.get() };
        match self.send::<IgnoredAny>(at, &request, patience).await {
            Ok(_) => self.memberships.note(at, Membership::In),
            Err(RestError::Refused { code: 10004 | 50001, .. }) => {
                self.memberships.note(at, Membership::Left);
                return Ok(false);
            }
            // Whatever else it is, it is no removal.
            Err(RestError::Refused { .. }) => {}
            Err(error) => return Err(meaning::of(&request, error)),
        }
        Ok(true)
    }

    async fn send<T>(&self, at: Place, request: &Request, patience: Patience) -> Result<T, RestError>
    where
        T: DeserializeOwned,
    {
        let asking = self.rest.request_with(at.bot, request, patience);
        let Some(permit) = &self.permit else { return asking.await };
        permit.lay_down();
        let answer = asking.await;
        permit.take_up().await;
        answer
    }

    /// Waits, and lets another work meanwhile.
    async fn pause(&self, pause: Duration) {
        let Some(permit) = &self.permit else { return sleep(pause).await };
        permit.lay_down();
        sleep(pause).await;
        permit.take_up().await;
    }

    /// Asks for something of which only its id matters.
    async fn create<T>(&self, at: Place, request: &Request) -> Result<T, DiscordError>
    where
        T: DeserializeOwned,
    {
        self.ask(at, request).await.map(|Created { id }| id)
    }

    /// Asks for something whose answer says nothing but that it was done.
    async fn change(&self, at: Place, request: &Request) -> Result<(), DiscordError> {
        self.ask(at, request).await.map(|IgnoredAny| ())
    }
}

/// Something that has an id.
#[derive(Deserialize)]
struct Created<Id> {
    id: Id,
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

    async fn rename_channel(
        &self,
        at: Place,
        channel: ChannelId,
        name: &str,
        reason: &str,
    ) -> Result<(), DiscordError> {
        self.change(at, &Request::patch(format!("/channels/{channel}"), json!({ "name": name })).reason(reason)).await
    }

    async fn let_in(&self, at: Place, channel: ChannelId, user: UserId, reason: &str) -> Result<(), DiscordError> {
        let path = format!("/channels/{channel}/permissions/{user}");
        self.change(at, &Request::put(path, overwrites::member()).reason(reason)).await
    }

    async fn keep_out(&self, at: Place, channel: ChannelId, user: UserId, reason: &str) -> Result<(), DiscordError> {
        self.change(at, &Request::delete(format!("/channels/{channel}/permissions/{user}")).reason(reason)).await
    }

    async fn delete_channel(&self, at: Place, channel: ChannelId, reason: &str) -> Result<(), DiscordError> {
        self.change(at, &Request::delete(format!("/channels/{channel}")).reason(reason)).await
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

    async fn messages(
        &self,
        at: Place,
        channel: ChannelId,
        before: Option<MessageId>,
    ) -> Result<Vec<TicketMessage>, DiscordError> {
        let mut instead = before.map_or(u64::MAX, MessageId::get);
        let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
        let page: Value =
            self.ask(at, &Request::get(format!("/channels/{channel}/messages?limit=100{before}"))).await?;
        let messages = page.as_array().into_iter().flatten().map(|said| {
            let message = received::message(said, MessageId::new(instead.saturating_sub(1).max(1)));
            instead = message.id.get();
            message
        });
        Ok(messages.collect())
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
