//! Who the server runs as. PostgreSQL refuses to run as root, so a product started by root drops.

use anyhow::{Result, bail};
use nix::unistd::{Gid, Uid, User, geteuid};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub uid: Uid,
    pub gid: Gid,
    pub name: String,
}

impl Account {
    /// `None` when the product itself is unprivileged: then the server runs as the same user.
    pub fn choose() -> Result<Option<Self>> {
        if !geteuid().is_root() {
            return Ok(None);
        }
        // initdb looks the number up in passwd, so an arbitrary one will not do.
        for name in ["postgres", "nobody"] {
            if let Some(user) = User::from_name(name)? {
                return Ok(Some(Self { uid: user.uid, gid: user.gid, name: name.to_owned() }));
            }
        }
        bail!(
            "Маяк запущен от root, а PostgreSQL от root не работает: заведите пользователя \
             postgres или запустите Маяк от обычного пользователя"
        )
    }

    /// Whether this user can walk down to `folder` (root's home is closed to everyone else).
    pub fn can_reach(&self, folder: &Path) -> bool {
        folder.ancestors().all(|step| match fs::metadata(step) {
            Ok(meta) => self.can_enter(&meta),
            Err(_) => true, // not made yet
        })
    }

    fn can_enter(&self, meta: &fs::Metadata) -> bool {
        let bit = if meta.uid() == self.uid.as_raw() {
            0o100
        } else if meta.gid() == self.gid.as_raw() {
            0o010
        } else {
            0o001
        };
        meta.mode() & bit != 0
    }
}
