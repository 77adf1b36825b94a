//! The `tickit` command: what an operator can ask for, and how it is answered.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command answers on the terminal")]

mod audit;
mod bots;
mod check;
mod check_choices;
mod check_http;
mod check_tickets;
mod config;
mod demo;
mod discord_probe;
mod findings;
mod key_access;
mod keys;
mod login_link;
mod seal;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Inputs};

/// Arguments so long are not quoted where they are refused.
const LIKE_A_SECRET: usize = 40;

/// Support tickets for many Discord bots, in one service that you host yourself.
#[derive(Debug, Parser)]
#[command(
    name = "tickit",
    version,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        tickit demo                          see it work, without Discord and without a token\n  \
        tickit bots add < token.txt          register a bot\n  \
        tickit check                         find out what is wrong before members do\n  \
        tickit serve                         run the service\n\n\
        Settings come from ./tickit.toml (or --config FILE) and from environment variables; `tickit config` shows them."
)]
struct Arguments {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
struct Shared {
    /// Reads settings from this file instead of ./tickit.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the service until Ctrl-C or SIGTERM
    #[command(after_help = "Examples:\n  tickit serve\n  tickit serve --public-url https://tickit.example.org\n  \
        MONGODB_URI=mongodb://localhost tickit serve")]
    Serve(serve::Options),
    /// Shows Tickit at work with a pretended Discord: no token, no network
    #[command(after_help = "Examples:\n  tickit demo             a Discord to click in, in the browser\n  \
        tickit demo --once      plays one ticket from opening to closing, and ends")]
    Demo(demo::Options),
    /// Adds, lists and removes bots
    #[command(subcommand)]
    Bots(bots::Command),
    /// Makes, lists and revokes the API keys that bots' owners register with
    #[command(subcommand)]
    Keys(keys::Command),
    /// Prints a link that signs you in as the operator, once, within ten minutes
    LoginLink,
    /// Seals what the databases hold already, and anew what an old key sealed
    #[command(
        after_help = "It may be stopped anywhere and run again. Where security.seal_contents is false, what was said \
        is made readable instead."
    )]
    Seal,
    /// Looks through the audit log for tampering
    #[command(subcommand)]
    Audit(audit::Command),
    /// Checks configuration, database, and each bot's token, intents and permissions
    #[command(after_help = "Exit code: 0 if nothing is wrong or there are only warnings, 1 if anything is.")]
    Check,
    /// Shows each setting, its value (secrets masked) and where it came from
    #[command(after_help = "Examples:\n  tickit config\n  tickit config --defaults > tickit.toml")]
    Config(config::Options),
}

/// Runs the command that this process was started with.
pub fn run() -> ExitCode {
    let Arguments { shared, command } = Arguments::try_parse().unwrap_or_else(|error| unquoted(error).exit());
    let done = match command {
        Command::Serve(options) => serve::run(&shared, &options),
        Command::Demo(options) => demo::run(&shared, &options),
        Command::Bots(command) => bots::run(&shared, &command),
        Command::Keys(command) => keys::run(&shared, &command),
        Command::LoginLink => login_link::run(&shared),
        Command::Seal => seal::run(&shared),
        Command::Audit(command) => audit::run(&shared, &command),
        Command::Check => return check::run(&shared),
        Command::Config(options) => config::run(&shared, &options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tickit: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The same mistake, without an argument that may be a token which somebody put on the command line.
fn unquoted(mut error: clap::Error) -> clap::Error {
    for kind in [ContextKind::InvalidArg, ContextKind::InvalidValue, ContextKind::InvalidSubcommand] {
        if let Some(ContextValue::String(text)) = error.get(kind)
            && text.len() >= LIKE_A_SECRET
        {
            error.insert(kind, ContextValue::String("…".to_owned()));
        }
    }
    error
}

impl Shared {
    fn inputs(&self) -> Inputs {
        Inputs::of_process(self.config.clone())
    }

    fn load(&self) -> anyhow::Result<Config> {
        self.load_with([])
    }

    /// With what the command line says over what the environment does.
    fn load_with(&self, options: impl IntoIterator<Item = (&'static str, String)>) -> anyhow::Result<Config> {
        let mut inputs = self.inputs();
        inputs.variables.extend(options.into_iter().map(|(name, value)| (name.to_owned(), value)));
        Ok(Config::load(&inputs)?)
    }
}

/// The runtime that a command's asynchronous part runs on.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    use anyhow::Context as _;
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the runtime")
}
