//! A mistake in the configuration is named with file, line and key; secrets stay secret.

use std::os::unix::fs::PermissionsExt;

use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY, Installation, OPERATOR_KEY};

/// Starts with this `tickit.toml`, which it must not; what it says.
async fn refused(text: &str) -> String {
    let said = Installation::new().write("tickit.toml", text).run(&["serve"]).await;
    assert_eq!(said.code, Some(1), "it started with\n{text}");
    said.stderr
}

#[tokio::test]
async fn a_mistake_is_named_with_file_line_and_key() {
    for (text, place, problem) in [
        ("[http]\nadress = \"x\"", "tickit.toml:2: http.adress:", "expected one of `address`"),
        ("\n\n[htp]\naddress = \"x\"", "tickit.toml:3: htp:", "unknown field"),
        ("[http]\naddress = \"x\"", "tickit.toml:2: http.address:", "expected such as 127.0.0.1:8080"),
        ("[http]\n\naddress = 80", "tickit.toml:3: http.address:", "expected a string"),
        ("[jobs]\nconcurrency = 0", "tickit.toml:2: jobs.concurrency:", "expected 1 to 256"),
        ("[jobs]\nconcurrency = -1", "tickit.toml:2: jobs.concurrency:", "expected 1 to 256"),
        ("[jobs]\nconcurrency = \"8\"", "tickit.toml:2: jobs.concurrency:", "invalid type"),
        ("[log]\nformat = \"xml\"", "tickit.toml:2: log.format:", "expected `pretty` or `json`"),
        ("[log]\nlevel = \"tickit=loud\"", "tickit.toml:2: log.level:", "not a log filter"),
        ("http = 1", "tickit.toml:1: http:", "invalid type"),
        ("[discord]\napi_base = \"ftp://x\"", "tickit.toml:2: discord.api_base:", "expected an address"),
        ("[store]\ndatabase_prefix = \"Tickit\"", "tickit.toml:2: store.database_prefix:", "1 to 24"),
        ("[store]\nmongodb_uri = \"localhost\"", "tickit.toml:2: store.mongodb_uri:", ""),
        ("[http]\naddress = \"x", "tickit.toml:2:", ""),
        ("[http]\n[http]", "tickit.toml:2:", "duplicate"),
        ("[[bots]]\nname = \"a\"", "tickit.toml:1: bots[0]:", "has no token"),
        ("[[bots]]\nname = \"a\"\ntoken_env = \"NOPE\"", "tickit.toml:3: bots[0].token_env:", "\"NOPE\" is not set"),
        ("[[bots]]\nname = \"a\"\ntoken = \"t\"\nid = 1", "tickit.toml:4: bots[0].id:", "unknown field"),
        ("[security]\nencryption_key = \"abcd\"", "tickit.toml:2: security.encryption_key:", "expected 32"),
        ("[security]\noperator_key = \"short\"", "tickit.toml:2: security.operator_key:", "32 characters"),
        ("[security]\njwt_secret = \"9fK2 short\"", "tickit.toml:2: security.jwt_secret:", "expected 32 bytes"),
        (
            "[security]\njwt_secret = \"your-secure-jwt-secret-key\"",
            "tickit.toml:2: security.jwt_secret:",
            "placeholder",
        ),
        ("[security]\njwt_expiry = \"3600\"", "tickit.toml:2: security.jwt_expiry:", "such as 15m, 24h or 7d"),
        ("[security]\nencryption_keys_old = [\n\"aa\",\n]", "tickit.toml:3: security.encryption_keys_old[0]:", "32"),
    ] {
        let said = refused(text).await;
        assert!(said.contains(place) && said.contains(problem), "{place} and {problem} are not in\n{said}");
    }
}

#[tokio::test]
async fn a_named_file_is_read_and_must_be_there() {
    let tickit = Installation::new().write("other.toml", "[http]\naddress = \"x\"");
    let said = tickit.run(&["--config", "other.toml", "serve"]).await;
    assert!(said.stderr.contains("other.toml:2: http.address:"), "{}", said.stderr);
    let said = tickit.run(&["serve", "--config", "none.toml"]).await;
    assert!(said.code == Some(1) && said.stderr.contains("none.toml: there is no such file"), "{}", said.stderr);
}

