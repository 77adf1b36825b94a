//! The commands, each as the operator runs it.

use std::time::Duration;

use discord_simulator::{ApplicationHandle, Intents, Permissions, Simulator};
use serde_json::{Value, json};

use tokio::time::{Instant, sleep};

use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY, Installation, OPERATOR_KEY};
use crate::support::leaks::Watch;
use crate::support::{health, health_for_operator};

async fn discord() -> Simulator {
    Simulator::builder().seed(7).start().await.unwrap()
}

fn installed(discord: &Simulator) -> Installation {
    Installation::new().set("DISCORD_API_BASE", discord.api_base())
}

async fn add(tickit: &Installation, bot: &ApplicationHandle) {
    let said = tickit.run_with_input(&["bots", "add"], &format!("{}\n", bot.token())).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
}

#[tokio::test]
async fn the_help_names_every_command() {
    let said = Installation::new().run(&["--help"]).await;
    for command in ["serve", "demo", "bots", "login-link", "seal", "audit", "check", "config", "Examples:"] {
        assert!(said.stdout.contains(command), "{}", said.stdout);
    }
}

#[tokio::test]
async fn a_bot_is_added_listed_and_removed() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let tickit = installed(&discord);
    let said = tickit.run_with_input(&["bots", "add"], &format!("{}\n", bot.token())).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(said.stdout.contains(&format!("Added Support ({})", bot.id())), "{}", said.stdout);
    assert!(said.stdout.contains(&format!("client_id={}", bot.id())), "{}", said.stdout);
    let listed = tickit.run(&["bots", "list"]).await.stdout;
    assert!(listed.contains(&bot.id().to_string()) && listed.contains("Support"), "{listed}");
    let again = tickit.run_with_input(&["bots", "add"], &bot.token()).await;
    assert!(again.stdout.contains("Renewed Support"), "{}", again.all());
    let id = bot.id().to_string();
    assert_eq!(tickit.run(&["bots", "remove", &id]).await.code, Some(0));
    assert_eq!(tickit.run(&["bots", "remove", &id]).await.code, Some(1));
    assert!(tickit.run(&["bots", "list"]).await.stdout.contains("No bots yet"));
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn a_token_comes_from_a_variable_and_never_from_the_command_line() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let tickit = installed(&discord).set("SUPPORT_TOKEN", bot.token());
    let said = tickit.run(&["bots", "add", "--token-env", "SUPPORT_TOKEN"]).await;
    assert!(said.stdout.contains("Added Support"), "{}", said.all());
    let tickit = tickit.write(".env.local", &format!("IN_FILE=\"{}\"\n", bot.token()));
    let said = tickit.run(&["bots", "add", "--token-env", "IN_FILE"]).await;
    assert!(said.stdout.contains("Renewed Support"), "{}", said.all());
    let said = tickit.run(&["bots", "add", "--token-env", "OTHER"]).await;
    assert!(said.code == Some(1) && said.stderr.contains("OTHER is not set"), "{}", said.all());
    let watch = Watch::asking();
    let said = tickit.run(&["bots", "add", &bot.token()]).await;
    assert!(said.code == Some(2) && said.stderr.contains("unexpected argument '…'"), "{}", said.stderr);
    let found: Vec<_> = watch.leaks().into_iter().map(|leak| (leak.kind, leak.place)).collect();
    assert_eq!(found, [("a bot's token", "the list of processes".to_owned())], "which is whoever's who put it there");
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn a_stored_token_is_sealed() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let tickit = installed(&discord);
    add(&tickit, &bot).await;
    let token = bot.token();
    for entry in std::fs::read_dir(tickit.path("data")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()));
    }
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn a_token_that_does_not_work_is_refused_with_what_to_do() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let old = bot.token();
    bot.reset_token();
    let tickit = installed(&discord);
    for (token, words) in [
        (old.as_str(), "Reset Token"),
        ("", "no token came"),
        ("two words that are long enough", "not a bot's token"),
        ("short", "not a bot's token"),
    ] {
        let said = tickit.run_with_input(&["bots", "add"], token).await;
        assert!(said.code == Some(1) && said.stderr.contains(words), "{token}: {}", said.all());
        assert!(token.len() < 6 || !said.all().contains(token), "{}", said.all());
    }
    let away = Installation::new().set("DISCORD_API_BASE", "http://127.0.0.1:1/api/v10");
    let said = away.run_with_input(&["bots", "add"], &old).await;
    assert!(said.code == Some(1) && said.stderr.contains("Check the network"), "{}", said.all());
    assert!(!said.all().contains(&old), "{}", said.all());
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn a_running_service_holds_its_databases_and_says_so() {
    let discord = discord().await;
    let tickit = installed(&discord);
    let service = tickit.serve().await;
    let token = discord.application("Support").token();
    let said = tickit.run_with_input(&["bots", "add"], &token).await;
    assert!(said.code == Some(1) && said.stderr.contains("Tickit is running on data"), "{}", said.all());
    assert!(said.stderr.contains("Stop it"), "{}", said.all());
    let said = tickit.run(&["check"]).await;
    assert!(said.stdout.contains("warning  database: Tickit is running on it"), "{}", said.all());
    assert_eq!(service.stop().await.0, Some(0));
    add(&tickit, &discord.application("Support")).await;
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn check_finds_what_a_bot_lacks() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let tickit = installed(&discord);
    let guild = discord.guild("Lacking");
    guild.invite(&bot, Permissions::VIEW_CHANNEL);
    add(&tickit, &bot).await;
    let said = tickit.run(&["check"]).await;
    assert_eq!(said.code, Some(1), "{}", said.all());
    for words in [
        "ok       Support: the token is valid",
        "warning  Support: the Message Content intent is off",
        "Manage Channels, Manage Roles",
        "error    Support: Lacking",
        "Server Settings, Roles",
    ] {
        assert!(said.stdout.contains(words), "{words} is not in\n{}", said.stdout);
    }
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn check_is_content_with_a_bot_that_lacks_nothing() {
    let discord = discord().await;
    let bot = discord.application("Support");
    bot.grant_intents(Intents::MESSAGE_CONTENT);
    discord.guild("Complete").invite(&bot, Permissions::ADMINISTRATOR);
    let tickit = installed(&discord)
        .set("SUPPORT_TOKEN", bot.token())
        .write("tickit.toml", "[[bots]]\nname = \"configured\"\ntoken_env = \"SUPPORT_TOKEN\"\n");
    let said = tickit.run(&["check"]).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(said.stdout.contains("Everything is as it should be."), "{}", said.stdout);
    assert!(said.stdout.contains("configured: Complete"), "{}", said.stdout);
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn check_finds_a_revoked_token_a_misspelt_variable_and_a_file_that_others_read() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let tickit = installed(&discord)
        .set("TICKIT_HTTP_ADRESS", "127.0.0.1:1")
        .write("tickit.toml", &format!("[[bots]]\nname = \"in file\"\ntoken = \"{}\"\n", bot.token()));
    bot.reset_token();
    let said = tickit.run(&["check"]).await;
    assert_eq!(said.code, Some(1), "{}", said.all());
    for words in ["error    in file: Discord does not know", "TICKIT_HTTP_ADRESS sets nothing", "chmod 600 tickit.toml"]
    {
        assert!(said.stdout.contains(words), "{words} is not in\n{}", said.stdout);
    }
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn serve_tells_its_address_and_bots_answers_and_stops_when_told() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let tickit = installed(&discord);
    add(&tickit, &bot).await;
    let service = tickit.serve().await;
    let health: Value = reqwest::get(format!("{}/api/health", service.url)).await.unwrap().json().await.unwrap();
    assert_eq!(health["bots"]["list"][0]["id"], json!(bot.id().to_string()));
    let (code, log) = service.stop().await;
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("Support") && log.contains("stopping: SIGTERM") && log.contains("stopped"), "{log}");
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn serve_does_not_start_with_another_key_than_before() {
    let tickit = Installation::in_production();
    assert_eq!(tickit.serve().await.stop().await.0, Some(0));
    let other = ENCRYPTION_KEY.replace('9', "a");
    let tickit = tickit.set("ENCRYPTION_KEY", &other);
    let said = tickit.run(&["serve"]).await;
    assert!(said.code == Some(1) && said.stderr.contains("ENCRYPTION_KEYS_OLD"), "{}", said.all());
    assert!(!said.all().contains(ENCRYPTION_KEY) && !said.all().contains(&other), "{}", said.all());
    let tickit = tickit.set("ENCRYPTION_KEYS_OLD", ENCRYPTION_KEY);
    assert_eq!(tickit.run(&["bots", "list"]).await.code, Some(0));
    let tickit = tickit.set("ENCRYPTION_KEYS_OLD", "");
    let early = tickit.run(&["serve"]).await;
    assert!(
        early.code == Some(1) && early.stderr.contains("ENCRYPTION_KEYS_OLD"),
        "not all is sealed anew: {}",
        early.all()
    );
    let tickit = tickit.set("ENCRYPTION_KEYS_OLD", ENCRYPTION_KEY);
    assert_eq!(tickit.run(&["keys", "rotate"]).await.code, Some(0));
    let tickit = tickit.set("ENCRYPTION_KEYS_OLD", "");
    assert_eq!(tickit.serve().await.stop().await.0, Some(0), "all is sealed anew");
}

#[tokio::test]
async fn serve_takes_keys_of_characters_and_does_not_start_with_others() {
    let (key, salt) = ("Kd93!fjq:Lw0_zxP 7vB,mQ2#tYs8rUe", "Zx93!fjqpLw0_zxP");
    let first = Installation::in_production().set("ENCRYPTION_KEY", key).set("ENCRYPTION_IV", salt);
    assert_eq!(first.serve().await.stop().await.0, Some(0));
    // Others of the same form, of another, one character short, and none at all.
    for (variable, other) in [
        ("ENCRYPTION_KEY", key.replace('K', "k")),
        ("ENCRYPTION_IV", salt.replace('Z', "z")),
        ("ENCRYPTION_KEY", ENCRYPTION_KEY.to_owned()),
        ("ENCRYPTION_KEY", key.replace('K', "")),
        ("ENCRYPTION_KEY", "32-character-encryption-key".to_owned()),
    ] {
        let tickit = Installation::in_production().set("ENCRYPTION_KEY", key).set("ENCRYPTION_IV", salt);
        let tickit = tickit.set("TICKIT_DATA_DIR", first.path("data").display().to_string()).set(variable, &other);
        let said = tickit.run(&["serve"]).await;
        assert!(said.code == Some(1) && said.stderr.contains(variable), "{}", said.all());
        assert!(!said.all().contains(&other) && !said.all().contains(key), "{}", said.all());
    }
    // The same bytes, written as hex.
    let digits = key.bytes().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let tickit = first.set("ENCRYPTION_KEY", digits);
    assert_eq!(tickit.serve().await.stop().await.0, Some(0));
}

#[tokio::test]
async fn no_secret_reaches_the_log() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let tickit = Installation::in_production()
        .set("DISCORD_API_BASE", discord.api_base())
        .set("TICKIT_LOG", "trace")
        .set("SUPPORT_TOKEN", bot.token())
        .write("tickit.toml", "[[bots]]\nname = \"configured\"\ntoken_env = \"SUPPORT_TOKEN\"\n");
    add(&tickit, &bot).await;
    let service = tickit.serve().await;
    let request = reqwest::Client::new().post(format!("{}/api/reconnect", service.url)).bearer_auth(OPERATOR_KEY);
    assert!(request.send().await.unwrap().status().is_success());
    let (_, log) = service.stop().await;
    assert!(log.lines().count() > 3 && log.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{log}");
    for secret in [ENCRYPTION_KEY, OPERATOR_KEY, &bot.token()] {
        assert!(!log.contains(secret), "a secret is in the log:\n{log}");
    }
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn a_service_whose_database_is_broken_at_its_start_says_so_and_goes_on_when_it_is_mended() {
    let discord = discord().await;
    let installation = Installation::in_production().set("DISCORD_API_BASE", discord.api_base());
    std::fs::create_dir(installation.path("data")).unwrap();
    std::fs::write(installation.path("data/core.db"), "this is no database, whatever its name says").unwrap();
    let service = installation.serve().await;
    let (status, said) = health(&service.url).await;
    assert_eq!((status, said["status"].as_str()), (503, Some("unavailable")), "{said}");
    assert_eq!(
        (&said["database"]["trouble"], &said["database"]["error"]),
        (&json!("unavailable"), &Value::Null),
        "{said}"
    );
    let (_, said) = health_for_operator(&service.url).await;
    let error = said["database"]["error"].as_str().unwrap();
    assert!(error.contains("core database") && error.contains("not a database"), "{error}");
    let live = reqwest::get(format!("{}/api/health/live", service.url)).await.unwrap();
    assert_eq!(live.status(), 200);

    std::fs::remove_file(installation.path("data/core.db")).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while health(&service.url).await.0 != 200 {
        assert!(Instant::now() < deadline, "it does not go on");
        sleep(Duration::from_millis(100)).await;
    }
    let (code, log) = service.stop().await;
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("tried again every 2 seconds") && log.contains("stopped"), "{log}");
}

#[tokio::test]
async fn seal_seals_what_is_there_with_the_key_that_seals_now_after_which_the_old_one_may_go() {
    let discord = discord().await;
    let bot = discord.application("Support");
    let tickit = installed(&discord).set("ENCRYPTION_KEY", ENCRYPTION_KEY).set("ENCRYPTION_IV", ENCRYPTION_IV);
    add(&tickit, &bot).await;
    let other = ENCRYPTION_KEY.replace('9', "a");
    let tickit = tickit.set("ENCRYPTION_KEY", &other).set("ENCRYPTION_KEYS_OLD", ENCRYPTION_KEY);
    let said = tickit.run(&["seal"]).await;
    assert!(said.code == Some(0) && said.stdout.contains("and 1 tokens"), "{}", said.all());
    let said = tickit.run(&["seal"]).await;
    assert!(said.code == Some(0) && said.stdout.contains("and 0 tokens"), "{}", said.all());
    let tickit = tickit.set("ENCRYPTION_KEYS_OLD", "");
    let service = tickit.serve().await;
    let said = tickit.run(&["seal"]).await;
    assert!(said.code == Some(1) && said.stderr.contains("Tickit is running"), "{}", said.all());
    let (code, log) = service.stop().await;
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("cannot be opened") && !log.contains("not configured"), "{log}");
    discord.finish().await.unwrap();
}
