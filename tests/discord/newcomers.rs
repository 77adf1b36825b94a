//! Newcomers: how old an account has to be, and for how long a member has to have been there, to open tickets.

use crate::support::TestService;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_or_a_member_that_is_too_new_opens_nothing_and_staff_does() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let button = app.panel().button("Support");
    let refusals =
        [("account_days", 60, "Your Discord account is too new"), ("member_days", 1, "You joined this server too")];
    for (option, days, refusal) in refusals {
        let shown = app.owner_says(&format!("/setup {option}:{days}")).await;
        assert!(shown.contains(&format!(": {days}\n")), "{shown}");
        let refused = alice.press(&button).await.finished().await.text();
        assert!(refused.contains(refusal) && refused.contains("You can <t:"), "{option}: {refused}");
        if option == "account_days" {
            app.opens(&bob, "Support").await;
        }
        app.owner_says(&format!("/setup {option}:0")).await;
    }
    app.owner_says("/setup account_days:20 member_days:1").await;
    let a_day_ago = |joined: u64| joined - 24 * 60 * 60 * 1_000;
    app.discord.shared().change(|world| {
        world.edit_member(app.guild.id(), alice.id(), |member| member.joined = a_day_ago(member.joined));
    });
    app.opens(&alice, "Support").await;
    app.finish().await;
}
