//! From a body to a message to be, or to a change of one.
use serde_json::Value;

use super::{components, components::Version, embeds, list};
use crate::{
    DiscordError, FormErrors,
    rest::{call::Sent, multipart::Upload},
    world::{ApplicationId, Attachment, Draft, EPHEMERAL, Edit, IS_COMPONENTS_V2, Snowflake, V2_ONLY, World},
};

/// Flags that a bot may set: suppressed embeds, ephemeral, suppressed notifications, components version 2.
const SETTABLE: u64 = (1 << 2) | EPHEMERAL | (1 << 12) | IS_COMPONENTS_V2;
/// The largest file without boosts.
const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// A message to be, from a body that creates one. Errors: 50035.
pub(in crate::rest) fn draft(sent: &Sent, body: &Value) -> Result<Draft, DiscordError> {
    let flags = body["flags"].as_u64().unwrap_or(0) & SETTABLE;
    check(body, flags & IS_COMPONENTS_V2 != 0)?;
    Ok(Draft {
        content: body["content"].as_str().unwrap_or_default().to_owned(),
        embeds: list(body, "embeds").to_vec(),
        components: list(body, "components").to_vec(),
        files: files(sent, body)?,
        flags,
        tts: body["tts"] == true,
        allowed_mentions: given(body, "allowed_mentions"),
        reference: given(body, "message_reference"),
        nonce: given(body, "nonce"),
        enforce_nonce: body["enforce_nonce"] == true,
        fields: serde_json::Map::new(),
    })
}

/// A change of a message, from a body that edits one. Errors: 50035.
pub(in crate::rest) fn edit(sent: &Sent, body: &Value, existing_flags: u64) -> Result<Edit, DiscordError> {
    let flags = body["flags"].as_u64();
    let version_two = (existing_flags | flags.unwrap_or(0)) & IS_COMPONENTS_V2 != 0;
    check(body, version_two)?;
    let present = |field: &str| body.get(field).is_some();
    let many = |field: &str| present(field).then(|| list(body, field).to_vec());
    let keep = present("attachments").then(|| list(body, "attachments").iter().filter_map(id_of).collect());
    Ok(Edit {
        content: present("content").then(|| body["content"].as_str().unwrap_or_default().to_owned()),
        embeds: many("embeds"),
        components: many("components"),
        flags,
        allowed_mentions: given(body, "allowed_mentions"),
        keep,
        files: files(sent, body)?,
    })
}

fn check(body: &Value, version_two: bool) -> Result<(), DiscordError> {
    let mut form = FormErrors::new();
    let content = super::length(body["content"].as_str().unwrap_or_default());
    if content > 2000 {
        form.add("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.");
    }
    let embeds = list(body, "embeds");
    embeds::check(&mut form, embeds);
    if version_two && (content > 0 || !embeds.is_empty()) {
        form.add("", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", V2_ONLY);
    }
    let version = if version_two { Version::Two } else { Version::Rows };
    components::check(&mut form, list(body, "components"), version);
    if let Some(nonce) = body["nonce"].as_str() {
        form.length("nonce", super::length(nonce), 0..=25);
    }
    form.finish()
}

/// Emoji of components must be some that the bot can use. Errors: 50035.
pub(in crate::rest) fn check_emoji(
    world: &World,
    bot: ApplicationId,
    components: &[Value],
) -> Result<(), DiscordError> {
    let mut form = FormErrors::new();
    world.check_emoji(bot, &mut form, "components", components);
    form.finish()
}

fn given(body: &Value, field: &str) -> Option<Value> {
    body.get(field).filter(|value| !value.is_null()).cloned()
}

/// Ids are strings; libraries send those of new files as numbers too.
fn id_of(attachment: &Value) -> Option<Snowflake> {
    let id = &attachment["id"];
    id.as_u64().or_else(|| id.as_str()?.parse().ok()).map(Snowflake)
}

/// The new files, described by the `attachments` that have their number as id.
fn files(sent: &Sent, body: &Value) -> Result<Vec<(Attachment, Vec<u8>)>, DiscordError> {
    if sent.files.len() > 10 {
        return Err(FormErrors::one("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length."));
    }
    if sent.files.iter().any(|file| file.bytes.len() > LARGEST_FILE) {
        return Err(DiscordError::too_large());
    }
    Ok(sent.files.iter().map(|upload| (described(upload, body), upload.bytes.clone())).collect())
}

fn described(upload: &Upload, body: &Value) -> Attachment {
    let mut attachments = list(body, "attachments").iter();
    let about = attachments.find(|about| upload.index.is_some() && id_of(about).map(|id| id.0) == upload.index);
    let field = |name: &str| about.and_then(|about| about[name].as_str()).map(str::to_owned);
    Attachment {
        id: Snowflake(upload.index.unwrap_or(0)),
        filename: field("filename").unwrap_or_else(|| upload.filename.clone()),
        description: field("description"),
        content_type: upload.content_type.clone(),
        size: upload.bytes.len(),
    }
}
