//! What owners ask of their bots: to be hosted, how they are doing, to be let go.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::api_key::{ApiKey, KeyScope};
use tickit_domain::bot::{Bot, BotMode, BotState, StopReason};
use tickit_domain::clock::Timestamp;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::BotId;
use tickit_domain::store::bots::Bots;

use super::HostedBots;
use super::known_bots::Known;
use super::registrar::Owner;
use crate::discord::permissions;
use crate::gateway::{Condition, StopListener as _};
use crate::http::{
    BotDetail, BotHosting, Host, Identifies, RegisterError, Registered, Registration, ShardStatus, With,
};

/// A host that was not heard of for so long is not there: it says how it is every half minute.
const SILENT: Duration = Duration::from_secs(90);

/// A bot to be registered, and whether its token is a new one.
struct Checked {
    bot: Bot,
    is_new_token: bool,
}

#[async_trait]
impl BotHosting for HostedBots {
    async fn register(&self, registration: Registration) -> Result<Registered, RegisterError> {
        let Registration { bot: id, mode, token, takes_over, identifies, with } = registration;
        self.check_commands(takes_over.as_ref())?;
        let registering = self.registering.get_with(id, Arc::default);
        let _one_at_a_time = registering.lock().await;
        if mode == BotMode::Endpoint && self.parts.public_url.is_none() {
            return Err(RegisterError::PublicUrlMissing);
        }
        if token.is_none() && !with.is_for(id) {
            return Err(RegisterError::TokenMissing);
        }
        let before = self.bots().get(id).await.map_err(Error::from)?;
        let Checked { mut bot, is_new_token } = self.check_token(id, before.clone(), token).await?;
        let (actor, shown, key) = self.entitle(id, with).await?;
        if is_new_token {
            bot.registered_by = shown.map(|key| key.id);
        }
        if bot.takes_over != takes_over {
            (bot.takes_over, bot.commands) = (takes_over, None);
        }
        if identifies {
            self.hosts.will_identify(id);
        }
        let now_in = before.as_ref().map(|before| before.mode);
        bot.mode = match mode {
            // Until Discord has taken the address, the bot stays how it was.
            BotMode::Endpoint => now_in.unwrap_or(BotMode::Forward),
            mode => mode,
        };
        self.store(bot.clone(), before.as_ref(), &actor).await?;
        if mode == BotMode::Endpoint {
            self.point_here(id).await?;
            let before = bot.clone();
            bot.mode = mode;
            self.store(bot, Some(&before), &actor).await?;
        } else if now_in == Some(BotMode::Endpoint) {
            self.point_away(id).await?;
        }
        self.parts.commands.push_from_host(id);
        Ok(Registered { key })
    }

    async fn forget(&self, bot: BotId, actor: &Actor) -> Outcome<bool> {
        if self.parts.known_bots.get(bot).is_some_and(|known| known.bot.mode == BotMode::Endpoint)
            && let Err(error) = self.point_away(bot).await
        {
            tracing::warn!(%bot, %error, "Discord goes on posting the bot's interactions here");
        }
        let was_registered = self.bots().remove(bot, actor, self.parts.clock.now()).await?;
        self.catch_up().await?;
        Ok(was_registered)
    }

    async fn stop(&self, bot: BotId, actor: &Actor) -> Outcome<bool> {
        self.set_stopped(bot, Some(StopReason::ByHand), actor).await
    }

    async fn start(&self, bot: BotId, actor: &Actor) -> Outcome<bool> {
        self.set_stopped(bot, None, actor).await
    }

    fn detail(&self, bot: BotId) -> Option<BotDetail> {
        let known = self.parts.known_bots.get(bot)?;
        let (supervisor, host) = (&self.parts.supervisor, self.hosts.of(bot));
        let condition = known.condition(supervisor.condition(bot), &self.parts.rest);
        let mode = known.bot.mode;
        let shards = if mode == BotMode::Delegate { self.own_shards(bot) } else { self.shards_of_host(bot) };
        let commands = self.parts.commands.known().iter();
        let takes = known.bot.takes_over.as_ref();
        Some(BotDetail {
            status: self.status(Some(bot), known.bot.name.clone(), condition),
            mode,
            shards,
            commands: commands.filter(|(name, _)| takes.is_none_or(|takes| takes.contains(name))).cloned().collect(),
            takes_over: takes.cloned(),
            versions: host.versions,
            answered_elsewhere: self.parts.elsewhere.of(bot),
            identifies: supervisor.identifies(bot).map(|(remaining, total)| Identifies { remaining, total }),
            endpoint_url: self.endpoint_url(bot),
            invite_url: permissions::invitation(bot),
        })
    }

    fn verify_key(&self, bot: BotId) -> Option<String> {
        self.parts.known_bots.look(bot, |known| known.bot.verify_key.clone())?
    }

    fn is_stopped(&self, bot: BotId) -> Option<bool> {
        let session = self.parts.supervisor.condition(bot);
        let is_stopped = |known: &Known| {
            let condition = known.condition(session, &self.parts.rest);
            matches!(condition.state, BotState::Stopped(_))
        };
        self.parts.known_bots.look(bot, is_stopped)
    }

