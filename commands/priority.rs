//! `/ticket priority`, and the menu below a ticket's first message: how urgent a ticket is.

use tickit_domain::error::{Error, Refusal};
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::ticket::Priority;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::chosen::Chosen;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::message::{Menu, Message};
use crate::options::Options;
use crate::reply::Reply;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket priority",
        declare: priority,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    choose: Some(|visit, id, chosen| Box::pin(choose(visit, id, chosen))),
    needs: &[Permission::SetPriority],
    records: &[EventKind::PriorityChanged],
    ..Action::new("priority")
};

/// The choices of the option, each called by the key of its text; in the order of [`Priority::ALL`].
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub(crate) enum Level {
    #[name = "priority-low"]
    Low,
    #[name = "priority-normal"]
    Normal,
    #[name = "priority-high"]
    High,
    #[name = "priority-urgent"]
    Urgent,
}

#[poise::command(slash_command, guild_only)]
async fn priority(_: Context<'_>, level: Level) -> Result<(), Error> {
    declares(level).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let level: Level = options.choice("level")?.ok_or(Refusal::StaleControl)?;
    set(visit, visit.ticket().await?, level.priority()).await
}

impl Level {
    /// The priority that it stands for.
    pub(crate) const fn priority(self) -> Priority {
        match self {
            Self::Low => Priority::Low,
            Self::Normal => Priority::Normal,
            Self::High => Priority::High,
            Self::Urgent => Priority::Urgent,
        }
    }
}

/// The menu of priorities, for whoever chose *Priority* below the first message.
async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let ticket = visit.desk.may_set_priority(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    let text = speech.fill("priority-now", &[("priority", speech.say(text(ticket.priority)).into())]);
    Ok(Reply::Message(Message::text(text).menu(&menu(ticket.id, speech)).ephemeral()))
}

async fn choose(visit: &Visit, id: &CustomId, chosen: &Chosen) -> Answered {
    let name: String = chosen.one()?;
    let priority = Priority::ALL.into_iter().find(|priority| priority.name() == name);
    set(visit, id.subject()?, priority.ok_or(Refusal::StaleControl)?).await
}

async fn set(visit: &Visit, id: TicketId, priority: Priority) -> Answered {
    let ticket = visit.desk.priority(visit.at, &visit.actor, id, priority).await?;
    let speech = visit.speech();
    let fill = [("priority", speech.say(text(ticket.priority)).into())];
    Ok(Reply::aloud(speech.fill("priority-done", &fill)))
}

/// All priorities to choose from.
fn menu(ticket: TicketId, speech: Speech<'_>) -> Menu {
    let option = |priority: Priority| (speech.say(text(priority)), priority.name().to_owned()).into();
    Menu {
        custom_id: CustomId::new(ACTION.word, ticket).to_string(),
        placeholder: speech.say("priority-menu"),
        options: Priority::ALL.map(option).into(),
    }
}

/// The key of what a priority is called.
pub(crate) const fn text(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "priority-low",
        Priority::Normal => "priority-normal",
        Priority::High => "priority-high",
        Priority::Urgent => "priority-urgent",
    }
}
