//! What people write to harm whoever reads a transcript, in a browser that counts what comes of it: nothing.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::TcpListener;

use super::browser::{Browser, Opened};
use super::{conversation, ticket, transcript};

const HOSTILE: &str = include_str!("../fixtures/transcript/hostile.json");
const CONVERSATION: &str = include_str!("../fixtures/transcript/conversation.json");

/// What a browser is told to refuse; the page has to be harmless without it.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\"";

/// Somebody who waits for requests, and counts them.
struct Listener {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Listener {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, connections) = (listener.local_addr().unwrap().port(), Arc::<AtomicUsize>::default());
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { port, connections }
    }

    fn heard(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn opened(browser: &mut Browser, html: &str) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    fs::write(&page, html).unwrap();
    browser.open(&page).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_conversation_runs_no_script_and_asks_for_nothing_even_where_no_policy_forbids_it() {
    let Some(mut browser) = Browser::start().await else { return };
    let listener = Listener::start().await;
    let hostile = HOSTILE.replace("PORT", &listener.port.to_string());
    let evil = format!("<script>document.title='ran'</script><img src=http://127.0.0.1:{}/x>", listener.port);
    let html = transcript(&ticket("en-US", Some(&evil)), &conversation(&hostile)).html;
    let without_policy = html.lines().filter(|line| !line.starts_with(POLICY)).collect::<Vec<_>>().join("\n");
    assert!(without_policy.len() < html.len());
    for page in [html, without_policy] {
        let found = opened(&mut browser, &page).await;
        assert_eq!((found.scripts, found.requests.as_slice()), (0, &[][..]), "{found:?}");
        assert!(found.title.contains("#0042"), "{found:?}");
    }
    assert_eq!(listener.heard(), 0);

    // The same browser does see scripts and requests where there are some.
    let harmful = format!("<title>x</title>{evil}");
    let found = opened(&mut browser, &harmful).await;
    assert_eq!((found.scripts, found.requests.len(), found.title.as_str()), (1, 1, "ran"), "{found:?}");
    assert!(listener.heard() > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_with_every_kind_of_message_needs_no_network_and_no_script() {
    let Some(mut browser) = Browser::start().await else { return };
    let html = transcript(&ticket("en-US", None), &conversation(CONVERSATION)).html;
    let found = opened(&mut browser, &html).await;
    assert_eq!((found.scripts, found.requests.as_slice()), (0, &[][..]), "{found:?}");
    assert_eq!(found.title, "Support #0042");
}

#[test]
fn no_link_of_a_hostile_conversation_leads_anywhere_but_to_the_web() {
    let html = transcript(&ticket("en-US", None), &conversation(HOSTILE)).html;
    let addresses: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!addresses.is_empty());
    for address in addresses {
        let good = ["https://", "http://", "#"].iter().any(|start| address.starts_with(start));
        assert!(good, "{address}");
    }
    let ours = "<img class=\"picture\" loading=\"lazy\" alt=\"";
    assert_eq!(html.matches("<img").count(), html.matches(ours).count());
    for tag in ["<script", "<iframe", "<svg", "<base", "<link"] {
        assert!(!html.contains(tag), "{tag}");
    }
}
