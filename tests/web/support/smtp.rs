//! A mail server of one's own: it keeps what it is given, and refuses, puts off or hangs by the name of the box.
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mayak::mail::{Authority, Post, Server};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::Received;

/// What a client says in `AUTH PLAIN`: `\0mayak\0p@ss` in Base64.
const KNOWN: &str = "AG1heWFrAHBAc3M=";

/// The product waits so long for this server to say anything.
const PATIENCE: Duration = Duration::from_secs(2);

/// When the server speaks TLS.
#[derive(Clone)]
pub enum Secured {
    Never,
    FromTheFirstByte(TlsAcceptor),
    ByStartTls(TlsAcceptor),
}

#[derive(Clone)]
pub struct Smtp {
    address: SocketAddr,
    secured: Secured,
    box_: Arc<Mutex<Vec<Received>>>,
    /// The commands that anybody on the way could read.
    overheard: Arc<Mutex<Vec<String>>>,
}

impl Smtp {
    pub async fn start() -> Self {
        Self::start_as(Secured::Never).await
    }

    pub async fn start_as(secured: Secured) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Self { address, secured, box_: Arc::default(), overheard: Arc::default() };
        let serving = server.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(serving.clone(), Box::new(stream)));
            }
        });
        server
    }

    /// The product's way to it.
    pub fn post(&self) -> Post {
        self.post_as("mayak:p%40ss")
    }

    pub fn post_as(&self, who: &str) -> Post {
        post_at(&format!("smtp://{who}@{}", self.address), None)
    }

    /// By implicit TLS, whether or not it speaks that here.
    pub fn post_over_tls(&self, authority: Option<&Authority>) -> Post {
        post_at(&format!("smtps://mayak:p%40ss@{}", self.address), authority)
    }

    pub fn post_by_starttls(&self, authority: Option<&Authority>) -> Post {
        post_at(&format!("smtp://mayak:p%40ss@{}?tls=required", self.address), authority)
    }

    /// What it has been given so far; it is then gone.
    pub fn taken(&self) -> Vec<Received> {
        std::mem::take(&mut *self.box_.lock().unwrap())
    }

    pub fn overheard(&self) -> Vec<String> {
        self.overheard.lock().unwrap().clone()
    }
}

fn post_at(url: &str, authority: Option<&Authority>) -> Post {
    let server = Server::at(url).unwrap().waited_for(PATIENCE);
    let server = match authority {
        Some(authority) => server.trusting(authority),
        None => server,
    };
    Post::new(&server, "Маяк <mayak@mayak.test>".parse().unwrap())
}

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

type Client = BufReader<Box<dyn Wire>>;

/// One client; it leaves by hanging up.
async fn serve(server: Smtp, stream: Box<dyn Wire>) -> Option<()> {
    let (mut is_secured, stream) = match &server.secured {
        Secured::FromTheFirstByte(tls) => (true, over(tls, stream).await?),
        _ => (false, stream),
    };
    let mut client = BufReader::new(stream);
    say(&mut client, "220 mayak.test").await;
    let (mut is_known, mut to) = (false, String::new());
    loop {
        let line = line(&mut client).await?;
        if !is_secured {
            server.overheard.lock().unwrap().push(line.clone());
        }
        let word = line.split([' ', ':']).next()?.to_uppercase();
        let reply = match (word.as_str(), &server.secured) {
            ("EHLO", Secured::ByStartTls(_)) if !is_secured => {
                "250-mayak.test\r\n250-STARTTLS\r\n250 AUTH PLAIN"
            }
            ("EHLO", _) => "250-mayak.test\r\n250 AUTH PLAIN",
            ("STARTTLS", Secured::ByStartTls(tls)) => {
                say(&mut client, "220 2.0.0 go ahead").await;
                client = BufReader::new(over(tls, client.into_inner()).await?);
                is_secured = true;
                continue;
            }
            ("AUTH", _) if line.ends_with(KNOWN) => {
                is_known = true;
                "235 2.7.0 welcome"
            }
            ("AUTH", _) => "535 5.7.8 wrong password",
            ("MAIL", _) if !is_known => "530 5.7.0 who are you",
            ("RCPT", _) => {
                to = line.split(['<', '>']).nth(1)?.to_owned();
                of_box(&to).await
            }
            ("DATA", _) => {
                say(&mut client, "354 go on").await;
                let data = data(&mut client).await?;
                server.box_.lock().unwrap().push(Received::read(&to, &data));
                "250 2.0.0 taken"
            }
            ("QUIT", _) => "221 bye",
            _ => "250 2.0.0 ok",
        };
        say(&mut client, reply).await;
    }
}

async fn over(tls: &TlsAcceptor, stream: Box<dyn Wire>) -> Option<Box<dyn Wire>> {
    Some(Box::new(tls.accept(stream).await.ok()?))
}

/// What is said to a recipient.
async fn of_box(to: &str) -> &'static str {
    match to.split('@').next().unwrap() {
        "nobody" => "550 5.1.1 no such user here",
        "full" => "552 5.2.2 over quota",
        "later" => "451 4.7.1 greylisted, come again",
        "silent" => std::future::pending().await,
        _ => "250 2.1.5 ok",
    }
}

async fn line(client: &mut Client) -> Option<String> {
    let mut line = String::new();
    let read = client.read_line(&mut line).await.ok()?;
    (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn data(client: &mut Client) -> Option<String> {
    let mut data = String::new();
    loop {
        let line = line(client).await?;
        if line == "." {
            return Some(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
        data.push('\n');
    }
}

async fn say(client: &mut Client, reply: &str) {
    let _ = client.write_all(format!("{reply}\r\n").as_bytes()).await;
    let _ = client.flush().await;
}
