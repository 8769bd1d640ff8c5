//! The running product: database, pages, an orderly end.

mod client;
mod connections;
mod copies;
mod figures;
mod places;
mod stop;

use crate::app::{App, Settings};
use crate::backup::Nightly;
use crate::clock::Clock;
use crate::config::{Command, Config, Demo, Load, Operator, ResetLink};
use crate::db::Database;
use crate::jobs;
use crate::load;
use crate::signin;
use crate::values::Ids;
use crate::values::russian::counted;
use crate::web;
use anyhow::{Context, Result};
use chrono::TimeDelta;
use connections::Service;
use figures::Figures;
use std::io::Write;
use std::net::SocketAddr;
use stop::Stop;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// Runs the command that was asked for.
///
/// # Errors
/// In Russian, saying what to do.
pub async fn run(config: &Config) -> Result<()> {
    match config.command() {
        Command::Serve => serve(config, None).await,
        Command::Demo(demo) => serve(config, Some(&demo)).await,
        Command::Migrate => Database::migrate(&config.settings.place()?).await,
        Command::ResetLink(asked) => reset_link(config, &asked).await,
        Command::Load(asked) => load(config, &asked).await,
        Command::Operator(asked) => operator(config, &asked).await,
        Command::Backup(copy) => copies::backup(config, &copy.file).await,
        Command::Restore(copy) => copies::restore(config, &copy.file).await,
        Command::Verify(asked) => copies::verify(config, &asked).await,
        Command::Backtest(asked) => crate::forecast::backtest(&asked),
    }
}

async fn serve(config: &Config, demo: Option<&Demo>) -> Result<()> {
    let stop = Stop::listen()?;
    let listener = listen(config, demo).await?;
    let figures = figures::start(config.settings.metrics_addr).await?;
    let name = demo.map(Demo::database);
    let database = Database::open(&config.settings.place()?, name.as_deref()).await?;
    let app = app(config, demo, &database);
    if demo.is_some() {
        crate::demo::fill(&app.pool, app.clock)
            .await
            .context("Не удалось наполнить демонстрацию")?;
    }
    announce(listener.local_addr()?, demo.is_some(), figures.as_ref());
    let work = tokio::spawn(work(app.clone(), stop.clone()));
    let told = figures.map(|figures| tokio::spawn(figures.serve(app.clone(), stop.clone())));
    let packed = DefaultPredicate::new().and(NotForContentType::const_new("application/zip"));
    // A page is packed once for one reader: a tenth less of it is not worth three times the work.
    let fast = CompressionLayer::new().quality(CompressionLevel::Fastest);
    let (leaving, look_ups) = (app.leaving.clone(), app.look_ups.clone());
    let router = web::router(app).layer(fast.compress_when(packed));
    let trusted = config.settings.trusted_proxies.as_slice().into();
    connections::serve(listener, Service { router, trusted, leaving }, &stop).await;
    let _ = work.await;
    if let Some(told) = told {
        let _ = told.await;
    }
    look_ups.close().await;
    database.close().await;
    tracing::info!("остановлено");
    Ok(())
}

async fn work(app: App, stop: Stop) {
    jobs::run(app, stop.asked(), stop.asked_again()).await;
}

async fn reset_link(config: &Config, asked: &ResetLink) -> Result<()> {
    let database = Database::visit(&config.settings.place()?).await?;
    let app = app(config, None, &database);
    let (lasts, lifts) = (TimeDelta::hours(asked.hours), asked.without_second_factor);
    let made = signin::make_reset_link(&app, &asked.email, lasts, lifts).await;
    database.close().await;
    let hours = counted(asked.hours, "час", "часа", "часов");
    let link = link(config, &made?);
    writeln!(
        std::io::stdout(),
        "{link}\nСсылка действует {hours} и один раз; прежние ссылки этого человека больше не действуют."
    )?;
    Ok(())
}

/// The address at which a new password is set.
fn link(config: &Config, secret: &str) -> String {
    let site = match &config.settings.public_url {
        Some(url) => url.clone(),
        None => format!("http://{}", config.settings.addr),
    };
    if config.settings.public_url.is_none() {
        tracing::warn!(
            "MAYAK_PUBLIC_URL не задан: поставьте в ссылку адрес, который набирают люди"
        );
    }
    format!("{site}/reset?link={secret}")
}

async fn operator(config: &Config, asked: &Operator) -> Result<()> {
    let database = Database::visit(&config.settings.place()?).await?;
    let app = app(config, None, &database);
    let said = if asked.dismiss {
        signin::dismiss_operator(&app, &asked.email).await.map(|()| "Больше не оператор.".into())
    } else {
        let made = signin::make_operator(&app, &asked.email, TimeDelta::hours(1)).await;
        made.map(|secret| match secret {
            None => "Теперь оператор: его страница /operator/jobs.".into(),
            Some(secret) => {
                let link = link(config, &secret);
                format!("{link}\nПо ссылке оператор задаёт пароль; она действует час и один раз.")
            }
        })
    };
    database.close().await;
    let said: String = said?;
    writeln!(std::io::stdout(), "{said}")?;
    Ok(())
}

async fn load(config: &Config, asked: &Load) -> Result<()> {
    let database = Database::open(&config.settings.place()?, None).await?;
    let app = app(config, None, &database);
    let said = |no: u32| {
        if no.is_multiple_of(100) {
            tracing::info!("компаний готово: {no} из {}", asked.companies);
        }
    };
    let filled = load::fill(&app, (asked.companies, asked.seed), said).await;
    database.close().await;
    let mut out = std::io::stdout().lock();
    for visitor in filled? {
        writeln!(out, "{}\t{}", visitor.role, visitor.token)?;
    }
    Ok(())
}

fn app(config: &Config, demo: Option<&Demo>, database: &Database) -> App {
    let clock = demo.and_then(|demo| demo.today).map_or_else(Clock::system, Clock::fixed);
    let public_url = config.settings.public_url.clone();
    let key = config.settings.key.clone();
    let folder = config.settings.backup_dir.clone().filter(|_| demo.is_none());
    let copies = folder.map(|folder| Nightly { owner: database.owner(), folder });
    // The people of the demonstration have no letter boxes.
    let post = config.settings.post().filter(|_| demo.is_none());
    let demo = demo.is_some();
    let prepared_megabytes = Some(config.settings.prepared_mb);
    let settings =
        Settings { public_url, demo, key, copies, post, prepared_megabytes, ..Settings::default() };
    App::new(database.pool.clone(), clock, Ids::random(), settings)
}

/// Before the database: a taken port is told at once.
async fn listen(config: &Config, demo: Option<&Demo>) -> Result<TcpListener> {
    let mut address = config.settings.addr;
    if let Some(port) = demo.and_then(|demo| demo.port) {
        address.set_port(port);
    }
    TcpListener::bind(address).await.with_context(|| {
        format!("Адрес {address} занят или недоступен: назовите другой в MAYAK_ADDR")
    })
}

/// For the person who started it; the log goes elsewhere. Nobody may be listening any more, and that is no failure.
fn announce(address: SocketAddr, demo: bool, figures: Option<&Figures>) {
    let who = if demo {
        "Вход: owner@demo.mayak (собственник), head@demo.mayak (РОП), manager@demo.mayak (менеджер), \
         пароль mayak-demo\n"
    } else {
        ""
    };
    let told = figures.and_then(Figures::address).map_or(String::new(), |address| {
        format!("Показатели для Prometheus: http://{address}/metrics\n")
    });
    let _ = write!(std::io::stdout(), "Маяк открыт: http://{address}/\n{who}{told}");
}
