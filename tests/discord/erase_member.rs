//! What a member said is erased, wherever the process dies that is at it.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::Member;
use tickit::store::MemoryStores;
use tickit::store::memory::{Fault, Faults, MemoryStore};
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId, UserId};

use crate::support::{MovedClock, Service, TestWorld, eventually, eventually_async, says, until_idle};

/// More calls than anything here needs.
const MANY: u64 = 1_000;

/// At which call it dies, one process after another.
const CALLS: [u64; 10] = [1, 2, 4, 7, 10, 14, 18, 23, 28, 34];

/// A guild whose databases and clock outlive its service.
struct Guild {
    world: TestWorld,
    stores: Arc<MemoryStores>,
    clock: Arc<MovedClock>,
}

impl Guild {
    async fn start(&self) -> Service {
        self.world.settings.start_on_by(self.stores.clone(), self.clock.clone()).await
    }

    fn store(&self) -> Arc<MemoryStore> {
        self.stores.memory_guild(self.place().guild)
    }

    fn place(&self) -> Place {
        Place { bot: BotId::new(self.world.bot.id().0), guild: GuildId::new(self.world.guild.id().0) }
    }

    /// The records in which a word stands.
    fn records_with(&self, word: &str) -> Vec<String> {
        let records = self.store().contents().into_iter();
        let records = records.filter(|(_, record)| record.body.text().contains(word));
        records.map(|(id, record)| format!("{id}: {}", record.body)).collect()
    }

    /// A member opens a ticket and says something there, which staff answers and closes.
    async fn is_told(&self, service: &Service, word: &str) -> Member {
        let (member, bob) = (self.world.member(word), self.world.agent("bob"));
        let ticket = self.world.opens(&member, "Support").await;
        member.says_with_file(&ticket, &format!("my {word} is gone"), "it.txt", b"a fruit").await;
        bob.says(&ticket, "an answer").await;
        says(&bob, &ticket, "/ticket topic text:theirs").await;
        self.world.closes(&member, &ticket, &format!("{word} was found")).await;
        until_idle(service, Duration::from_secs(20)).await;
        member
    }

    /// How many events say of a member that all was erased.
    fn ends_of(&self, user: UserId) -> usize {
        let ends = self.store().beginning_with(&format!("event:erasure:{}:{user}:", self.place().bot)).into_iter();
        ends.filter(|event| event.facets.iter().any(|facet| facet.ends_with("erasure.done"))).count()
    }
}

/// What was written at the call at which it dies is there, and its answer is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_process_began_to_erase_is_erased_by_the_next_wherever_it_dies() {
    let world = TestWorld::seeded(7).await;
    let guild = Guild { world, stores: Arc::default(), clock: Arc::default() };
    let mut service = guild.start().await;
    guild.world.set_up().await;
    let mut died = 0;
    for call in CALLS {
        let secret = format!("pineapple{call}");
        let member = guild.is_told(&service, &secret).await;
        assert!(guild.records_with(&secret).len() > 3, "it is in the database");
        let (store, user) = (guild.store(), UserId::new(member.id().0));
        let last = [(call, Fault::AnswerLost)].into_iter();
        let away = (call + 1..call + MANY).map(|call| (call, Fault::Unavailable));
        store.set_faults(Faults { at_call: last.chain(away).collect(), ..Faults::default() });
        let admin = Actor::operator(Door::Api, Cause::Request(format!("erase-{call}")));
        let begun = service.desk().erase_member(guild.place(), &admin, user).await;
        let done = || guild.ends_of(user) == 1;
        eventually("it dies, or is done before", || store.calls() > call || begun.is_err() || done()).await;
        service.stop().await;
        died += usize::from(!guild.records_with(&secret).is_empty());
        store.set_faults(Faults::default());
        // What the process had begun and could not hand back is nobody's by now.
        guild.clock.moves_on(Duration::from_mins(1));
        service = guild.start().await;
        if begun.is_err() {
            // Whoever was told that it failed asks once more.
            service.desk().erase_member(guild.place(), &admin, user).await.unwrap();
        }
        eventually_async("it is erased", async || {
            let erasure = service.desk().show_erasure(guild.place(), &admin, user).await.unwrap();
            erasure.done_at.is_some()
        })
        .await;
        assert_eq!(guild.records_with(&secret), [""; 0], "it died at call {call}");
        assert!(guild.ends_of(user) == 1 || begun.is_err(), "it died at call {call}: once where it was asked for once");
    }
    assert!(died > CALLS.len() / 2, "it died {died} times before it was done");
    service.stop().await;
    guild.world.discord.finish().await.unwrap();
}
