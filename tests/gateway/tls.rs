//! Gateways over TLS, and who is trusted to vouch for them.

use std::sync::atomic::Ordering;

use discord_simulator::Simulator;
use tickit_domain::bot::BotState;

use crate::support::tls_gateway::TlsGateway;
use crate::support::{Settings, TestGuild, TestService, TestWorld, application, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_is_trusted_by_the_authority_that_is_configured_and_by_no_other() {
    let gateway = TlsGateway::bind().await.unwrap();
    let discord = Simulator::builder().seed(9).gateway_url(gateway.url().unwrap()).start().await.unwrap();
    let refused = gateway.serve(discord.shared().address);
    let bot = application(&discord, "Helper");
    let home = TestGuild::new(&discord, "Acme", &[&bot]);
    let settings = Settings::new(&discord, &[&bot]);
    let service = settings.start_unready().await;
    eventually("it is not trusted", || refused.load(Ordering::Relaxed) > 0).await;
    assert_ne!(service.bots()[0].state, BotState::Ready);
    service.stop().await;

    let settings = settings.with("DISCORD_CA_FILE", TlsGateway::authority().display().to_string());
    let service = settings.start().await;
    let app = TestService { world: TestWorld { discord, bot, home, settings }, service };
    app.set_up().await;
    app.opens(&app.member("alice"), "Support").await;
    app.finish().await;
}
