//! A service with one guild, and as many tickets in it as are wanted: one is opened and closed as members do, and the others are
//! copies of its record, with other numbers, members, answers and words.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::{Intents, Simulator};
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, Response, redirect};
use serde_json::{Value, json};
use tempfile::TempDir;
use tickit::app::Service;
use tickit::config::{Config, Inputs};
use tickit::foundation::Foundation;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::{BotId, TicketId, UserId};
use tickit_domain::json_text::JsonText;
use tickit_domain::store::document::Documents;
use tickit_domain::store::{DocumentStore, List, Order, Record, Selection, Write, renewed};
use tickit_domain::ticket::Ticket;
use tokio::time::sleep;

use crate::support::guilds::{AT_ONCE, BenchGuild, OpenGuild, all_ready};
use crate::support::process::{Engine, OPERATOR_KEY};

/// So many records are written at once.
const AT_ONCE_WRITTEN: usize = 500;

/// In so many tickets something was said.
const SAID: u32 = 1000;

/// The ticket in which much was said, and how often.
pub const LONG: u32 = 3;
pub const MESSAGES: u64 = 500;

/// The service, and whom to ask.
pub struct House {
    /// What asks.
    pub http: Client,
    /// The address of the guild.
    pub guild: String,
    /// An admin's key.
    pub key: String,
    /// The operator's access token.
    pub token: String,
    /// The same for pages.
    pub cookie: String,
    /// Where the guild's pages are.
    pub pages: String,
    /// The bot.
    pub bot: BotId,
    /// How many tickets there are.
    pub tickets: u32,
    /// In how many of these something was said.
    pub said: usize,
    members: Vec<UserId>,
    discord: Simulator,
    service: Service,
    _directory: TempDir,
}

impl House {
    /// Starts the service, and fills the guild's database.
    pub async fn build(engine: &Engine, tickets: u32) -> anyhow::Result<Self> {
        let (discord, directory) = (Simulator::builder().seed(7).start().await?, TempDir::new()?);
        let guild = BenchGuild::build(&discord, 0);
        guild.bot.grant_intents(Intents::MESSAGE_CONTENT);
        let address = tokio::net::TcpListener::bind("127.0.0.1:0").await?.local_addr()?.to_string();
        let config = configure(&directory, &discord, &address, engine, &guild.bot.token(), tickets)?;
        let foundation = Foundation::lay(&config).await?;
        let service = Service::start_on(&config, foundation.clone()).await?;
        all_ready(&discord, std::slice::from_ref(&guild), tokio::time::Instant::now()).await?;
        let open = guild.open().await?;
        let bot = BotId::new(open.guild.bot.id().0);
        close_one(&open).await?;
        let id = tickit_domain::ids::GuildId::new(open.guild.guild.id().0);
        let store = foundation.stores.guild(id).await?;
        let said = fill(&Documents::new(store, foundation.write_tokens.clone()), tickets).await?;
        let members = (0..200).map(|number| UserId::new(open.member(1000 + number).id().0)).collect();
        let http = Client::builder().redirect(redirect::Policy::none()).build()?;
        let url = format!("http://{address}");
        let key = make_key(&http, &url, bot).await?;
        let (token, cookie) = sign_in(&http, &url).await?;
        let (guild, pages) = (format!("{url}/api/guilds/{id}"), format!("{url}/dashboard/{bot}/{id}"));
        Ok(Self {
            http,
            guild,
            key,
            token,
            cookie,
            pages,
            bot,
            tickets,
            said,
            members,
            discord,
            service,
            _directory: directory,
        })
    }

    /// A member who has no ticket yet, of the first 200.
    pub fn member(&self, number: usize) -> UserId {
        self.members.get(number % self.members.len()).copied().unwrap_or(UserId::new(1))
    }

    /// Stops the service.
    pub async fn finish(self) -> anyhow::Result<()> {
        self.service.stop().await;
        self.discord.finish().await.map_err(|error| anyhow::anyhow!("{error}"))
    }
}

fn configure(
    directory: &TempDir,
    discord: &Simulator,
    address: &str,
    engine: &Engine,
    token: &str,
    tickets: u32,
) -> anyhow::Result<Config> {
    let file = directory.path().join("tickit.toml");
    let limits = "[http]\nrequests_per_second = 100000\n";
    fs::write(&file, format!("{limits}[[bots]]\nname = \"bot\"\ntoken = \"{token}\"\n"))?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
    let mut variables = vec![
        ("DISCORD_API_BASE", discord.api_base()),
        ("TICKIT_DATA_DIR", directory.path().join("data").display().to_string()),
        ("TICKIT_HTTP_ADDRESS", address.to_owned()),
        ("TICKIT_PUBLIC_URL", format!("http://{address}")),
        ("TICKIT_OPERATOR_KEY", OPERATOR_KEY.to_owned()),
        ("TICKIT_DATABASE_PREFIX", format!("api-{tickets}-{}", std::process::id())),
    ];
    if let Engine::Mongo(uri) = engine {
        variables.push(("MONGODB_URI", uri.clone()));
    }
    let variables = variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Config::load(&Inputs { file: Some(file), variables, ..Inputs::default() })?)
}

