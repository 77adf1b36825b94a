//! Who may set overwrites: by what is held in the channel, and in its category.
use discord_simulator::{ChannelHandle, Permissions, world::Snowflake};
use serde_json::{Value, json};

use super::client::{Scene, Told};

const NONE: Permissions = Permissions::empty();

async fn scene() -> Scene {
    let held = Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES | Permissions::VIEW_CHANNEL;
    let scene = Scene::with(held).await;
    scene.discord.shared().limits.lift();
    scene
}

/// A channel that the bot may see and change, in a category.
async fn child(scene: &Scene, category: &ChannelHandle) -> Value {
    let own = json!([{ "id": scene.bot.id(), "type": 1, "allow": "1040", "deny": "0" }]);
    let body = json!({ "name": "ticket", "parent_id": category.id(), "permission_overwrites": own });
    scene.post(&format!("/guilds/{}/channels", scene.guild.id()), body).await.ok()["id"].clone()
}

async fn shows(scene: &Scene, channel: &Value, to: Snowflake) -> Told {
    let path = format!("/channels/{}/permissions/{to}", channel.as_str().unwrap());
    scene.put(&path, json!({ "type": 1, "allow": "1024", "deny": "0" })).await
}

#[tokio::test]
async fn what_a_category_denies_may_not_be_given_in_its_channels() {
    let scene = scene().await;
    let (category, alice) = (scene.guild.category("Tickets"), scene.guild.member("alice").id());
    let channel = child(&scene, &category).await;
    assert_eq!(shows(&scene, &channel, alice).await.status, 204);
    category.overwrite(scene.guild.id(), NONE, Permissions::VIEW_CHANNEL);
    shows(&scene, &channel, scene.guild.member("bob").id()).await.refused(403, 50013);
    let path = format!("/channels/{}", channel.as_str().unwrap());
    scene.delete(&format!("{path}/permissions/{alice}")).await.refused(403, 50013);
    scene.patch(&path, json!({ "permission_overwrites": [] })).await.refused(403, 50013);
    let inside = json!({ "name": "another", "parent_id": category.id() });
    scene.post(&format!("/guilds/{}/channels", scene.guild.id()), inside).await.refused(403, 50013);
    category.overwrite(scene.bot.id(), Permissions::VIEW_CHANNEL, NONE);
    assert_eq!(scene.delete(&format!("{path}/permissions/{alice}")).await.status, 204);
}

#[tokio::test]
async fn who_is_given_manage_roles_in_a_channel_may_set_anything_there() {
    let scene = scene().await;
    let (category, alice) = (scene.guild.category("Tickets"), scene.guild.member("alice").id());
    let channel = child(&scene, &category).await;
    category.overwrite(scene.guild.id(), NONE, Permissions::VIEW_CHANNEL);
    let handle = scene.guild.channels().into_iter().find(|found| found.id().to_string() == channel).unwrap();
    handle.overwrite(scene.bot.id(), Permissions::VIEW_CHANNEL | Permissions::MANAGE_ROLES, NONE);
    assert_eq!(shows(&scene, &channel, alice).await.status, 204);
}

#[tokio::test]
async fn a_bot_that_lost_manage_roles_sets_no_overwrite() {
    let scene = scene().await;
    let (category, alice) = (scene.guild.category("Tickets"), scene.guild.member("alice").id());
    let channel = child(&scene, &category).await;
    assert_eq!(shows(&scene, &channel, alice).await.status, 204);
    scene.guild.role_of(&scene.bot).unwrap().set_permissions(Permissions::MANAGE_CHANNELS);
    shows(&scene, &channel, scene.guild.member("bob").id()).await.refused(403, 50013);
    let path = format!("/channels/{}/permissions/{alice}", channel.as_str().unwrap());
    scene.delete(&path).await.refused(403, 50013);
}
