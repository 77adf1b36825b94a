//! HTTPS: by which certificate, what else is spoken there, and how a new certificate comes into use.

use std::fs::copy;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tickit::config::{HttpSettings, TlsFiles, TlsSettings};
use tickit_domain::clock::{Clock, Timestamp};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};

use super::{Door, There};
use crate::installation::{Installation, OPERATOR_KEY};
use crate::support::{eventually_async, free_address};

fn fixture(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(file)
}

/// A certificate's files in a directory of their own, as they are renewed.
struct Files(TempDir);

impl Files {
    fn of(name: &str) -> Self {
        let files = Self(TempDir::new().unwrap());
        files.become_those_of(name);
        files
    }

    fn certificate(&self) -> PathBuf {
        self.0.path().join("certificate.pem")
    }

    fn key(&self) -> PathBuf {
        self.0.path().join("key.pem")
    }

    fn become_those_of(&self, name: &str) {
        copy(fixture(&format!("{name}.pem")), self.certificate()).unwrap();
        copy(fixture(&format!("{name}-key.pem")), self.key()).unwrap();
    }

    fn settings(&self) -> TlsSettings {
        TlsSettings::of(TlsFiles { certificate: self.certificate(), key: self.key() })
    }

    fn installation(&self) -> Installation {
        Installation::new()
            .set("TICKIT_TLS_CERTIFICATE", self.certificate().display().to_string())
            .set("TICKIT_TLS_KEY", self.key().display().to_string())
    }
}

impl Door {
    fn over_tls(files: &Files) -> Self {
        Self::over_tls_with(files, |_| {})
    }

    fn over_tls_with(files: &Files, change: impl Fn(&mut HttpSettings)) -> Self {
        Self::open_with(Arc::new(There), |settings| {
            settings.tls = files.settings();
            change(settings);
        })
    }

    fn address(&self) -> &str {
        self.url.trim_start_matches("https://").trim_start_matches("http://")
    }

