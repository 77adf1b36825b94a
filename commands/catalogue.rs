//! The slash commands as Discord is told of them: put together from the actions, named and described by the locales.

use serde_json::Value;
use tickit_domain::error::Error;

use crate::context::{Context, Visit};
use crate::words::Words;
use crate::{ACTIONS, Action};

/// A slash command.
pub type Command = poise::Command<Visit, Error>;

/// All slash commands, in the words of each language.
pub fn commands(words: &Words) -> Vec<Command> {
    let mut commands = vec![with_actions(ticket(), words), with_actions(panel(), words)];
    commands
        .extend(ACTIONS.iter().filter(|action| action.parent.is_none()).filter_map(|action| command(action, words)));
    commands
}

/// The commands as the bodies of requests that register them
/// (<https://docs.discord.com/developers/interactions/application-commands#create-global-application-command>).
pub fn definitions(words: &Words) -> Vec<Value> {
    let definition = |command: &Command| command.create_as_slash_command();
    let definitions = commands(words).iter().filter_map(definition).collect::<Vec<_>>();
    definitions.into_iter().filter_map(|definition| serde_json::to_value(definition).ok()).collect()
}

/// What members type for each action that has a slash command, without the slash, and the action's word: `ticket add`
/// and `add_member`.
pub fn slash_names() -> Vec<(String, &'static str)> {
    let name = |action: &Action| {
        let own = action.slash?().name;
        Some((action.parent.map_or_else(|| own.to_string(), |parent| format!("{parent} {own}")), action.word))
    };
    ACTIONS.iter().filter_map(name).collect()
}

#[poise::command(slash_command, guild_only)]
#[expect(clippy::unused_async, reason = "poise asks for an async function")]
async fn ticket(_: Context<'_>) -> Result<(), Error> {
    Ok(())
}

#[poise::command(slash_command, guild_only, default_member_permissions = "MANAGE_GUILD")]
#[expect(clippy::unused_async, reason = "poise asks for an async function")]
async fn panel(_: Context<'_>) -> Result<(), Error> {
    Ok(())
}

fn with_actions(mut parent: Command, words: &Words) -> Command {
    let name = parent.name.to_string();
    let ours = ACTIONS.iter().filter(|action| action.parent == Some(&*name));
    parent.subcommands = ours.filter_map(|action| command(action, words)).collect();
    describe(&mut parent, &name, words);
    parent
}

fn command(action: &Action, words: &Words) -> Option<Command> {
    let mut command = action.slash?();
    describe(&mut command, action.word, words);
    Some(command)
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
}
