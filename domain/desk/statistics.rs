//! Counting how a guild's desk is doing.

use std::collections::BTreeMap;

use super::{AuditChains, Desk, GuildRepositories};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{GuildId, TicketId};
use crate::permission::Permission;
use crate::settings::{Settings, TeamId, TypeId};
use crate::statistics::{Figures, Period, Statistics};
use crate::store::ticket_figures::TicketFigures;
use crate::store::ticket_pages::Wanted;
use crate::ticket::{Stars, TicketState, WaitingFor};

/// What happened and is not written down for counting yet is, so often, before it is counted. More is left only after an
/// update of the service, for some minutes.
const MOST_STEPS: usize = 8;

/// How a desk stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// What came and went, today being the last day, and what is open.
    pub statistics: Statistics,
    /// How many wait for staff.
    pub waiting_for_staff: u64,
    /// How many wait for a member.
    pub waiting_for_member: u64,
}

/// What a member said of how a ticket went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Of which ticket.
    pub ticket: TicketId,
    /// When.
    pub at: Timestamp,
    /// The stars that they gave it.
    pub stars: Stars,
    /// What they said.
    pub text: String,
}

/// Which tickets somebody sees the figures of, by type and team.
struct Sight<'a> {
    at: Place,
    actor: &'a Actor,
    settings: &'a Settings,
    known: BTreeMap<(TypeId, Option<TeamId>), bool>,
}

impl Desk {
    /// How a desk did in a period, of the tickets of those types that the actor may see.
    pub async fn statistics(&self, at: Place, actor: &Actor, period: Period) -> Outcome<Statistics> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::ViewTicket, &settings, None)?;
        let figures = TicketFigures::new(self.documents(at.guild).await?);
        // What happens after this is later than the answer.
        let changed = figures.changed().await?;
        let mut statistics = Statistics::of(period);
        statistics.is_complete = follow(&figures, MOST_STEPS).await?;
        let mut sight = Sight { at, actor, settings: &settings, known: BTreeMap::new() };
        let since = statistics.since();
        let mut count = |figures: &Figures| {
            if sight.sees(figures) {
                statistics.count(figures);
            }
        };
        let on_sheets = |figures: &Figures| {
            if !changed.contains_key(&figures.ticket) {
                count(figures);
            }
        };
        figures.each(since, on_sheets).await?;
        changed.values().flatten().for_each(count);
        Ok(statistics.finished())
    }

    /// How a desk stands, and how it did in some days until today.
    pub async fn overview(&self, at: Place, actor: &Actor, period: Period) -> Outcome<Overview> {
        let statistics = self.statistics(at, actor, period).await?;
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let settings = settings.get().await?;
        let kinds = settings.types.iter().chain(&settings.former_types).map(|kind| kind.id);
        let seen: Vec<TypeId> =
            kinds.filter(|kind| actor.must_for_type(Permission::ViewTicket, &settings, *kind).is_ok()).collect();
        let waiting = async |side: WaitingFor| -> Outcome<u64> {
            let mut waiting = 0;
            for kind in &seen {
                let states = vec![TicketState::Open];
                let wanted = Wanted { states, kind: Some(*kind), waiting_for: Some(side), ..Wanted::default() };
                waiting += tickets.count(&wanted).await?;
            }
            Ok(waiting)
        };
        let (waiting_for_staff, waiting_for_member) =
            (waiting(WaitingFor::Staff).await?, waiting(WaitingFor::Member).await?);
        Ok(Overview { statistics, waiting_for_staff, waiting_for_member })
    }

    /// What members said, where statistics name it, of the tickets that the actor may see.
    pub async fn comments(&self, at: Place, actor: &Actor, of: &Statistics) -> Outcome<Vec<Comment>> {
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let settings = settings.get().await?;
        let mut comments = Vec::with_capacity(of.commented.len());
        for (at, id, round) in &of.commented {
            let ticket = tickets.get(*id).await?.map(|stored| stored.value);
            let seen = ticket.filter(|ticket| actor.must(Permission::ViewTicket, &settings, Some(ticket)).is_ok());
            let rating = seen.and_then(|seen| seen.ratings.into_iter().find(|rating| rating.round == *round));
            comments.extend(rating.map(|rating| Comment {
                ticket: *id,
                at: *at,
                stars: rating.stars,
                text: rating.comment,
            }));
        }
        Ok(comments)
    }
}

impl AuditChains {
    /// Writes down what happened in a guild and is in its chain, so that it can be counted.
    pub async fn count(&self, guild: GuildId) -> Outcome<()> {
        follow(&TicketFigures::new(self.documents(guild).await?), usize::MAX).await.map(drop)
    }
}

impl Sight<'_> {
    fn sees(&mut self, figures: &Figures) -> bool {
        let Self { at, actor, settings, known } = self;
        let (kind, team) = (figures.kind, figures.team);
        let may = || actor.must_for(Permission::ViewTicket, settings, kind, team).is_ok();
        figures.bot == at.bot && *known.entry((kind, team)).or_insert_with(may)
    }
}

/// Follows what happened, so many steps at most; whether all of it.
async fn follow(figures: &TicketFigures, most: usize) -> Outcome<bool> {
    for _ in 0..most {
        if !figures.follow().await? {
            return Ok(true);
        }
    }
    Ok(false)
}
