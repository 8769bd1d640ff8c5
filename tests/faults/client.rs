//! A browser as far as sockets go: one kept connection, whole answers, and how an answer fails to come.
use crate::support::PATIENCE;
use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

pub struct Browser {
    address: SocketAddr,
    /// Further lines of the head.
    lines: String,
    kept: Option<BufReader<TcpStream>>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nobody listens.
    Refused,
    /// A connection kept from earlier had been closed: a browser asks once more on a new one.
    OnKept,
    /// The request went into a connection that was open, and no whole answer came.
    Broken,
}

impl Answer {
    /// Whether a person is told something.
    pub fn is_page(&self) -> bool {
        self.body.contains("<h1")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

impl Browser {
    pub fn new(address: SocketAddr, token: &str) -> Self {
        let lines =
            if token.is_empty() { String::new() } else { format!("Cookie: mayak={token}\r\n") };
        Self { address, lines, kept: None }
    }

    /// As if through a proxy that heard this address.
    pub fn heard_from(mut self, address: &str) -> Self {
        self.lines = format!("{}X-Forwarded-For: {address}\r\n", self.lines);
        self
    }

    /// Asks on a new connection next.
    pub fn hang_up(&mut self) {
        self.kept = None;
    }

    pub fn open(&mut self, path: &str) -> std::result::Result<Answer, Silence> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: mayak\r\n{}\r\n", self.lines);
        self.ask(&head, b"")
    }

    pub fn post(
        &mut self,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> std::result::Result<Answer, Silence> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: mayak\r\n{}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.lines,
            body.len()
        );
        self.ask(&head, body)
    }

    /// Opens a page, as long as it takes it to come.
    pub fn page(&mut self, path: &str) -> Option<Answer> {
        self.open(path).ok().filter(|answer| answer.status == 200)
    }

    fn ask(&mut self, head: &str, body: &[u8]) -> std::result::Result<Answer, Silence> {
        let kept = self.kept.take();
        let lost = if kept.is_some() { Silence::OnKept } else { Silence::Broken };
        let mut stream = match kept {
            Some(stream) => stream,
            None => connect(self.address).map_err(|_| Silence::Refused)?,
        };
        let to = stream.get_mut();
        let sent = to.write_all(head.as_bytes()).and_then(|()| to.write_all(body)); // an early answer may cut it short
        match first_line(&mut stream) {
            Ok(line) if !line.is_empty() => {
                let (answer, stays) = rest(&mut stream, line).map_err(|_| Silence::Broken)?;
                self.kept = (stays && sent.is_ok()).then_some(stream);
                Ok(answer)
            }
            _ => Err(lost),
        }
    }
}

fn connect(address: SocketAddr) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE + Duration::from_secs(10)))?; // the product gives up first
    Ok(BufReader::new(stream))
}

fn first_line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    Ok(line)
}

fn rest(stream: &mut BufReader<TcpStream>, mut head: String) -> Result<(Answer, bool)> {
    loop {
        let line = first_line(stream)?;
        if line.is_empty() {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let body = if header(&head, "transfer-encoding").is_some() {
        chunks(stream)?
    } else {
        let length = header(&head, "content-length").and_then(|length| length.parse().ok());
        exactly(stream, length.unwrap_or(0))?
    };
    let stays = header(&head, "connection") != Some("close");
    Ok((Answer { status, head, body: String::from_utf8_lossy(&body).into_owned() }, stays))
}

fn chunks(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = first_line(stream)?;
        let size = usize::from_str_radix(line.trim(), 16).map_err(std::io::Error::other)?;
        body.extend(exactly(stream, size)?);
        first_line(stream)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn exactly(stream: &mut BufReader<TcpStream>, size: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; size];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    lines
        .into_iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}
