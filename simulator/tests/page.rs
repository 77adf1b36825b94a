//! The page's files, and what it asks for and does.
use serde_json::{Value, json};

use discord_simulator::Simulator;

use crate::bot::acme;

async fn get(discord: &Simulator, path: &str) -> reqwest::Response {
    let response = reqwest::get(format!("{}{path}", discord.page_url().trim_end_matches('/'))).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    response
}

async fn act(discord: &Simulator, deed: Value) -> Value {
    let url = format!("{}people/act", discord.page_url());
    reqwest::Client::new().post(url).json(&deed).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn the_page_and_all_that_it_names_is_served_from_here() {
    let discord = Simulator::builder().start().await.unwrap();
    let page = get(&discord, "/").await.text().await.unwrap();
    let named: Vec<_> = page.split('"').filter(|part| part.starts_with("/page/")).collect();
    assert_eq!(named.len(), 3);
    for path in
        named.into_iter().chain(["/page/message.js", "/page/components.js", "/page/composer.js", "/page/text.js"])
    {
        let text = get(&discord, path).await.text().await.unwrap();
        assert!(!text.contains("//cdn") && !text.is_empty(), "{path}");
    }
    let empty: Value = get(&discord, "/people/view").await.json().await.unwrap();
    assert_eq!(empty, json!({ "guilds": [] }));
}

#[tokio::test]
async fn a_person_sees_their_channels_and_acts_in_them() {
    let commands = json!([{ "name": "setup", "description": "Set up", "default_member_permissions": "32" }]);
    let (discord, guild, mut bot) = acme(commands).await;
    let alice = guild.member("alice");
    let general = alice.channel("general").unwrap();
    let row = json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Open", "custom_id": "open" }] }]);
    let panel = bot.says(&general, json!({ "content": "Help?", "components": row })).await;
    let view: Value = get(&discord, &format!("/people/view?user={}", alice.id())).await.json().await.unwrap();
    assert_eq!((&view["user"], &view["may_write"]), (&json!(alice.id()), &json!(true)));
    assert_eq!(view["messages"][0]["content"], "Help?");
    assert_eq!(view["commands"], json!([]), "she may not use it");
    let owner: Value = get(&discord, "/people/view").await.json().await.unwrap();
    assert_eq!(owner["commands"][0]["name"], "setup");

    let by_alice = |deed: Value| {
        let mut whole = json!({ "guild": guild.id(), "user": alice.id(), "channel": general.id() });
        whole.as_object_mut().unwrap().extend(deed.as_object().unwrap().clone());
        whole
    };
    let press = by_alice(json!({ "act": "press", "message": panel["id"], "custom_id": "open" }));
    let input = json!({ "type": 4, "custom_id": "subject", "label": "Subject", "style": 1, "required": true });
    let modal = json!({ "custom_id": "form", "title": "Form", "components": [{ "type": 1, "components": [input] }] });
    let (outcome, _) = tokio::join!(act(&discord, press), bot.answers(9, modal));
    assert_eq!(outcome["modal"]["title"], "Form");
    let interaction = &outcome["modal"]["interaction"];
    let empty = by_alice(json!({ "act": "submit", "interaction": interaction, "answers": [["subject", ""]] }));
    assert!(act(&discord, empty).await["error"].as_str().unwrap().contains("required"));
    let filled = by_alice(json!({ "act": "submit", "interaction": interaction, "answers": [["subject", "Help"]] }));
    let reply = json!({ "content": "Thanks", "flags": 64 });
    let (outcome, sent) = tokio::join!(act(&discord, filled), bot.answers(4, reply));
    assert_eq!(outcome["error"], Value::Null);
    assert_eq!(sent["data"]["components"][0]["components"][0]["value"], "Help");

    assert_eq!(act(&discord, by_alice(json!({ "act": "say", "text": "hello" }))).await, json!({}));
    assert_eq!(general.last_message().unwrap().content(), "hello");
    let dismissed = json!({ "act": "delete", "message": alice.ephemerals()[0].id() });
    assert_eq!(act(&discord, by_alice(dismissed)).await, json!({}));
    assert!(alice.ephemerals().is_empty());
    let refused = act(&discord, by_alice(json!({ "act": "delete", "message": panel["id"] }))).await;
    assert!(refused["error"].as_str().unwrap().contains("not theirs"));
}

#[tokio::test]
async fn a_person_finds_their_direct_messages_below_the_guilds_channels_and_nobody_else_does() {
    let (discord, guild, bot) = acme(json!([])).await;
    let alice = guild.member("alice");
    let view = async |user: Value| {
        let path = format!("/people/view?user={}", user.as_str().unwrap());
        get(&discord, &path).await.json::<Value>().await.unwrap()
    };
    let names = |view: &Value| {
        let channels = view["channels"].as_array().unwrap().iter();
        channels.map(|channel| channel["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = names(&view(json!(alice.id())).await);
    let direct = alice.direct_channel(&bot.application);
    assert_eq!(names(&view(json!(alice.id())).await), before, "there is nothing to read yet");
    bot.says(&direct, json!({ "content": "hello" })).await;
    let after = names(&view(json!(alice.id())).await);
    assert_eq!(after[..before.len()], before);
    assert_eq!(after[before.len()..], ["Helper"]);
    let opens = async |query: String| {
        get(&discord, &format!("/people/view?{query}channel={}", direct.id())).await.json::<Value>().await.unwrap()
    };
    assert_eq!(opens(format!("user={}&", alice.id())).await["messages"][0]["content"], "hello");
    let others = opens(String::new()).await;
    assert_eq!(names(&others), before, "the owner sees the guild's");
    assert_ne!(others["channel"], json!(direct.id()));
}

#[tokio::test]
async fn changes_are_told_as_they_happen() {
    let (discord, guild, _bot) = acme(json!([])).await;
    let mut changes = get(&discord, "/people/changes").await;
    guild.text_channel("new");
    let chunk = changes.chunk().await.unwrap().unwrap();
    assert!(chunk.starts_with(b"data: changed"));
}