#[tokio::test]
async fn a_mistake_in_a_variable_names_the_variable() {
    let said = Installation::new().set("TICKIT_HTTP_ADDRESS", "here").run(&["serve"]).await;
    assert!(said.stderr.contains("environment variable TICKIT_HTTP_ADDRESS: http.address:"), "{}", said.stderr);
    let said = Installation::new().set("TICKIT_ENV", "staging").run(&["serve"]).await;
    assert!(said.stderr.contains("environment variable TICKIT_ENV:"), "{}", said.stderr);
}

#[tokio::test]
async fn production_names_every_secret_that_is_missing() {
    let said = Installation::new().set("TICKIT_ENV", "production").run(&["serve"]).await;
    assert_eq!(said.code, Some(1));
    for variable in ["ENCRYPTION_KEY", "ENCRYPTION_IV", "TICKIT_OPERATOR_KEY"] {
        assert!(said.stderr.contains(variable), "{}", said.stderr);
    }
}

#[tokio::test]
async fn later_layers_win_and_each_value_says_where_it_came_from() {
    let tickit = Installation::in_production()
        .set("TICKIT_LOG", "warn")
        .write("tickit.toml", "[log]\nlevel = \"debug\"\n[jobs]\nconcurrency = 3\n");
    let said = tickit.run(&["config"]).await;
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let line = |key: &str| said.stdout.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    assert!(line("log.level").contains("\"warn\"") && line("log.level").ends_with("environment variable TICKIT_LOG"));
    assert!(line("jobs.concurrency").contains(" 3 ") && line("jobs.concurrency").ends_with("tickit.toml:4"));
    assert!(line("log.format").contains("\"json\"") && line("log.format").ends_with("production default"));
    assert!(line("tickets.deadline_ms").ends_with(" default"));
}

#[tokio::test]
async fn the_defaults_are_a_configuration_to_start_from() {
    let defaults = Installation::new().run(&["config", "--defaults"]).await.stdout;
    let said = Installation::new().write("tickit.toml", &defaults).run(&["config"]).await;
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stdout.contains("tickit.toml:"), "{}", said.stdout);
}

#[tokio::test]
async fn a_secret_that_was_left_empty_is_pointed_at() {
    let tickit = Installation::new().set("TICKIT_ENV", "production");
    let said = tickit.write("tickit.toml", "[security]\nencryption_key = \"\"\n").run(&["serve"]).await;
    assert_eq!(said.code, Some(1), "{}", said.all());
    assert!(said.stderr.contains("tickit.toml:2") && said.stderr.contains("ENCRYPTION_KEY"), "{}", said.stderr);
}

#[tokio::test]
async fn secrets_are_made_once_in_development_and_for_their_owner_only() {
    let tickit = Installation::new();
    assert_eq!(tickit.run(&["bots", "list"]).await.code, Some(0));
    let file = tickit.path("data/secrets.toml");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let made = std::fs::read_to_string(&file).unwrap();
    assert_eq!(tickit.run(&["bots", "list"]).await.code, Some(0));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), made, "they were made anew");
    let left: Vec<_> =
        std::fs::read_dir(tickit.path("data")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("secrets.toml.")), "{left:?}");
}

#[tokio::test]
async fn secrets_of_an_earlier_version_get_the_one_for_sign_ins_once() {
    let tickit = Installation::new();
    tickit.run(&["bots", "list"]).await;
    let file = tickit.path("data/secrets.toml");
    let made = std::fs::read_to_string(&file).unwrap();
    let (earlier, _) = made.split_once("jwt_secret").unwrap();
    std::fs::write(&file, earlier).unwrap();
    let runs = (0..8).map(|_| tickit.run(&["check"]));
    for said in futures_util::future::join_all(runs).await {
        assert!(said.stdout.contains("settings are complete"), "{}", said.all());
    }
    let now = std::fs::read_to_string(&file).unwrap();
    assert!(now.starts_with(earlier) && now.matches("jwt_secret = \"").count() == 1, "it is not added once");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let listed = tickit.run(&["config"]).await.stdout;
    assert!(
        listed.lines().any(|line| line.starts_with("security.jwt_secret") && line.contains("(secret)")),
        "{listed}"
    );
}

