//! Which role may what, where the operator's own file says otherwise.

use crate::support::{TestWorld, says};

/// A world whose service has this file of roles.
async fn world(roles: &str) -> TestWorld {
    let mut world = TestWorld::seeded(7).await;
    let file = world.settings.data().with_file_name("roles.toml");
    std::fs::write(&file, roles).unwrap();
    world.settings = world.settings.with("TICKIT_ROLES_FILE", file.display().to_string());
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_permission_is_the_roles_that_the_operator_gave_it_to_and_whoever_lacks_it_reads_which() {
    let world = world("[admin]\nmay = [\"rename_ticket\"]\n\n[agent]\nmay = [\"unclaim_ticket\"]\n").await;
    let service = world.settings.start().await;
    world.set_up().await;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let ticket = world.opens(&alice, "Support").await;
    let refused = says(&bob, &ticket, "/ticket rename name:refund").await;
    assert!(refused.contains("you need to be allowed to manage the server"), "{refused}");
    let renamed = says(&world.guild.owner(), &ticket, "/ticket rename name:refund").await;
    assert!(!renamed.contains("not allowed"), "{renamed}");
    says(&world.agent("carol"), &ticket, "/ticket claim").await;
    let refused = says(&alice, &ticket, "/ticket unclaim").await;
    assert!(refused.contains("you need to be staff"), "{refused}");
    let unclaimed = says(&bob, &ticket, "/ticket unclaim").await;
    assert!(!unclaimed.contains("not allowed"), "{unclaimed}");
    // What the file does not name is as ever.
    let noted = says(&bob, &ticket, "/ticket note text:hello").await;
    assert!(!noted.contains("not allowed"), "{noted}");
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_roles_that_is_wrong_is_refused_at_the_start_with_its_line() {
    for (roles, expected) in [
        ("[agent]\nmay = [\"fly\"]\n", "roles.toml:2: agent: there is no permission \"fly\""),
        ("\n[boss]\nmay = []\n", "roles.toml:2: boss: there is no such role"),
    ] {
        let world = world(roles).await;
        let said = world.settings.installation().run(&["serve"]).await;
        assert_ne!(said.code, Some(0));
        assert!(said.stderr.contains(expected), "{}", said.all());
        world.discord.finish().await.unwrap();
    }
}
