//! `/api/bots/{application_id}/events`: what a bot's host saw, and what becomes of the bot's tickets.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::sse::{self, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use tickit_domain::actor::{Door, Who};
use tickit_domain::api_key::ApiKey;
use tickit_domain::discord::Place;
use tickit_domain::event::Event;
use tickit_domain::ids::{BotId, ChannelId, GuildId, TicketId};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use utoipa::ToSchema;

use super::super::access::{BotKey, Forward};
use super::super::body::Body;
use super::super::ports::{ForwardedEvent, Taken};
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;

/// So many events come at a time.
const MOST_EVENTS: usize = 100;

/// How often a quiet stream shows that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Takes in what a bot's host saw in guilds, in the order in which it happened.
///
/// The answer says of which channels Tickit wants to hear: a host need not send messages of the others.
#[utoipa::path(post, path = "/api/bots/{application_id}/events", tag = "bots", security(("key" = []), ("operator" = [])),
    params(("application_id" = String, Path, description = "The application's id")), request_body = EventsIn,
    responses(
        (status = 200, description = "What became of them", body = TakenOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn take(
    BotKey { bot, .. }: BotKey<Forward>,
    State(state): State<HttpState>,
    Body(EventsIn { events }): Body<EventsIn>,
) -> Result<Json<TakenOut>, Problem> {
    if events.len() > MOST_EVENTS {
        return Err(Problem::invalid_body(format!("At most {MOST_EVENTS} events at a time.")).in_field("events"));
    }
    state.desk()?.hosting.is_stopped(bot).ok_or_else(Problem::no_such_bot)?;
    let events = events.into_iter().map(|EventIn { name, data }| ForwardedEvent { name, data });
    Ok(Json(state.desk()?.events.take(bot, events.collect()).await.into()))
}

/// Follows what becomes of a bot's tickets, live, as Server-Sent Events. What happened before is not told.
#[utoipa::path(get, path = "/api/bots/{application_id}/events", tag = "bots", security(("key" = []), ("operator" = [])),
    params(("application_id" = String, Path, description = "The application's id")),
    responses(
        (status = 200, description = "Events, named by their type, each with this as its data", body = TicketEventOut, content_type = "text/event-stream"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn follow(
    BotKey { bot, key, .. }: BotKey<Forward>,
    State(state): State<HttpState>,
) -> Result<Sse<impl Stream<Item = Result<sse::Event, Infallible>>>, Problem> {
    state.desk()?.hosting.is_stopped(bot).ok_or_else(Problem::no_such_bot)?;
    let following = Following { bot, key, events: state.desk()?.tickets.follow(), state };
    let events = stream::unfold(following, |mut following| async {
        let next = following.next().await?;
        Some((Ok(next), following))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// Somebody who follows a bot's tickets.
struct Following {
    bot: BotId,
    key: Option<ApiKey>,
    events: Receiver<Arc<(Place, Event)>>,
    state: HttpState,
}

/// What a bot's host saw.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::http) struct EventsIn {
    /// At most 100.
    events: Vec<EventIn>,
}

/// One event of Discord's gateway.
#[derive(Debug, Deserialize, ToSchema)]
struct EventIn {
    /// Its name, such as `MESSAGE_CREATE`.
    name: String,
    /// Its `d`; of `GUILD_CREATE` and `GUILD_DELETE` only `id` and `unavailable` are read.
    #[schema(value_type = Object)]
    data: Box<RawValue>,
}

/// What became of events.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Taken)]
pub(in crate::http) struct TakenOut {
    /// How many were taken.
    accepted: usize,
    /// How many nobody listens to.
    ignored: usize,
    /// How many found no room, the last of them: they may be sent again.
    refused: usize,
    channels: ChannelsOut,
}

/// What the channels are that messages were in. One that is too young to say is in neither list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Channels)]
struct ChannelsOut {
    /// Tickets' channels.
    #[schema(value_type = Vec<String>)]
    wanted: Vec<ChannelId>,
    /// Channels of which nothing need be sent for an hour.
    #[schema(value_type = Vec<String>)]
    unwanted: Vec<ChannelId>,
}

/// Something that became of a ticket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketEvent)]
struct TicketEventOut<'a> {
    /// Unique in its guild.
    id: String,
    /// What happened, such as `ticket.opened`.
    #[serde(rename = "type")]
    kind: &'static str,
    #[schema(value_type = String)]
    guild: GuildId,
    /// The ticket's number, where it is about one.
    ticket: Option<u32>,
    /// Who did it: `kind`, and with it `user` and `name`, or `id` and `name`.
    #[schema(value_type = Object)]
    actor: &'a Who,
    /// Through which door.
    #[schema(value_type = String)]
    door: Door,
    at: String,
    /// The fields that changed, as they were.
    #[schema(value_type = Object)]
    before: &'a Map<String, Value>,
    /// The same fields, as they are.
    #[schema(value_type = Object)]
    after: &'a Map<String, Value>,
}

impl Following {
    /// The next event of the bot's; `None` at the end, which comes with that of the key.
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            let received = self.state.0.lifetime.stop.run_until_cancelled(self.events.recv()).await?;
            match received {
                Ok(told) if told.0.bot == self.bot => {
                    let may_know = match &self.key {
                        Some(key) => self.state.is_live(key).await,
                        None => true,
                    };
                    return may_know.then(|| told_as(told.0.guild, &told.1));
                }
                // Whoever is too slow goes on with what is there.
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

fn told_as(guild: GuildId, event: &Event) -> sse::Event {
    let ticket = event.ticket().map(TicketId::get);
    let Event { kind, actor, door, before, after, .. } = event;
    let (id, kind, at) = (event.id(), kind.name(), event.at.to_rfc3339());
    let out = TicketEventOut { id, kind, guild, ticket, actor, door: *door, at, before, after };
    // A text of JSON has no line breaks, which is all that could be refused.
    let told = sse::Event::default().event(kind).id(&out.id);
    told.json_data(&out).unwrap_or_else(|_| sse::Event::default().comment("an event that cannot be written down"))
}

impl From<Taken> for TakenOut {
    fn from(taken: Taken) -> Self {
        let Taken { accepted, ignored, refused, wanted, unwanted } = taken;
        Self { accepted, ignored, refused, channels: ChannelsOut { wanted, unwanted } }
    }
}
