//! Connections: accepted up to a limit, closed when they dawdle, let finish at the end.

use super::client::client;
use super::places::{Guest, Place, Places};
use super::stop::Stop;
use crate::app::Leaving;
use crate::config::Network;
use crate::web;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use futures_util::FutureExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// At once; more wait in the system's queue, or take the places of those who say nothing. Each costs a file, and a
/// process usually has 1,024.
const MOST: usize = 800;
/// A head of a request must arrive in this time; so must the next one on a kept connection.
const HEAD: Duration = Duration::from_secs(10);
const HEAD_BYTES: usize = 64 * 1024;
/// Open requests get this long when the product stops.
const FINISH: Duration = Duration::from_secs(10);
/// Whom the system let in before we stopped listening is served too.
const LAST_CALL: Duration = Duration::from_millis(200);
/// A proxy gets this long to see that we are no longer ready: it then meets no closed door half-way.
const NOTICE: Duration = Duration::from_secs(3);
/// Who has just come in gets this long to say what he wants.
const FIRST_WORD: Duration = Duration::from_millis(100);
/// After the system refused to open a connection (no more files).
const PAUSE: Duration = Duration::from_millis(100);

/// What answers, and whose word about the client's address is taken.
#[derive(Clone)]
pub(super) struct Service {
    pub router: Router,
    pub trusted: Arc<[Network]>,
    pub leaving: Leaving,
}

/// Serves until asked to stop; returns when open requests have finished or their time is over.
pub(super) async fn serve(listener: TcpListener, service: Service, stop: &Stop) {
    let open = GracefulShutdown::new();
    let places = Places::new(MOST);
    while let Some(accepted) = next(&listener, &places, stop.asked()).await {
        tokio::spawn(answer(accepted, &service, &places, &open));
    }
    service.leaving.begin();
    let mut last_call = pin!(last_call(&service, stop));
    while let Some(accepted) = next(&listener, &places, last_call.as_mut()).await {
        tokio::spawn(answer(accepted, &service, &places, &open));
    }
    for accepted in rest(listener, &places) {
        tokio::spawn(answer(accepted, &service, &places, &open));
    }
    tokio::time::sleep(FIRST_WORD).await;
    finish(open, stop).await;
}

async fn last_call(service: &Service, stop: &Stop) {
    let patience = if service.trusted.is_empty() { LAST_CALL } else { NOTICE };
    tokio::select! {
        () = tokio::time::sleep(patience) => {}
        () = stop.asked_again() => {}
    }
}

type Accepted = (TcpStream, SocketAddr, Place);

/// The next connection with its place; `None` when the time for that is over.
async fn next(
    listener: &TcpListener,
    places: &Places,
    over: impl Future<Output = ()>,
) -> Option<Accepted> {
    tokio::select! {
        () = over => None,
        accepted = accept(listener, places) => accepted,
    }
}

/// Whom the system has let in without our having looked. The door closes behind the last of them: a closed one turns
/// those away who stand in it.
fn rest(listener: TcpListener, places: &Places) -> Vec<Accepted> {
    let Ok(door) = listener.into_std() else { return vec![] };
    let next = || {
        let place = places.take().now_or_never().flatten()?;
        let (stream, peer) = door.accept().ok()?;
        stream.set_nonblocking(true).ok()?;
        Some((TcpStream::from_std(stream).ok()?, peer, place))
    };
    std::iter::from_fn(next).collect()
}

fn answer(
    (stream, peer, place): Accepted,
    service: &Service,
    places: &Places,
    open: &GracefulShutdown,
) -> impl Future<Output = ()> + Send + use<> {
    let (guest, has_to_go) = places.greet();
    let watched = open.watch(connection(stream, peer, service.clone(), guest));
    async move {
        tokio::select! {
            ended = watched => if let Err(error) = ended {
                tracing::debug!(%error, "соединение прервалось");
            },
            Ok(()) = has_to_go => tracing::debug!("соединение молчало, а место понадобилось"),
        }
        drop(place);
    }
}

async fn accept(listener: &TcpListener, places: &Places) -> Option<Accepted> {
    let place = places.take().await?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Some((stream, peer, place)),
            Err(error) => {
                tracing::warn!(%error, "соединение не принято");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    service: Service,
    guest: Guest,
) -> impl GracefulConnection<Error = hyper::Error> + Send {
    let answer = service_fn(move |mut request: Request<Incoming>| {
        guest.speaks();
        let client = client(peer, request.headers(), &service.trusted);
        request.extensions_mut().insert(ConnectInfo(client));
        request.headers_mut().remove(web::REQUEST_ID); // we name requests, not those who send them
        service.router.clone().oneshot(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), answer)
}

async fn finish(open: GracefulShutdown, stop: &Stop) {
    tracing::info!(connections = open.count(), "останавливаемся: открытые запросы завершаются");
    tokio::select! {
        () = open.shutdown() => {}
        () = stop.asked_again() => {}
        () = tokio::time::sleep(FINISH) => tracing::warn!("не все запросы завершились вовремя"),
    }
}
