//! What was said in a ticket stands in no database: whoever has a copy without the key finds none of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY, OPERATOR_KEY};
use crate::store::mongo_server::{ANY, Mongo};
use crate::support::{Log, TestWorld, eventually, files, forges, says};

/// What is said, each word of it in one place.
const SAID: [&str; 13] = [
    "canary_answer",
    "canary_message",
    "canary_edited",
    "canary_deleted",
    "canary_note",
    "canary_topic",
    "canary_asked",
    "canary_reason",
    "canary_quoted",
    "canary_file-name",
    "canary_tag",
    "canary_barred",
    "canary_comment",
];

/// A file's content, a multiple of three bytes long so that it is found in base64 as well.
const FILE: &str = "canary_content-of-a-file";

async fn world() -> TestWorld {
    let mut world = TestWorld::seeded(7).await;
    world.settings = world
        .settings
        .with("ENCRYPTION_KEY", ENCRYPTION_KEY)
        .with("ENCRYPTION_IV", ENCRYPTION_IV)
        .with("TICKIT_OPERATOR_KEY", OPERATOR_KEY);
    world
}

/// One in which all of it was said to a service that does not seal.
async fn world_that_is_not_sealed() -> TestWorld {
    let mut world = world().await;
    world.settings = world.settings.with("TICKIT_SEAL_CONTENTS", "false");
    let service = world.settings.start().await;
    world.set_up().await;
    plays(&world).await;
    service.stop().await;
    world
}

/// Plays two tickets in which all of it is said, of which one is closed.
async fn plays(world: &TestWorld) {
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    world.has_panel("/type add name:Billing questions:One limit:5").await;
    let form = alice.press(&world.panel().button("Billing")).await.modal().unwrap();
    forges(&alice, &form, &["canary_answer"]).await;
    let ticket = world.ticket_channels().remove(0);
    let first = alice.says(&ticket, "canary_message").await;
    alice.edits(&first, "canary_edited");
    let second = alice.says(&ticket, "canary_deleted").await;
    alice.deletes_message(&second);
    alice.says_with_file(&ticket, "see", "canary_file-name.txt", FILE.as_bytes()).await;
    says(&bob, &ticket, "/ticket note text:canary_note").await;
    says(&bob, &ticket, "/ticket topic text:canary_topic").await;
    says(&bob, &ticket, "/ticket request-close reason:canary_asked").await;
    world.closes(&bob, &ticket, "canary_reason").await;
    eventually("the transcript is posted", || !world.transcripts().is_empty()).await;
    let asked =
        || alice.direct_channel(&world.bot).messages().into_iter().find(|asked| asked.find_button("5").is_some());
    eventually("she is asked what she thinks of it", || asked().is_some()).await;
    let request = asked().unwrap();
    alice.press(&request.button("5")).await;
    let form = alice.press(&request.button("Add a comment")).await.modal().unwrap();
    alice.submit(&form, [("comment", "canary_comment")]).await;
    let quoted = alice.says(&world.general, "canary_quoted").await;
    alice.uses_on_message("Create ticket from message", &quoted).await;
    world.member("carol");
    world.owner_says("/blacklist add who:@carol reason:canary_barred").await;
    world.owner_asks("/tags add", &[("name", "hello"), ("text", "canary_tag")]).await;
}

/// Who searches finds the ticket by each word that was said in it and stands in no database.
async fn finds_by_words(world: &TestWorld) {
    let bob = world.agent("bob");
    for word in ["canary_answer", "canary_edited", "CANARY_NOTE", "canary_reason"] {
        let found = says(&bob, &world.general, &format!("/tickets search text:{word}")).await;
        assert!(found.contains("#0001"), "{word}: {found}");
    }
    let found = says(&bob, &world.general, "/tickets search text:canary_message").await;
    assert!(found.contains("There are none"), "that was edited: {found}");
}

