//! A panel's button, or its menu of types, opens a ticket, after the form of its type where it has one, page by page.
//! `/open` and the menus of members and messages do, too, for the visitor or, for staff, for somebody else; where no type is
//! named, a menu asks for it.

use std::fmt::Display;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;

use tickit_domain::desk::{Asking, Filled, TypesToOpen};
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::{MessageId, UserId};
use tickit_domain::panel::PanelId;
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{OpenRequest, Origin};
use tickit_domain::whom::Whom;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::chosen::Chosen;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::message::{Button, ButtonStyle, Message};
use crate::options::Options;
use crate::reply::Reply;
use crate::resolved::Resolved;
use crate::submission::Submission;
use crate::{notice, question, type_choices, type_menu};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "open",
        declare: open,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[Complete {
            option: "type",
            run: |visit, options, typed| Box::pin(complete(visit, options, typed)),
        }],
    }),
    user_menu: Some(|visit, user| Box::pin(ask_type(visit, Origin::User(user)))),
    message_menu: Some(|visit, said, resolved| Box::pin(from_message(visit, said, resolved))),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    choose: Some(|visit, id, chosen| Box::pin(choose(visit, id, chosen))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    needs: &[Permission::OpenTicket, Permission::OpenForOthers],
    records: &[EventKind::Opening, EventKind::Opened, EventKind::Failed],
    ..Action::new("open")
};

/// What stands in place of a page where the form is begun anew.
const ANEW: &str = "anew";

/// The custom id of the button that opens a ticket of a type.
pub(crate) fn custom_id(kind: TypeId) -> String {
    CustomId::new(ACTION.word, kind.0).to_string()
}

/// The custom id of the menu of a panel.
pub(crate) fn menu_id(panel: PanelId) -> String {
    CustomId::new(ACTION.word, panel).to_string()
}

/// The custom id of the menu of types that asks for one.
fn of_types(origin: Origin) -> String {
    CustomId::new(ACTION.word, origin).to_string()
}

/// The custom id of a page of the type's form, and of the button that asks for it, with the message that is quoted.
fn of_page(request: OpenRequest, page: impl Display) -> String {
    let id = CustomId::new(ACTION.word, request.kind.0).about(page);
    let id = if let Origin::Message(message) = request.origin { id.about(message) } else { id };
    id.to_string()
}

/// What the controls of a form say: what is asked for, and the page, where it is not simply begun.
fn request_of(id: &CustomId) -> Result<(OpenRequest, Option<String>), Refusal> {
    if let Ok((kind, page, message)) = id.subjects::<(u16, String, MessageId)>() {
        return Ok((OpenRequest { kind: TypeId(kind), origin: Origin::Message(message) }, Some(page)));
    }
    match id.subjects::<(u16, String)>() {
        Ok((kind, page)) => Ok((TypeId(kind).into(), Some(page))),
        Err(_) => Ok((TypeId(id.subject()?).into(), None)),
    }
}

#[poise::command(slash_command, guild_only)]
async fn open(
    _: Context<'_>,
    #[rename = "type"]
    #[max_length = 80]
    kind: Option<String>,
    user: Option<serenity::all::User>,
) -> Result<(), Error> {
    declares((kind, user)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let origin = Origin::from(options.optional::<UserId>("user")?);
    match options.optional::<String>("type")? {
        Some(name) => {
            let kind = visit.desk.type_named(visit.at, &name).await?;
            begin(visit, OpenRequest { kind, origin }).await
        }
        None => ask_type(visit, origin).await,
    }
}

/// The types that the visitor may open, for themselves or for others.
async fn complete(visit: &Visit, options: &Options, typed: &str) -> Completed {
    let user = options.optional::<UserId>("user")?;
    Ok(type_choices::choices(visit.desk.types_to_open_called(visit.at, &visit.actor, user, typed).await?))
}

/// Where there is one type only, there is nothing to ask.
async fn ask_type(visit: &Visit, origin: Origin) -> Answered {
    let TypesToOpen { types, other } = visit.desk.types_to_open(visit.at, &visit.actor, origin).await?;
    if let [kind] = &types[..] {
        return begin(visit, OpenRequest { kind: kind.id, origin }).await;
    }
    let speech = visit.speech();
    let text = match other {
        None => speech.say("open-which"),
        Some(user) => speech.fill("open-which-for", &[("user", Whom::from(user).mention().into())]),
    };
    let menu = type_menu::menu(of_types(origin), speech.say("panel-menu"), &types);
    Ok(Reply::Message(Message::text(text).menu(&menu).ephemeral()))
}

/// A message that Discord does not describe was chosen by no client.
async fn from_message(visit: &Visit, said: MessageId, resolved: &Resolved) -> Answered {
    let chosen = resolved.message(said, visit.channel).ok_or(Refusal::StaleControl)?;
    ask_type(visit, visit.desk.quote(visit.at, &visit.actor, chosen).await?).await
}

/// A panel's button names the type only; those that go on with a form, a page of it as well.
async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let (at, actor) = (visit.at, &visit.actor);
    let (request, page) = request_of(id)?;
    let Some(page) = page else { return begin(visit, request).await };
    let asking = match page.parse() {
        Ok(page) => visit.desk.form_page(at, actor, request.kind, page).await?,
        Err(_) if page == ANEW => visit.desk.begin_anew(at, actor, request.kind).await?,
        Err(_) => return Err(Refusal::StaleControl.into()),
    };
    Ok(ask(visit, request, &asking))
}

