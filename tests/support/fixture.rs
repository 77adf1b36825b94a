//! A Discord as it was when the fixture of an earlier version was made: see `tests/fixtures/make.sh`.

use std::fs;
use std::path::{Path, PathBuf};

use discord_simulator::world::{Attachment, Channel, ChannelKind, Message, Overwrite, OverwriteKind, Snowflake};
use discord_simulator::{Member, Permissions, Simulator};
use serde_json::Value;

use super::{Settings, TestGuild, TestWorld, application};
use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY};

/// The folder of the fixture.
pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/8bdd27c").join(path)
}

/// A world as one was then, and who is in it: its members, and an agent.
pub async fn earlier_world(discord_json: &str) -> (TestWorld, Vec<Member>, Member) {
    let picture: Value = serde_json::from_slice(&fs::read(fixture(discord_json)).unwrap()).unwrap();
    let began = picture["began"].as_u64().unwrap();
    let discord = Simulator::builder().seed(8).begins_at(began).start().await.unwrap();
    let bot = application(&discord, "Helper");
    let home = TestGuild::new(&discord, "Acme", &[&bot]);
    let names = picture["members"].as_array().unwrap();
    let members = names.iter().map(|name| home.member(name.as_str().unwrap())).collect();
    let agent = home.agent("bob");
    let ids = [("bot", bot.id()), ("guild", home.guild.id()), ("staff", home.staff.id())];
    for (name, id) in ids {
        assert_eq!(picture["ids"][name], id.to_string(), "the {name} has another id than in the fixture");
    }
    for channel in picture["channels"].as_array().unwrap() {
        restore(&discord, home.guild.id(), channel);
    }
    // What is made from now on is newer than all that was made then.
    let passed = picture["now"].as_u64().unwrap() - began;
    discord.clock().advance(std::time::Duration::from_millis(passed + 60_000));
    discord.clock().resume();
    let settings = Settings::new(&discord, &[&bot]);
    let settings = settings.with("ENCRYPTION_KEY", ENCRYPTION_KEY).with("ENCRYPTION_IV", ENCRYPTION_IV);
    (TestWorld { discord, bot, home, settings }, members, agent)
}

/// Puts a channel with its messages into the world; where it is there, its messages only.
fn restore(discord: &Simulator, guild: Snowflake, picture: &Value) {
    let id = snowflake(&picture["id"]);
    let messages: Vec<Message> =
        picture["messages"].as_array().unwrap().iter().map(|picture| message(id, picture)).collect();
    discord.shared().change(|world| {
        let channels = &mut world.guilds.get_mut(&guild).unwrap().channels;
        let channel = world.channels.entry(id).or_insert_with(|| {
            channels.push(id);
            channel(id, guild, picture)
        });
        channel.last_message = messages.last().map(|message| message.id);
        world.messages.entry(id).or_default().extend(messages.into_iter().map(|message| (message.id, message)));
    });
}

fn channel(id: Snowflake, guild: Snowflake, picture: &Value) -> Channel {
    let overwrite = |picture: &Value| Overwrite {
        id: snowflake(&picture["id"]),
        kind: if picture["kind"] == 0 { OverwriteKind::Role } else { OverwriteKind::Member },
        allow: Permissions(picture["allow"].as_u64().unwrap()),
        deny: Permissions(picture["deny"].as_u64().unwrap()),
    };
    Channel {
        id,
        guild: Some(guild),
        kind: ChannelKind(u8::try_from(picture["kind"].as_u64().unwrap()).unwrap()),
        name: picture["name"].as_str().unwrap().to_owned(),
        parent: picture["parent"].as_str().map(|parent| parent.parse().unwrap()),
        position: u32::try_from(picture["position"].as_u64().unwrap()).unwrap(),
        topic: picture["topic"].as_str().map(str::to_owned),
        overwrites: picture["overwrites"].as_array().unwrap().iter().map(overwrite).collect(),
        ..Channel::default()
    }
}

fn message(channel: Snowflake, picture: &Value) -> Message {
    let file = |picture: &Value| Attachment {
        id: snowflake(&picture["id"]),
        filename: picture["filename"].as_str().unwrap().to_owned(),
        description: None,
        content_type: picture["content_type"].as_str().unwrap().to_owned(),
        size: usize::try_from(picture["size"].as_u64().unwrap()).unwrap(),
    };
    Message {
        id: snowflake(&picture["id"]),
        channel,
        author: snowflake(&picture["author"]),
        kind: u8::try_from(picture["kind"].as_u64().unwrap()).unwrap(),
        content: picture["content"].as_str().unwrap().to_owned(),
        embeds: picture["embeds"].as_array().unwrap().clone(),
        components: picture["components"].as_array().unwrap().clone(),
        attachments: picture["attachments"].as_array().unwrap().iter().map(file).collect(),
        flags: picture["flags"].as_u64().unwrap(),
        edited: picture["edited"].as_u64(),
        nonce: Some(picture["nonce"].clone()).filter(|nonce| !nonce.is_null()),
        ..Message::default()
    }
}

fn snowflake(value: &Value) -> Snowflake {
    value.as_str().unwrap().parse().unwrap()
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}
