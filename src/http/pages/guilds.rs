//! `/dashboard`: the servers that somebody may look into.

use std::collections::HashMap;

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::sign_in::Whose;

use super::frame::{Frame, Section, base, page};
use super::instead::Instead;
use super::visitor::Visitor;

/// The most servers that are listed. Whoever runs more goes to one by its address.
const MOST: usize = 200;

/// Discord is asked for so many names at once.
const AT_ONCE: usize = 8;

#[derive(Template)]
#[template(path = "pages/guilds.html")]
struct GuildsPage {
    frame: Frame,
    places: Vec<PlaceOut>,
}

struct PlaceOut {
    name: String,
    bot: String,
    address: String,
}

/// Lists them, or leads to the only one whoever does not run the service.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Instead> {
    let desk = match visitor.state.desk() {
        Ok(behind) => behind.desk.clone(),
        Err(problem) => return Err(visitor.instead(problem)),
    };
    let places = places(&desk, &visitor).await.map_err(|error| visitor.instead(error.into()))?;
    if let ([only], Whose::User(_)) = (&places[..], &visitor.sign_in.whose) {
        return Ok(Redirect::to(&base(*only)).into_response());
    }
    if places.is_empty() && visitor.sign_in.whose == Whose::Operator {
        return Ok(Redirect::to("/dashboard/first-run").into_response());
    }
    let hosted = visitor.state.0.ports.bots.states();
    let bots: HashMap<BotId, String> = hosted.into_iter().filter_map(|bot| Some((bot.id?, bot.name))).collect();
    let named = stream::iter(places).map(|at| named(&visitor, &desk, at, &bots)).buffered(AT_ONCE);
    Ok(page(&GuildsPage { frame: visitor.frame(Section::Guilds), places: named.collect().await }))
}

/// Every bot in every server that Discord said they are in when they signed in; of all servers for whoever runs the service.
pub(super) async fn places(desk: &Desk, visitor: &Visitor) -> Outcome<Vec<Place>> {
    let guilds = match visitor.sign_in.whose {
        Whose::Operator => all(desk).await?,
        Whose::User(_) => visitor.sign_in.guilds.clone(),
    };
    let of_guild = async |guild| -> Outcome<Vec<Place>> {
        let bots = desk.bots_at(guild).await?;
        Ok(bots.into_iter().map(|bot| Place { bot, guild }).collect())
    };
    let found: Vec<Vec<Place>> = stream::iter(guilds).map(of_guild).buffered(AT_ONCE).try_collect().await?;
    Ok(found.into_iter().flatten().take(MOST).collect())
}

async fn all(desk: &Desk) -> Outcome<Vec<GuildId>> {
    let (mut guilds, mut after) = (Vec::new(), None);
    while guilds.len() < MOST {
        let page = desk.guilds(after).await?;
        guilds.extend(page.guilds);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(guilds)
}

async fn named(visitor: &Visitor, desk: &Desk, at: Place, bots: &HashMap<BotId, String>) -> PlaceOut {
    let name = visitor.state.0.known.names.guild(desk, at).await;
    let bot = bots.get(&at.bot).cloned().unwrap_or_else(|| at.bot.to_string());
    PlaceOut { name, bot, address: base(at) }
}
