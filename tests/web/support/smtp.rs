//! A mail server of one's own: it keeps what it is given, and refuses, puts off or hangs by the name of the box.
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mayak::mail::{Post, Server};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use super::Received;

/// What a client says in `AUTH PLAIN`: `\0mayak\0p@ss` in Base64.
const KNOWN: &str = "AG1heWFrAHBAc3M=";

/// The product waits so long for this server to say anything.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone)]
pub struct Smtp {
    address: SocketAddr,
    box_: Arc<Mutex<Vec<Received>>>,
}

impl Smtp {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: listener.local_addr().unwrap(), box_: Arc::default() };
        let box_ = server.box_.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, box_.clone()));
            }
        });
        server
    }

    /// The product's way to it.
    pub fn post(&self) -> Post {
        self.post_as("mayak:p%40ss")
    }

    pub fn post_as(&self, who: &str) -> Post {
        post_at(&format!("smtp://{who}@{}", self.address))
    }

    /// As if it had a secure port here.
    pub fn post_over_tls(&self) -> Post {
        post_at(&format!("smtps://{}", self.address))
    }

    /// What it has been given so far; it is then gone.
    pub fn taken(&self) -> Vec<Received> {
        std::mem::take(&mut *self.box_.lock().unwrap())
    }
}

fn post_at(url: &str) -> Post {
    let server = Server::waited_for(url, PATIENCE).unwrap();
    Post::new(server, "Маяк <mayak@mayak.test>".parse().unwrap())
}

type Client = Lines<BufReader<OwnedReadHalf>>;

/// One client; it leaves by hanging up.
async fn serve(stream: TcpStream, box_: Arc<Mutex<Vec<Received>>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    say(&mut write, "220 mayak.test").await;
    let (mut is_known, mut to) = (false, String::new());
    loop {
        let line = lines.next_line().await.ok()??;
        let word = line.split([' ', ':']).next()?.to_uppercase();
        let reply = match word.as_str() {
            "EHLO" => "250-mayak.test\r\n250 AUTH PLAIN",
            "AUTH" if line.ends_with(KNOWN) => {
                is_known = true;
                "235 2.7.0 welcome"
            }
            "AUTH" => "535 5.7.8 wrong password",
            "MAIL" if !is_known => "530 5.7.0 who are you",
            "RCPT" => {
                to = line.split(['<', '>']).nth(1)?.to_owned();
                of_box(&to).await
            }
            "DATA" => {
                say(&mut write, "354 go on").await;
                let data = data(&mut lines).await?;
                box_.lock().unwrap().push(Received::read(&to, &data));
                "250 2.0.0 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 2.0.0 ok",
        };
        say(&mut write, reply).await;
    }
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

async fn data(lines: &mut Client) -> Option<String> {
    let mut data = String::new();
    loop {
        let line = lines.next_line().await.ok()??;
        if line == "." {
            return Some(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
        data.push('\n');
    }
}

async fn say(write: &mut OwnedWriteHalf, reply: &str) {
    let _ = write.write_all(format!("{reply}\r\n").as_bytes()).await;
}
