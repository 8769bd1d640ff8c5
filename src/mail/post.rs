//! The way out: one mail server.
use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::time::timeout;
use uuid::Uuid;

use super::{Content, Refusal};

/// A server that has not taken a letter by then is not waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where letters are handed in: `smtps://`, or `smtp://` with `?tls=required` for STARTTLS, or `smtp://` alone within one host.
#[derive(Clone)]
pub struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    patience: Duration,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server") // its address holds a password
    }
}

impl Server {
    /// None when the address is none.
    pub fn at(url: &str) -> Option<Self> {
        Self::waited_for(url, PATIENCE)
    }

    /// As [`Server::at`], with another patience.
    pub fn waited_for(url: &str, patience: Duration) -> Option<Self> {
        if !url.starts_with("smtp://") && !url.starts_with("smtps://") {
            return None;
        }
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).ok()?;
        Some(Self { transport: server.timeout(Some(patience)).build(), patience })
    }
}

/// A server and the name in which letters go out.
#[derive(Debug, Clone)]
pub struct Post {
    server: Server,
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
    pub fn new(server: Server, from: Mailbox) -> Self {
        Self { server, from }
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
        let sending = self.server.transport.send(message);
        match timeout(self.server.patience, sending).await {
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
    } else if error.is_tls() || is_of_handshake(error) {
        "С почтовым сервером не вышло защищённое соединение: проверьте его сертификат и порт"
    } else if error.is_response() || error.is_client() {
        "С почтовым сервером не вышло договориться"
    } else {
        "До почтового сервера не достучаться"
    }
}

/// What goes wrong in a handshake comes as unreadable data of the connection.
fn is_of_handshake(error: &lettre::transport::smtp::Error) -> bool {
    let mut why = error.source();
    while let Some(error) = why {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return error.kind() == io::ErrorKind::InvalidData;
        }
        why = error.source();
    }
    false
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
}
