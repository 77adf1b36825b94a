//! `/staff remove`: a member or a role works on tickets no longer, or no longer in a team.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
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
        name: "staff remove",
        declare: remove_staff,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[Complete { option: "team", run: |visit, _, typed| Box::pin(teams_called(visit, typed)) }],
    }),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::SettingsChanged, EventKind::TypeChanged],
    ..Action::new("remove_staff")
};

#[poise::command(slash_command, guild_only)]
async fn remove_staff(_: Context<'_>, who: Someone, #[max_length = 32] team: Option<String>) -> Result<(), Error> {
    declares((who, team)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let (whom, team) = (options.required::<Whom>("who")?, options.optional::<String>("team")?);
    let settings = visit.desk.remove_staff(visit.at, &visit.actor, whom, team.as_deref()).await?;
    Ok(list_staff::reply("remove_staff-done", &settings, visit.speech()))
}
