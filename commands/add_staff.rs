//! `/staff add`: a member or a role works on tickets, in a rank, for all of them or in a team.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::settings::Rank;
use tickit_domain::whom::Whom;

use crate::action::{Action, Answered, Complete, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::list_staff;
use crate::options::Options;
use crate::someone::Someone;
use crate::team_choices::teams_called;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "staff add",
        declare: add_staff,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[Complete { option: "team", run: |visit, _, typed| Box::pin(teams_called(visit, typed)) }],
    }),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::SettingsChanged],
    ..Action::new("add_staff")
};

/// The choices of the option, each called by the key of its text.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
enum Level {
    #[name = "rank-viewer"]
    Viewer,
    #[name = "rank-trainee"]
    Trainee,
    #[name = "rank-agent"]
    Agent,
}

#[poise::command(slash_command, guild_only)]
async fn add_staff(
    _: Context<'_>,
    who: Someone,
    #[max_length = 32] team: Option<String>,
    rank: Option<Level>,
) -> Result<(), Error> {
    declares((who, team, rank)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let (whom, team) = (options.required::<Whom>("who")?, options.optional::<String>("team")?);
    let rank = match options.choice("rank")? {
        Some(Level::Viewer) => Rank::Viewer,
        Some(Level::Trainee) => Rank::Trainee,
        Some(Level::Agent) | None => Rank::Agent,
    };
    let settings = visit.desk.add_staff(visit.at, &visit.actor, whom, rank, team.as_deref()).await?;
    Ok(list_staff::reply("add_staff-done", &settings, visit.speech()))
}
