//! `docs/WEBHOOKS.md`: its program verifies what a receiver really gets, and nothing that was changed.

use std::process::{Command, Output};

use serde_json::{Value, json};

use super::program::skipped;
use crate::api::receiver::{Got, Hooked, Receiver};

const PAGE: &str = include_str!("../../docs/WEBHOOKS.md");

/// What the program of the page says of a delivery: whether it is verified.
fn verified(secret: &str, got: &Got, body: &str) -> String {
    let program = PAGE.split("```python\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let headers: Value = names.map(|name| (name.to_owned(), json!(got.header(name)))).into_iter().collect();
    let asks = format!("{program}\nimport json, sys\nsecret, headers, body = json.load(sys.stdin)\n");
    let asks = format!("{asks}print(verified(secret, headers, body.encode()))");
    let Output { status, stdout, stderr } = python(&asks, &json!([secret, headers, body]).to_string());
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap().trim().to_owned()
}

fn python(program: &str, input: &str) -> Output {
    use std::io::Write as _;
    use std::process::Stdio;
    let mut command = Command::new("python3");
    command.args(["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_on_the_page_about_webhooks_verifies_what_comes_and_nothing_else() {
    if Command::new("python3").arg("--version").output().is_err() {
        let _: Option<()> = skipped("webhooks", "needs python3");
        return;
    }
    let (hooked, receiver) = (Hooked::set_up().await, Receiver::new().await);
    let (id, secret) = hooked.follows(&receiver).await;
    let other = hooked.follows(&Receiver::new().await).await.1;
    hooked.tests(&id).await;
    let got = receiver.gets("webhook.test").await;
    assert_eq!(verified(&secret, &got, &got.body), "True");
    assert_eq!(verified(&secret, &got, &got.body.replace("webhook.test", "ticket.closed")), "False");
    assert_eq!(verified(&other, &got, &got.body), "False");
    hooked.hosting.finish().await;
}
