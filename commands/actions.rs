//! All actions in one: which interaction belongs to which, and what it is answered.

use std::sync::Arc;

use tickit_domain::discord::Place;
use tickit_domain::error::Refusal;

use crate::action::{Action, Answered, Slash};
use crate::context::Visit;
use crate::custom_id::{self, CustomId};
use crate::interaction::Interaction;
use crate::more;
use crate::reply::Reply;
use crate::words::Words;

/// A table of actions, and the words in which they are offered.
#[derive(Debug, Clone)]
pub struct Actions {
    table: &'static [Action],
    words: Arc<Words>,
}

impl Actions {
    /// The actions of a table.
    pub const fn new(table: &'static [Action], words: Arc<Words>) -> Self {
        Self { table, words }
    }

    /// Whether an interaction is meant for us: a bot may have commands and components of its own.
    pub fn own(&self, interaction: &Interaction) -> bool {
        match interaction {
            Interaction::Slash(options) | Interaction::Complete(options, _) => {
                let command = options.command();
                self.slashes().any(|(_, slash)| slash.name.split(' ').next() == Some(command))
            }
            Interaction::UserMenu { name, .. } => self.menu("user", name).is_some(),
            Interaction::MessageMenu { name, .. } => self.menu("message", name).is_some(),
            Interaction::Press { custom_id } | Interaction::Choose { custom_id, .. } => custom_id::is_ours(custom_id),
            Interaction::Submit(form) => custom_id::is_ours(&form.custom_id),
        }
    }

    /// For which bot and guild an interaction outside a guild is, if its control may be used there and says so.
    pub fn place_outside(&self, interaction: &Interaction) -> Result<Place, Refusal> {
        let (action, id) = match interaction {
            Interaction::Press { custom_id } | Interaction::Choose { custom_id, .. } => self.find(custom_id)?,
            Interaction::Submit(form) => self.find(&form.custom_id)?,
            _ => return Err(Refusal::GuildOnly),
        };
        id.outside_of().filter(|_| action.works_outside).ok_or(Refusal::GuildOnly)
    }

    /// Answers an interaction.
    pub async fn answer(&self, visit: &Visit, interaction: &Interaction) -> Answered {
        match interaction {
            Interaction::Slash(options) => match self.slash(&options.name()) {
                Some(slash) => (slash.run)(visit, options).await,
                None => stale(),
            },
            Interaction::Complete(options, typed) => {
                let completed = self.slash(&options.name()).map_or(&[][..], |slash| slash.complete);
                match completed.iter().find(|complete| complete.option == typed.option) {
                    Some(complete) => (complete.run)(visit, options, &typed.text).await.map(Reply::Choices),
                    None => Ok(Reply::Choices(Vec::new())),
                }
            }
            Interaction::UserMenu { name, user } => {
                match (self.menu("user", name).and_then(|action| action.user_menu), user) {
                    (Some(menu), Some(user)) => menu(visit, *user).await,
                    _ => stale(),
                }
            }
            Interaction::MessageMenu { name, message, resolved } => {
                match (self.menu("message", name).and_then(|action| action.message_menu), message) {
                    (Some(menu), Some(message)) => menu(visit, *message, resolved).await,
                    _ => stale(),
                }
            }
            Interaction::Press { .. } | Interaction::Choose { .. } | Interaction::Submit(_) => {
                self.control(visit, interaction).await
            }
        }
    }

    async fn control(&self, visit: &Visit, interaction: &Interaction) -> Answered {
        match interaction {
            Interaction::Press { custom_id } => match self.find(custom_id)? {
                (Action { press: Some(press), .. }, id) => press(visit, &id).await,
                _ => stale(),
            },
            Interaction::Choose { custom_id, chosen } if custom_id.parse::<CustomId>()?.word() == more::WORD => {
                let custom_id = more::button(&custom_id.parse()?, chosen)?.to_string();
                Box::pin(self.control(visit, &Interaction::Press { custom_id })).await
            }
            Interaction::Choose { custom_id, chosen } => match self.find(custom_id)? {
                (Action { choose: Some(choose), .. }, id) => choose(visit, &id, chosen).await,
                _ => stale(),
            },
            Interaction::Submit(form) => match self.find(&form.custom_id)? {
                (Action { submit: Some(submit), .. }, id) => submit(visit, &id, form).await,
                _ => stale(),
            },
            _ => stale(),
        }
    }

    /// The action of a control's word.
    fn find(&self, custom_id: &str) -> Result<(&'static Action, CustomId), Refusal> {
        let id: CustomId = custom_id.parse()?;
        let action = self.table.iter().find(|action| action.word == id.word()).ok_or(Refusal::StaleControl)?;
        Ok((action, id))
    }

    fn slashes(&self) -> impl Iterator<Item = (&'static Action, Slash)> {
        self.table.iter().filter_map(|action| Some((action, action.slash?)))
    }

    fn slash(&self, name: &str) -> Option<Slash> {
        self.slashes().find(|(_, slash)| slash.name == name).map(|(_, slash)| slash)
    }

    /// The action whose entry in a menu is called this: Discord sends the name that it was registered by, in English.
    fn menu(&self, of: &str, name: &str) -> Option<&'static Action> {
        let english = self.words.speak("en-US");
        let called = |word: &str| english.say(&format!("{word}-{of}-menu"));
        let has =
            |action: &&Action| if of == "user" { action.user_menu.is_some() } else { action.message_menu.is_some() };
        self.table.iter().filter(has).find(|action| called(action.word) == name)
    }
}

fn stale() -> Answered {
    Err(Refusal::StaleControl.into())
}
