//! Panels: several a guild, each with its own types, and each of its messages follows it.

use discord_simulator::people::{Button, MessageHandle};

use crate::support::{TestGuild, TestService, eventually, until_idle};

const SOON: std::time::Duration = std::time::Duration::from_secs(10);

/// What the buttons of a panel say.
fn labels(panel: &MessageHandle) -> Vec<String> {
    panel.buttons().iter().map(Button::label).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_message_of_a_panel_follows_the_panel_and_its_types() {
    let app = TestService::ready().await;
    let help = app.guild.text_channel("help");
    app.owner_says("/type add name:Billing").await;
    app.owner_says("/type add name:Sales").await;
    let made = app.owner_says("/panel create name:Shop title:\"Our shop\" types:\"sales | Billing\"").await;
    assert!(made.contains("“Shop” is made"), "{made}");
    app.owner_says("/panel send panel:shop").await;
    app.owner_says("/panel send panel:Shop channel:#help").await;
    let panels = [app.panel(), help.messages().into_iter().last().unwrap()];
    assert_eq!(labels(&panels[0]), ["Sales", "Billing"]);

    let edited = app.owner_says("/panel edit panel:Shop title:\"The shop\" types:Billing|Sales colour:green").await;
    assert!(edited.contains("Messages that were changed: 2"), "{edited}");
    for panel in &panels {
        assert!(panel.text().contains("The shop"), "{}", panel.text());
        assert_eq!(labels(panel), ["Billing", "Sales"]);
        assert_eq!(panel.components()[0]["accent_color"], 0x57_F287);
    }
    app.owner_says("/type edit type:Sales name:Orders emoji:🛒 style:Red").await;
    eventually("both follow the type", || panels.iter().all(|panel| labels(panel) == ["Billing", "Orders"])).await;
    assert_eq!(panels[1].button("Orders").style(), 4);
    let nothing = app.owner_says("/panel edit panel:Shop title:\"The shop\"").await;
    assert!(nothing.contains("Messages that were changed: 0"), "{nothing}");
    app.opens(&app.member("alice"), "Orders").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_without_a_choice_of_types_shows_all_that_there_are() {
    let app = TestService::ready().await;
    let panel = app.panel();
    app.owner_says("/type add name:Billing").await;
    eventually("the new type is on it", || labels(&panel) == ["Support", "Billing"]).await;
    let owner = app.guild.owner();
    let asked = owner.slash(&app.general, "/type remove type:Support").await;
    owner.press(&asked.button("Remove it")).await;
    eventually("the removed one is not", || labels(&panel) == ["Billing"]).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_was_deleted_by_hand_is_noticed_and_said() {
    let app = TestService::ready().await;
    let panel = app.panel();
    app.guild.owner().deletes_message(&panel);
    let told = app.owner_says("/panel edit panel:\"How can we help?\" text:\"Press here\"").await;
    let general = format!("Somebody has deleted the message in <#{}>", app.general.id());
    assert!(told.contains(&general) && told.contains("changed: 0"), "{told}");
    let listed = app.owner_says("/panel list").await;
    assert!(listed.contains("not published") && listed.contains(&general), "{listed}");
    assert!(app.owner_says("/panel send panel:\"How can we help?\"").await.contains("is published"));
    assert!(app.panel().text().contains("Press here"));
    let listed = app.owner_says("/panel list").await;
    assert!(!listed.contains("Somebody has deleted"), "{listed}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_was_deleted_by_hand_is_said_below_the_type_that_it_was_to_show() {
    let app = TestService::ready().await;
    let owner = app.guild.owner();
    owner.deletes_message(&app.panel());
    let answer = owner.slash(&app.general, "/type edit type:Support emoji:🎫").await;
    let gone = format!("Somebody has deleted the message in <#{}>", app.general.id());
    eventually("it is said below the type", || answer.text().contains(&gone)).await;
    assert!(answer.text().contains("is saved") && answer.text().contains("🎫"), "{}", answer.text());
    assert!(answer.ephemeral() && answer.buttons().len() == 1);
    let answer = owner.slash(&app.general, "/type edit type:Support emoji:📦").await;
    until_idle(&app.service, SOON).await;
    assert!(answer.text().contains("is saved") && !answer.text().contains("deleted"), "{}", answer.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_of_a_panel_holds_what_is_there_and_images_have_to_be_addresses() {
    let app = TestService::ready().await;
    let owner = app.guild.owner();
    let made = owner.slash(&app.general, "/panel create name:Shop text:Hello").await;
    let form = owner.press(&made.button("Edit panel")).await.modal().unwrap();
    assert_eq!(["title", "text"].map(|field| form.field(field).unwrap().value()), ["Shop", "Hello"]);
    let refused = owner.submit(&form, [("image", "ftp://example.com/a.png")]).await.text();
    assert!(refused.contains("It has to begin with https://") && refused.contains("2048"), "{refused}");
    let images = [("image", "https://example.com/a.png"), ("thumbnail", "https://example.com/b.png"), ("text", "")];
    let saved = owner.submit(&form, images).await.finished().await.text();
    assert!(saved.contains("Saved"), "{saved}");
    app.owner_says("/panel send panel:Shop").await;
    let frame = app.panel().components()[0]["components"].clone();
    assert_eq!(frame[0]["accessory"]["media"]["url"], "https://example.com/b.png");
    assert_eq!(frame[1]["items"][0]["media"]["url"], "https://example.com/a.png");
    for choice in ["Image: none", "Small image: none"] {
        app.owner_says(&format!("/panel edit panel:Shop clear:\"{choice}\"")).await;
    }
    until_idle(&app.service, SOON).await;
    let frame = app.panel().components()[0]["components"].clone();
    assert_eq!((frame[0]["type"].as_u64(), frame[1]["type"].as_u64()), (Some(10), Some(1)));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_of_another_guild_is_not_found() {
    let app = TestService::ready().await;
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    other.set_up().await;
    for command in ["/panel edit panel:\"How can we help?\" title:Mine", "/panel delete panel:nothing"] {
        let said = other.owner_says(command).await;
        assert!(said.contains("Saved") || said.contains("There is no panel “nothing”"), "{said}");
    }
    until_idle(&app.service, SOON).await;
    assert!(app.panel().text().contains("How can we help?") && other.panel().text().contains("Mine"));
    app.finish().await;
}
