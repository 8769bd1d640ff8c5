//! What `script/server` and `script/test` install, and what they say when they cannot: on machines
//! made of a few stand-ins, where nothing of this one is seen.
use crate::support::folder;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The server's programs are looked for in fixed folders, so where they are is told here.
const NEEDS: &str = ". script/lib.sh
    postgres_folder() { if [ -e \"$MACHINE/initdb\" ]; then echo \"$MACHINE\"; fi; }
    need_rust; need_postgres; need_browser; install_missing";
const NEW: &[&str] = &["cc", "initdb", "chromium", "chromedriver"];

/// A machine with Rust and the named programs; it remembers what was run.
struct Machine(TempDir);

impl Machine {
    fn with(programs: &[&str], user: &str) -> Self {
        let machine = Self(folder());
        symlink(on_path("env"), machine.path().join("env")).unwrap();
        machine.put("id", &format!("echo {user}"));
        machine.put("sudo", "\"$@\"");
        for program in programs.iter().chain(&["cargo"]) {
            machine.put(program, &format!("echo {program} \"$@\" >>\"$MACHINE/ran\""));
        }
        machine
    }

    /// A package manager that brings everything.
    fn bare(manager: &str, user: &str) -> Self {
        let machine = Self::with(&[], user);
        let bring = format!("for it in {}; do : >\"$MACHINE/$it\"; done", NEW.join(" "));
        machine.put(manager, &format!("echo {manager} \"$@\" >>\"$MACHINE/ran\"\n{bring}"));
        machine
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, name: &str, script: &str) {
        let file = self.path().join(name);
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(file, Permissions::from_mode(0o755)).unwrap();
    }

    fn without(self, name: &str) -> Self {
        fs::remove_file(self.path().join(name)).unwrap();
        self
    }

    /// The lines that were run, whether it went well and what was said.
    fn prepare(&self) -> (Vec<String>, bool, String) {
        let done = Command::new("/bin/sh")
            .args(["-euc", NEEDS])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env_clear()
            .env("PATH", self.path())
            .env("MACHINE", self.path())
            .output()
            .unwrap();
        let ran = fs::read_to_string(self.path().join("ran")).unwrap_or_default();
        let said = String::from_utf8(done.stderr).unwrap();
        (ran.lines().map(str::to_owned).collect(), done.status.success(), said)
    }
}

fn on_path(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|p| p.is_file()).unwrap()
}

#[test]
fn each_known_system_gets_everything_by_its_own_names() {
    for (manager, lines) in [
        (
            "apt-get",
            "apt-get update -q\napt-get install -y -q --no-install-recommends gcc libc6-dev postgresql \
             chromium chromium-driver",
        ),
        ("dnf", "dnf install -y gcc postgresql-server chromium chromedriver"),
        (
            "apk",
            "apk add --update-cache gcc musl-dev postgresql icu-data-full chromium chromium-chromedriver",
        ),
        ("pacman", "pacman -S --noconfirm --needed gcc postgresql chromium"),
    ] {
        let (ran, well, said) = Machine::bare(manager, "0").prepare();
        assert!(well, "{said}");
        assert_eq!(ran.join("\n"), lines);
        for word in ["компилятор C", "сервер PostgreSQL", "Chromium", manager] {
            assert!(said.contains(word), "{word}: {said}");
        }
    }
}

#[test]
fn an_ordinary_user_installs_by_sudo_or_is_told_what_to_ask_for() {
    let (ran, well, said) = Machine::bare("dnf", "1000").prepare();
    assert!(well && ran.len() == 1, "{said}");

    let (ran, well, said) = Machine::bare("dnf", "1000").without("sudo").prepare();
    assert!(!well && ran.is_empty());
    assert!(
        said.contains("администратора выполнить: dnf install -y gcc postgresql-server"),
        "{said}"
    );
}

#[test]
fn an_unknown_system_says_what_it_needs() {
    let (_, well, said) = Machine::with(&[], "0").prepare();
    assert!(!well);
    for word in ["компилятор C", "PostgreSQL 15", "chromedriver", "незнакома"] {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn only_what_is_missing_is_installed() {
    let machine = Machine::bare("pacman", "0");
    machine.put("cc", "");
    machine.put("initdb", "");
    assert_eq!(machine.prepare().0, ["pacman -S --noconfirm --needed chromium"]);
    let (ran, well, said) = Machine::with(&[NEW, &["apt-get"]].concat(), "0").prepare();
    assert!(well && ran.is_empty() && said.is_empty(), "{said}");
}

#[test]
fn an_installation_that_fails_or_brings_an_old_server_is_told() {
    let machine = Machine::with(&["cc", "chromium", "chromedriver"], "0");
    machine.put("apt-get", "[ \"$1\" = update ]");
    let (_, well, said) = machine.prepare();
    assert!(!well && said.contains("Не установилось"), "{said}");

    machine.put("apt-get", "");
    let (_, well, said) = machine.prepare();
    assert!(!well && said.contains("PostgreSQL старше 15"), "{said}");
}

#[test]
fn without_rust_nothing_is_installed() {
    let (ran, well, said) = Machine::bare("apt-get", "0").without("cargo").prepare();
    assert!(!well && ran.is_empty() && said.contains("https://rustup.rs"), "{said}");
}

/// A dependency that asks for a library's headers would not build on a machine that has only what the
/// scripts install.
#[test]
fn nothing_is_built_against_a_library_of_the_system() {
    let lock = include_str!("../../Cargo.lock");
    for name in ["openssl-sys", "native-tls", "cmake", "bindgen"] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name}: cargo tree -i {name}");
    }
}
