//! `/dashboard/{bot}/{guild}`: how a server stands now, and how today compares with the same day a week ago.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use tickit_domain::desk::Overview;
use tickit_domain::error::Outcome;
use tickit_domain::permission::Permission;
use tickit_domain::settings::Settings;
use tickit_domain::statistics::{DayCount, Period, median};

use super::frame::{Frame, Section, base, page};
use super::in_place::InPlace;
use super::instead::Instead;
use super::lasting::lasting_or_dash;
use super::moment::Moment;

/// Today, and back to the same day of the week before.
const DAYS: u16 = 8;

#[derive(Template)]
#[template(path = "pages/overview.html")]
struct OverviewPage {
    frame: Frame,
    base: String,
    /// How many tickets there are of a kind, each with where they are listed.
    counts: Vec<Count>,
    oldest: Option<Oldest>,
    /// What is compared with the week before.
    compared: Vec<Compared>,
    is_complete: bool,
    /// That members want something erased, for whoever answers.
    erasures: Option<String>,
}

struct Count {
    name: String,
    tickets: u64,
    address: String,
}

struct Oldest {
    address: String,
    number: u32,
    since: Moment,
}

/// A figure of today, and what it was.
struct Compared {
    name: String,
    today: String,
    then: String,
}

/// Shows it to staff. Others have their own tickets.
pub(super) async fn show(place: InPlace) -> Result<Response, Instead> {
    let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
    let base = base(place.at);
    if !place.is_staff(&settings) {
        return Ok(Redirect::to(&format!("{base}/tickets")).into_response());
    }
    let period = Period::until_today(place.desk.now(), DAYS, &settings.time_zone.clock());
    let overview = place.desk.overview(place.at, &place.actor, period).await.map_err(|error| place.instead(error))?;
    let frame = place.frame(Section::Overview).await?;
    let oldest = overview.statistics.open.oldest.map(|(since, ticket)| Oldest {
        address: format!("{base}/tickets/{ticket}"),
        number: ticket.get(),
        since: Moment(since),
    });
    let (counts, compared) = (counts(&frame, &base, &overview), compared(&frame, &overview));
    let is_complete = overview.statistics.is_complete;
    let erasures = erasures(&place, &settings, &frame).await.map_err(|error| place.instead(error))?;
    Ok(page(&OverviewPage { frame, base, counts, oldest, compared, is_complete, erasures }))
}

/// How many members want something erased, where there are some and they may answer.
async fn erasures(place: &InPlace, settings: &Settings, frame: &Frame) -> Outcome<Option<String>> {
    if !place.may(Permission::ManageMemberData, settings) {
        return Ok(None);
    }
    let count = place.desk.count_erasure_requests(place.at, &place.actor).await?;
    Ok((count > 0).then(|| frame.fill("page-overview-erasures", &[("count", count.into())])))
}

fn counts(frame: &Frame, base: &str, overview: &Overview) -> Vec<Count> {
    let open = &overview.statistics.open;
    let all = [
        (frame.say("page-overview-open"), open.tickets.into(), "?status=open"),
        (frame.say("page-overview-staff"), overview.waiting_for_staff, "?status=open&waiting_for=staff"),
        (frame.say("page-overview-member"), overview.waiting_for_member, "?status=open&waiting_for=member"),
        (frame.say("page-overview-unassigned"), open.unassigned.into(), "?status=open&assignee=nobody"),
    ];
    let count = |(name, tickets, query)| Count { name, tickets, address: format!("{base}/tickets{query}") };
    all.map(count).into()
}

fn compared(frame: &Frame, overview: &Overview) -> Vec<Compared> {
    let days = &overview.statistics.counted.days;
    let none = DayCount::default();
    let (then, today) = (days.first().unwrap_or(&none), days.last().unwrap_or(&none));
    let lasted = |of: &[u64]| lasting_or_dash(frame, median(of));
    let compared = |name: String, of: &dyn Fn(&DayCount) -> String| Compared { name, today: of(today), then: of(then) };
    vec![
        compared(frame.say("page-overview-first-response"), &|day| lasted(&day.first_responses)),
        compared(frame.say("page-overview-resolution"), &|day| lasted(&day.resolutions)),
        compared(frame.say("page-overview-opened"), &|day| day.opened.to_string()),
        compared(frame.say("page-overview-closed"), &|day| day.closed.to_string()),
    ]
}
