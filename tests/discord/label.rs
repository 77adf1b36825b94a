//! Labels.

use crate::support::{TestService, eventually, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_that_differ_by_case_only_are_one_label() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    assert!(says(&alice, &ticket, "/ticket label add:vip").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket label add:\"Refund, vip, REFUND\"").await.contains("**Refund, vip**"));
    assert!(says(&bob, &ticket, "/ticket label add:refund remove:VIP").await.contains("**Refund**"));
    eventually("the first message shows it", || welcome(&ticket).text().contains("Refund")).await;
    let offered = bob.types(&ticket, "/ticket label add:ref").await;
    assert_eq!(offered.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["Refund"]);
    assert!(says(&bob, &ticket, "/ticket label remove:refund").await.contains("no labels now"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_of_labels_shows_all_and_takes_them_back() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket label add:\"one, two\"").await;
    let form = bob.select(&welcome(&ticket).select("More …"), ["label"]).await.modal().unwrap();
    assert_eq!(form.field("labels").unwrap().value(), "one, two");
    let many = (0..21).map(|number| format!("label {number}")).collect::<Vec<_>>().join(",");
    assert!(bob.submit(&form, [("labels", many.as_str())]).await.text().contains("at most 20 labels"));
    assert!(bob.submit(&form, [("labels", "two, @everyone")]).await.text().contains("**@everyone, two**"));
    let long = "x".repeat(33);
    assert!(bob.submit(&form, [("labels", long.as_str())]).await.text().contains("32 at most"));
    assert!(bob.submit(&form, [("labels", "")]).await.text().contains("no labels now"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_who_label_one_ticket_at_once_none_is_lost() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let staff: Vec<_> = (0..20).map(|number| app.agent(&format!("agent-{number}"))).collect();
    let labelling = staff.iter().enumerate().map(|(number, agent)| {
        let (ticket, command) = (ticket.clone(), format!("/ticket label add:label-{number:02}"));
        async move { says(agent, &ticket, &command).await }
    });
    let said = futures_util::future::join_all(labelling).await;
    assert!(said.iter().all(|said| said.contains("has the labels")), "{said:?}");
    let all = (0..20).map(|number| format!("label-{number:02}")).collect::<Vec<_>>().join(", ");
    eventually("all of them are there", || welcome(&ticket).text().contains(&all)).await;
    app.finish().await;
}
