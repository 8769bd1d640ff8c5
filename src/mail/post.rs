//! The way out: one mail server.
use std::error::Error;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::client::Tls;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::time::timeout;
use url::Url;
use uuid::Uuid;

use super::{Authority, Content, Refusal};

/// A server that has not taken a letter by then is not waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where letters are handed in: `smtps://`, or `smtp://` with `?tls=required` for STARTTLS, or `smtp://` alone within one host
/// and for servers that ask for no password: that never goes over a network in the clear.
#[derive(Clone)]
pub struct Server {
    builder: AsyncSmtpTransportBuilder,
    host: String,
    secured: Secured,
    patience: Duration,
}

/// When TLS begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secured {
    FromTheFirstByte,
    ByStartTls,
    Never,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server") // its address holds a password
    }
}

impl Server {
    /// None when the address is none, or a password would go in the clear.
    pub fn at(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let secured = secured(&url)?;
        if secured == Secured::Never && url.password().is_some() && !is_this_host(&url) {
            return None;
        }
        let host = url.host_str()?.to_owned();
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(address).ok()?;
        Some(Self { builder, host, secured, patience: PATIENCE })
    }

    /// Believes these centres, too.
    #[must_use]
    pub fn trusting(self, authority: &Authority) -> Self {
        let Some(terms) = authority.vouch(self.host.clone()) else { return self };
        let tls = match self.secured {
            Secured::FromTheFirstByte => Tls::Wrapper(terms),
            Secured::ByStartTls => Tls::Required(terms),
            Secured::Never => Tls::None,
        };
        Self { builder: self.builder.tls(tls), ..self }
    }

    #[must_use]
    pub fn waited_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    fn transport(&self) -> AsyncSmtpTransport<Tokio1Executor> {
        self.builder.clone().timeout(Some(self.patience)).build()
    }
}

/// None for what the product does not speak, and for TLS that anybody on the way could talk it out of.
fn secured(url: &Url) -> Option<Secured> {
    let tls = url.query_pairs().find(|(key, _)| key == "tls");
    match (url.scheme(), tls.as_ref().map(|(_, value)| &**value)) {
        ("smtps", None) => Some(Secured::FromTheFirstByte),
        ("smtp", Some("required")) => Some(Secured::ByStartTls),
        ("smtp", None) => Some(Secured::Never),
        _ => None,
    }
}

fn is_this_host(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A server and the name in which letters go out.
#[derive(Debug, Clone)]
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    patience: Duration,
    from: Mailbox,
}

/// Why a letter did not go out, in words for the operator: they hold no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undelivered {
    Refused(Refusal, String),
    /// It may go out the next time.
    Later(String),
}

impl Post {
    pub fn new(server: &Server, from: Mailbox) -> Self {
        Self { transport: server.transport(), patience: server.patience, from }
    }

    /// Hands a letter in. `id` is its name: a letter that comes twice, because nobody heard that it went out, is known by it.
    pub(super) async fn send(
        &self,
        (id, at): (Uuid, DateTime<Utc>),
        to: &str,
        content: &Content,
    ) -> Result<(), Undelivered> {
        let bad = || Undelivered::Refused(Refusal::BadAddress, "Адрес не разобрать".into());
        let to: Address = to.parse().map_err(|_| bad())?;
        let name = format!("<{id}@{}>", self.from.email.domain());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&content.subject)
            .date(at.into())
            .message_id(Some(name))
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(link) = &content.unsubscribe {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{link}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        let body = MultiPart::alternative_plain_html(content.text.clone(), content.html.clone());
        let message = message.multipart(body).map_err(|_| bad())?;
        let sending = self.transport.send(message);
        match timeout(self.patience, sending).await {
            Ok(sent) => sent.map(|_| ()).map_err(|error| undelivered(&error)),
            Err(_) => Err(Undelivered::Later(SILENT.into())),
        }
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

const SILENT: &str = "Почтовый сервер не отвечает";

/// The replies of servers repeat addresses, so only their codes are told.
fn undelivered(error: &lettre::transport::smtp::Error) -> Undelivered {
    let Some(code) = error.status().map(u16::from) else {
        return Undelivered::Later(unreached(error).into());
    };
    if !error.is_permanent() {
        return Undelivered::Later(format!("Почтовый сервер просит подождать, код {code}"));
    }
    let reply = error.source().map(ToString::to_string).unwrap_or_default();
    match Refusal::of(code, &reply) {
        None => Undelivered::Later(format!("Почтовый сервер не пускает Маяк, код {code}")),
        Some(refusal) => {
            let why = format!("Письмо не принято: {}, код {code}", refusal.words());
            Undelivered::Refused(refusal, why)
        }
    }
}

fn unreached(error: &lettre::transport::smtp::Error) -> &'static str {
    if error.is_timeout() {
        SILENT
    } else if let Some(why) = of_handshake(error) {
        unsecured(&why)
    } else if error.is_tls() {
        UNSECURED
    } else if error.is_client() && error.to_string().contains("STARTTLS") {
        "Почтовый сервер не предлагает STARTTLS"
    } else if error.is_response() || error.is_client() {
        "С почтовым сервером не вышло договориться"
    } else {
        "До почтового сервера не достучаться"
    }
}

const UNSECURED: &str =
    "С почтовым сервером не вышло защищённое соединение: проверьте его сертификат и порт";

/// By the words of the TLS library, which keeps its kinds of errors to itself here.
fn unsecured(why: &str) -> &'static str {
    const KNOWN: [(&str, &str); 4] = [
        (
            "UnknownIssuer",
            "Сертификат почтового сервера подписан неизвестным центром: назовите его в MAYAK_SMTP_CA",
        ),
        (
            "CaUsedAsEndEntity",
            "Почтовый сервер показывает сертификат центра вместо своего: подпишите ему отдельный",
        ),
        ("not valid for name", "Сертификат почтового сервера выписан на другое имя"),
        ("certificate expired", "Сертификат почтового сервера истёк"),
    ];
    KNOWN.iter().find(|(sign, _)| why.contains(sign)).map_or(UNSECURED, |(_, words)| words)
}

/// What went wrong in a handshake, which comes as unreadable data of the connection.
fn of_handshake(error: &lettre::transport::smtp::Error) -> Option<String> {
    let mut why = error.source();
    while let Some(error) = why {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return (error.kind() == io::ErrorKind::InvalidData).then(|| error.to_string());
        }
        why = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_by_its_address_and_never_tells_it() {
        for url in [
            "smtps://me:secret@mail.example:465",
            "smtp://mail.example:587?tls=required",
            "smtp://localhost:25",
        ] {
            assert_eq!(format!("{:?}", Server::at(url).unwrap()), "Server", "{url}");
        }
        for url in ["", "mail.example", "http://mail.example", "smtp://"] {
            assert!(Server::at(url).is_none(), "{url}");
        }
    }

    #[test]
    fn a_password_goes_over_a_network_under_tls_only() {
        for url in [
            "smtp://me:secret@127.0.0.1:25",
            "smtp://me:secret@[::1]:25",
            "smtp://relay.office:25",
            "smtp://me:secret@relay.office:587?tls=required",
        ] {
            assert!(Server::at(url).is_some(), "{url}");
        }
        for url in [
            "smtp://me:secret@relay.office:25",
            "smtp://me:secret@relay.office:587?tls=opportunistic",
            "smtp://me:secret@relay.office:587?tls=none",
            "smtp://me:secret@10.0.0.5:587",
        ] {
            assert!(Server::at(url).is_none(), "{url}");
        }
    }
}
