//! Where webhooks may go, asked at the moment of connecting: an address that leads elsewhere than it did is not followed.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tickit::webhooks::{Egress, Lookup, Network};

use super::receiver::{Receiver, Reply};

/// Whoever answers what a name's addresses are, and changes their mind.
#[derive(Debug)]
struct Fickle(Mutex<Vec<&'static str>>);

#[async_trait]
impl Lookup for Fickle {
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        assert_eq!(name, "hooks.test");
        Ok(self.0.lock().unwrap().iter().map(|address| address.parse().unwrap()).collect())
    }
}

/// How a request by this way ends: its status, or what it failed by.
async fn sends(egress: &Egress, url: &str) -> Result<u16, String> {
    let sent = egress.post(url).map_err(|refused| refused.to_string())?.body("{}").send().await;
    sent.map(|response| response.status().as_u16()).map_err(|error| format!("{error:?}"))
}

#[tokio::test]
async fn a_name_that_leads_inside_when_it_is_connected_to_is_refused_whatever_it_led_to_before() {
    let receiver = Receiver::new().await;
    receiver.answers(|_| Reply::status(200).with("connection", "close"));
    let port = receiver.url.trim_end_matches("/hooks").rsplit_once(':').unwrap().1;
    let inside = Receiver::at(&format!("127.0.0.2:{port}")).await;
    let fickle = Arc::new(Fickle(Mutex::new(vec!["127.0.0.1"])));
    let lookup: Arc<dyn Lookup> = fickle.clone();
    let excepted: [Network; 1] = ["127.0.0.1/32".parse().unwrap()];
    let egress = Egress::looking_up(&excepted, "test", &lookup).unwrap();
    let url = format!("http://{}:{port}/", "hooks.test");
    assert!(egress.target(&url).is_ok());
    assert_eq!(sends(&egress, &url).await, Ok(200));
    for changed in
        [vec!["127.0.0.2"], vec!["::ffff:127.0.0.2"], vec!["::1"], vec!["10.0.0.1", "169.254.169.254"], vec![]]
    {
        *fickle.0.lock().unwrap() = changed.clone();
        let refused = sends(&egress, &url).await.unwrap_err();
        assert!(refused.contains("Inside"), "{changed:?}: {refused}");
    }
    assert_eq!((receiver.got().len(), inside.got().len()), (1, 0));
    // Where one of several addresses is permitted, it is the one that is connected to.
    *fickle.0.lock().unwrap() = vec!["127.0.0.2", "127.0.0.1"];
    assert_eq!(sends(&egress, &url).await, Ok(200));
    assert_eq!((receiver.got().len(), inside.got().len()), (2, 0));
}

#[tokio::test]
async fn without_exceptions_nothing_on_this_machine_is_reached_by_any_name() {
    let receiver = Receiver::new().await;
    let port = receiver.url.trim_end_matches("/hooks").rsplit_once(':').unwrap().1;
    let fickle: Arc<dyn Lookup> = Arc::new(Fickle(Mutex::new(vec!["127.0.0.1"])));
    let egress = Egress::looking_up(&[], "test", &fickle).unwrap();
    for host in ["127.0.0.1", "[::1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "2130706433", "localhost", "hooks.test"]
    {
        for scheme in ["http", "https"] {
            assert!(sends(&egress, &format!("{scheme}://{host}:{port}/")).await.is_err(), "{scheme} {host}");
        }
    }
    assert!(receiver.got().is_empty());
}
