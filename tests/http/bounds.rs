//! What strangers may send, and that a crowd of them changes nothing for others.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::{Door, There};
use crate::installation::OPERATOR_KEY;

/// How many descriptors a crowd takes, with those of its other ends.
const CROWD: usize = 2_000;

/// How many descriptors this process may have; as many as wanted where the system does not say.
fn descriptors() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok()).unwrap_or(usize::MAX)
}

/// Where a machine allows few descriptors, fewer come: the bound on connections is the same, and they are over it.
fn crowd() -> usize {
    CROWD.min(descriptors().saturating_sub(400))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_idle_and_a_thousand_slow_connections_change_nothing_for_others() {
    let door = Door::open_with(Arc::new(There), |settings| settings.max_connections = 256);
    let address = door.url.trim_start_matches("http://").to_owned();
    let crowd = crowd();
    assert!(crowd > 512, "this machine allows too few descriptors to see anything: `ulimit -n 4096`");
    let (mut open, mut slowest) = (Vec::new(), Duration::ZERO);
    for number in 0..crowd {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        if number % 2 == 0 {
            // The first bytes of a request; more come below, one by one.
            let _ = stream.write_all(b"GET /api/health HTTP/1.1\r\nx-slow: ").await;
        }
        open.push(stream);
        if number % 100 == 0 {
            for stream in open.iter_mut().step_by(2) {
                let _ = stream.write_all(b"x").await;
            }
            let asked = Instant::now();
            assert_eq!(door.get("/api/health/live").await.status(), StatusCode::OK);
            slowest = slowest.max(asked.elapsed());
        }
    }
    assert!(slowest < Duration::from_secs(2), "somebody waited {slowest:?}");
    door.close().await;
}

impl Door {
    /// Sends these bytes with the operator's key; what comes back, until the end.
    async fn reads(&self, head: &str, body: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.url.trim_start_matches("http://")).await.unwrap();
        let head = format!(
            "POST /api/reconnect HTTP/1.1\r\nhost: tickit\r\nauthorization: Bearer {OPERATOR_KEY}\r\n{head}\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // As simple programs do it: all of it is sent before anything is read.
        stream.write_all(body).await.unwrap();
        let mut answer = String::new();
        timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        answer
    }
}

#[tokio::test]
async fn bodies_of_ten_megabytes_are_answered_whether_they_say_their_length_or_not() {
    let door = Door::open(Arc::new(There));
    let body = vec![b' '; 10 << 20];
    let said = door.reads(&format!("content-length: {}\r\n", body.len()), &body).await;
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("body_too_large"), "{said}");
    let mut chunks = Vec::new();
    for chunk in body.chunks(1 << 16) {
        chunks.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        chunks.extend_from_slice(chunk);
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"0\r\n\r\n");
    let said = door.reads("transfer-encoding: chunked\r\n", &chunks).await;
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("body_too_large"), "{said}");
    door.close().await;
}

#[tokio::test]
async fn a_body_that_never_ends_is_answered_in_time() {
    let door = Door::open_with(Arc::new(There), |settings| settings.request_timeout = Duration::from_millis(300));
    let said = door.reads("content-length: 100\r\n", b"{").await;
    assert!(said.starts_with("HTTP/1.1 503") && said.contains("\"timeout\"") && said.contains("retry-after"), "{said}");
    door.close().await;
}

#[tokio::test]
async fn deep_nesting_is_no_json_and_what_a_body_calls_itself_does_not_matter() {
    let door = Door::open_with(Arc::new(There), |settings| settings.body_limit_bytes = 1 << 20);
    for deep in ["[".repeat(500_000), "{\"bot\":".repeat(100_000)] {
        let (status, problem) = door.reconnect(OPERATOR_KEY, deep).await;
        assert_eq!((status, problem["code"].as_str().unwrap()), (StatusCode::BAD_REQUEST, "invalid_body"));
    }
    for (kind, body, expected) in [
        ("text/xml", "{\"bot\":\"1\"}", StatusCode::ACCEPTED),
        ("application/x-www-form-urlencoded", "bot=1", StatusCode::BAD_REQUEST),
        ("multipart/form-data; boundary=x", "--x\r\n\r\n--x--", StatusCode::BAD_REQUEST),
    ] {
        let post = Client::new().post(format!("{}/api/reconnect", door.url)).bearer_auth(OPERATOR_KEY);
        let answer = post.header("content-type", kind).body(body).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{kind}");
        assert!(answer.json::<Value>().await.unwrap().is_object());
    }
    door.close().await;
}