    fn heard_of(&self, bot: BotId, host: Host) {
        self.hosts.heard_of(bot, host, self.parts.clock.now());
    }

    fn host_ready(&self, bot: BotId) {
        self.parts.supervisor.release(bot);
    }
}

impl HostedBots {
    /// Stops a bot, or has it go on; whether it is registered. As it is already nothing changes.
    async fn set_stopped(&self, bot: BotId, stopped: Option<StopReason>, actor: &Actor) -> Outcome<bool> {
        let Some(known) = self.bots().get(bot).await? else { return Ok(false) };
        if known.stopped != stopped {
            self.bots().set_stopped(bot, stopped, actor, self.parts.clock.now()).await?;
        }
        self.catch_up().await?;
        Ok(true)
    }

    fn check_commands(&self, named: Option<&BTreeSet<String>>) -> Result<(), RegisterError> {
        let known = self.parts.commands.known();
        let unknown = named.into_iter().flatten().find(|name| known.iter().all(|(known, _)| known != *name));
        unknown.map_or(Ok(()), |name| Err(RegisterError::NoSuchCommand(name.clone())))
    }

    /// Asks Discord whose the token is, unless that is known. One that is registered and works is not asked about again:
    /// a host registers its bot at each start.
    async fn check_token(
        &self,
        id: BotId,
        before: Option<Bot>,
        token: Option<SecretString>,
    ) -> Result<Checked, RegisterError> {
        let registrar = &self.parts.registrar;
        let own = before.as_ref().and_then(|bot| registrar.open(bot).ok());
        let token = token.or_else(|| own.clone()).ok_or(RegisterError::TokenMissing)?;
        let has = before.as_ref().filter(|bot| registrar.has(bot, &token));
        let works = |bot: &&Bot| bot.stopped.is_none() && bot.verify_key.is_some() && !self.parts.rest.is_revoked(id);
        if let Some(bot) = has.filter(works) {
            return Ok(Checked { bot: bot.clone(), is_new_token: false });
        }
        let Owner { application, message_content } = registrar.whose_of_stranger(&token).await?;
        self.parts.known_bots.privileged(application.id, message_content);
        if application.id != id {
            return Err(RegisterError::TokenOfAnotherBot(application.id));
        }
        // The same token under another nonce would be taken for another token.
        let (is_new_token, sealed) = match has {
            Some(bot) => (false, bot.token.clone()),
            None => (true, registrar.seal(id, &token).map_err(Error::from)?),
        };
        let key = before.as_ref().and_then(|bot| bot.registered_by.clone());
        let bot = Bot::registered(before, application, sealed, self.parts.clock.now());
        Ok(Checked { bot: Bot { registered_by: key, ..bot }, is_new_token })
    }

    /// Who registers the bot, the key that they showed or got, and the text of that which they got.
    async fn entitle(
        &self,
        bot: BotId,
        with: With,
    ) -> Result<(Actor, Option<ApiKey>, Option<SecretString>), RegisterError> {
        let keys = &self.parts.keys;
        match with {
            With::Operator(actor) => Ok((actor, None, None)),
            With::Key(key, actor) => {
                if key.scope == KeyScope::Invitation && !keys.bind(&key.id, bot, &actor).await? {
                    return Err(RegisterError::InvitationUsed);
                }
                Ok((actor, Some(key), None))
            }
            With::Token => {
                let cause = Cause::Event(format!("registration:{bot}"));
                let (key, text) = keys.create_for_owner(bot, &Actor::tickit(Door::Api, cause.clone())).await?;
                let actor = Actor { who: key.who(), ..Actor::tickit(Door::Api, cause) };
                Ok((actor, Some(key), Some(text)))
            }
        }
    }

    /// Stores a bot where something about it is different, and acts on it.
    async fn store(&self, bot: Bot, before: Option<&Bot>, actor: &Actor) -> Result<(), RegisterError> {
        if Some(&bot) != before {
            self.bots().put(bot, actor, self.parts.clock.now()).await?;
        }
        Ok(self.catch_up().await?)
    }

    fn bots(&self) -> &Bots {
        &self.parts.known_bots.bots
    }

    fn own_shards(&self, bot: BotId) -> Vec<ShardStatus> {
        let shards = self.parts.supervisor.shards(bot);
        let total = u16::try_from(shards.len()).unwrap_or(u16::MAX);
        let one = |(index, condition): (u16, Condition)| ShardStatus {
            index,
            total,
            state: Some(condition.state),
            trouble: condition.trouble,
            next_try: condition.next_try.map(|at| self.moment(at)),
            seen_at: None,
        };
        (0..).zip(shards).map(one).collect()
    }

    /// The shards of a host that hands its interactions over, as far as they are there.
    fn shards_of_host(&self, bot: BotId) -> Vec<ShardStatus> {
        let now = self.parts.clock.now();
        let one = |(index, (total, seen_at)): (u16, (u16, Timestamp))| ShardStatus {
            index,
            total,
            state: (now.since(seen_at) < SILENT).then_some(BotState::Ready),
            trouble: None,
            next_try: None,
            seen_at: Some(seen_at),
        };
        self.hosts.of(bot).shards.into_iter().map(one).collect()
    }
}
