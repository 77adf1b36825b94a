//! How many requests a route takes. Discord does not publish these and changes them; the numbers are of the kind
//! that its headers show.
use crate::Millis;

/// A route's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    /// So many requests
    pub most: u32,
    /// in so many milliseconds.
    pub length: Millis,
}

/// The limit of a route; `None` if it has none of its own.
pub(super) fn of(method: &str, template: &str) -> Option<Rule> {
    let rule = |most, length| Some(Rule { most, length });
    match (method, template) {
        ("POST", "/interactions/{}/{}/callback") | (_, "/gateway" | "/gateway/bot") => None,
        ("POST" | "PATCH", "/channels/{}/messages" | "/channels/{}/messages/{}" | "/channels/{}/typing") => {
            rule(5, 5_000)
        }
        ("DELETE", "/channels/{}/messages/{}") => rule(5, 1_000),
        ("POST", "/channels/{}/messages/bulk-delete") => rule(1, 1_000),
        ("PATCH", "/channels/{}") => rule(5, 15_000),
        ("PUT" | "DELETE", "/channels/{}/pins/{}" | "/channels/{}/messages/pins/{}") => rule(5, 4_000),
        ("PUT" | "DELETE", "/channels/{}/permissions/{}") => rule(10, 15_000),
        ("POST", "/guilds/{}/channels" | "/channels/{}/threads" | "/channels/{}/messages/{}/threads") => {
            rule(500, 10_000)
        }
        ("POST", _) if template.ends_with("/commands") => rule(5, 20_000),
        ("PUT", _) if template.ends_with("/commands") => rule(2, 60_000),
        (_, _) if template.starts_with("/webhooks/") => rule(5, 2_000),
        ("GET", _) => rule(50, 1_000),
        _ => rule(10, 10_000),
    }
}
