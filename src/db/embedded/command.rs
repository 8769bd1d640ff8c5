//! Programs of the server: started with a clean environment, as the right user, dying with us.

use super::account::Account;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// A command that the kernel interrupts when the *thread* that started it ends, so start it from a
/// thread that lives as long as the product. Where `setpriv` is missing the program outlives a
/// killed product, and the next start, which then holds the folder's lock, stops it (`orphan`).
pub(super) fn bound(program: &Path, account: Option<&Account>, folder: &Path) -> Command {
    if !has_setpriv() {
        return clean(program, account, folder);
    }
    let mut command = clean(Path::new("setpriv"), account, folder);
    // SIGINT is PostgreSQL's fast shutdown. The user is dropped before, so the kernel keeps it.
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

/// Without the product's environment (it may hold passwords) and without its terminal's signals.
fn clean(program: &Path, account: Option<&Account>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .current_dir(folder)
        .stdin(Stdio::null())
        .process_group(0); // Ctrl-C goes to the product, which then stops the server
    if let Some(account) = account {
        command.gid(account.gid.as_raw()).uid(account.uid.as_raw());
    }
    command
}

/// util-linux has `--pdeathsig`; the small `setpriv` of busybox does not.
fn has_setpriv() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| {
        let tried = Command::new("setpriv")
            .args(["--pdeathsig", "INT", "--", "true"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    })
}
