//! Opening for others and from messages, as strangers, forged clients and crowds try it.

use std::time::Duration;

use discord_simulator::people::Answer;
use discord_simulator::{ChannelHandle, Member};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestGuild, TestService, agrees, change_body, eventually, says, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(10);
const FROM_MESSAGE: &str = "Create ticket from message";
const LOADING: u64 = 1 << 7;

/// What somebody reads in the end who sends this from #general, as no client might.
async fn sends(app: &TestService, member: &Member, data: Value) -> String {
    let shown = app.panel();
    let message = data.get("component_type").map(|_| &shown);
    let (id, first) = app.discord.interaction_in(&app.bot, &app.general, member, data, message);
    assert!(matches!(first.await.expect("an answer").kind, 4 | 5));
    let read = || {
        app.discord.shared().read(|world| {
            let original = world.interactions[&id].original.expect("a message");
            let message = world.message(app.general.id(), original).expect("a message");
            (message.flags & LOADING == 0).then(|| message.content.clone())
        })
    };
    eventually("there is an answer", || read().is_some()).await;
    read().unwrap()
}

/// The same for a choice from a menu of types.
async fn chooses(app: &TestService, member: &Member, menu: &str, kind: &str) -> String {
    let custom_id = format!("tickit:2:open:{menu}");
    sends(app, member, json!({ "component_type": 3, "custom_id": custom_id, "id": 1, "values": [kind] })).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_menu_of_types_opens_nothing_that_its_user_may_not_open() {
    let app = TestService::ready().await;
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    other.set_up().await;
    other.owner_says("/type add name:Billing").await;
    let (alice, bob, mallory) = (app.member("alice"), app.agent("bob"), app.member("mallory"));
    let said = alice.says(&app.general, "My order never came").await;
    app.owner_says("/type add name:Billing").await;
    bob.uses_on_message(FROM_MESSAGE, &said).await;
    let (hers, message) = (format!("user-{}", alice.id()), format!("message-{}", said.id()));
    let removed = app.guild.owner().slash(&app.general, "/type remove type:Billing").await;
    app.guild.owner().press(&removed.button("Remove it")).await;
    for (member, menu, kind, refusal) in [
        (&mallory, hers.as_str(), "1", "You are not allowed to do that"),
        (&mallory, &message, "1", "You chose that message too long ago"),
        (&bob, "message-42", "1", "You chose that message too long ago"),
        (&bob, "user-42", "1", "They are not in this server"),
        (&bob, &hers, "2", "no longer exists"),
        (&bob, &message, "2", "no longer exists"),
        (&mallory, "own", "2", "no longer exists"),
        (&mallory, "own", "7", "no longer exists"),
        (&mallory, "own", "Support", "out of date"),
        (&mallory, "own:1", "1", "out of date"),
        (&mallory, "user-0", "1", "out of date"),
        (&mallory, "message-x", "1", "out of date"),
        (&mallory, "everybody", "1", "out of date"),
    ] {
        let refused = chooses(&app, member, menu, kind).await;
        assert!(refused.contains(refusal), "{menu} {kind}: {refused}");
    }
    assert!(app.ticket_channels().is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_quoted_as_discord_described_it_to_whoever_chose_it_and_by_nobody_else() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:Why").await;
    let (alice, bob, mallory) = (app.member("alice"), app.agent("bob"), app.member("mallory"));
    let said = alice.says(&app.general, "My order never came").await;
    bob.uses_on_message(FROM_MESSAGE, &said).await;
    let form = mallory.press_custom(&app.panel(), &format!("tickit:2:open:2:0:{}", said.id())).await.modal().unwrap();
    let refused = mallory.submit(&form, [("Why", "x")]).await.finished().await.text();
    assert!(refused.contains("You chose that message too long ago"), "{refused}");
    let menu = |message: Value| json!({ "id": "1", "name": FROM_MESSAGE, "type": 3, "target_id": "9", "resolved": { "messages": { "9": message } } });
    let author = json!({ "id": mallory.id().to_string() });
    for strange in [json!(null), json!({}), json!({ "author": { "id": "x" } }), json!({ "author": [], "content": 7 })] {
        let refused = sends(&app, &mallory, menu(strange.clone())).await;
        assert!(refused.contains("out of date"), "{strange}: {refused}");
    }
    let bot = json!({ "author": { "id": mallory.id().to_string(), "bot": true } });
    assert!(sends(&app, &mallory, menu(bot)).await.contains("A bot wrote that"));
    let files = vec![json!({ "filename": "x".repeat(5000) }); 50];
    let huge = json!({ "author": author, "content": "🦀".repeat(50_000), "attachments": files, "channel_id": 7 });
    assert!(sends(&app, &mallory, menu(huge)).await.contains("What shall the ticket be about?"));
    let opened = chooses(&app, &mallory, "message-9", "1").await;
    assert!(opened.contains("is open"), "{opened}");
    let ticket = app.ticket_channels().remove(0);
    eventually("there is a first message", || !ticket.messages().is_empty()).await;
    let text = welcome(&ticket).text();
    assert!(text.contains(&format!("{}…", "🦀".repeat(999))) && text.contains("Priority"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_in_a_channel_that_is_gone_is_quoted_for_an_hour_and_then_forgotten() {
    let (app, stores) = TestService::in_memory().await;
    app.has_panel("/type add name:Billing").await;
    let (bob, offtopic) = (app.agent("bob"), app.guild.text_channel("offtopic"));
    let said = app.member("alice").says(&offtopic, "My order never came").await;
    bob.uses_on_message(FROM_MESSAGE, &said).await;
    app.guild.owner().deletes(&offtopic);
    let menu = format!("message-{}", said.id());
    let opened = chooses(&app, &bob, &menu, "1").await;
    assert!(opened.contains("is open"), "{opened}");
    until_idle(&app.service, SOON).await;
    let kept = tickets(app.service.stores(), &app.guild).await.remove(0);
    assert_eq!(kept.quoted.map(|quoted| quoted.text), Some("My order never came".into()));

    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let quote = || guild.contents().into_iter().find(|(id, _)| id.starts_with("quote:"));
    let (_, mut record) = quote().expect("it is kept for another ticket");
    let (rev, hour) = (record.rev, i64::try_from(Duration::from_mins(61).as_millis()).unwrap());
    record.at = Timestamp::from_millis(record.at.as_millis() - hour);
    let at = serde_json::to_value(record.at).unwrap();
    change_body(&mut record, |body| body["at"] = at);
    guild.replace(record, rev).await.unwrap();
    let refused = chooses(&app, &bob, &menu, "2").await;
    assert!(refused.contains("You chose that message too long ago"), "{refused}");
    app.service.desk().reconcile_guild(GuildId::new(app.guild.id().0), false).await.unwrap();
    assert!(quote().is_none());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_choose_at_once_each_member_gets_as_many_tickets_as_they_may_have() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing limit:2").await;
    let (alice, bob, bella) = (app.member("alice"), app.agent("bob"), app.agent("bella"));
    let said = alice.says(&app.general, "My order never came").await;
    let menu = async |member: &Member| {
        let asked = member.uses_on_message(FROM_MESSAGE, &said).await;
        asked.message().expect("a menu").selects().remove(0)
    };
    let (his, hers) = (menu(&bob).await, menu(&bella).await);
    let chosen = join_all((0..3).flat_map(|_| [bob.select(&his, ["2"]), bella.select(&hers, ["2"])])).await;
    let answers = join_all(chosen.iter().map(Answer::finished)).await;
    let opened = answers.iter().filter(|answer| answer.text().contains("is open")).count();
    assert_eq!(opened, 2, "{answers:?}");
    let refused = format!("<@{}> has 2 open tickets of this type already", alice.id());
    assert!(answers.iter().filter(|answer| answer.text().contains(&refused)).count() == 4, "{answers:?}");
    until_idle(&app.service, SOON).await;
    let open = agrees(app.service.stores(), &app.home).await;
    assert!(open.len() == 2 && open.iter().all(|ticket| ticket.quoted.is_some()));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_as_many_types_as_a_guild_may_have_each_is_reached_by_name_and_by_the_menu() {
    let app = TestService::ready().await;
    for number in 2..=25 {
        app.owner_says(&format!("/type add name:\"Type {number}\"")).await;
    }
    let refused = app.owner_says("/type add name:\"Type 26\"").await;
    assert!(refused.contains("at most 25 ticket types"), "no menu has to hold more: {refused}");
    let alice = app.member("alice");
    let all = async |typed: &str, channel: &ChannelHandle| alice.types(channel, typed).await.len();
    assert_eq!(all("/open type:", &app.general).await, 25);
    assert_eq!(all("/open type:\"type 25\"", &app.general).await, 1);
    let types = alice.slash(&app.general, "/open").await.message().unwrap().selects().remove(0);
    assert_eq!(types.options().len(), 25);
    let opened = alice.select(&types, ["Type 25"]).await.finished().await.text();
    assert!(opened.contains("is open"), "{opened}");
    assert!(says(&alice, &app.general, "/open type:\"type 24\"").await.contains("is open"));
    app.finish().await;
}