    /// Shakes hands as a client of these versions does.
    async fn shakes_hands(&self, versions: &[&'static SupportedProtocolVersion]) -> TlsStream<TcpStream> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(fixture("authority.pem")).unwrap()).unwrap();
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let stream = TcpStream::connect(self.address()).await.unwrap();
        let name = ServerName::try_from("127.0.0.1").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
    }

    /// Whether the certificate that is shown is this fixture's.
    async fn shows(&self, name: &str) -> bool {
        let stream = self.shakes_hands(&[&TLS13]).await;
        let shown = stream.get_ref().1.peer_certificates().unwrap()[0].clone();
        shown == CertificateDer::from_pem_file(fixture(&format!("{name}.pem"))).unwrap()
    }

    async fn certificate(&self) -> Value {
        let answer = client().get(format!("{}/api/health", self.url)).bearer_auth(OPERATOR_KEY).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["certificate"].clone()
    }
}

/// Trusts the authority of these tests, and follows nothing.
fn client() -> Client {
    let authority = Certificate::from_pem(&std::fs::read(fixture("authority.pem")).unwrap()).unwrap();
    Client::builder().add_root_certificate(authority).redirect(Policy::none()).build().unwrap()
}

#[tokio::test]
async fn https_is_http_1_1_over_tls_1_2_and_1_3_and_browsers_come_by_nothing_else_for_a_year() {
    let files = Files::of("service");
    let door = Door::over_tls(&files);
    let answer = client().get(format!("{}/api/health", door.url)).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    for version in [&TLS12, &TLS13] {
        let stream = door.shakes_hands(&[version]).await;
        let session = stream.get_ref().1;
        assert_eq!(session.protocol_version(), Some(version.version));
        assert_eq!(session.alpn_protocol(), Some(&b"http/1.1"[..]));
    }
    let plain = Client::new().get(format!("http://{}/api/health", door.address())).send().await;
    assert!(plain.is_err(), "nothing is answered in plain HTTP: {plain:?}");
    door.close().await;

    let plain = Door::open(Arc::new(There));
    let answer = plain.get("/api/health").await;
    assert!(!answer.headers().contains_key("strict-transport-security"), "nobody comes by HTTPS there");
    assert_eq!(answer.json::<Value>().await.unwrap()["certificate"], Value::Null);
    plain.close().await;
    let proxied = |settings: &mut HttpSettings| settings.public_url = Some("https://tickit.example.org".to_owned());
    let behind = Door::open_with(Arc::new(There), proxied);
    assert_eq!(behind.get("/nothing").await.headers()["strict-transport-security"], "max-age=31536000");
    behind.close().await;
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_while_the_service_runs_and_a_broken_one_never() {
    let files = Files::of("gateway");
    let door = Door::over_tls(&files);
    assert!(door.shows("gateway").await);
    assert_eq!(door.certificate().await["status"], "ok");

    copy(fixture("service-key.pem"), files.key()).unwrap();
    eventually_async("it is told", async || door.certificate().await["status"] == "stale").await;
    let said = door.certificate().await["error"].as_str().unwrap().to_owned();
    assert!(said.contains("do not go together") && !said.contains("PRIVATE"), "{said}");
    assert!(door.shows("gateway").await, "the one before stays in use");
    std::fs::remove_file(files.key()).unwrap();
    let error = async |part: &str| door.certificate().await["error"].as_str().is_some_and(|said| said.contains(part));
    eventually_async("it is told that the key is gone", async || error("reading http.tls.key").await).await;

    files.become_those_of("service");
    eventually_async("the new one is shown", async || door.shows("service").await).await;
    let certificate = door.certificate().await;
    assert_eq!((&certificate["status"], &certificate["error"]), (&"ok".into(), &Value::Null));
    door.close().await;
}

/// A day that never passes.
#[derive(Debug)]
struct Then(Timestamp);

impl Clock for Then {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[tokio::test]
async fn health_says_when_the_certificate_ends_and_that_it_does_so_soon() {
    let files = Files::of("service");
    let door = Door::over_tls(&files);
    let ends_at = door.certificate().await["ends_at"].as_str().unwrap().to_owned();
    door.close().await;
    let end = Timestamp::parse_rfc3339(&ends_at).unwrap();
    let before = |days: u64| {
        let early = end.as_millis() - i64::try_from(Duration::from_hours(24 * days).as_millis()).unwrap();
        Arc::new(Then(Timestamp::from_millis(early)))
    };
    for (clock, status) in [(before(15), "ok"), (before(13), "ends_soon")] {
        let door = Door::open_by(clock, Arc::new(There), |settings| settings.tls = files.settings());
        let certificate = door.certificate().await;
        assert_eq!((&certificate["status"], &certificate["ends_at"]), (&status.into(), &ends_at.clone().into()));
        door.close().await;
    }
}

#[tokio::test]
async fn whoever_does_not_shake_hands_keeps_nobody_waiting_and_is_sent_away() {
    let files = Files::of("service");
    let door = Door::over_tls_with(&files, |settings| {
        settings.max_connections = 16;
        settings.header_timeout = Duration::from_millis(900);
    });
    let mut silent = Vec::new();
    for number in 0..100 {
        let mut stream = TcpStream::connect(door.address()).await.unwrap();
        if number % 2 == 0 {
            // The beginning of a greeting that never ends.
            stream.write_all(&[22, 3, 1, 2, 0]).await.unwrap();
        }
        silent.push(stream);
    }
    for _ in 0..3 {
        let answer = client().get(format!("{}/api/health", door.url)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
    }
    for (number, stream) in silent.iter_mut().enumerate() {
        let ended = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut Vec::new())).await;
        assert!(ended.is_ok(), "connection {number} is open still");
    }
    door.close().await;
}

#[tokio::test]
async fn plain_http_beside_it_leads_to_the_public_address_whatever_was_asked_for() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let files = Files::of("service");
    let door = Door::over_tls_with(&files, |settings| {
        settings.public_url = Some("https://tickit.example.org".to_owned());
        settings.tls.redirect_address = Some(free);
    });
    for (path, leads_to) in
        [("/", "/"), ("/api/auth/login?x=1", "/api/auth/login?x=1"), ("//evil.example", "//evil.example")]
    {
        let asked = client().get(format!("http://{free}{path}")).header("host", "evil.example");
        let answer = asked.header("x-forwarded-host", "evil.example").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::PERMANENT_REDIRECT);
        assert_eq!(answer.headers()["location"], format!("https://tickit.example.org{leads_to}"));
    }
    assert_eq!(
        raw(free, "OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.lines().next().unwrap(),
        "HTTP/1.1 308 Permanent Redirect"
    );
    door.close().await;
}

async fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn tickit_does_not_start_with_half_of_a_certificate_or_one_that_does_not_fit() {
    let files = Files::of("service");
    let half = Installation::new().set("TICKIT_TLS_KEY", files.key().display().to_string());
    let said = half.run(&["serve"]).await;
    assert!(said.code == Some(1) && said.stderr.contains("http.tls.certificate: a key without"), "{}", said.all());
    let said = Installation::new().write("tickit.toml", "[http.tls]\ncertificate = \"x.pem\"\n").run(&["serve"]).await;
    assert!(said.stderr.contains("http.tls.key: a certificate without its key"), "{}", said.all());
    let said = Installation::new().set("TICKIT_TLS_REDIRECT_ADDRESS", "127.0.0.1:0").run(&["serve"]).await;
    assert!(said.stderr.contains("http.tls.redirect_address: there is nothing"), "{}", said.all());

    for (file, text, problem) in [
        (files.key(), None, "reading http.tls.key"),
        (files.key(), Some("no key"), "http.tls.key has no key in it"),
        (files.certificate(), Some("no certificate"), "http.tls.certificate has no certificate in it"),
        (files.key(), Some(include_str!("../fixtures/tls/gateway-key.pem")), "do not go together"),
    ] {
        files.become_those_of("service");
        match text {
            Some(text) => std::fs::write(file, text).unwrap(),
            None => std::fs::remove_file(file).unwrap(),
        }
        let said = files.installation().run(&["serve"]).await;
        assert!(said.code == Some(1) && said.stderr.contains(problem), "{problem} is not in\n{}", said.all());
    }
}

#[tokio::test]
async fn check_says_until_when_the_certificate_is_valid_and_where_nobody_can_sign_in() {
    let files = Files::of("service");
    let said = files.installation().run(&["check"]).await;
    assert!(said.stdout.contains("ok       https: the certificate is valid until 2"), "{}", said.all());
    std::fs::write(files.key(), "no key").unwrap();
    let said = files.installation().run(&["check"]).await;
    assert!(said.stdout.contains("error    https: http.tls.key has no key in it"), "{}", said.all());

    let plain = Installation::new()
        .set("TICKIT_HTTP_ADDRESS", "0.0.0.0:0")
        .set("TICKIT_PUBLIC_URL", "https://tickit.example.org")
        .set("DISCORD_CLIENT_ID", "81384788765712384");
    let said = plain.run(&["check"]).await;
    assert!(said.stdout.contains("warning  https: nobody can sign in"), "{}", said.all());
    let said = plain.set("TICKIT_TRUSTED_PROXIES", "172.16.0.0/12,10.0.0.1").run(&["check"]).await;
    assert!(!said.stdout.contains("https:"), "{}", said.all());
}

#[tokio::test]
async fn commands_on_the_machine_reach_a_service_over_tls_by_its_certificate_and_the_operator_signs_in_there() {
    let address = free_address().await;
    let files = Files::of("service");
    let tickit = files.installation().set("TICKIT_HTTP_ADDRESS", &*address).set("TICKIT_OPERATOR_KEY", OPERATOR_KEY);
    let tickit = tickit.set("TICKIT_PUBLIC_URL", "https://tickit.example.org");
    let service = tickit.serve().await;
    assert_eq!(service.url, format!("https://{address}"));
    let link = tickit.run(&["login-link"]).await;
    assert!(link.stdout.starts_with("https://tickit.example.org/api/auth/links/"), "{}", link.all());
    let opened = link.stdout.trim().replace("https://tickit.example.org", &service.url);
    let signed_in = client().post(opened).send().await.unwrap();
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    assert_eq!(signed_in.status(), StatusCode::SEE_OTHER);
    assert!(cookie.starts_with("__Host-tickit_sign_in=") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(cookie.contains("; Path=/;") && cookie.contains("; HttpOnly;") && !cookie.contains("Domain="), "{cookie}");
    let made = tickit.run(&["keys", "create", "--invitation"]).await;
    assert!(made.code == Some(0) && made.stdout.starts_with("tickit_"), "{}", made.all());

    let other = Files::of("gateway");
    let tickit = tickit.set("TICKIT_TLS_CERTIFICATE", other.certificate().display().to_string());
    let refused = tickit.run(&["keys", "list"]).await;
    assert!(refused.code == Some(1) && refused.stderr.contains("asking the service"), "{}", refused.all());
    service.stop().await;
}
