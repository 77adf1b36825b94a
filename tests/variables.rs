//! Variables of the process, of `.env.local` and of `.env`: which counts, and what is refused.

use crate::installation::{Installation, OPERATOR_KEY};

/// What `tickit config` says of a key.
fn line_of(listed: &str, key: &str) -> String {
    let line = listed.lines().find(|line| line.split_whitespace().next() == Some(key));
    line.unwrap_or_else(|| panic!("{key} is not in\n{listed}")).to_owned()
}

#[tokio::test]
async fn variables_of_the_process_win_over_those_of_env_local_and_they_over_those_of_env() {
    let (key, salt, user) = ("Kd93!fjq:Lw0_zxP 7vB,mQ2#tYs8rUe", "Zx93!fjqpLw0_zxP", "u:p$w");
    let local = format!(
        "\u{feff}# mine\r\nENCRYPTION_KEY=\"{key}\"\r\nexport ENCRYPTION_IV='{salt}'\r\nTICKIT_LOG=debug\r\n\
         JWT_EXPIRY=7d # a week\r\nMONGODB_URI=\r\n"
    );
    let shared = format!(
        "NODE_ENV=production\nMONGODB_URI=\"mongodb://{user}@127.0.0.1:1/?serverSelectionTimeoutMS=1\"\nJWT_EXPIRY=15m\n\
         TICKIT_LOG=info\nJWT_SECRET=9fK2-pQ7xLm3-Zr8Tn5Vb1Wc6-Yd4Hg0Js\nTICKIT_OPERATOR_KEY={OPERATOR_KEY}\n\
         TICKIT_OPERATR_KEY=x\nPORT=${{ELSEWHERE}}\n"
    );
    let tickit = Installation::new().set("TICKIT_LOG", "warn").write("tickit.toml", "[log]\nlevel = \"trace\"");
    let tickit = tickit.write(".env.local", &local).write(".env", &shared);
    let said = tickit.run(&["config"]).await;
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for (key, value, source) in [
        ("environment", " production ", ".env: NODE_ENV"),
        ("security.encryption_key", "(secret)", ".env.local: ENCRYPTION_KEY"),
        ("security.encryption_iv", "(secret)", ".env.local: ENCRYPTION_IV"),
        ("security.jwt_secret", "(secret)", ".env: JWT_SECRET"),
        ("security.jwt_expiry", "\"7d\"", ".env.local: JWT_EXPIRY"),
        ("store.mongodb_uri", "mongodb://(secret)@127.0.0.1:1", ".env: MONGODB_URI"),
        ("log.level", "\"warn\"", "environment variable TICKIT_LOG"),
    ] {
        let line = line_of(&said.stdout, key);
        assert!(line.contains(value) && line.ends_with(&format!(" {source}")), "{source} is not in {line}");
    }
    for secret in [key, salt, user, "9fK2", OPERATOR_KEY] {
        assert!(!said.all().contains(secret), "{secret} is shown:\n{}", said.all());
    }
    let said = tickit.run(&["check"]).await;
    assert!(said.stdout.contains("others can read secrets in .env.local"), "{}", said.all());
    assert!(said.stdout.contains("TICKIT_OPERATR_KEY sets nothing"), "{}", said.all());
}

