//! A guild's settings, one record for each bot.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::document::{Document, Documents, Stored};
use super::events::{Events, Recorded};
use super::recent_settings::RecentSettings;
use super::{List, Order, Selection, StoreError, StoreResult};
use crate::actor::{Actor, Cause};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::{EventKind, EventLog};
use crate::form::MOST_ANSWER_CHARACTERS;
use crate::ids::BotId;
use crate::roles::Roles;
use crate::settings::{Settings, TicketType, TypeId};

/// The settings in one guild's database for one bot.
#[derive(Debug, Clone)]
pub struct SettingsOf {
    documents: Documents,
    at: Place,
    recent: Arc<RecentSettings>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct BotSettings {
    bot: BotId,
    settings: Settings,
    #[serde(default)]
    log: EventLog,
}

impl Document for BotSettings {
    const KIND: &'static str = "settings";
    const VERSION: u16 = 2;

    fn upgrade(from: u16, body: Value) -> Value {
        if from == 1 { with_long_answers(body) } else { body }
    }

    fn id(&self) -> String {
        key(self.bot)
    }
}

impl Recorded for BotSettings {
    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

/// Version 1 held each answer to 1,000 characters, which no admin had chosen.
fn with_long_answers(mut body: Value) -> Value {
    let types = body.pointer_mut("/settings/types").and_then(Value::as_array_mut).into_iter().flatten();
    let questions = types.filter_map(|kind| kind.get_mut("form")?.as_array_mut()).flatten();
    for longest in questions.filter_map(|question| question.get_mut("longest")) {
        if *longest == 1000 {
            *longest = MOST_ANSWER_CHARACTERS.into();
        }
    }
    body
}

fn key(bot: BotId) -> String {
    format!("settings:{bot}")
}

/// The subject of a ticket type's events.
fn type_key(bot: BotId, id: TypeId) -> String {
    format!("type:{bot}:{}", id.0)
}

impl SettingsOf {
    /// A bot's settings in a guild's database.
    pub const fn new(documents: Documents, at: Place, recent: Arc<RecentSettings>) -> Self {
        Self { documents, at, recent }
    }

    /// Whether there are any: the bot was set up.
    pub async fn is_kept(&self) -> StoreResult<bool> {
        Ok(self.documents.get::<BotSettings>(&key(self.at.bot)).await?.is_some())
    }

    /// The bots that were set up in a guild's database.
    pub async fn bots(documents: &Documents) -> StoreResult<Vec<BotId>> {
        let selection = Selection::Prefix("settings:".into());
        let list = List { selection, order: Order::Ascending, limit: 1000, after: None };
        let page = documents.store().list(&list).await?;
        Ok(page.records.iter().filter_map(|record| record.id.strip_prefix("settings:")?.parse().ok()).collect())
    }

    /// What was chosen, or the defaults, for whoever looks at a guild's database and changes nothing.
    pub async fn stored(documents: &Documents, at: Place) -> StoreResult<Settings> {
        let stored: Option<Stored<BotSettings>> = documents.get(&key(at.bot)).await?;
        Ok(stored.map(|stored| stored.value.settings).unwrap_or_default().without_everyone(at.guild))
    }

    /// What was chosen, or the defaults; as they were at most a second ago, where another process changed them since.
    pub async fn get(&self) -> StoreResult<Arc<Settings>> {
        if let Some(settings) = self.recent.of(self.at) {
            return Ok(settings);
        }
        self.latest().await
    }

    /// The same as they are in the database at this instant, for those who changed them a moment ago, whichever process
    /// that was, and for what stays as it is written: a panel, or who sees a channel.
    pub async fn latest(&self) -> StoreResult<Arc<Settings>> {
        let stored: Option<Stored<BotSettings>> = self.documents.get(&key(self.at.bot)).await?;
        let (settings, rev) = stored.map(|stored| (stored.value.settings, stored.rev)).unwrap_or_default();
        let settings = Arc::new(self.known(settings));
        self.recent.note(self.at, rev, &settings);
        Ok(settings)
    }

    /// Whether this cause has changed them already.
    pub async fn knows(&self, cause: &Cause) -> StoreResult<bool> {
        let stored: Option<Stored<BotSettings>> = self.documents.get(&key(self.at.bot)).await?;
        Ok(stored.is_some_and(|stored| stored.value.log.knows(cause)))
    }

    /// The same, and how often they were changed.
    pub async fn now(&self) -> StoreResult<(Settings, u32)> {
        let stored: Option<Stored<BotSettings>> = self.documents.get(&key(self.at.bot)).await?;
        let stored = stored.map(|stored| (stored.value.settings, stored.value.log.changes()));
        let (settings, changes) = stored.unwrap_or_default();
        Ok((self.known(settings), changes))
    }

