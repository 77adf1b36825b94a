//! Staff is told of what they chose.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::Member;
use discord_simulator::faults::{Fault, Match};
use tickit::store::MemoryStores;
use tickit_domain::ids::GuildId;

use crate::support::{MovedClock, Service, TestWorld, eventually, eventually_async, says, until_idle};

const SOON: Duration = Duration::from_secs(20);

/// Longer than the pause between two messages.
const A_MINUTE: Duration = Duration::from_mins(1);

/// A guild that is set up, with a clock that moves.
struct Day {
    world: TestWorld,
    stores: Arc<MemoryStores>,
    clock: Arc<MovedClock>,
}

impl Day {
    async fn begin() -> (Self, Service) {
        let world = TestWorld::seeded(7).await;
        let day = Self { world, stores: Arc::default(), clock: Arc::default() };
        let service = day.start().await;
        day.world.set_up().await;
        (day, service)
    }

    async fn start(&self) -> Service {
        self.world.settings.start_on_by(self.stores.clone(), self.clock.clone()).await
    }

    /// What somebody was told in direct messages, oldest first.
    fn told(&self, member: &Member) -> Vec<String> {
        member.direct_channel(&self.world.bot).messages().into_iter().map(|message| message.text()).collect()
    }

    async fn chooses(&self, member: &Member, choice: &str) -> String {
        says(member, &self.world.general, &format!("/notify {choice}")).await
    }

