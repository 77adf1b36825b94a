//! Which limits a request falls under, read from its method and path.

use std::hash::{DefaultHasher, Hash, Hasher};

use reqwest::Method;

use super::{Body, Request};

/// Where a request goes, as the limits see it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Route {
    /// An interaction's callback, or the webhook of an interaction: authorised by the interaction's own token, and not
    /// counted against the bot's 50 requests a second.
    Interaction,
    /// Everything else: under the global limit, and in a bucket.
    Bot {
        /// The method and the path without its ids: requests that share their limit have the same.
        template: String,
        /// The top-level resource, which has its own count: the channel, the guild or the webhook.
        major: String,
        /// What has a limit of its own beside the bucket's, as far as Discord lets it be known.
        aspect: Aspect,
    },
}

/// What a request changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// A channel's name or topic, which may change twice in ten minutes.
    Name,
    /// Anything else.
    Other,
}

impl Route {
    /// The limits of a request of the bot whose application has this id.
    pub fn of(request: &Request, application: u64) -> Self {
        let method = &request.method;
        let bare = request.path.split('?').next().unwrap_or_default();
        let mut segments = bare.split('/').filter(|segment| !segment.is_empty());
        let (first, second, third) = (segments.next(), segments.next(), segments.next());
        match (first, second, third) {
            (Some("interactions"), _, _) => return Self::Interaction,
            (Some("webhooks"), Some(id), Some(_)) if id.parse() == Ok(application) => return Self::Interaction,
            _ => {}
        }
        let major = match (first, second, third) {
            (Some("channels" | "guilds"), Some(id), _) | (Some("webhooks"), Some(id), None) => id.to_owned(),
            (Some("webhooks"), Some(id), Some(token)) => format!("{id}/{:016x}", digest(token)),
            _ => String::new(),
        };
        Self::Bot { template: template(method, bare), major, aspect: Aspect::of(request) }
    }

    /// The route as a number, without the resource; `None` where no limit of the bot's holds.
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Interaction => None,
            Self::Bot { template, .. } => Some(digest(template.as_str())),
        }
    }

    /// The count of this bucket that the request falls under, as a number.
    pub fn key(&self, bucket: u64) -> Option<u64> {
        match self {
            Self::Interaction => None,
            Self::Bot { major, .. } => Some(digest(&(bucket, major.as_str()))),
        }
    }

    /// What a log may say of it: neither ids nor tokens.
    pub fn name(&self) -> &str {
        match self {
            Self::Interaction => "interaction",
            Self::Bot { template, .. } => template,
        }
    }
}

/// Anything as a number: what is looked up for each request is no text that was put together for it, and no token.
pub(super) fn digest<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Aspect {
    fn of(request: &Request) -> Self {
        let is_channel = request.path.strip_prefix("/channels/").is_some_and(|channel| !channel.contains('/'));
        let named = |body: &serde_json::Value| ["name", "topic"].iter().any(|key| body.get(key).is_some());
        match &request.body {
            Body::Json(body) if is_channel && request.method == Method::PATCH => {
                if body.read().is_ok_and(|body| named(&body)) { Self::Name } else { Self::Other }
            }
            _ => Self::Other,
        }
    }
}

/// The path with every id and token replaced; what follows `reactions` is one limit whatever the emoji.
fn template(method: &Method, bare: &str) -> String {
    let mut template = method.as_str().to_owned();
    let mut before = "";
    for (index, segment) in bare.split('/').filter(|segment| !segment.is_empty()).enumerate() {
        let token = index == 2 && template.ends_with("webhooks/{id}");
        let id = segment.bytes().all(|byte| byte.is_ascii_digit());
        template.push('/');
        template.push_str(match segment {
            _ if token => "{token}",
            _ if id => "{id}",
            _ if before == "reactions" => "{emoji}",
            plain => plain,
        });
        before = segment;
    }
    template
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bot(method: Method, path: &str) -> (String, String) {
        match Route::of(&Request::new(method, path), 7) {
            Route::Bot { template, major, .. } => (template, major),
            Route::Interaction => panic!("{path} was taken for an interaction's"),
        }
    }

    #[test]
    fn ids_do_not_make_routes_and_majors_do_not_share_counts() {
        let (one, first) = bot(Method::PATCH, "/channels/81384788765712384/messages/5?x=1");
        let (two, second) = bot(Method::PATCH, "/channels/91384788765712384/messages/6");
        assert_eq!(one, "PATCH/channels/{id}/messages/{id}");
        assert_eq!((one, first.as_str()), (two, "81384788765712384"));
        assert_ne!(first, second);
        assert_ne!(bot(Method::GET, "/channels/1/messages/5").0, bot(Method::DELETE, "/channels/1/messages/5").0);
        assert_eq!(
            bot(Method::PUT, "/channels/1/messages/2/reactions/%F0%9F%94%A5/@me").0,
            "PUT/channels/{id}/messages/{id}/reactions/{emoji}/@me"
        );
    }

    #[test]
    fn a_webhook_token_is_no_route_of_its_own() {
        let (route, major) = bot(Method::POST, "/webhooks/8/secret");
        assert_eq!(route, "POST/webhooks/{id}/{token}");
        assert!(major.starts_with("8/") && !major.contains("secret"));
        assert_ne!(major, bot(Method::POST, "/webhooks/8/another").1);
    }

    #[test]
    fn answers_to_interactions_pass() {
        for path in ["/interactions/1/token/callback", "/webhooks/7/token", "/webhooks/7/token/messages/@original"] {
            assert_eq!(Route::of(&Request::new(Method::POST, path), 7), Route::Interaction);
        }
    }
}
