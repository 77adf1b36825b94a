//! What people are called on pages.

use super::ticket::base;
use super::ticket_forms::reads;
use crate::api::signing_in::House;
use crate::support::says;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discord_is_asked_once_for_somebody_whom_it_does_not_know() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let bob = world.agent("bob");
    let channel = world.opens(&world.member("alice"), "Support").await;
    says(&bob, &channel, "/ticket claim").await;
    bob.leaves();
    let (mut owner, _) = house.signs_in(&world.guild.owner()).await;
    let path = format!("/guilds/{}/members/{}", world.guild.id(), bob.id());
    for page in ["/tickets/1", "/tickets/1", "/tickets"] {
        let (status, text) = reads(&mut owner, &format!("{}{page}", base(&house))).await;
        assert_eq!(status, 200, "{page}");
        assert!(text.contains(&bob.id().to_string()), "{page}: they have no other name");
    }
    let asked = world.discord.requests();
    let asked = asked.iter().filter(|request| request.path.starts_with(&path) && request.status == 404);
    assert_eq!(asked.count(), 1);
    house.hosting.finish().await;
}
