//! Why a mail server takes a letter for good not.
use std::str::FromStr;

/// What whoever asked for the letter can understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody has this address.
    NoBox,
    Full,
    /// The address is written so that no server takes it.
    BadAddress,
    /// The server holds it for unwanted, or has a reason of its own.
    Rejected,
}

impl Refusal {
    const ALL: [Self; 4] = [Self::NoBox, Self::Full, Self::BadAddress, Self::Rejected];

    /// By the reply of a server: its code and text, which may begin with an enhanced code (RFC 3463). None: it is not about
    /// this letter but about us, who did not sign in as the server wants.
    pub fn of(code: u16, text: &str) -> Option<Self> {
        let enhanced = text.split_whitespace().next().unwrap_or_default();
        Some(match code {
            530 | 534 | 535 | 538 => return None,
            _ if enhanced.starts_with("5.7.") => Self::Rejected,
            _ if enhanced == "5.2.2" => Self::Full,
            _ if enhanced == "5.1.3" => Self::BadAddress,
            550 | 551 | 556 => Self::NoBox,
            552 => Self::Full,
            553 | 501 => Self::BadAddress,
            _ => Self::Rejected,
        })
    }

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoBox => "no_box",
            Self::Full => "full",
            Self::BadAddress => "bad_address",
            Self::Rejected => "rejected",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::NoBox => "такого ящика нет",
            Self::Full => "ящик переполнен",
            Self::BadAddress => "такого адреса не бывает",
            Self::Rejected => "почтовый сервер адресата отказался его принять",
        }
    }
}

impl FromStr for Refusal {
    type Err = String;
    fn from_str(code: &str) -> Result<Self, String> {
        let refusal = Self::ALL.into_iter().find(|refusal| refusal.code() == code);
        refusal.ok_or_else(|| format!("unknown refusal of a letter {code:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_understood() {
        for (code, text, refusal) in [
            (550, "5.1.1 <a@b.ru>: user unknown", Some(Refusal::NoBox)),
            (550, "no such user", Some(Refusal::NoBox)),
            (550, "5.7.1 message looks like spam", Some(Refusal::Rejected)),
            (552, "mailbox full", Some(Refusal::Full)),
            (554, "5.2.2 over quota", Some(Refusal::Full)),
            (554, "transaction failed", Some(Refusal::Rejected)),
            (535, "5.7.8 authentication failed", None),
        ] {
            assert_eq!(Refusal::of(code, text), refusal, "{code} {text}");
        }
        for refusal in Refusal::ALL {
            assert_eq!(refusal.code().parse(), Ok(refusal));
        }
    }
}