    /// Which fields were changed since the settings were changed so often, each once: those of a ticket type behind its name.
    pub async fn changed_since(&self, changes: u32) -> StoreResult<BTreeSet<String>> {
        let (events, settings) = (Events::new(self.documents.clone()), self.now().await?.0);
        let mut fields = events.fields_after(&key(self.at.bot), changes).await?;
        for kind in settings.types.iter().chain(&settings.former_types) {
            let of_type = events.fields_after(&type_key(self.at.bot, kind.id), changes).await?;
            fields.extend(of_type.into_iter().map(|field| format!("{}: {field}", kind.name)));
        }
        Ok(fields)
    }

    /// Makes records of events where a process died before it could.
    pub async fn relay(&self) -> StoreResult<()> {
        if let Some(mut known) = self.documents.get::<BotSettings>(&key(self.at.bot)).await? {
            self.documents.relay(&mut known.value).await?;
        }
        Ok(())
    }

    /// Changes the settings by compare-and-set, as `actor`: one event for the settings, and one for each ticket type that
    /// came, changed or went.
    pub async fn update<R: Send>(
        &self,
        actor: &Actor,
        now: Timestamp,
        change: impl FnMut(&mut Settings) -> Outcome<R> + Send,
    ) -> Outcome<(Settings, R)> {
        self.update_if(None, actor, now, change).await
    }

    /// The same, as long as they were changed `after` so often, where that is said.
    pub async fn update_if<R: Send>(
        &self,
        after: Option<u32>,
        actor: &Actor,
        now: Timestamp,
        mut change: impl FnMut(&mut Settings) -> Outcome<R> + Send,
    ) -> Outcome<(Settings, R)> {
        let bot = self.at.bot;
        let mut done = None;
        let mut decide = |stored: &mut BotSettings| {
            if after.is_some_and(|after| after != stored.log.changes()) {
                return Err(Refusal::ChangedMeanwhile { fields: String::new() }.into());
            }
            let before = self.known(std::mem::take(&mut stored.settings));
            stored.settings.clone_from(&before);
            done = Some(change(&mut stored.settings)?);
            stored.record(&before, actor, now);
            // It is no part of what is stored, and no change of it.
            stored.settings.roles = Roles::default();
            Ok(())
        };
        let stored = loop {
            if let Some(mut known) = self.documents.get::<BotSettings>(&key(bot)).await? {
                self.documents.relay(&mut known.value).await?;
                match self.documents.update_recorded(known, &mut decide).await? {
                    Some(changed) => break changed.stored,
                    None => continue,
                }
            }
            let mut new = BotSettings { bot, settings: Settings::default(), log: EventLog::default() };
            decide(&mut new)?;
            match self.documents.insert_recorded(new).await {
                Ok(changed) => break changed.stored,
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        };
        let done = done.ok_or_else(|| anyhow::anyhow!("the settings were not decided on"))?;
        let settings = Settings { roles: self.recent.roles().clone(), ..stored.value.settings };
        self.recent.note(self.at, stored.rev, &Arc::new(settings.clone().without_everyone(self.at.guild)));
        Ok((settings, done))
    }

    /// What is stored, as verbs know it.
    fn known(&self, stored: Settings) -> Settings {
        Settings { roles: self.recent.roles().clone(), ..stored.without_everyone(self.at.guild) }
    }
}

impl BotSettings {
    /// Records what differs from before.
    fn record(&mut self, before: &Settings, actor: &Actor, now: Timestamp) {
        let (was, is) = (of_settings(before), of_settings(&self.settings));
        if was != is {
            let event = self.log.record(&key(self.bot), EventKind::SettingsChanged, actor, now);
            event.tell_difference(&was, &is);
        }
        let kinds = before.types.iter().chain(&self.settings.types).map(|kind| kind.id);
        for id in kinds.collect::<BTreeSet<_>>() {
            let [was, is] = [before, &self.settings].map(|settings| settings.ticket_type(id).map(of_type).ok());
            let event = match (&was, &is) {
                (None, Some(_)) if before.former_types.iter().any(|kind| kind.id == id) => EventKind::TypeRestored,
                (None, Some(_)) => EventKind::TypeAdded,
                (Some(_), None) => EventKind::TypeRemoved,
                (Some(was), Some(is)) if was != is => EventKind::TypeChanged,
                _ => continue,
            };
            let event = self.log.record(&type_key(self.bot, id), event, actor, now);
            event.tell_difference(&was.unwrap_or_default(), &is.unwrap_or_default());
        }
    }
}

/// The settings as they are stored, less the types and the blacklist, which have events of their own.
fn of_settings(settings: &Settings) -> Map<String, Value> {
    let mut fields = fields(settings);
    fields.retain(|field, _| !["types", "former_types", "next_type", "has_blacklist"].contains(&field.as_str()));
    fields
}

/// A ticket type as it is stored, less what nobody chose.
fn of_type(kind: &TicketType) -> Map<String, Value> {
    let mut fields = fields(kind);
    fields.remove("highest_limit");
    fields
}

fn fields(value: &impl Serialize) -> Map<String, Value> {
    serde_json::to_value(value).ok().and_then(|value| value.as_object().cloned()).unwrap_or_default()
}
