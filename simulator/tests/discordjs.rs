//! A bot that others' library runs, unchanged: `discordjs/bot.mjs` on discord.js 14.
use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

use discord_simulator::{Intents, Permissions, Simulator, people::AnswerKind};

const PATIENCE: Duration = Duration::from_secs(20);

struct Script {
    output: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Script {
    fn start(modules: &Path, discord: &Simulator, token: &str) -> Self {
        // Modules are looked for beside the script, so it runs from where they are.
        let script = modules.join("bot.mjs");
        let source = folder().join("bot.mjs");
        if script != source {
            std::fs::copy(source, &script).unwrap();
        }
        let mut command = Command::new("node");
        command.arg(script).env("DISCORD_API_BASE", discord.api_base()).env("DISCORD_TOKEN", token);
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { output, _child: child }
    }

    /// The next line that the script writes.
    async fn says(&mut self) -> Value {
        let line = timeout(PATIENCE, self.output.next_line()).await.expect("the bot says something in time");
        let value: Value = serde_json::from_str(&line.unwrap().expect("the bot still runs")).unwrap();
        assert!(value["error"].is_null(), "{value}");
        value
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/discordjs")
}

/// Where node finds discord.js, or `None`, which a run for CI does not accept.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where node's modules are")]
fn modules() -> Option<PathBuf> {
    let named = std::env::var_os("DISCORD_JS_DIR").map(PathBuf::from);
    let all = named.into_iter().chain([folder()]);
    let found = all.into_iter().find(|path| path.join("node_modules/discord.js").is_dir());
    let node = std::process::Command::new("node").arg("--version").output().is_ok();
    if found.is_some() && node {
        return found;
    }
    let how =
        "SKIPPED discordjs: needs node and `npm ci` in simulator/tests/discordjs (or DISCORD_JS_DIR with node_modules)";
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{how}");
    eprintln!("{how}");
    None
}

#[tokio::test]
async fn a_bot_on_discord_js_works_unchanged() {
    let Some(modules) = modules() else { return };
    let discord = Simulator::builder().start().await.unwrap();
    let bot = discord.application("Helper");
    bot.grant_intents(Intents::MESSAGE_CONTENT);
    let guild = discord.guild("Acme");
    let general = guild.text_channel("general");
    guild.invite(&bot, Permissions::ADMINISTRATOR);
    let (alice, bob) = (guild.member("alice"), guild.member("bob"));
    let mut script = Script::start(&modules, &discord, &bot.token());
    assert_eq!(script.says().await["guild"], "Acme");

    alice.says(&general, "hello").await;
    assert_eq!(script.says().await["heard"], "hello");

    let answer = alice.slash(&general, "/ticket open for:@bob").await;
    let modal = answer.modal().expect("a modal");
    let answer = alice.submit(&modal, [("Subject", "Broken")]).await;
    assert_eq!((answer.text(), answer.ephemeral()), (format!("Broken, for {}", bob.name), true));

    let panel = general.messages().into_iter().next().expect("the panel");
    let answer = alice.press(&panel.button("Open a ticket")).await;
    assert_eq!(answer.kind(), AnswerKind::Deferred);
    let answer = answer.finished().await;
    let ticket = alice.channel("ticket-alice").expect("her own channel");
    assert_eq!(answer.text(), format!("Opened <#{}>", ticket.id()));
    assert!(!bob.sees(&ticket));
    let welcome = ticket.last_message().unwrap();
    assert_eq!(welcome.file("hello.txt").unwrap(), b"hello");
    assert_eq!(welcome.state().unwrap().pings.users, [alice.id()]);
    assert_eq!(script.says().await["opened"], "ticket-alice");
    assert_eq!(guild.audit_log().last().unwrap().reason.as_deref(), Some("A ticket"));

    discord.faults().gateway(&bot).drop_tcp();
    assert!(discord.until(PATIENCE, || discord.resume_count(&bot) == 1).await, "the library resumes");
    alice.says(&general, "still there?").await;
    assert_eq!(script.says().await["heard"], "still there?");
    assert_eq!(discord.identify_count(&bot), 1);
}
