//! A product of one's own: its folder, its process, questions to it.
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything here takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A folder that the database's user can reach too.
pub fn folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("mayak").tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    folder
}

/// The server's programs, when whoever runs the tests chose them.
pub fn binaries() -> Option<PathBuf> {
    std::env::var_os("MAYAK_PG_BIN").map(PathBuf::from)
}

/// The program with an empty environment but for what a start needs.
pub fn mayak(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mayak"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("MAYAK_ADDR", "127.0.0.1:0")
        .args(arguments);
    if let Some(binaries) = binaries() {
        command.env("MAYAK_PG_BIN", binaries);
    }
    command
}

/// Asks until it comes true.
pub fn wait_for(what: &str, mut come_true: impl FnMut() -> bool) {
    let ends = Instant::now() + PATIENCE;
    while !come_true() {
        assert!(Instant::now() < ends, "в срок не случилось: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A running product; killed when dropped.
pub struct Product {
    child: Child,
    said: Receiver<String>,
    log: PathBuf,
    data: PathBuf,
}

impl Product {
    /// Starts it in `data` and returns when it says where it is open.
    pub fn start(data: &Path) -> (Self, SocketAddr) {
        Self::of(mayak(&[]).env("MAYAK_DATA", data), data)
    }

    pub fn of(command: &mut Command, data: &Path) -> (Self, SocketAddr) {
        let log = data.with_extension("stderr");
        let mut child =
            command.stdout(Stdio::piped()).stderr(File::create(&log).unwrap()).spawn().unwrap();
        let said = lines(child.stdout.take().unwrap());
        let product = Self { child, said, log, data: data.to_path_buf() };
        let line = product.line();
        let address = line.split("http://").nth(1).unwrap().trim_end_matches('/');
        (product, address.parse().unwrap())
    }

    /// The next line it says to the person who started it.
    pub fn line(&self) -> String {
        self.said.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("молчит: {}", self.log()))
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed())
    }

    pub fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    pub fn end(&mut self) -> ExitStatus {
        let mut status = None;
        wait_for("конец процесса", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// Asked politely; must end well.
    pub fn stop(mut self) {
        self.signal(Signal::SIGTERM);
        assert!(self.end().success(), "{}", self.log());
    }

    /// The process of its private server.
    pub fn server(&self) -> Pid {
        server_of(&self.data).unwrap()
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server that says it serves the folder's cluster.
pub fn server_of(data: &Path) -> Option<Pid> {
    let text = fs::read_to_string(data.join("pg/data/postmaster.pid")).ok()?;
    text.lines().next()?.parse().ok().map(Pid::from_raw)
}

/// Whether that process is there; a dead one that nobody has collected is not.
pub fn lives(pid: Pid) -> bool {
    let state = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    state.rsplit(')').next().is_some_and(|rest| !rest.trim().is_empty() && !rest.starts_with(" Z"))
}

fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (say, said) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _ = say.send(line);
        }
    });
    said
}

/// The whole answer to a GET, head and body; empty when nobody answers.
pub fn get(address: SocketAddr, path: &str) -> String {
    ask(address, path, "")
}

/// As [`get`], with more lines of the head.
pub fn ask(address: SocketAddr, path: &str, head: &str) -> String {
    let Ok(mut stream) = TcpStream::connect(address) else { return String::new() };
    let request = format!("GET {path} HTTP/1.1\r\nHost: mayak\r\n{head}Connection: close\r\n\r\n");
    let _ = stream.write_all(request.as_bytes());
    String::from_utf8(read_all(&mut stream)).unwrap()
}

pub fn send_get(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: mayak\r\nConnection: close\r\n\r\n");
    let _ = stream.write_all(request.as_bytes());
}

/// Everything until the other end closes.
pub fn read_all(stream: &mut TcpStream) -> Vec<u8> {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

pub fn is_ready(address: SocketAddr) -> bool {
    get(address, "/health/ready").starts_with("HTTP/1.1 200")
}

/// What a start that must not succeed says, with its exit code.
pub fn refused(command: &mut Command) -> (i32, String) {
    let done = command.output().unwrap();
    (done.status.code().unwrap(), String::from_utf8(done.stderr).unwrap())
}
