//! What `tickit check` says of the HTTP door: its certificate.

use tickit_domain::clock::Timestamp;

use super::findings::Findings;
use crate::clock::SystemClock;
use crate::config::{Config, TlsFiles};
use crate::http::{Certificates, Validity};

/// Looks at the files.
pub(super) fn check(config: &Config, findings: &mut Findings) {
    if let Some(files) = config.http.tls.files() {
        check_certificate(files, findings);
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
