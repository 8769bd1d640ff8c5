//! Who has signed a mail server's certificate, when it is none of the well-known centres: companies have such of their own.
use lettre::transport::smtp::client::{Certificate, TlsParameters};

/// The root certificates of one or several centres.
#[derive(Debug, Clone)]
pub struct Authority(Certificate);

/// How PEM begins a certificate; a key or a request begins otherwise.
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

impl Authority {
    /// None when there is no certificate in it, or one of them is none.
    pub fn from_pem(pem: &str) -> Option<Self> {
        if !pem.contains(BEGIN) {
            return None;
        }
        let authority = Self(Certificate::from_pem(pem.as_bytes()).ok()?);
        authority.vouch("localhost".into()).map(|_| authority)
    }

    /// How to speak with that host, believing these centres beside the well-known ones.
    pub(super) fn vouch(&self, host: String) -> Option<TlsParameters> {
        TlsParameters::builder(host).add_root_certificate(self.0.clone()).build().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_vouches_for_nobody() {
        let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        let cut = "-----BEGIN CERTIFICATE-----\nAAAA\n";
        let empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for wrong in ["", "mayak", key, cut, empty] {
            assert!(Authority::from_pem(wrong).is_none(), "{wrong}");
        }
    }
}
