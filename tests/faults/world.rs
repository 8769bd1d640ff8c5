//! Companies that live through the faults, and a product of one's own over a copy of them.
use crate::database::Database;
use crate::support::{Product, folder, mayak};
use nix::sys::signal::Signal;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// So many companies, a seller of each writing.
const COMPANIES: usize = 8;

/// Made once a run: a folder with companies that have a year behind them, and who is signed in there.
pub struct World {
    place: TempDir,
    pub people: Vec<People>,
}

/// Open sessions of one company.
#[derive(Clone)]
pub struct People {
    pub owner: String,
    pub manager: String,
}

impl World {
    pub fn make() -> Self {
        let place = folder();
        let mut load = mayak(&["load", "--companies", &COMPANIES.to_string(), "--seed", "1"]);
        let done = load.env("MAYAK_DATA", place.path().join("data")).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let said = String::from_utf8(done.stdout).unwrap();
        let tokens: Vec<&str> = said.lines().filter_map(|line| line.split('\t').nth(1)).collect();
        let people = tokens.chunks(3).map(People::of).collect();
        Self { place, people }
    }

    /// A running product over a copy of its own.
    pub fn site(&self) -> Site {
        self.site_with(&[])
    }

    pub fn site_with(&self, settings: &[(&'static str, &'static str)]) -> Site {
        let place = folder();
        let data = place.path().join("data");
        self.copy_to(&data);
        Site::over(data, settings, self.people.clone(), Some(place))
    }

    pub fn site_in(&self, data: &Path) -> Site {
        self.copy_to(data);
        Site::over(data.to_path_buf(), &[], self.people.clone(), None)
    }

    pub fn megabytes(&self) -> u64 {
        let du = Command::new("du").arg("-sm").arg(self.place.path()).output().unwrap();
        let said = String::from_utf8(du.stdout).unwrap();
        said.split_whitespace().next().unwrap().parse().unwrap()
    }

    fn copy_to(&self, data: &Path) {
        let from = self.place.path().join("data");
        assert!(Command::new("cp").arg("-a").arg(from).arg(data).status().unwrap().success());
    }
}

impl People {
    fn of(tokens: &[&str]) -> Self {
        let [owner, _, manager] = tokens else { panic!("{} сеансов", tokens.len()) };
        Self { owner: (*owner).into(), manager: (*manager).into() }
    }
}

/// A product that can be ended and started again at the same address.
pub struct Site {
    pub product: Product,
    pub address: SocketAddr,
    pub data: PathBuf,
    pub people: Vec<People>,
    settings: Vec<(&'static str, &'static str)>,
    _place: Option<TempDir>,
}

impl Site {
    fn over(
        data: PathBuf,
        settings: &[(&'static str, &'static str)],
        people: Vec<People>,
        place: Option<TempDir>,
    ) -> Self {
        // A port that is free now: after its end the product comes back to it.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let product = start(&data, address, settings);
        Self { product, address, data, people, settings: settings.to_vec(), _place: place }
    }

    pub fn kill(&mut self) {
        self.product.signal(Signal::SIGKILL);
        self.product.end();
    }

    /// After its end.
    pub fn start(&mut self) {
        self.product = start(&self.data, self.address, &self.settings);
    }

    pub fn database(&self) -> Database {
        Database::open(&self.data.join("pg"), "mayak")
    }

    pub fn managers(&self) -> Vec<String> {
        self.people.iter().map(|people| people.manager.clone()).collect()
    }

    pub fn owners(&self) -> Vec<String> {
        self.people.iter().map(|people| people.owner.clone()).collect()
    }
}

fn start(data: &Path, address: SocketAddr, settings: &[(&str, &str)]) -> Product {
    let mut command = mayak(&[]);
    command.env("MAYAK_DATA", data).env("MAYAK_ADDR", address.to_string());
    Product::of(command.envs(settings.iter().copied()), data).0
}
