//! The options that making and changing a panel share, and types to choose from while they are typed.

use tickit_domain::error::Outcome;
use tickit_domain::panel::{PanelChange, Shows};
use tickit_domain::settings::Change;

use crate::action::{Complete, Completed};
use crate::context::Visit;
use crate::limits;
use crate::options::Options;
use crate::reply::Choice;

/// What stands between the names of types.
const BETWEEN: char = '|';

/// How types are offered, by the key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
pub(crate) enum ShowsAs {
    #[name = "panel-shows-buttons"]
    Buttons,
    #[name = "panel-shows-menu"]
    Menu,
}

/// Types are typed one after another; the last one is completed.
pub(crate) const COMPLETE_TYPES: Complete =
    Complete { option: "types", run: |visit, _, typed| Box::pin(types_after(visit, typed)) };

async fn types_after(visit: &Visit, typed: &str) -> Completed {
    let (before, last) = typed.rsplit_once(BETWEEN).map_or(("", typed), |(before, last)| (before, last));
    let names = visit.desk.types_called(visit.at, &visit.actor, last).await?;
    let with = |name: String| if before.is_empty() { name } else { format!("{}{BETWEEN}{name}", before.trim_end()) };
    let fitting = names.into_iter().map(with).filter(|all| all.chars().count() <= limits::CHOICE_NAME);
    Ok(fitting.map(|all| Choice { value: all.clone().into(), name: all }).collect())
}

/// What the options of both commands say.
pub(crate) fn change(options: &Options) -> Outcome<PanelChange> {
    let read = |text: Option<String>| text.unwrap_or_default();
    let types = options.optional::<String>("types")?.map(|types| names(&types));
    let shows = options.choice::<ShowsAs>("shows")?.map(|shows| match shows {
        ShowsAs::Buttons => Shows::Buttons,
        ShowsAs::Menu => Shows::Menu,
    });
    Ok(PanelChange {
        name: options.optional("name")?,
        title: options.optional("title")?,
        text: options.optional("text")?.into(),
        types: types.into(),
        shows,
        colour: Change::given(&read(options.optional("colour")?))?,
        image: Change::given(&read(options.optional("image")?))?,
        thumbnail: Change::given(&read(options.optional("thumbnail")?))?,
        numbered: Change::Keep,
    })
}

fn names(types: &str) -> Vec<String> {
    types.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
