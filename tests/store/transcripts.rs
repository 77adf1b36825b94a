//! Transcripts in a store that fails, and as the first version left them.

use std::sync::Arc;

use serde_json::json;
use tickit::store::memory::{Faults, MemoryStore};
use tickit_domain::ids::TicketId;
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::transcripts::{Begun, Transcripts};
use tickit_domain::store::{DocumentStore as _, Record, StoreError, StoreResult};
use tickit_domain::transcript::{Rendered, Transcript};

use super::note;
use crate::support::kept_message;

const TICKET: TicketId = TicketId::new(1);
const PAGES: u64 = 9;

fn transcripts(store: &Arc<MemoryStore>) -> Transcripts {
    Transcripts::new(Documents::new(store.clone(), Arc::new(WriteTokens::new("node".into()))))
}

/// What becomes of one page: more than a part of the page, and a little text.
fn page(number: u64) -> Rendered {
    Rendered { html: format!("page {number}\n").repeat(40_000), text: format!("line {number}\n") }
}

/// Both files.
async fn opened(transcripts: &Transcripts, transcript: &Transcript) -> Rendered {
    let mut files = Vec::new();
    for portion in &transcript.messages_to_carry_it()[0] {
        files.push(transcripts.open(transcript, portion).await.unwrap().content.to_string());
    }
    let [html, text] = files.try_into().unwrap();
    Rendered { html, text }
}

/// One attempt, which goes on where the last ended.
async fn attempt(transcripts: &Transcripts) -> StoreResult<Transcript> {
    let (mut head, names) = match transcripts.begun(TICKET, 1).await? {
        Begun::Sealed(transcript) => return Ok(transcript),
        Begun::Unsealed { head, names } => (head, names),
    };
    loop {
        let number = head.value.after().map_or(1, |after| after.get() + 1);
        head.value.count(&[kept_message(number, "alice", String::new())]);
        if number == PAGES {
            return transcripts.seal(head, &page(number), &names).await;
        }
        head = transcripts.write(head, &page(number)).await?;
    }
}

#[tokio::test]
async fn under_any_faults_a_transcript_is_what_was_written_and_once() {
    let mut whole = Rendered::default();
    (1..=PAGES).for_each(|number| whole.extend(&page(number)));
    let mut failures = 0;
    for seed in 0..12 {
        let store = Arc::<MemoryStore>::default();
        let transcripts = transcripts(&store);
        store.set_faults(Faults { seed, unavailable: 0.2, answer_lost: 0.2, request_lost: 0.2, ..Faults::default() });
        let sealed = loop {
            match attempt(&transcripts).await {
                Ok(sealed) => break sealed,
                Err(_) => failures += 1,
            }
        };
        store.set_faults(Faults::default());
        assert_eq!(sealed.messages, 9);
        assert!(opened(&transcripts, &sealed).await == whole, "with seed {seed} it is another");
    }
    assert!(failures > 12, "only {failures} attempts failed");
}

/// The first version wrote both files as one JSON object, cut into parts.
#[tokio::test]
async fn a_transcript_that_the_first_version_cut_into_parts_is_taken_over_once() {
    let (store, whole) = (Arc::<MemoryStore>::default(), page(7));
    let json = json!({ "ticket": 1, "round": 1, "messages": 3, "html": whole.html, "text": whole.text }).to_string();
    let (first, second) = json.split_at(json.len() / 2);
    for (part, json) in [(1, second), (0, first)] {
        let body = json!({ "ticket": 1, "round": 1, "part": part, "parts": 2, "json": json });
        let record = note(&format!("transcript:00000001:0001:{part:06}"), body);
        store.insert(Record { kind: "transcript".into(), schema: 1, ..record }).await.unwrap();
    }
    let transcripts = transcripts(&store);
    store.set_faults(Faults { seed: 1, request_lost: 0.6, ..Faults::default() });
    let mut attempts = 0;
    let sealed = loop {
        attempts += 1;
        match transcripts.newest(TICKET, 2).await {
            Ok(sealed) => break sealed.unwrap(),
            Err(error) => assert!(!matches!(error, StoreError::Corrupt(_)), "{error}"),
        }
    };
    store.set_faults(Faults::default());
    assert!(attempts > 1 && sealed.messages == 3 && opened(&transcripts, &sealed).await == whole);
    let rev = async || store.get("transcript_head:00000001:0001").await.unwrap().unwrap().rev;
    let before = rev().await;
    assert_eq!(transcripts.newest(TICKET, 1).await, Ok(Some(sealed)));
    assert_eq!(rev().await, before);
}
