//! Servers and programs that tests need and that are not here: the environment says where they are.

use std::io::Write as _;

/// What a variable names. Where it is not set the test is skipped loudly; with `CI=true` it fails.
#[expect(clippy::disallowed_methods, reason = "what there is outside is told by the environment")]
pub fn outside(variable: &str, what: &str) -> Option<String> {
    if let Ok(named) = std::env::var(variable) {
        return Some(named);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{variable} is not set: CI has to test with {what}");
    skip(&format!("to run it, set {variable} to {what}"));
    None
}

/// Says, past the test harness, which keeps what passing tests print, that this test did not run.
pub fn skip(why: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    std::io::stderr().write_all(format!("SKIPPED {test}: {why}\n").as_bytes()).unwrap();
}
