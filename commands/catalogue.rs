//! The commands as Discord is told of them: put together from the actions, named and described by the locales.

use serde_json::Value;
use serenity::all::{CommandType, CreateAutocompleteResponse, CreateCommand, InteractionContext};
use tickit_domain::error::Error;

use crate::ACTIONS;
use crate::action::{Action, Slash};
use crate::context::Context;
use crate::words::Words;

/// A slash command.
pub type Command = poise::Command<(), Error>;

/// The commands as the bodies of requests that register them
/// (<https://docs.discord.com/developers/interactions/application-commands#create-global-application-command>): what
/// members type, and what stands in the menus of users and of messages.
pub fn definitions(words: &Words) -> Vec<Value> {
    let slash = commands(words).into_iter().filter_map(|command| command.create_as_slash_command());
    let menu = |of: CommandType, action: &Action| menu(of, action.word, words);
    let users = ACTIONS.iter().filter(|action| action.user_menu.is_some());
    let users = users.map(|action| menu(CommandType::User, action));
    let messages = ACTIONS.iter().filter(|action| action.message_menu.is_some());
    let messages = messages.map(|action| menu(CommandType::Message, action));
    let all = slash.chain(users).chain(messages);
    all.filter_map(|definition| serde_json::to_value(definition).ok()).collect()
}

/// What the function of a declared command does with its options: nothing. poise makes the declaration from the function's
/// signature; what members send is read by [`Options`](crate::options::Options), and handled by [`Slash::run`].
pub(crate) async fn declares<T>(_options: T) -> Result<(), Error> {
    Ok(())
}

#[poise::command(slash_command, guild_only)]
async fn ticket(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

#[poise::command(slash_command, guild_only, default_member_permissions = "MANAGE_GUILD")]
async fn panel(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

#[poise::command(slash_command, guild_only)]
async fn tickets(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

#[poise::command(slash_command, guild_only, rename = "type", default_member_permissions = "MANAGE_GUILD")]
async fn ticket_type(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

#[poise::command(slash_command, guild_only, default_member_permissions = "MANAGE_GUILD")]
async fn form(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

#[poise::command(slash_command, guild_only, default_member_permissions = "MANAGE_GUILD")]
async fn staff(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

#[poise::command(slash_command, guild_only)]
async fn tags(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

#[poise::command(slash_command, guild_only)]
async fn blacklist(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

/// All slash commands, in the words of each language.
fn commands(words: &Words) -> Vec<Command> {
    let parents = [ticket(), tickets(), tags(), panel(), ticket_type(), form(), staff(), blacklist()];
    let mut commands = Vec::from(parents.map(|parent| with_actions(parent, words)));
    let alone = slashes().filter(|(_, slash)| !slash.name.contains(' '));
    commands.extend(alone.map(|(action, slash)| command(action, &slash, words)));
    commands
}

fn slashes() -> impl Iterator<Item = (&'static Action, Slash)> {
    ACTIONS.iter().filter_map(|action| Some((action, action.slash?)))
}

fn with_actions(mut parent: Command, words: &Words) -> Command {
    let name = parent.name.to_string();
    let below = |slash: &Slash| slash.name.strip_prefix(&*name).is_some_and(|rest| rest.starts_with(' '));
    let ours = slashes().filter(|(_, slash)| below(slash));
    parent.subcommands = ours.map(|(action, slash)| command(action, &slash, words)).collect();
    describe(&mut parent, &name, words);
    parent
}

fn command(action: &Action, slash: &Slash, words: &Words) -> Command {
    let mut command = (slash.declare)();
    command.name = slash.name.rsplit(' ').next().unwrap_or(slash.name).into();
    let completed = |name: &str| slash.complete.iter().any(|complete| complete.option == name);
    for option in command.parameters.iter_mut().filter(|option| completed(&option.name)) {
        option.autocomplete_callback = Some(|_, _| Box::pin(async { CreateAutocompleteResponse::new() }));
    }
    describe(&mut command, action.word, words);
    command
}

/// Takes a command's description from `<word>-command`, each option's from `<word>-option-<name>`, and what a choice is
/// called from the text whose key stands in its place.
fn describe(command: &mut Command, word: &str, words: &Words) {
    let english = words.speak("en-US");
    let key = format!("{word}-command");
    command.description = Some(english.say(&key).into());
    for locale in words.translations() {
        command.description_localizations.to_mut().push((locale.into(), words.speak(locale).say(&key).into()));
    }
    for option in &mut command.parameters {
        let key = format!("{word}-option-{}", option.name);
        option.description = Some(english.say(&key).into());
        for locale in words.translations() {
            option.description_localizations.to_mut().push((locale.into(), words.speak(locale).say(&key).into()));
        }
        for choice in option.choices.to_mut() {
            let key = choice.name.to_string();
            choice.name = english.say(&key).into();
            for locale in words.translations() {
                choice.localizations.to_mut().push((locale.into(), words.speak(locale).say(&key).into()));
            }
        }
    }
}

/// An entry in a menu, called `<word>-user-menu` or `<word>-message-menu`.
fn menu(of: CommandType, word: &str, words: &Words) -> CreateCommand {
    let key = format!("{word}-{}-menu", if of == CommandType::User { "user" } else { "message" });
    let entry = CreateCommand::new(words.speak("en-US").say(&key)).kind(of).contexts(vec![InteractionContext::Guild]);
    let translate = |entry: CreateCommand, locale| entry.name_localized(locale, words.speak(locale).say(&key));
    words.translations().fold(entry, translate)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every object that has a name and a description, however deep.
    fn described<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
        if value.get("description").is_some() {
            found.push(value);
        }
        for inner in value.get("options").and_then(Value::as_array).into_iter().flatten() {
            described(inner, found);
        }
    }

    #[test]
    fn every_command_and_option_is_described_in_every_language() {
        let definitions = definitions(&Words::load().unwrap());
        let mut found = Vec::new();
        for definition in &definitions {
            described(definition, &mut found);
        }
        assert!(found.len() > 20, "only {} commands and options", found.len());
        for described in found {
            let english = described["description"].as_str().unwrap();
            assert!(english.contains(' ') || english.contains("ticket"), "{described} has no description");
            assert!((1..=100).contains(&english.chars().count()), "{english:?} is too long for Discord");
            let german = described["description_localizations"]["de"].as_str().unwrap();
            assert!((1..=100).contains(&german.chars().count()) && german != english, "{german:?}");
        }
    }

    #[test]
    fn every_entry_in_a_menu_has_a_name_in_every_language() {
        let definitions = definitions(&Words::load().unwrap());
        let menus: Vec<&Value> =
            definitions.iter().filter(|definition| definition["type"].as_u64() > Some(1)).collect();
        assert!(!menus.is_empty());
        for menu in menus {
            let (english, german) =
                (menu["name"].as_str().unwrap(), menu["name_localizations"]["de"].as_str().unwrap());
            let fits = |name: &str| (1..=32).contains(&name.chars().count()) && !name.contains("-menu");
            assert!(fits(english) && fits(german) && english != german, "{menu}");
        }
    }
}
