//! Files that people sent, from where Discord keeps them and from nowhere else
//! (<https://docs.discord.com/developers/reference#signed-attachment-cdn-urls>).

use std::sync::Arc;
use std::time::Duration;

use reqwest::{StatusCode, Url};
use tickit_domain::discord::DiscordError;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{Rest, is_loopback};

/// Where Discord keeps files. Whatever else a message names is not asked for.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// How the paths of files that were sent begin.
const FOLDERS: [&str; 2] = ["/attachments/", "/ephemeral-attachments/"];

/// So many files are on their way at once, in this process: each may be some megabytes in memory.
const MOST_AT_ONCE: usize = 4;

/// How long a file may take, from its turn on and waiting for its turn. Together that is well below an attempt's time.
const DEADLINE: Duration = Duration::from_secs(4);

/// How soon a file is asked for again that did not come.
const AGAIN: Duration = Duration::from_secs(2);

/// The way to files.
#[derive(Debug, Clone)]
pub(super) struct Media {
    rest: Rest,
    turns: Arc<Semaphore>,
}

impl Media {
    /// By the client that everything goes out by; nothing of a bot's goes with these requests.
    pub(super) fn new(rest: Rest) -> Self {
        Self { rest, turns: Arc::new(Semaphore::new(MOST_AT_ONCE)) }
    }

    /// The bytes of a file, at most so many.
    pub(super) async fn fetch(&self, address: &str, most: u64) -> Result<Vec<u8>, DiscordError> {
        let Some(address) = file_address(self.rest.base(), address) else { return Err(DiscordError::Gone) };
        let late = |_| DiscordError::Unavailable(AGAIN);
        let _turn = timeout(DEADLINE, self.turns.acquire()).await.map_err(late)?;
        timeout(DEADLINE, self.download(address, most)).await.map_err(late)?
    }

    async fn download(&self, address: Url, most: u64) -> Result<Vec<u8>, DiscordError> {
        let away = |_| DiscordError::Unavailable(AGAIN);
        let mut response = self.rest.0.http.get(address).send().await.map_err(away)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {
                return Err(DiscordError::Unavailable(AGAIN));
            }
            status if status.is_server_error() => return Err(DiscordError::Unavailable(AGAIN)),
            _ => return Err(DiscordError::Gone),
        }
        if response.content_length().is_some_and(|length| length > most) {
            return Err(too_large());
        }
        let mut content = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(away)? {
            if (content.len() + chunk.len()) as u64 > most {
                return Err(too_large());
            }
            content.extend_from_slice(&chunk);
        }
        Ok(content)
    }
}

fn too_large() -> DiscordError {
    DiscordError::Rejected { code: 413, message: "the file is larger than it may be".into() }
}

/// The address of a file that somebody sent, where it is one. A Discord on this machine keeps its files itself.
fn file_address(base: &Url, address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let of_discord = url.scheme() == "https"
        && url.port().is_none()
        && url.host_str().is_some_and(|host| HOSTS.contains(&host))
        && url.username().is_empty()
        && url.password().is_none();
    let of_this_machine = is_loopback(base) && url.origin() == base.origin();
    let of_a_file = FOLDERS.iter().any(|folder| url.path().starts_with(folder));
    ((of_discord || of_this_machine) && of_a_file).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_discord_keeps_are_asked_for() {
        let discord = Url::parse("https://discord.com/api/v10").unwrap();
        let local = Url::parse("http://127.0.0.1:8080/api/v10").unwrap();
        let file = "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3";
        assert_eq!(file_address(&discord, file).unwrap().as_str(), file);
        assert!(file_address(&discord, "https://media.discordapp.net/ephemeral-attachments/1/2/a.png").is_some());
        assert!(file_address(&local, "http://127.0.0.1:8080/attachments/1/2/a.png").is_some());
        for address in [
            "http://cdn.discordapp.com/attachments/1/2/a.png",
            "https://cdn.discordapp.com.evil.example/attachments/1/2/a.png",
            "https://cdn.discordapp.com:8443/attachments/1/2/a.png",
            "https://user@cdn.discordapp.com/attachments/1/2/a.png",
            "https://cdn.discordapp.com@evil.example/attachments/1/2/a.png",
            "https://cdn.discordapp.com/attachments/../api/1",
            "https://cdn.discordapp.com/attachments/%2e%2e/api/1",
            "https://cdn.discordapp.com/avatars/1/2.png",
            "https://discord.com/attachments/1/2/a.png",
            "http://127.0.0.1:8080/attachments/1/2/a.png",
            "http://169.254.169.254/attachments/",
            "file:///etc/passwd",
            "//cdn.discordapp.com/attachments/1/2/a.png",
            "",
        ] {
            assert_eq!(file_address(&discord, address), None, "{address}");
        }
        assert_eq!(file_address(&local, "http://127.0.0.1:8081/attachments/1/2/a.png"), None);
        assert_eq!(file_address(&local, "http://127.0.0.1:8080/api/v10/users/@me"), None);
    }
}