/// A ticket in which something was said, closed.
async fn close_one(open: &OpenGuild) -> anyhow::Result<()> {
    let (alice, owner) = (open.member(1), open.guild.guild.owner());
    let before = open.guild.guild.channels().len();
    alice.press(&open.panel.button(AT_ONCE)).await.finished().await;
    let channel = open.guild.guild.channels().into_iter().nth(before).context("there is no ticket")?;
    alice.says(&channel, "My parcel arrived said0").await;
    sleep(Duration::from_secs(1)).await;
    owner.slash(&channel, "/ticket priority level:High").await.finished().await;
    owner.slash(&channel, "/ticket close reason:done").await;
    while channel.exists() {
        sleep(Duration::from_millis(20)).await;
    }
    sleep(Duration::from_secs(1)).await;
    Ok(())
}

/// Copies the first ticket, and of the first some its first message; in how many something was said.
async fn fill(documents: &Documents, tickets: u32) -> anyhow::Result<usize> {
    let store = documents.store();
    let first = store.get("ticket:00000001").await?.context("the first ticket is not kept")?;
    let message = message_of_first(&**store).await?;
    let said = tickets.min(SAID);
    let mut writes = Vec::new();
    for number in 2..=tickets {
        writes.push(Write::Insert(ticket(&first, number, tickets)?));
        if number <= said {
            writes.push(Write::Insert(said_in(&message, number, 0)?));
        }
        if number == LONG {
            for later in 1..MESSAGES {
                writes.push(Write::Insert(said_in(&message, number, later)?));
            }
        }
        if writes.len() >= AT_ONCE_WRITTEN || number == tickets {
            store.write_all(std::mem::take(&mut writes)).await.all()?;
        }
    }
    // Its revision says how often it was counted, by one each time.
    let counter = store.get("sequence:ticket").await?.context("no ticket was counted")?;
    store.delete(&counter.id, None).await?;
    let body = json!({ "value": tickets }).into();
    store.insert(Record { rev: u64::from(tickets) - 1, body, ..counter }).await?;
    Ok(usize::try_from(said)?)
}

async fn message_of_first(store: &dyn DocumentStore) -> anyhow::Result<Record> {
    let selection = Selection::Prefix("message:00000001:".into());
    let list = List { selection, order: Order::Ascending, limit: 100, after: None };
    let records = store.list(&list).await?.records;
    records.into_iter().find(|record| record.body.text().contains("said0")).context("the message was not heard")
}

/// The ticket of this number, ten minutes older than the next one, of a member of its own, with some words of its own.
fn ticket(first: &Record, number: u32, tickets: u32) -> anyhow::Result<Record> {
    let mut ticket: Ticket = first.body.read()?;
    ticket.id = TicketId::new(number);
    let earlier = |at: Timestamp| Timestamp::from_millis(at.as_millis() - i64::from(tickets - number) * 600_000);
    ticket.opened_at = earlier(ticket.opened_at);
    if let Some(closing) = &mut ticket.closing {
        closing.at = earlier(closing.at);
    }
    ticket.opener = UserId::new(10_000_000 + u64::from(number));
    ticket.topic = format!("The parcel arrived broken, order{number}, topic{}", number % 100);
    let body = JsonText::of(&ticket)?;
    Ok(renewed(Record { id: format!("ticket:{number:08}"), body, rev: 0, ..first.clone() })?)
}

/// What was said in it; so many messages later.
fn said_in(first: &Record, number: u32, later: u64) -> anyhow::Result<Record> {
    let word = |word: u64| format!("{:x}", (later + 1).wrapping_mul(word * 0x9e37_79b9) % 0xff_ffff);
    let words = (1..15).map(word).collect::<Vec<_>>().join(" ");
    let more = if later == 0 { String::new() } else { format!(", message {later}: {words}") };
    let text = first.body.text().replace("said0", &format!("said{}{more}", number - 1));
    let mut body: Value = serde_json::from_str(&text)?;
    body["ticket"] = json!(TicketId::new(number));
    let (_, message) = first.id.rsplit_once(':').context("a message has no id")?;
    let message = message.parse::<u64>()? + later;
    if let Some(id) = body.pointer_mut("/message/id") {
        *id = json!(message.to_string());
    }
    let id = format!("message:{number:08}:{message:020}");
    Ok(renewed(Record { id, body: body.into(), rev: 0, ..first.clone() })?)
}

async fn make_key(http: &Client, url: &str, bot: BotId) -> anyhow::Result<String> {
    let wanted = json!({ "name": "bench", "bot": bot.to_string(), "may": ["admin"] });
    let made = http.post(format!("{url}/api/keys")).bearer_auth(OPERATOR_KEY).json(&wanted).send().await?;
    let made: Value = made.error_for_status()?.json().await?;
    Ok(made["text"].as_str().context("there is no key")?.to_owned())
}

/// Signs the operator in by a link; their access token, and their cookie.
async fn sign_in(http: &Client, url: &str) -> anyhow::Result<(String, String)> {
    let made = http.post(format!("{url}/api/auth/links")).bearer_auth(OPERATOR_KEY).send().await?;
    let made: Value = made.error_for_status()?.json().await?;
    let came = http.post(made["url"].as_str().context("there is no link")?).send().await?;
    let access = http.post(format!("{url}/api/auth/refresh")).header(COOKIE, cookies(&came)).send().await?;
    let cookie = cookies(&access);
    let access: Value = access.error_for_status()?.json().await?;
    Ok((access["access_token"].as_str().context("there is no access token")?.to_owned(), cookie))
}

/// What an answer has a browser keep.
fn cookies(answer: &Response) -> String {
    let all = answer.headers().get_all(SET_COOKIE).iter();
    all.filter_map(|cookie| cookie.to_str().ok()?.split(';').next()).collect::<Vec<_>>().join("; ")
}
