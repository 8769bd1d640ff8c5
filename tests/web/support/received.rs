//! A letter as its reader sees it.

/// A letter that a server was given.
#[derive(Debug, Clone)]
pub struct Received {
    pub to: String,
    pub head: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Received {
    pub fn read(to: &str, data: &str) -> Self {
        let (head, body) = data.split_once("\n\n").unwrap();
        let head = head.replace("\n ", " "); // long lines go on
        let edge = head.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
        let parts: Vec<_> = body.split(&format!("--{edge}")).collect();
        let part =
            |kind: &str| parts.iter().find(|part| part.contains(kind)).map(|part| decoded(part));
        Self {
            to: to.to_owned(),
            subject: words(field(&head, "Subject")),
            text: part("text/plain").unwrap(),
            html: part("text/html").unwrap(),
            head,
        }
    }

    /// A line of the head.
    pub fn field(&self, name: &str) -> &str {
        field(&self.head, name)
    }

    /// The path of the first link of the text that begins so.
    pub fn link(&self, begins: &str) -> String {
        let found = self.text.split_whitespace().find(|word| word.starts_with(begins));
        let link = found.unwrap_or_else(|| panic!("no {begins} in {}", self.text));
        format!("/{}", link.splitn(4, '/').nth(3).unwrap())
    }
}

fn field<'a>(head: &'a str, name: &str) -> &'a str {
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_default().trim()
}

fn decoded(part: &str) -> String {
    let (head, body) = part.trim_start().split_once("\n\n").unwrap();
    let bytes = match field(head, "Content-Transfer-Encoding") {
        "base64" => base64(body),
        "quoted-printable" => quoted(body),
        _ => body.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

/// The words of a line of the head (RFC 2047).
fn words(line: &str) -> String {
    const OPENS: &str = "=?utf-8?b?";
    let (mut rest, mut bytes) = (line, Vec::new());
    while let Some((plain, coded)) = rest.split_once(OPENS) {
        if !plain.trim().is_empty() {
            bytes.extend(plain.as_bytes()); // white space between two coded words is none
        }
        let (word, after) = coded.split_once("?=").unwrap();
        bytes.extend(base64(word));
        rest = after;
    }
    bytes.extend(rest.as_bytes());
    String::from_utf8(bytes).unwrap()
}

fn base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let signs = text.bytes().filter_map(|sign| SIGNS.iter().position(|known| *known == sign));
    let (mut bits, mut number, mut bytes) = (0_usize, 0, Vec::new());
    for sign in signs {
        bits = bits << 6 | sign;
        number += 6;
        if number >= 8 {
            number -= 8;
            bytes.push(u8::try_from(bits >> number & 0xff).unwrap());
            bits &= (1 << number) - 1;
        }
    }
    bytes
}

fn quoted(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "").replace("=\n", "");
    let mut pieces = text.split('=');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend(&piece.as_bytes()[2..]);
    }
    bytes
}
