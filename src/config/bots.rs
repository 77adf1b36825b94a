//! `[[bots]]`: tokens that stand in environment variables, put where the others stand, and all of them cleaned.

use secrecy::ExposeSecret as _;
use toml::{Table, Value};

use super::error::ConfigError;
use super::layers::Layers;
use super::token::clean_token;
use super::variables::Variables;

/// Replaces each `token_env` by the token in the variable that it names, and cleans those that stand in the file.
pub(super) fn resolve_tokens(layers: &mut Layers, variables: &Variables) -> Result<(), ConfigError> {
    let Some(Value::Array(mut bots)) = layers.values.remove("bots") else { return Ok(()) };
    for (index, bot) in bots.iter_mut().enumerate() {
        if let Value::Table(bot) = bot {
            resolve_token(layers, index, bot, variables)?;
        }
    }
    layers.values.insert("bots".to_owned(), Value::Array(bots));
    Ok(())
}

const ADVICE: &str = "Give each bot `token_env = \"NAME_OF_VARIABLE\"`, or `token` in a file that only you can read.";

fn resolve_token(layers: &mut Layers, index: usize, bot: &mut Table, variables: &Variables) -> Result<(), ConfigError> {
    let key = format!("bots[{index}].token_env");
    let Some(named) = bot.remove("token_env") else { return clean_in_file(layers, index, bot) };
    let Value::String(variable) = named else {
        return Err(layers.blame(&key, ConfigError::new("expected the name of an environment variable", ADVICE)));
    };
    if bot.contains_key("token") {
        return Err(layers.blame(&key, ConfigError::new("the bot has both token and token_env", ADVICE)));
    }
    let Some(found) = variables.get(&variable) else {
        let problem = format!("the environment variable {variable:?} is not set");
        return Err(layers.blame(&key, ConfigError::new(problem, "Set it to the bot's token, or remove the bot.")));
    };
    let token =
        cleaned(layers, &key, &format!("the environment variable {variable:?} is not a bot's token"), &found.text)?;
    bot.insert("token".to_owned(), token);
    layers.sources.remove(&key);
    layers.sources.insert(format!("bots[{index}].token"), found.source.clone());
    Ok(())
}

/// A token that stands in the file itself.
fn clean_in_file(layers: &Layers, index: usize, bot: &mut Table) -> Result<(), ConfigError> {
    match bot.get_mut("token") {
        None => Err(layers.blame(&format!("bots[{index}]"), ConfigError::new("the bot has no token", ADVICE))),
        Some(Value::String(token)) => {
            let clean = cleaned(layers, &format!("bots[{index}].token"), "this is not a bot's token", token)?;
            bot.insert("token".to_owned(), clean);
            Ok(())
        }
        // Refused with the other values of a wrong type.
        Some(_) => Ok(()),
    }
}

fn cleaned(layers: &Layers, key: &str, what: &str, text: &str) -> Result<Value, ConfigError> {
    let advice = "Copy the token alone: one word of about 72 letters, digits, dots, - and _.";
    let token =
        clean_token(text).map_err(|wrong| layers.blame(key, ConfigError::new(format!("{what}: {wrong}"), advice)))?;
    Ok(Value::String(token.expose_secret().to_owned()))
}
