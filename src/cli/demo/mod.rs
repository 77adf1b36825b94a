//! `tickit demo`: Tickit at work with a pretended Discord.

mod scene;
mod story;

use clap::Args;

use self::scene::Scene;
use super::{Shared, runtime};
use crate::config::{LogFormat, LogSettings};
use crate::{shutdown, telemetry};

/// What `tickit demo` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Plays one ticket from opening to closing, prints what happened, and ends
    #[arg(long)]
    once: bool,
    /// The port that the pretended Discord's page listens on; any free one where it is not given
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
}

/// The demo has settings of its own: what an operator configured is neither read nor touched.
pub(super) fn run(_: &Shared, options: &Options) -> anyhow::Result<()> {
    telemetry::start(&LogSettings { format: LogFormat::Pretty, level: "error".into() })?;
    runtime()?.block_on(async {
        println!("Tickit demo: a pretended Discord on this machine, no token, no network.\n");
        let scene = Scene::set(options.port).await?;
        let played = story::play(&scene).await;
        if played.is_ok() && !options.once {
            story::leave_some(&scene).await?;
            invite(&scene);
            shutdown::on_signal()?.cancelled().await;
        }
        scene.strike().await?;
        played
    })
}

fn invite(scene: &Scene) {
    println!(
        "\nNow it is your turn. Open the pretended Discord in a browser, choose who you are, and press buttons:\n"
    );
    println!("    {}", scene.discord.page_url());
    println!("\nOr open the dashboard, press “Sign in with Discord”, and choose who you are there:\n");
    println!("    http://{}/dashboard\n", scene.service.address());
    println!("    {} owns the server and changes settings, bob works on tickets,", scene.guild.owner().name);
    println!("    alice, dave and erin see their own. Some tickets are there to look at.");
    println!("Ctrl-C ends the demo; nothing of it is kept.");
}
