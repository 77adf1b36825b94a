//! Slash commands, handed to poise.
//!
//! poise wants the serenity client that it usually runs in. We run bots on sessions of our own, so it gets one stand-in
//! for all of them, which is connected to nothing: commands answer through their [`Visit`], never through it.

use std::sync::{Arc, OnceLock};

use anyhow::Context as _;
use poise::FrameworkError;
use serenity::all::{
    CommandInteraction, Context, FullEvent, GatewayIntents, Http, HttpBuilder, Interaction, Shard, ShardId, ShardInfo,
    ShardManager, ShardManagerOptions, ShardMessenger, ShardRunner, ShardRunnerOptions, UserId,
};
use tickit_commands::context::Visit;
use tickit_commands::words::Words;
use tickit_commands::{Answered, commands};
use tickit_domain::error::{Error, Refusal};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, RwLock};

/// All slash commands.
pub struct Slash {
    options: poise::FrameworkOptions<Visit, Error>,
    context: Context,
    manager: Arc<ShardManager>,
}

/// Where the stand-in's HTTP client would go, did anybody use it: the discard port of this machine.
const NOWHERE: &str = "http://127.0.0.1:9";

impl Slash {
    /// The commands, in these words.
    pub async fn new(words: &Words) -> anyhow::Result<Self> {
        let options = poise::FrameworkOptions {
            commands: commands(words),
            on_error: |error| Box::pin(async move { explain(&error) }),
            ..Default::default()
        };
        let http = Arc::new(HttpBuilder::new("").proxy(NOWHERE).ratelimiter_disabled(true).build());
        let (manager, _) = ShardManager::new(manager_options(&http));
        let shard = messenger(&manager, &http).await.context("making poise's stand-in")?;
        let context = Context { data: Arc::default(), shard, shard_id: ShardId(0), http };
        Ok(Self { options, context, manager })
    }

    /// Whether a command of this name is ours.
    pub fn has(&self, name: &str) -> bool {
        self.options.commands.iter().any(|command| command.name == name)
    }

    /// Runs the command of an interaction.
    pub async fn run(&self, raw: &str, visit: Visit) -> Answered {
        let interaction: CommandInteraction =
            serde_json::from_str(raw).context("reading the command").map_err(Error::Failed)?;
        let framework = poise::FrameworkContext {
            bot_id: UserId::new(visit.at.bot.get().max(1)),
            serenity_context: &self.context,
            options: &self.options,
            user_data: &visit,
            shard_manager: &self.manager,
        };
        let event = FullEvent::InteractionCreate { interaction: Interaction::Command(interaction) };
        Box::pin(poise::dispatch_event(framework, event)).await;
        visit.take_answer().unwrap_or_else(|| Err(Error::Failed(anyhow::anyhow!("the command gave no answer"))))
    }
}

/// Answers for a command that poise did not get to run: its options are not those of ours, or it panicked.
fn explain(error: &FrameworkError<'_, Visit, Error>) {
    match error {
        FrameworkError::ArgumentParse { ctx, .. } => ctx.data().answer(Err(Refusal::StaleControl.into())),
        FrameworkError::CommandStructureMismatch { ctx, .. } => {
            ctx.data().answer(Err(Refusal::StaleControl.into()));
        }
        FrameworkError::UnknownInteraction { framework, .. } => {
            framework.user_data.answer(Err(Refusal::StaleControl.into()));
        }
        FrameworkError::CommandPanic { ctx, payload, .. } => {
            let failure = anyhow::anyhow!("the command panicked: {}", payload.as_deref().unwrap_or("no message"));
            ctx.data().answer(Err(Error::Failed(failure)));
        }
        FrameworkError::GuildOnly { ctx, .. } => ctx.data().answer(Err(Refusal::GuildOnly.into())),
        other => tracing::error!(error = %other, "poise did not run a command"),
    }
}

fn manager_options(http: &Arc<Http>) -> ShardManagerOptions {
    ShardManagerOptions {
        data: Arc::default(),
        event_handlers: Vec::new(),
        raw_event_handlers: Vec::new(),
        framework: Arc::new(OnceLock::new()),
        shard_index: 0,
        shard_init: 0,
        shard_total: 1,
        ws_url: Arc::new(Mutex::new(String::new())),
        http: Arc::clone(http),
        intents: GatewayIntents::empty(),
        presence: None,
    }
}

/// serenity makes a messenger from a connected shard only, so a shard shakes hands with a listener of ours, once.
async fn messenger(manager: &Arc<ShardManager>, http: &Arc<Http>) -> anyhow::Result<ShardMessenger> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = Arc::new(Mutex::new(format!("ws://{}", listener.local_addr()?)));
    let accept = async {
        let (stream, _) = listener.accept().await?;
        anyhow::Ok(tokio_tungstenite::accept_async(stream).await?)
    };
    let info: ShardInfo = serde_json::from_value(serde_json::json!([0, 1]))?;
    let connect = async { anyhow::Ok(Shard::new(url, "", info, GatewayIntents::empty(), None).await?) };
    let (_socket, shard) = tokio::try_join!(accept, connect)?;
    let runner = ShardRunner::new(ShardRunnerOptions {
        data: Arc::new(RwLock::default()),
        event_handlers: Vec::new(),
        raw_event_handlers: Vec::new(),
        framework: None,
        manager: Arc::clone(manager),
        shard,
        http: Arc::clone(http),
    });
    Ok(ShardMessenger::new(&runner))
}

impl std::fmt::Debug for Slash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slash").finish_non_exhaustive()
    }
}
