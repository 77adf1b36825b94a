//! What the bot lacks is named, exactly, to whoever it keeps from what they wanted.

use discord_simulator::Permissions;
use discord_simulator::world::{Overwrite, OverwriteKind};

use crate::support::{TestService, eventually, says};

fn takes_from_the_bot(app: &TestService, lost: Permissions) {
    let granted = Permissions(tickit::discord::permissions::needed());
    app.guild.role("Helper", granted).set_permissions(granted & !lost);
    app.guild.role("@everyone", granted).set_permissions(Permissions::EVERYONE & !lost);
}

async fn presses(app: &TestService, member: &str, locale: &str) -> String {
    app.member(member).locale(locale).press(&app.panel().button("Support")).await.finished().await.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_opening_names_the_one_permission_that_is_missing() {
    let app = TestService::ready().await;
    takes_from_the_bot(&app, Permissions::READ_MESSAGE_HISTORY);
    let told = presses(&app, "alice", "en-US").await;
    assert!(told.ends_with("it needs Read Message History."), "{told}");
    let told = presses(&app, "gerda", "de").await;
    assert!(told.ends_with("Er braucht Nachrichtenverlauf anzeigen."), "{told}");
    takes_from_the_bot(&app, Permissions::MANAGE_CHANNELS | Permissions::EMBED_LINKS);
    let told = presses(&app, "alice", "en-US").await;
    assert!(told.ends_with("it needs Manage Channels, Embed Links."), "{told}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_names_what_a_message_needs_and_nothing_else() {
    let app = TestService::ready().await;
    takes_from_the_bot(&app, Permissions::SEND_MESSAGES | Permissions::MANAGE_ROLES);
    let told = says(&app.guild.owner(), &app.general, "/panel send").await;
    assert!(told.ends_with("it needs Send Messages."), "{told}");
    app.finish().await;
}

/// Discord asks for what the bot gives to others in the category above the channel, whatever it may in the channel.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_category_that_is_hidden_from_everyone_is_known_by_what_the_bot_lacks_in_it() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    app.member("carol");
    let ticket = app.opens(&alice, "Support").await;
    let (id, kind) = (app.guild.id(), OverwriteKind::Role);
    let hidden = Overwrite { id, kind, allow: Permissions::empty(), deny: Permissions::VIEW_CHANNEL };
    app.discord.shared().change(|world| {
        world.edit_channel(app.category.id(), |category| category.overwrites.push(hidden));
    });
    assert!(says(&bob, &ticket, "/ticket add who:@carol").await.contains("was added"));
    let told = || ticket.messages().iter().any(|message| message.text().ends_with("it needs View Channels."));
    eventually("what is missing is named", told).await;
    app.finish().await;
}
