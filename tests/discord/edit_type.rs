//! `/type edit`: an edit changes what it names and nothing else, and all of it can be taken back.

use discord_simulator::Permissions;
use serde_json::json;

use crate::support::{TestGuild, TestService};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_left_out_of_a_type_stays_and_what_is_cleared_goes() {
    let app = TestService::ready().await;
    let clerks = app.guild.role("Clerks", Permissions::empty());
    app.owner_says("/type add name:Billing staff:@Clerks emoji:🎫 questions:\"Order number\" mention:True").await;
    let all = [format!("<@&{}>", clerks.id()), "🎫".to_owned(), "Order number".to_owned(), "staff: yes".to_owned()];
    let changed = app.owner_says("/type edit type:billing limit:3").await;
    assert!(all.iter().all(|part| changed.contains(part)) && changed.contains("at once: 3"), "{changed}");
    for (choice, gone) in
        [("Emoji: none", &all[1]), ("Staff: only the server's", &all[0]), ("Questions: none", &all[2])]
    {
        let cleared = app.owner_says(&format!("/type edit type:billing clear:\"{choice}\"")).await;
        assert!(cleared.contains("is saved") && !cleared.contains(gone), "{choice}: {cleared}");
    }
    let cleared = app.owner_says("/type edit type:billing clear:\"Limit: 1\" mention:False").await;
    assert!(cleared.contains("at once: 1") && cleared.contains("staff: no"), "{cleared}");
    let renamed = app.owner_says("/type edit type:billing name:Invoices").await;
    assert!(renamed.contains("“Invoices” is saved"), "{renamed}");
    let unknown = app.owner_says("/type edit type:Billing limit:2").await;
    assert!(unknown.contains("There is no ticket type “Billing”"), "{unknown}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_for_texts_holds_what_is_there_and_an_empty_field_takes_it_back() {
    let app = TestService::ready().await;
    let owner = app.guild.owner();
    let asks = async || owner.slash(&app.general, "/type edit type:Support").await.modal().unwrap();
    let value = |form: &discord_simulator::people::Modal, field: &str| form.field(field).unwrap().value();
    let texts = [("description", "For everybody"), ("welcome", "Hello"), ("colour", "green"), ("names", "{number}")];
    let saved = owner.submit(&asks().await, texts).await;
    assert!(saved.text().contains("is saved") && saved.text().contains("For everybody"), "{}", saved.text());
    let pressed = owner.press(&saved.button("Edit texts")).await.modal().unwrap();
    assert_eq!((value(&pressed, "welcome"), value(&pressed, "colour")), ("Hello".into(), "#57F287".into()));
    owner.submit(&pressed, [("welcome", ""), ("colour", "")]).await;
    let form = asks().await;
    let values = ["description", "welcome", "colour", "names"].map(|field| value(&form, field));
    assert_eq!(values, ["For everybody", "", "", "{number}"]);
    for (field, wrong, refusal) in [
        ("colour", "rainbow", "That is no colour"),
        ("image", "http://example.com/a.png", "It has to begin with https://"),
    ] {
        let refused = owner.submit(&form, [(field, wrong)]).await.text();
        assert!(refused.contains(refusal), "{refused}");
    }
    app.owner_says("/type edit type:Support clear:\"Texts, names, colour and image: as usual\"").await;
    assert_eq!(value(&asks().await, "description"), "");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_of_another_guild_are_refused_in_every_option_that_takes_one() {
    let app = TestService::ready().await;
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    let (role, category) = (other.staff.id().to_string(), other.category.id().to_string());
    let roles = ["staff", "ping", "required", "forbidden"].map(|option| (option, 8, &role, "There is no such role"));
    let channels = ["category", "overflow"].map(|option| (option, 7, &category, "There is no such channel"));
    for (option, kind, value, refusal) in roles.into_iter().chain(channels) {
        let data = json!({ "id": "1", "name": "type", "type": 1, "options": [{ "type": 1, "name": "edit", "options": [
            { "type": 3, "name": "type", "value": "Support" }, { "type": kind, "name": option, "value": value },
        ] }] });
        let said = app.owner_sends(data).await;
        assert!(said.contains(refusal), "{option}: {said}");
    }
    let pinged = app.owner_says("/type edit type:Support ping:@everyone").await;
    assert!(pinged.contains("@everyone is never pinged"), "{pinged}");
    app.finish().await;
}
