//! The product's own figures for Prometheus, on an address of their own. No person, company or id is in them.

use super::connections::{self, Service};
use super::stop::Stop;
use crate::app::{App, Leaving};
use crate::backup;
use crate::db;
use crate::jobs;
use crate::mail;
use crate::web;
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::timeout;

/// Samples are folded into their histograms this often, whether or not somebody takes them.
const FOLDED_EVERY: Duration = Duration::from_secs(5);
/// A database that is away does not hold the other figures up.
const PATIENCE: Duration = Duration::from_secs(1);
/// From a page out of memory to the longest a form may take.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Where figures are taken, and what they are made of.
pub(super) struct Figures {
    listener: TcpListener,
    handle: PrometheusHandle,
}

#[derive(Clone)]
struct Sources {
    handle: PrometheusHandle,
    app: App,
}

/// Takes the address, if there is one, and begins to count.
pub(super) async fn start(address: Option<SocketAddr>) -> Result<Option<Figures>> {
    match address {
        Some(address) => Ok(Some(Figures::start(address).await?)),
        None => Ok(None),
    }
}

impl Figures {
    async fn start(address: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind(address).await.with_context(|| {
            format!("Адрес {address} занят или недоступен: назовите другой в MAYAK_METRICS_ADDR")
        })?;
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?
            .build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder)?;
        describe();
        Ok(Self { listener, handle })
    }

    pub fn address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }

    /// Answers until the product is asked to stop.
    pub async fn serve(self, app: App, stop: Stop) {
        let folding = tokio::spawn(fold(self.handle.clone()));
        let sources = Sources { handle: self.handle, app };
        let router = Router::new().route("/metrics", get(answer)).with_state(sources);
        let (trusted, leaving) = ([].into(), Leaving::default());
        connections::serve(self.listener, Service { router, trusted, leaving }, &stop).await;
        folding.abort();
    }
}

async fn fold(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(FOLDED_EVERY).await;
        handle.run_upkeep();
    }
}

fn describe() {
    describe_counter!(web::REQUESTS, "Запросы по методу, маршруту и коду ответа");
    describe_histogram!(web::SECONDS, Unit::Seconds, "Время до начала ответа");
    describe_counter!(web::NO_CONNECTION, "Сколько раз соединение с базой не освободилось вовремя");
    describe_counter!(web::prepared::PREPARED, "Содержание страниц: готовое и собранное");
    describe_histogram!(
        db::BEGIN_SECONDS,
        Unit::Seconds,
        "Ожидание соединения с базой и начало транзакции"
    );
    describe_gauge!("mayak_pool_connections", "Соединения с базой: занятые и свободные");
    describe_gauge!("mayak_pool_limit", "Сколько соединений с базой может быть");
    describe_gauge!("mayak_memory_bytes", Unit::Bytes, "Память процесса");
    describe_gauge!(
        "mayak_copy_seconds",
        Unit::Seconds,
        "Когда сделана последняя ночная копия, от 1970 года"
    );
    describe_gauge!(
        "mayak_jobs",
        "Задачи в очереди по состоянию, одни и те же для всех экземпляров"
    );
    describe_gauge!("mayak_letters", "Письма по состоянию за последние 60 дней");
    describe_gauge!("mayak_info", "Версия программы");
}

async fn answer(State(sources): State<Sources>) -> impl IntoResponse {
    sources.look();
    sources.count_work().await;
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, sources.handle.render())
}

impl Sources {
    /// What is asked of others at the moment somebody looks.
    fn look(&self) {
        let pool = &self.app.pool;
        let (all, idle) = (pool.size(), u32::try_from(pool.num_idle()).unwrap_or(u32::MAX));
        gauge!("mayak_pool_connections", "state" => "idle").set(idle);
        gauge!("mayak_pool_connections", "state" => "busy").set(all.saturating_sub(idle));
        gauge!("mayak_pool_limit").set(pool.options().get_max_connections());
        gauge!("mayak_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
        if let Some(bytes) = memory() {
            gauge!("mayak_memory_bytes").set(bytes);
        }
        let copies = self.app.settings.copies.as_ref();
        if let Some(made) = copies.and_then(|copies| backup::latest(&copies.folder)) {
            gauge!("mayak_copy_seconds").set(made);
        }
    }
}

impl Sources {
    /// All instances see the same line. Without a database the other figures come all the same.
    async fn count_work(&self) {
        if let Ok(Ok(numbers)) = timeout(PATIENCE, jobs::numbers(&self.app)).await {
            for of in numbers {
                let kind = if of.is_letter { "letter" } else { "other" };
                gauge!("mayak_jobs", "state" => of.state.code(), "kind" => kind)
                    .set(counted(of.number));
            }
        }
        if let Ok(Ok(numbers)) = timeout(PATIENCE, mail::numbers(&self.app)).await {
            for (state, number) in numbers {
                gauge!("mayak_letters", "state" => state.code()).set(counted(number));
            }
        }
    }
}

fn counted(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What the process holds in memory now; the kernel counts it in kilobytes.
fn memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u32 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(f64::from(kilobytes) * 1024.0)
}
