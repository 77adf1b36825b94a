//! What `tickit check` says of the HTTP door: its certificate, and whether anybody can sign in through it.

use tickit_domain::clock::Timestamp;

use super::findings::Findings;
use crate::clock::SystemClock;
use crate::config::{Config, TlsFiles};
use crate::http::{Certificates, Validity};

/// Looks at the files, and at what is set.
pub(super) fn check(config: &Config, findings: &mut Findings) {
    match config.http.tls.files() {
        Some(files) => check_certificate(files, findings),
        None => check_proxy(config, findings),
    }
}

fn check_certificate(files: TlsFiles, findings: &mut Findings) {
    match Certificates::load(files).map(|certificates| certificates.validity(&SystemClock)) {
        Ok(Validity { until, ends_soon, .. }) => {
            let until = until.map_or_else(|| "an end that it does not tell".to_owned(), Timestamp::to_rfc3339);
            if ends_soon {
                findings.doubtful("https", &format!("the certificate is valid until {until}"), "Renew it.");
            } else {
                findings.good("https", &format!("the certificate is valid until {until}"));
            }
        }
        Err(error) => findings.wrong("https", &format!("{error:#}"), "Without it Tickit does not start."),
    }
}

fn check_proxy(config: &Config, findings: &mut Findings) {
    let may_sign_in = config.discord.client_id.is_some() && config.http.is_https();
    if may_sign_in && !config.http.address.ip().is_loopback() && config.http.trusted_proxies.is_empty() {
        let problem =
            format!("nobody can sign in: it is plain HTTP at {}, behind no proxy that is listed", config.http.address);
        findings.doubtful(
            "https",
            &problem,
            "Set http.tls, or name the proxy that speaks HTTPS in http.trusted_proxies.",
        );
    }
}
