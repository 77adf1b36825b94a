//! `/type add`: the ticket types of a guild, what they ask, and what their tickets are like.

use std::time::Duration;

use discord_simulator::Permissions;
use serde_json::json;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestService, change_body, eventually_async, health, says, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_holds_twenty_five_types_and_no_more() {
    let app = TestService::ready().await;
    for number in 2..=25 {
        let saved = app.owner_says(&format!("/type add name:\"Type {number}\" emoji:🎫")).await;
        assert!(saved.contains("is saved"), "{saved}");
    }
    let refused = app.owner_says("/type add name:\"Type 26\"").await;
    assert!(refused.contains("at most 25 ticket types"), "{refused}");
    let changed = app.owner_says("/type edit type:\"tYPE 25\" name:\"tYPE 25\" limit:2").await;
    assert!(changed.contains("is saved"), "{changed}");
    assert!(app.owner_says("/panel send").await.contains("is published"));
    assert_eq!(app.panel().buttons().len(), 25);
    app.opens(&app.member("alice"), "tYPE 25").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn types_that_make_no_sense_are_refused() {
    let app = TestService::ready().await;
    for (command, refusal) in [
        ("/type add name:\"   \"", "That is empty or too long"),
        ("/type add name:\" sUPPORT \"", "There is a ticket type “Support” already"),
        (&*format!("/type add name:A questions:{}", ["x"; 26].join("|")), "25 at most"),
        ("/type add name:A questions:?", "45 at most"),
        (&*format!("/type add name:A questions:{}", "x".repeat(46)), "45 at most"),
    ] {
        let refused = app.owner_says(command).await;
        assert!(refused.contains(refusal), "{command}: {refused}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emoji_that_is_none_is_refused_when_it_is_chosen() {
    let app = TestService::ready().await;
    for strange in ["🎫🎫", "🇩🇪🇫🇷", "hello", "<:broken>", "<:name:words>", ":smile:", "<>", "7"] {
        let said = app.owner_says(&format!("/type add name:Other emoji:\"{strange}\"")).await;
        assert!(said.contains("is no emoji"), "{strange}: {said}");
    }
    for (number, emoji) in
        ["🎫", "<:ticket:123456789012345678>", "<a:ticket:123456789012345678>", "👩‍💻", "7️⃣"].iter().enumerate()
    {
        let said = app.owner_says(&format!("/type add name:\"Other {number}\" emoji:\"{emoji}\"")).await;
        assert!(said.contains("is saved"), "{emoji}: {said}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_long_the_list_of_types_is_it_is_answered() {
    let app = TestService::ready().await;
    for number in 2..=25 {
        let name = format!("{number} {}", "é".repeat(77));
        let saved = app.owner_says(&format!("/type add name:\"{name}\"")).await;
        assert!(saved.contains("is saved") && saved.contains(&name), "{number}: {saved}");
    }
    let shown = app.owner_says("/setup").await;
    assert!(shown.contains("Types: Support") && shown.contains("25 é"), "{shown}");
    assert!(app.owner_says("/panel send").await.contains("is published"));
    assert_eq!(app.panel().buttons().len(), 25);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_of_a_type_with_a_long_name_is_asked_for() {
    let app = TestService::ready().await;
    app.has_panel(&format!("/type add name:\"{}\" questions:Why", "x".repeat(80))).await;
    let button = app.panel().buttons().into_iter().nth(1).unwrap();
    let form = app.member("alice").press(&button).await.modal().unwrap();
    assert_eq!(form.title(), format!("{}…", "x".repeat(44)));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_category_that_is_full_overflows_into_the_next_one() {
    let app = TestService::ready().await;
    for name in ["First", "Second", "Third"] {
        app.guild.category(name);
    }
    let in_category = |name: &str| {
        app.guild.channels().into_iter().find(|channel| channel.name() == name).map(|channel| channel.id()).unwrap()
    };
    app.owner_says("/type add name:Billing limit:5 category:#First overflow:#Second").await;
    app.has_panel("/type edit type:Billing overflow:#Third").await;
    let alice = app.member("alice");
    for name in ["First", "Second"] {
        let category = in_category(name);
        let ticket = app.opens(&alice, "Billing").await;
        assert_eq!(ticket.state().unwrap().parent, Some(category), "{name}");
        for number in 1..50 {
            let other = app.guild.text_channel(&format!("{name}-{number}"));
            app.discord.shared().change(|world| world.edit_channel(other.id(), |other| other.parent = Some(category)));
        }
    }
    assert_eq!(app.opens(&alice, "Billing").await.state().unwrap().parent, Some(in_category("Third")));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_ticket_is_as_its_type_says() {
    let app = TestService::ready().await;
    let clerks = app.guild.role("Clerks", Permissions::empty());
    app.owner_says("/type add name:Billing ping:@Clerks priority:High").await;
    let owner = app.guild.owner();
    let form = owner.slash(&app.general, "/type edit type:Billing").await.modal().unwrap();
    let texts = [
        ("names", "bill-{username}-{number}"),
        ("welcome", "Hello {user}, this is {type} {number}. @everyone"),
        ("colour", "#112233"),
        ("image", "https://example.com/a.png"),
    ];
    assert!(owner.submit(&form, texts).await.text().contains("is saved"));
    app.owner_says("/panel send").await;

    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Billing").await;
    assert_eq!(ticket.name(), "bill-alice-0001");
    let first = welcome(&ticket);
    let said = first.text();
    assert!(
        said.contains(&format!("Hello <@{}>, this is Billing 0001.", alice.id())) && said.contains("High"),
        "{said}"
    );
    let embed = &first.embeds()[0];
    assert_eq!((&embed["color"], &embed["image"]["url"]), (&0x11_2233.into(), &"https://example.com/a.png".into()));
    let state = first.state().unwrap();
    assert!(state.content.contains(&format!("<@&{}>", clerks.id())), "{}", state.content);
    assert!(!state.pings.everyone);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_required_roles_of_a_type_one_is_enough_and_a_forbidden_role_stands_before_them() {
    let app = TestService::ready().await;
    let [vip, patron, banned] = ["VIP", "Patron", "Banned"].map(|name| app.guild.role(name, Permissions::empty()));
    app.owner_says("/type add name:Billing required:@VIP forbidden:@Banned").await;
    app.has_panel("/type edit type:Billing required:@Patron").await;
    let refused = async |member: &discord_simulator::Member| {
        member.press(&app.panel().button("Billing")).await.finished().await.text().contains("is not open to you")
    };
    assert!(refused(&app.member("alice")).await);
    assert!(refused(&app.member("mallory").with_role(&vip).with_role(&banned)).await);
    app.opens(&app.member("bob").with_role(&vip), "Billing").await;
    app.opens(&app.member("carol").with_role(&patron), "Billing").await;
    app.owner_says("/type edit type:Billing clear:\"Required and forbidden roles: none\"").await;
    app.opens(&app.member("alice"), "Billing").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_ticket_of_a_type_waits_until_its_cooldown_is_over() {
    let (app, stores) = TestService::in_memory().await;
    app.has_panel("/type add name:Billing limit:3 cooldown:10").await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Billing").await;
    let again = alice.press(&app.panel().button("Billing")).await.finished().await.text();
    assert!(again.contains("You can open the next one <t:"), "{again}");
    app.closes(&alice, &ticket, "").await;
    let closed = alice.press(&app.panel().button("Billing")).await.finished().await.text();
    assert!(closed.contains("You can open the next one"), "{closed}");
    app.opens(&app.member("bob"), "Billing").await;

    until_idle(&app.service, SOON).await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let (_, mut first) = guild.contents().into_iter().find(|(id, _)| id.starts_with("ticket:")).unwrap();
    let rev = first.rev;
    change_body(&mut first, |body| body["opened_at"] = "2026-01-01T00:00:00.000Z".into());
    guild.replace(first, rev).await.unwrap();
    app.opens(&alice, "Billing").await;
    let next = alice.press(&app.panel().button("Billing")).await.finished().await.text();
    assert!(next.contains("You can open the next one"), "{next}");
    app.owner_says("/type edit type:Billing clear:\"Pause: none\"").await;
    app.opens(&alice, "Billing").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_type_says_who_closes_its_tickets_and_whether_they_are_reopened() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing closes:\"Staff only\" reason:True reopen:0").await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Billing").await;
    let refused = says(&alice, &ticket, "/ticket close reason:Done").await;
    assert!(refused.contains("closed by staff only"), "{refused}");
    let form = bob.press(&welcome(&ticket).button("Close")).await.modal().unwrap();
    assert!(form.fields()[0].is_required());
    let empty = crate::support::forges(&bob, &form, &[""]).await.text();
    assert!(empty.contains("closed with a reason only"), "{empty}");
    app.closes(&bob, &ticket, "Paid").await;
    until_idle(&app.service, SOON).await;
    let never = says(&bob, &app.general, "/ticket reopen ticket:1").await;
    assert!(never.contains("are not reopened"), "{never}");
    app.owner_says("/type edit type:Billing reopen:1").await;
    let soon = says(&bob, &app.general, "/ticket reopen ticket:1").await;
    assert!(soon.contains("is open again"), "{soon}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_type_opens_without_the_roles_and_categories_that_were_deleted() {
    let app = TestService::ready().await;
    let clerks = app.guild.role("Clerks", Permissions::empty());
    let category = app.guild.category("Bills");
    app.has_panel("/type add name:Billing staff:@Clerks ping:@Clerks category:#Bills").await;
    assert!(clerks.delete());
    app.discord.shared().change(|world| world.delete_channel(category.id()));
    app.opens(&app.member("alice"), "Billing").await;
    for command in ["/setup", "/type list"] {
        let shown = app.owner_says(command).await;
        let missing = |id: String| shown.contains(&format!("Billing: a role that was chosen is gone (`{id}`)"));
        assert!(missing(clerks.id().to_string()) && shown.contains("category that was chosen is gone"), "{shown}");
    }
    let gone = json!({ "guild": app.guild.id().to_string(), "bot": app.bot.id().to_string(),
        "roles": [clerks.id().to_string()], "channels": [category.id().to_string()] });
    let seen = json!({ "incomplete": 1, "list": [gone] });
    assert_eq!(health(&format!("http://{}", app.service.address())).await.1["settings"], seen);
    let world = app.stop_service().await;
    let service = world.settings.start().await;
    let url = format!("http://{}", service.address());
    until_idle(&service, SOON).await;
    eventually_async("tickets were compared with Discord", async || health(&url).await.1["settings"] == seen).await;
    service.stop().await;
    let said = world.settings.installation().run(&["check"]).await;
    let role = format!("the ticket type “Billing” names a role that is gone ({})", clerks.id());
    let category = format!("the ticket type “Billing” names a channel or category that is gone ({})", category.id());
    assert!(said.stdout.contains(&role) && said.stdout.contains(&category), "{}", said.all());
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_type_with_a_hostile_name_is_shown_and_opens_and_pings_nobody() {
    let app = TestService::ready().await;
    let zalgo = "Z\u{0351}\u{036b}\u{0343}a\u{0329}\u{032b}lgo";
    for name in ["🎫🦀", "دعم فني", "a\u{200b}b", zalgo, "@everyone <@&1>"] {
        let saved = app.owner_says(&format!("/type add name:\"{name}\"")).await;
        assert!(saved.contains("is saved"), "{name}: {saved}");
    }
    app.owner_says("/panel send").await;
    for (number, name) in ["🎫🦀", "دعم فني", "a\u{200b}b", zalgo, "@everyone <@&1>"].iter().enumerate() {
        let ticket = app.opens(&app.member(&format!("alice{number}")), name).await;
        assert!(!ticket.name().is_empty() && !welcome(&ticket).state().unwrap().pings.everyone);
    }
    app.finish().await;
}