    async fn end(self, service: Service) {
        service.stop().await;
        self.world.discord.finish().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_wants_to_know_of_new_tickets_is_told_at_once_and_of_many_in_one_message() {
    let (day, service) = Day::begin().await;
    let world = &day.world;
    let (bob, carol) = (world.agent("bob"), world.agent("carol"));
    let said = day.chooses(&bob, "new:True").await;
    assert!(said.contains("New tickets: on") && said.contains("in a direct message"), "{said}");
    let first = world.opens(&world.member("alice"), "Support").await;
    eventually("bob is told", || day.told(&bob).len() == 1).await;
    let told = day.told(&bob).remove(0);
    assert!(told.contains("Support #0001") && told.contains(&format!("<#{}>", first.id())), "{told}");
    for name in ["dave", "erin", "frank"] {
        world.opens(&world.member(name), "Support").await;
    }
    // Whoever moves the clock before all are noted waits another minute for the last.
    let id = format!("notification:{}:{}", world.bot.id(), bob.id());
    eventually_async("the others are noted", async || {
        let guild = service.stores().guild(GuildId::new(world.guild.id().0)).await.unwrap();
        let noted = guild.get(&id).await.unwrap();
        noted.is_some_and(|noted| noted.body.text().matches("\"ticket\":").count() == 3)
    })
    .await;
    assert_eq!(day.told(&bob).len(), 1, "the next message waits");
    day.clock.moves_on(A_MINUTE);
    eventually("bob is told of the others", || day.told(&bob).len() == 2).await;
    let told = day.told(&bob).remove(1);
    assert!(["#0002", "#0003", "#0004"].iter().all(|number| told.contains(number)), "{told}");
    assert_eq!(day.told(&carol), Vec::<String>::new(), "carol chose nothing");
    day.end(service).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_is_told_what_is_given_to_them_and_who_mentions_them_where_they_chose() {
    let (day, service) = Day::begin().await;
    let world = &day.world;
    let (alice, bob, carol) = (world.member("alice"), world.agent("bob"), world.agent("carol"));
    let said = day.chooses(&bob.locale("de"), "assigned:True mentioned:True channel:#general").await;
    assert!(said.contains("Mir gegebene Tickets: an"), "{said}");
    let bob = world.agent("bob");
    let ticket = world.opens(&alice, "Support").await;
    says(&carol, &ticket, "/ticket assign member:@bob").await;
    let mention = format!("<@{}>", bob.id());
    let pings = || {
        let messages = world.general.messages().into_iter().map(|message| message.text());
        messages.filter(|text| text.starts_with(&mention)).collect::<Vec<_>>()
    };
    eventually("bob is pinged", || pings().len() == 1).await;
    assert!(pings()[0].contains("wurde dir gegeben"), "{:?}", pings());
    alice.says(&ticket, &format!("{mention} where is it?")).await;
    bob.says(&ticket, &format!("I am {mention}")).await;
    until_idle_but_waiting(&service).await;
    day.clock.moves_on(A_MINUTE);
    eventually("bob is pinged again", || pings().len() == 2).await;
    assert!(pings()[1].contains("wirst du erwähnt"), "{:?}", pings());
    assert_eq!(day.told(&bob), Vec::<String>::new());
    day.end(service).await;
}

/// Jobs that wait for the next message wait.
async fn until_idle_but_waiting(service: &Service) {
    let running = async || service.desk().jobs().count(tickit_domain::job::JobState::Running).await.unwrap_or(1);
    eventually_async("no job runs", async || running().await == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_wants_to_know_is_told_that_a_member_waits_too_long_and_not_of_who_was_answered() {
    let (day, service) = Day::begin().await;
    let world = &day.world;
    let bob = world.agent("bob");
    day.chooses(&bob, "waiting:30").await;
    world.opens(&world.member("alice"), "Support").await;
    let answered = world.opens(&world.member("dave"), "Support").await;
    world.agent("carol").says(&answered, "at your service").await;
    until_idle_but_waiting(&service).await;
    assert_eq!(day.told(&bob), Vec::<String>::new());
    day.clock.moves_on(Duration::from_mins(31));
    eventually("bob is told", || !day.told(&bob).is_empty()).await;
    let told = day.told(&bob).remove(0);
    assert!(told.contains("#0001") && told.contains("waits") && !told.contains("#0002"), "{told}");
    day.end(service).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_direct_messages_are_tried_once_and_said() {
    let (day, service) = Day::begin().await;
    let world = &day.world;
    let bob = world.agent("bob");
    bob.closes_direct_messages();
    day.chooses(&bob, "new:True").await;
    world.opens(&world.member("alice"), "Support").await;
    until_idle(&service, SOON).await;
    world.opens(&world.member("dave"), "Support").await;
    until_idle(&service, SOON).await;
    let path = format!("/channels/{}/messages", bob.direct_channel(&world.bot).id());
    let tries = world.discord.requests().into_iter().filter(|request| request.path.ends_with(&path)).count();
    assert_eq!(tries, 1);
    let said = day.chooses(&bob, "").await;
    assert!(said.contains("Discord takes no message for you since"), "{said}");
    assert!(!day.chooses(&bob, "channel:#general").await.contains("takes no message"));
    world.opens(&world.member("erin"), "Support").await;
    let mention = format!("<@{}>", bob.id());
    eventually("bob is pinged", || world.general.messages().iter().any(|message| message.text().contains(&mention)))
        .await;
    day.end(service).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_are_told_of_nothing_and_neither_is_who_works_on_tickets_no_longer() {
    let (day, service) = Day::begin().await;
    let world = &day.world;
    let refused = day.chooses(&world.member("alice"), "new:True").await;
    assert!(refused.contains("You are not allowed"), "{refused}");
    let bob = world.agent("bob");
    day.chooses(&bob, "new:True").await;
    world.owner_says("/setup remove_staff:@Support").await;
    world.opens(&world.member("alice"), "Support").await;
    until_idle(&service, SOON).await;
    assert_eq!(day.told(&bob), Vec::<String>::new());
    let none = day.chooses(&world.guild.owner(), "new:False").await;
    assert!(none.contains("New tickets: off"), "{none}");
    day.end(service).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_be_told_is_told_once_by_the_next_process() {
    let (day, service) = Day::begin().await;
    let world = &day.world;
    let bob = world.agent("bob");
    day.chooses(&bob, "new:True").await;
    let direct = format!("/channels/{}/messages", bob.direct_channel(&world.bot).id());
    world.discord.faults().respond(Match::any().method("POST").path(&direct), Fault::Status(503), 1000);
    world.opens(&world.member("alice"), "Support").await;
    service.stop().await;
    assert_eq!(day.told(&bob), Vec::<String>::new());
    world.discord.faults().clear();
    let service = day.start().await;
    eventually("bob is told", || day.told(&bob).len() == 1).await;
    until_idle(&service, SOON).await;
    assert_eq!(day.told(&bob).len(), 1);
    day.end(service).await;
}
