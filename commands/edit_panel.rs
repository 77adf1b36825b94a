//! `/panel edit`: changes what it names of a panel; where it names nothing, and by the button below a panel, a form asks
//! for its texts and images.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::panel::{PanelChange, PanelId};
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::control::{Button, ButtonStyle};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::panel_choices;
use crate::panel_options::{self, ShowsAs};
use crate::panel_texts;
use crate::reply::Reply;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "panel edit",
        declare: edit_panel,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[panel_choices::COMPLETE, panel_options::COMPLETE_TYPES],
    }),
    press: Some(|visit, id| Box::pin(async { ask(visit, PanelId(id.subject()?)).await })),
    submit: Some(|visit, id, form| {
        Box::pin(async { edit(visit, PanelId(id.subject()?), &panel_texts::change(form)?).await })
    }),
    needs: &[Permission::SendPanel],
    records: &[EventKind::PanelChanged],
    ..Action::new("edit_panel")
};

/// What can be taken back, by the key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
enum Clearable {
    #[name = "edit_panel-clear-types"]
    Types,
    #[name = "edit_panel-clear-text"]
    Text,
    #[name = "edit_panel-clear-colour"]
    Colour,
    #[name = "edit_panel-clear-image"]
    Image,
    #[name = "edit_panel-clear-thumbnail"]
    Thumbnail,
}

#[poise::command(slash_command, guild_only)]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn edit_panel(
    _: Context<'_>,
    #[max_length = 80] panel: String,
    #[max_length = 80] name: Option<String>,
    #[max_length = 256] title: Option<String>,
    #[max_length = 3000] text: Option<String>,
    #[max_length = 2200] types: Option<String>,
    shows: Option<ShowsAs>,
    #[max_length = 20] colour: Option<String>,
    #[max_length = 2048] image: Option<String>,
    #[max_length = 2048] thumbnail: Option<String>,
    clear: Option<Clearable>,
) -> Result<(), Error> {
    declares((panel, name, title, text, types, shows, colour, image, thumbnail, clear)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let (name, mut change) = (options.required::<String>("panel")?, panel_options::change(options)?);
    if let Some(clear) = options.choice::<Clearable>("clear")? {
        clear.apply(&mut change);
    }
    let panel = visit.desk.panel_called(visit.at, &visit.actor, &name).await?;
    if change == PanelChange::default() {
        return Ok(Reply::Ask(panel_texts::form(&panel, &custom_id(panel.id), visit.speech())));
    }
    edit(visit, panel.id, &change).await
}

async fn ask(visit: &Visit, id: PanelId) -> Answered {
    let panel = visit.desk.panel_to_edit(visit.at, &visit.actor, id).await?;
    Ok(Reply::Ask(panel_texts::form(&panel, &custom_id(id), visit.speech())))
}

async fn edit(visit: &Visit, id: PanelId, change: &PanelChange) -> Answered {
    visit.desk.edit_panel(visit.at, &visit.actor, id, change, Some(visit.reply_to()?)).await?;
    Ok(Reply::Later)
}

impl Clearable {
    fn apply(self, change: &mut PanelChange) {
        match self {
            Self::Types => change.types.clear(),
            Self::Text => change.text.clear(),
            Self::Colour => change.colour.clear(),
            Self::Image => change.image.clear(),
            Self::Thumbnail => change.thumbnail.clear(),
        }
    }
}

fn custom_id(id: PanelId) -> CustomId {
    CustomId::new(ACTION.word, id)
}

/// The button that asks for a panel's texts.
pub(crate) fn button(id: PanelId, speech: Speech<'_>) -> Button {
    let label = speech.say("edit_panel-button");
    Button { label, custom_id: custom_id(id).to_string(), style: ButtonStyle::Secondary, emoji: Some("✏️".into()) }
}