/// A panel's menu is to work again, whatever the answer. One that nobody else sees says for whom it is.
async fn choose(visit: &Visit, id: &CustomId, chosen: &Chosen) -> Answered {
    let kind: TypeId = chosen.one()?;
    if let Ok(origin) = id.subject() {
        return begin(visit, OpenRequest { kind, origin }).await;
    }
    let panel = PanelId(id.subject()?);
    let answer = begin(visit, kind.into()).await;
    visit.desk.reset_menu(visit.at, &visit.actor, panel, visit.channel).await;
    answer
}

async fn begin(visit: &Visit, request: OpenRequest) -> Answered {
    if let Some(asking) = visit.desk.begin_form(visit.at, &visit.actor, request).await? {
        return Ok(ask(visit, request, &asking));
    }
    visit.desk.open(visit.at, &visit.actor, request, &[], Some(visit.reply_to()?)).await?;
    Ok(Reply::Later)
}

fn ask(visit: &Visit, request: OpenRequest, asking: &Asking) -> Reply {
    let speech = visit.speech();
    match asking {
        Asking::Page { kind, page, given } => {
            Reply::Ask(question::page(of_page(request, *page), &kind.name, &kind.form, *page, given))
        }
        Asking::GoOn { kind, page } => {
            let go_on = button(speech.say("open-continue"), of_page(request, *page), ButtonStyle::Primary);
            let anew = button(speech.say("open-anew"), of_page(request, ANEW), ButtonStyle::Secondary);
            let text = speech.fill("open-begun", &[("name", kind.name.as_str().into())]);
            Reply::Message(Message::text(text).ephemeral().buttons(&[go_on, anew]))
        }
    }
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    let (request, page) = request_of(id)?;
    let page = page.map_or(Ok(0), |page| page.parse()).map_err(|_| Refusal::StaleControl)?;
    let (given, tell) = (submission.given()?, Some(visit.reply_to()?));
    let filled = visit.desk.fill_in(visit.at, &visit.actor, request, (page, &given), tell).await?;
    Ok(next(visit, &filled, Reply::Later, |next| of_page(request, next.unwrap_or(page))))
}

/// What comes after a page: the way to the next, or to the same one once more; `done` where nothing is missing.
pub(crate) fn next(visit: &Visit, filled: &Filled, done: Reply, custom_id: impl Fn(Option<usize>) -> String) -> Reply {
    let speech = visit.speech();
    let (text, label, page) = match filled {
        Filled::Complete => return done,
        Filled::Next(page) => (speech.fill("open-next", &[("page", (page + 1).into())]), "open-continue", Some(*page)),
        Filled::Refused(refusal) => (notice::refusal(refusal, speech), "open-correct", None),
    };
    let button = button(speech.say(label), custom_id(page), ButtonStyle::Primary);
    Reply::Message(Message::text(text).ephemeral().buttons(&[button]))
}

fn button(label: String, custom_id: String, style: ButtonStyle) -> Button {
    Button { label, custom_id, style, emoji: None }
}