/// What of it is found, and of the secrets that a service has.
fn found(world: &TestWorld, stored: &[u8]) -> Vec<String> {
    let mut canaries: Vec<String> = SAID.map(str::to_owned).into();
    canaries.extend([FILE.to_owned(), STANDARD.encode(FILE), world.bot.token()]);
    canaries.extend([ENCRYPTION_KEY, ENCRYPTION_IV, OPERATOR_KEY].map(str::to_owned));
    world.discord.shared().read(|world| canaries.extend(world.interactions.values().map(|one| one.token.clone())));
    canaries.retain(|canary| stored.windows(canary.len()).any(|bytes| bytes == canary.as_bytes()));
    canaries
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_in_a_ticket_stands_in_no_file() {
    let world = world().await;
    let service = world.settings.start().await;
    world.set_up().await;
    plays(&world).await;
    let while_it_runs = files(&world.settings.data());
    assert!(while_it_runs.windows(11).any(|bytes| bytes == b"{\"sealed\":\""));
    assert_eq!(found(&world, &while_it_runs), [""; 0]);
    service.stop().await;
    assert_eq!(found(&world, &files(&world.settings.data())), [""; 0]);
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_who_does_not_seal_finds_all_that_was_said_and_no_secret() {
    let world = world_that_is_not_sealed().await;
    let found = found(&world, &files(&world.settings.data()));
    assert_eq!(found[..SAID.len()], SAID);
    assert_eq!(found[SAID.len()..], [STANDARD.encode(FILE)]);
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_in_a_ticket_stands_in_no_mongodb() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    let mut world = world().await;
    let (address, prefix) = (mongo.address.clone(), mongo.prefix.clone());
    world.settings = world.settings.with("MONGODB_URI", address).with("TICKIT_DATABASE_PREFIX", prefix);
    let service = world.settings.start().await;
    world.set_up().await;
    plays(&world).await;
    service.stop().await;
    let stored = mongo.dump().await;
    assert!(stored.contains("ticket:00000001") && stored.contains("\"sealed\""));
    assert_eq!(found(&world, stored.as_bytes()), [""; 0]);
    mongo.drop_databases().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_before_stands_in_no_file_once_it_was_sealed() {
    let mut world = world_that_is_not_sealed().await;
    world.settings = world.settings.with("TICKIT_SEAL_CONTENTS", "true");
    let sealed = world.settings.installation().run(&["seal"]).await;
    assert!(sealed.code == Some(0) && sealed.stdout.starts_with("Sealed "), "{}", sealed.all());
    assert_eq!(found(&world, &files(&world.settings.data())), [""; 0]);
    let service = world.settings.start().await;
    finds_by_words(&world).await;
    service.stop().await;
    let opened = world.settings.installation().set("TICKIT_SEAL_CONTENTS", "false").run(&["seal"]).await;
    assert!(opened.code == Some(0) && opened.stdout.starts_with("Made readable "), "{}", opened.all());
    assert_eq!(found(&world, &files(&world.settings.data()))[..4], SAID[..4]);
    world.discord.finish().await.unwrap();
}

#[tokio::test]
async fn a_new_key_seals_all_anew_while_the_service_runs_after_which_the_old_one_may_go() {
    let (log, _guard) = Log::begin();
    let mut world = world().await;
    let service = world.settings.start().await;
    world.set_up().await;
    plays(&world).await;
    service.stop().await;
    let (new, old) = (ENCRYPTION_KEY.replace('9', "a"), ENCRYPTION_KEY);
    world.settings = world.settings.with("ENCRYPTION_KEY", new).with("ENCRYPTION_KEYS_OLD", old);
    let service = world.settings.start().await;
    eventually("all is sealed anew", || !log.lines("ENCRYPTION_KEYS_OLD may go").is_empty()).await;
    service.stop().await;
    world.settings = world.settings.with("ENCRYPTION_KEYS_OLD", "");
    let service = world.settings.start().await;
    let bob = world.agent("bob");
    assert!(says(&bob, &world.general, "/ticket notes ticket:1").await.contains("canary_note"));
    let shown = bob.slash(&world.general, "/ticket transcript ticket:1").await.finished().await;
    let text = String::from_utf8(shown.message().unwrap().file("ticket-0001.txt").unwrap()).unwrap();
    assert!(SAID[..4].iter().skip(1).all(|said| text.contains(said)), "{text}");
    assert_eq!(log.lines("cannot be opened"), [""; 0]);
    finds_by_words(&world).await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}
