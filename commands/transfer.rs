//! `/ticket transfer`, with teams to choose from while one is typed, and a menu of them: the ticket is handed over.

use tickit_domain::error::{Error, Refusal};
use tickit_domain::event::EventKind;
use tickit_domain::ids::{TicketId, UserId};
use tickit_domain::permission::Permission;
use tickit_domain::ticket::Transfer;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::chosen::Chosen;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::message::{Menu, MenuOption, Message};
use crate::options::Options;
use crate::reply::{Choice, Reply};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket transfer",
        declare: transfer,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[Complete { option: "team", run: |visit, _, typed| Box::pin(complete(visit, typed)) }],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    choose: Some(|visit, id, chosen| Box::pin(choose(visit, id, chosen))),
    needs: &[Permission::TransferTicket],
    records: &[EventKind::Transferred],
    ..Action::new("transfer")
};

/// The choice that takes a ticket back from its team.
const NO_TEAM: &str = "none";

#[poise::command(slash_command, guild_only)]
async fn transfer(
    _: Context<'_>,
    member: Option<serenity::all::User>,
    #[max_length = 32] team: Option<String>,
) -> Result<(), Error> {
    declares((member, team)).await
}

/// Without a member and a team it goes back to whoever works on its type.
async fn run(visit: &Visit, options: &Options) -> Answered {
    let id = visit.ticket().await?;
    let (member, team) = (options.optional::<UserId>("member")?, options.optional::<String>("team")?);
    let to = match (member, team) {
        (Some(user), _) => Transfer::Member(user),
        (None, Some(name)) => Transfer::Team(visit.desk.team_to_transfer_to(visit.at, &visit.actor, id, &name).await?),
        (None, None) => Transfer::Type,
    };
    hand_over(visit, id, &to).await
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let teams = visit.desk.teams_to_transfer_to(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    let mut options: Vec<_> =
        teams.into_iter().map(|team| MenuOption::from((team.name, team.id.0.to_string()))).collect();
    options.truncate(24);
    options.push(MenuOption::from((speech.say("transfer-to-type"), NO_TEAM.to_owned())));
    let menu = Menu { custom_id: id.to_string(), placeholder: speech.say("transfer-option-team"), options };
    Ok(Reply::Message(Message::text(speech.say("transfer-title")).menu(&menu).ephemeral()))
}

async fn choose(visit: &Visit, id: &CustomId, chosen: &Chosen) -> Answered {
    let (id, team) = (id.subject()?, chosen.one::<String>()?);
    let teams = visit.desk.teams_to_transfer_to(visit.at, &visit.actor, id).await?;
    let chosen = teams.into_iter().find(|known| known.id.0.to_string() == team);
    let to = match chosen {
        Some(team) => Transfer::Team(team),
        None if team == NO_TEAM => Transfer::Type,
        None => return Err(Refusal::StaleControl.into()),
    };
    hand_over(visit, id, &to).await
}

async fn hand_over(visit: &Visit, id: TicketId, to: &Transfer) -> Answered {
    visit.desk.transfer(visit.at, &visit.actor, id, to).await?;
    let speech = visit.speech();
    Ok(Reply::aloud(match to {
        Transfer::Member(user) => speech.fill("transfer-done", &[("to", user.mention().into())]),
        Transfer::Team(team) => speech.fill("transfer-done", &[("to", format!("**{}**", team.name).into())]),
        Transfer::Type => speech.say("transfer-back"),
    }))
}

async fn complete(visit: &Visit, typed: &str) -> Completed {
    let teams = visit.desk.teams_to_transfer_to(visit.at, &visit.actor, visit.ticket().await?).await?;
    let meant = teams.into_iter().filter(|team| team.name.to_lowercase().contains(&typed.to_lowercase()));
    Ok(meant.map(|team| Choice { value: team.name.clone().into(), name: team.name }).collect())
}
