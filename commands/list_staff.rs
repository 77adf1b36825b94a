//! `/staff list`: who works on tickets, in which rank, for all of them or in a team.

use tickit_domain::error::Error;
use tickit_domain::permission::Permission;
use tickit_domain::settings::{Rank, Settings, TeamId};
use tickit_domain::whom::Whom;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::mention::Mention;
use crate::message::{Colour, Embed, Message};
use crate::reply::Reply;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash { name: "staff list", declare: list_staff, run: |visit, _| Box::pin(run(visit)), complete: &[] }),
    needs: &[Permission::ChangeSettings],
    ..Action::new("list_staff")
};

#[poise::command(slash_command, guild_only)]
async fn list_staff(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

async fn run(visit: &Visit) -> Answered {
    let settings = visit.desk.list_staff(visit.at, &visit.actor).await?;
    Ok(reply("list_staff-title", &settings, visit.speech()))
}

/// All of staff below a headline, those for all tickets first.
pub(crate) fn reply(headline: &str, settings: &Settings, speech: Speech<'_>) -> Reply {
    let roles = settings.staff.iter().map(|role| (Whom::Role(*role), Rank::Agent));
    let of = |team: Option<TeamId>| {
        let ranked = settings.ranks.iter().filter(move |member| member.team == team);
        ranked.map(|member| (member.whom, member.rank))
    };
    let mut lines = vec![line(&speech.say("list_staff-all"), roles.chain(of(None)), speech)];
    lines.extend(settings.teams.iter().map(|team| line(&team.name, of(Some(team.id)), speech)));
    let embed = Embed::titled(speech.say(headline), Colour::Calm).describing(lines.join("\n"));
    Reply::Message(Message::embed(embed).ephemeral())
}

fn line(name: &str, members: impl Iterator<Item = (Whom, Rank)>, speech: Speech<'_>) -> String {
    let shown = members.map(|(whom, rank)| match rank {
        Rank::Agent => whom.mention(),
        rank => format!("{} ({})", whom.mention(), speech.say(rank_key(rank))),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    format!("**{name}**: {}", if shown.is_empty() { speech.say("set_up-none") } else { shown })
}

const fn rank_key(rank: Rank) -> &'static str {
    match rank {
        Rank::Viewer => "rank-viewer",
        Rank::Trainee => "rank-trainee",
        Rank::Agent => "rank-agent",
    }
}