#[tokio::test]
async fn serve_starts_with_all_variables_in_env_local_and_not_with_another_key() {
    let variables = |key: &str| {
        format!(
            "NODE_ENV=development\nJWT_SECRET=\"9fK2-pQ7xLm3-Zr8Tn5Vb1Wc6-Yd4Hg0Js\"\nJWT_EXPIRY=24h\nENCRYPTION_KEY={key}\n\
             ENCRYPTION_IV=Zx93!fjqpLw0_zxP\nMONGODB_URI=\nSUPPORT=canary-token\n"
        )
    };
    let file = "[[bots]]\nname = \"Support\"\ntoken_env = \"SUPPORT\"\n";
    let tickit = Installation::new().write("tickit.toml", file).set("DISCORD_API_BASE", "http://127.0.0.1:1/api/v10");
    let tickit = tickit.write(".env.local", &variables("Kd93!fjq:Lw0_zxP-7vB,mQ2#tYs8rUe"));
    let listed = tickit.run(&["config"]).await.stdout;
    assert!(line_of(&listed, "bots[0].token").ends_with(".env.local: SUPPORT"), "{listed}");
    let (code, log) = tickit.serve().await.stop().await;
    assert!(code == Some(0) && !log.contains("Kd93!"), "{log}");
    let said = tickit.write(".env.local", &variables("kd93!fjq:Lw0_zxP-7vB,mQ2#tYs8rUe")).run(&["serve"]).await;
    assert!(said.code == Some(1) && said.stderr.contains("ENCRYPTION_KEYS_OLD"), "{}", said.all());
    let tickit = Installation::new().write(".env.local", &variables("32-character-encryption-key"));
    let said = tickit.run(&["serve"]).await;
    let place = ".env.local: ENCRYPTION_KEY: security.encryption_key: not an encryption key: this is a placeholder";
    assert!(said.code == Some(1) && said.stderr.contains(place), "{}", said.all());
    assert!(said.stderr.contains("openssl rand -hex 32"), "{}", said.all());
}

#[tokio::test]
async fn a_line_of_env_local_that_cannot_be_read_is_named_and_not_quoted() {
    for (text, place, problem) in [
        ("JWT_EXPIRY=7d\ncanary", ".env.local:2: ", "expected NAME=value"),
        ("JWT_SECRET=\"canary", ".env.local:1: ", "not closed"),
        ("A=1\n\nJWT_SECRET='canary' canary", ".env.local:3: ", "after the closing quote"),
        ("canary canary=1", ".env.local:1: ", "no name"),
        ("JWT_SECRET=${CANARY}-canary-canary-canary", ".env.local: JWT_SECRET: security.jwt_secret: ", "not filled in"),
        ("JWT_SECRET=canary-9f", ".env.local: JWT_SECRET: security.jwt_secret: ", "32 bytes"),
        ("NODE_ENV=staging", ".env.local: NODE_ENV: ", "expected development, production or test"),
    ] {
        let said = Installation::new().write(".env.local", text).run(&["serve"]).await;
        assert!(said.code == Some(1) && said.stderr.contains(place) && said.stderr.contains(problem), "{}", said.all());
        assert!(!said.all().contains("canary"), "{}", said.all());
    }
}

#[tokio::test]
async fn node_env_chooses_the_environment_where_tickit_env_does_not() {
    for (variables, environment, source, level) in [
        (&[][..], "development", "default", "\"info,tickit=debug\""),
        (&[("NODE_ENV", "production")], "production", "environment variable NODE_ENV", "\"info\""),
        (&[("NODE_ENV", "test")], "test", "environment variable NODE_ENV", "\"warn\""),
        (&[("NODE_ENV", "staging"), ("TICKIT_ENV", "test")], "test", "environment variable TICKIT_ENV", "\"warn\""),
        (&[("NODE_ENV", "production"), ("TICKIT_ENV", "")], "production", "environment variable NODE_ENV", "\"info\""),
    ] {
        let tickit = variables.iter().fold(Installation::new(), |tickit, (name, value)| tickit.set(name, *value));
        let listed = tickit.run(&["config"]).await.stdout;
        let line = line_of(&listed, "environment");
        assert!(line.contains(&format!(" {environment} ")) && line.ends_with(&format!(" {source}")), "{line}");
        assert!(line_of(&listed, "log.level").contains(level), "{listed}");
    }
    let said = Installation::new().set("NODE_ENV", "production").run(&["serve"]).await;
    assert!(said.code == Some(1) && said.stderr.contains("production demands it"), "{}", said.all());
    let tickit = Installation::new().set("NODE_ENV", "test");
    assert!(tickit.run(&["check"]).await.stdout.contains("Test settings are complete"));
    assert!(tickit.path("data/secrets.toml").is_file(), "no secrets are made in tests");
}
