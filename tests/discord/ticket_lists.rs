//! Looking tickets up: lists with pages, one's own, the queue, a search, a member's history.

use crate::support::{TestService, eventually, says};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_sees_the_queue_and_each_member_only_their_own() {
    let app = TestService::ready().await;
    let (alice, dora, bob) = (app.member("alice"), app.member("dora"), app.agent("bob"));
    let (first, second) = (app.opens(&alice, "Support").await, app.opens(&dora, "Support").await);
    says(&bob, &second, "/ticket priority level:Urgent").await;
    let queue = says(&bob, &app.general, "/tickets queue").await;
    assert!(queue.find("#0002").unwrap() < queue.find("#0001").unwrap(), "the urgent one comes first: {queue}");
    says(&bob, &first, "/ticket claim").await;
    let queue = says(&bob, &app.general, "/tickets queue").await;
    assert!(!queue.contains("#0001") && queue.contains("one ticket"), "{queue}");
    bob.says(&second, "What is it?").await;
    let is_empty = async || says(&bob, &app.general, "/tickets queue").await.contains("There are none");
    for _ in 0..100 {
        if is_empty().await {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(is_empty().await, "who was answered waits no longer");
    assert!(says(&bob, &app.general, "/tickets mine").await.contains("#0001"));
    let mine = says(&alice, &app.general, "/tickets mine").await;
    assert!(mine.contains("#0001") && !mine.contains("#0002"), "{mine}");
    assert!(!says(&alice, &app.general, "/tickets list").await.contains("#0002"));
    assert!(says(&alice, &app.general, "/tickets search text:dora").await.contains("There are none"));
    assert!(says(&bob, &app.general, "/tickets search text:DORA").await.contains("#0002"));
    assert!(says(&bob, &app.general, "/tickets list priority:Urgent").await.contains("#0002"));
    assert!(says(&bob, &app.general, "/tickets list state:closed").await.contains("There are none"));
    assert!(says(&bob, &app.general, "/ticket history member:@dora").await.contains("Tickets of dora"));
    assert!(says(&alice, &app.general, "/ticket info ticket:2").await.contains("you need to be"));
    assert!(says(&bob, &app.general, "/ticket info ticket:2").await.contains("Urgent"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_turned_by_buttons() {
    let app = TestService::ready().await;
    let bob = app.agent("bob");
    for number in 0..12 {
        app.opens(&app.member(&format!("member-{number}")), "Support").await;
    }
    let first = bob.slash(&app.general, "/tickets list state:open").await;
    assert!(first.text().contains("Page 1 of 2") && first.text().contains("12 tickets"), "{}", first.text());
    assert!(first.text().contains("#0012") && !first.text().contains("#0002"));
    let second = bob.press(&first.message().unwrap().button("2")).await;
    assert!(second.text().contains("Page 2 of 2") && second.text().contains("#0002"), "{}", second.text());
    for forged in ["tickit:2:list_tickets:99:open.any:any:any", "tickit:2:list_tickets:0:open.any:any:any"] {
        assert!(bob.press_custom(&app.panel(), forged).await.text().contains("Page"), "{forged}");
    }
    for forged in ["tickit:2:list_tickets:1:x:any:any", "tickit:2:list_tickets:1:open.any:me:any"] {
        assert!(bob.press_custom(&app.panel(), forged).await.text().contains("out of date"), "{forged}");
    }
    eventually("all is done", || app.ticket_channels().len() == 12).await;
    app.finish().await;
}
