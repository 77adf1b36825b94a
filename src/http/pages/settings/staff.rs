//! `/dashboard/{bot}/{guild}/settings/staff`: who works on tickets, besides the roles in the general settings, and in which
//! teams.

use axum::response::Response;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::settings::{MOST_TEAM_NAME_CHARACTERS, Rank, StaffMember, Team};
use tickit_domain::whom::Whom;

use super::choices::{Choices, or_none};
use super::entered::Entered;
use super::form::{Field, Form, Input};
use super::in_settings::InSettings;
use super::page::{Page, Row, Section};
use super::someone::{MOST_ID_CHARACTERS, called, whom};
use crate::http::pages::choice::Choice;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

const RANKS: [(Rank, &str); 3] = [(Rank::Agent, "agent"), (Rank::Trainee, "trainee"), (Rank::Viewer, "viewer")];

/// Lists them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on).await).await
}

/// Puts somebody on staff.
pub(super) async fn add(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let (rank, team) = (entered.named("rank").unwrap_or(Rank::Agent), team(&entered));
    let done = match whom(&entered) {
        Ok(whom) => on.desk.add_staff(on.at, &on.sender(&entered), whom, rank, team.as_deref()).await,
        Err(refused) => Err(Error::from(refused)),
    };
    let again = on.once_more(done, &entered, "/staff").await?;
    again.show(page(&again.on).await, &entered).await
}

/// Takes somebody off staff.
pub(super) async fn remove(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let done = match entered.text("whom").parse::<Whom>() {
        Ok(whom) => on.desk.remove_staff(on.at, &on.sender(&entered), whom, team(&entered).as_deref()).await,
        Err(_) => Err(Error::from(Refusal::NoSuchMember)),
    };
    Err(on.pressed(done, &entered, "/staff").await)
}

fn team(entered: &Entered) -> Option<String> {
    let new = entered.text("new_team");
    Some(if new.is_empty() { entered.text("team") } else { new }).filter(|name| !name.is_empty())
}

async fn page(on: &InSettings) -> Page {
    let choices = on.choices().await;
    let mut rows: Vec<Row> =
        on.settings.staff.iter().map(|role| everywhere(on, choices.role(*role), (*role).into())).collect();
    for member in &on.settings.ranks {
        rows.push(row(on, member, called(on, &choices, member.whom).await));
    }
    let all = Section { rows, none: on.say("page-staff-none"), ..Section::default() };
    let (title, about) = (on.say("page-staff"), on.say("page-staff-about"));
    let form = Section::of_forms(vec![form(on, &choices)]);
    Page { title, about, sections: vec![all, form], ..Page::default() }
}

fn everywhere(on: &InSettings, name: String, whom: Whom) -> Row {
    let about = vec![format!("{} · {}", on.say("page-rank-agent"), on.say("page-staff-all"))];
    let deed = off(on, &name, whom, None);
    Row { name, about, deeds: vec![deed], ..Row::default() }
}

fn row(on: &InSettings, member: &StaffMember, name: String) -> Row {
    let team = on.settings.teams.iter().find(|team| Some(team.id) == member.team);
    let rank = RANKS.iter().find(|(rank, _)| *rank == member.rank).map_or("agent", |(_, name)| name);
    let place = team.map_or_else(|| on.say("page-staff-all"), |team| on.name("page-staff-team", &team.name));
    let about = vec![format!("{} · {place}", on.say(&format!("page-rank-{rank}")))];
    let deed = off(on, &name, member.whom, team);
    Row { name, about, deeds: vec![deed], ..Row::default() }
}

fn off(on: &InSettings, name: &str, whom: Whom, team: Option<&Team>) -> super::page::Deed {
    let mut deed = on.deed("/staff/remove", "page-remove", "page-remove-named", name);
    deed.hidden.push(("whom", whom.to_string()));
    deed.hidden.extend(team.map(|team| ("team", team.name.clone())));
    deed
}

fn form(on: &InSettings, choices: &Choices) -> Form {
    let ranks = RANKS.map(|(_, name)| (name, on.say(&format!("page-rank-{name}"))));
    let teams = Choice::among(on.settings.teams.iter().map(|team| (team.name.as_str(), team.name.as_str())), "");
    let fields = vec![
        Field::new("role", on.say("page-role"), Input::One(or_none(choices.roles(&[]), on.say("page-role-none")))),
        Field::line("user", on.say("page-user"), "", MOST_ID_CHARACTERS).hint(on.say("page-user-hint")),
        Field::new("rank", on.say("page-staff-rank"), Input::One(Choice::among(ranks, "agent"))),
        Field::new("team", on.say("page-staff-in"), Input::One(or_none(teams, on.say("page-staff-all")))),
        Field::line("new_team", on.say("page-staff-new-team"), "", MOST_TEAM_NAME_CHARACTERS),
    ];
    let form = Form::new("add", on.address("/staff"), on.say("page-staff-add"), fields);
    on.once_only(form.titled(on.say("page-staff-new"), String::new()))
}
