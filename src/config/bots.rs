//! `[[bots]]`: tokens that stand in environment variables, put where the others stand.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::error::ConfigError;
use super::layers::{Layers, Source};

/// Replaces each `token_env` by the token in the variable that it names.
pub(super) fn resolve_tokens(layers: &mut Layers, variables: &BTreeMap<String, String>) -> Result<(), ConfigError> {
    let Some(Value::Array(mut bots)) = layers.values.remove("bots") else { return Ok(()) };
    for (index, bot) in bots.iter_mut().enumerate() {
        if let Value::Table(bot) = bot {
            resolve_token(layers, index, bot, variables)?;
        }
    }
    layers.values.insert("bots".to_owned(), Value::Array(bots));
    Ok(())
}

fn resolve_token(
    layers: &mut Layers,
    index: usize,
    bot: &mut Table,
    variables: &BTreeMap<String, String>,
) -> Result<(), ConfigError> {
    let key = format!("bots[{index}].token_env");
    let advice = "Give each bot `token_env = \"NAME_OF_VARIABLE\"`, or `token` in a file that only you can read.";
    let Some(named) = bot.remove("token_env") else {
        return if bot.contains_key("token") {
            Ok(())
        } else {
            Err(layers.blame(&format!("bots[{index}]"), ConfigError::new("the bot has no token", advice)))
        };
    };
    let Value::String(variable) = named else {
        return Err(layers.blame(&key, ConfigError::new("expected the name of an environment variable", advice)));
    };
    if bot.contains_key("token") {
        return Err(layers.blame(&key, ConfigError::new("the bot has both token and token_env", advice)));
    }
    let Some(token) = variables.get(&variable).map(|token| token.trim()).filter(|token| !token.is_empty()) else {
        let problem = format!("the environment variable {variable:?} is not set");
        return Err(layers.blame(&key, ConfigError::new(problem, "Set it to the bot's token, or remove the bot.")));
    };
    bot.insert("token".to_owned(), Value::String(token.to_owned()));
    layers.sources.remove(&key);
    layers.sources.insert(format!("bots[{index}].token"), Source::Variable(variable));
    Ok(())
}
