//! A thousand requests that begin and do not end: others are served meanwhile, and they are all closed in time.
use crate::readers::{Manner, PATIENT, Readers};
use crate::table::{Figure, Outcome};
use crate::world::World;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

const NUMBER: usize = 1_000;
/// The head of a request must arrive in ten seconds.
const CLOSED: Duration = Duration::from_secs(11);

pub fn play(world: &World) -> Outcome {
    let site = world.site();
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, most, most).unwrap(); // of this process; the product has its own
    let owners = site.owners();
    let kept = Readers::start(site.address, &owners[..2], Manner::Kept);
    let fresh = Readers::start(site.address, &owners[2..4], Manner::Fresh);
    let mut sent: Vec<(TcpStream, Instant)> = (0..NUMBER).map(|_| half(site.address)).collect();
    let closed: Vec<_> = sent.iter_mut().filter_map(|(stream, at)| closed(stream, *at)).collect();
    let (kept, fresh) = (kept.end(), fresh.end());
    Outcome::Measured(vec![
        Figure::all("закрыто продуктом", closed.len(), NUMBER),
        Figure::at_most(
            "последний закрыт через",
            closed.into_iter().max().unwrap_or_default(),
            CLOSED,
        ),
        Figure::at_least("страниц соседям тем временем", kept.pages() + fresh.pages(), 100),
        Figure::at_most("соседи на открытых соединениях, p99", kept.p99(), PATIENT),
        Figure::at_most("соседи на новых соединениях, p99", fresh.p99(), PATIENT),
        Figure::none("соседям отказано", kept.failed + kept.broken + fresh.failed + fresh.broken),
    ])
}

fn half(address: SocketAddr) -> (TcpStream, Instant) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: mayak\r\nX-Half: ").unwrap();
    (stream, Instant::now())
}

/// When the other end closed it, at the latest.
fn closed(stream: &mut TcpStream, sent: Instant) -> Option<Duration> {
    stream.set_read_timeout(Some(CLOSED * 2)).unwrap();
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => None,
        _ => Some(sent.elapsed()),
    }
}
