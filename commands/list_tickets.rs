//! `/tickets list`: the guild's tickets, by state, priority, type, and whose they are.

use tickit_domain::desk::TicketFilter;
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::ids::UserId;
use tickit_domain::permission::Permission;
use tickit_domain::ticket::{Priority, TicketState};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::priority::Level;
use crate::ticket_list;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "tickets list",
        declare: list_tickets,
        run: |visit, options| Box::pin(async { list(visit, wanted(options)?, 1).await }),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(turn(visit, id))),
    needs: &[Permission::ViewTicket],
    ..Action::new("list_tickets")
};

/// States to choose from, by the keys of what they are called.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
enum State {
    #[name = "state-open"]
    Open,
    #[name = "state-closed"]
    Closed,
}

#[poise::command(slash_command, guild_only)]
async fn list_tickets(
    _: Context<'_>,
    state: Option<State>,
    priority: Option<Level>,
    staff: Option<serenity::all::User>,
    opener: Option<serenity::all::User>,
) -> Result<(), Error> {
    declares((state, priority, staff, opener)).await
}

fn wanted(options: &Options) -> Outcome<TicketFilter> {
    Ok(TicketFilter {
        state: options.choice("state")?.map(|state| match state {
            State::Open => TicketState::Open,
            State::Closed => TicketState::Closed,
        }),
        priority: options.choice("priority")?.map(Level::priority),
        kind: None,
        claimed_by: options.optional("staff")?,
        opener: options.optional("opener")?,
    })
}

async fn turn(visit: &Visit, id: &CustomId) -> Answered {
    let (page, which, staff, opener) = id.subjects::<(usize, String, String, String)>()?;
    list(visit, parsed(&which, &staff, &opener)?, page).await
}

async fn list(visit: &Visit, filter: TicketFilter, page: usize) -> Answered {
    let found = visit.desk.list_tickets(visit.at, &visit.actor, filter, page).await?;
    let speech = visit.speech();
    Ok(ticket_list::reply(speech.say("list_tickets-title"), &found, |page| custom_id(page, filter), speech))
}

/// What is not asked for.
const ANY: &str = "any";

/// The button that shows a page of the same list.
fn custom_id(page: usize, filter: TicketFilter) -> CustomId {
    let (state, priority) = (filter.state.map_or(ANY, TicketState::name), filter.priority.map_or(ANY, Priority::name));
    let user = |user: Option<UserId>| user.map_or_else(|| ANY.to_owned(), |user| user.to_string());
    let id = CustomId::new(ACTION.word, page).about(format!("{state}.{priority}"));
    id.about(user(filter.claimed_by)).about(user(filter.opener))
}

fn parsed(which: &str, staff: &str, opener: &str) -> Result<TicketFilter, Refusal> {
    let (state, priority) = which.split_once('.').ok_or(Refusal::StaleControl)?;
    let user =
        |text: &str| if text == ANY { Ok(None) } else { text.parse().map(Some).map_err(|_| Refusal::StaleControl) };
    let states = [TicketState::Open, TicketState::Closed];
    Ok(TicketFilter {
        state: states.into_iter().find(|known| known.name() == state),
        priority: Priority::ALL.into_iter().find(|known| known.name() == priority),
        kind: None,
        claimed_by: user(staff)?,
        opener: user(opener)?,
    })
}