#[tokio::test]
async fn production_starts_without_a_secret_for_sign_ins_and_refuses_a_placeholder() {
    let said = Installation::in_production().run(&["config"]).await;
    let line = |key: &str| said.stdout.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    assert!(line("security.jwt_secret").contains("(not set)") && line("security.jwt_expiry").contains("\"24h\""));
    assert_eq!(Installation::in_production().serve().await.stop().await.0, Some(0));
    let tickit = Installation::in_production().set("JWT_SECRET", "your-secure-jwt-secret-key");
    let said = tickit.run(&["serve"]).await;
    assert!(said.stderr.contains("environment variable JWT_SECRET: security.jwt_secret: this is a placeholder"));
    let tickit = tickit.set("JWT_SECRET", "9fK2-pQ7xLm3-Zr8Tn5Vb1Wc6-Yd4Hg0Js").set("JWT_EXPIRY", "15m");
    assert_eq!(tickit.serve().await.stop().await.0, Some(0));
}

#[tokio::test]
async fn secrets_that_others_can_read_are_refused() {
    let tickit = Installation::new();
    tickit.run(&["bots", "list"]).await;
    let file = tickit.path("data/secrets.toml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = tickit.run(&["serve"]).await;
    assert!(said.code == Some(1) && said.stderr.contains("secrets.toml: others can read this file"), "{}", said.stderr);
    assert!(said.stderr.contains("chmod 600"), "{}", said.stderr);
}

#[tokio::test]
async fn twenty_first_runs_at_once_agree_on_the_secrets() {
    let tickit = Installation::new().set("MONGODB_URI", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=1");
    let runs = (0..20).map(|_| tickit.run(&["check"]));
    for said in futures_util::future::join_all(runs).await {
        assert!(said.stdout.contains("settings are complete"), "{}", said.all());
    }
    assert_eq!(tickit.run(&["config"]).await.stdout.matches("data/secrets.toml:").count(), 4);
}

#[tokio::test]
async fn no_secret_is_shown() {
    let canaries = [
        ENCRYPTION_KEY,
        ENCRYPTION_IV,
        OPERATOR_KEY,
        "canary-password",
        "canary-token",
        "canary-option",
        "canary-of-sign-ins",
    ];
    let tickit = Installation::in_production()
        .set("MONGODB_URI", "mongodb://user:canary-password@db.internal:27017/?authMechanismProperties=x:canary-option")
        .set("BOT_TOKEN", "canary-token")
        .set("ENCRYPTION_KEYS_OLD", ENCRYPTION_KEY)
        .set("JWT_SECRET", "canary-of-sign-ins-9f1c2ab7d0e3445566")
        .write(
            "tickit.toml",
            "[[bots]]\nname = \"one\"\ntoken_env = \"BOT_TOKEN\"\n[[bots]]\nname = \"two\"\ntoken = \"canary-token\"",
        );
    let said = tickit.run(&["config"]).await;
    assert!(said.stdout.contains("mongodb://(secret)@db.internal:27017"), "{}", said.all());
    assert_eq!(said.stdout.matches("(secret)").count(), 8, "{}", said.all());
    for canary in canaries {
        assert!(!said.all().contains(canary), "{canary} is shown:\n{}", said.all());
    }
}

#[tokio::test]
async fn a_mistake_in_a_secret_does_not_quote_it() {
    for text in [
        "[security]\nencryption_key = 90125555",
        "[security]\nencryption_keys_old = [90125555]",
        "[store]\nmongodb_uri = \"90125555\"",
        "[[bots]]\nname = \"a\"\ntoken = 90125555",
        "[security]\nencryption_key = \"90125555",
        "[security]\noperator_key = \"90125555\"",
        "[security]\njwt_secret = 90125555",
        "[security]\njwt_secret = \"90125555\"",
    ] {
        let said = refused(text).await;
        assert!(!said.contains("90125555"), "{said}");
    }
}
