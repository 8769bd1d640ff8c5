//! What every handler can reach.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::PgPool;

use crate::clock::Clock;
use crate::db::{LookUps, Shares, Turns};
use crate::values::Ids;
use crate::web::prepared::{self, Prepared};

#[derive(Clone, Debug)]
pub struct App {
    pub pool: PgPool,
    pub look_ups: LookUps,
    pub clock: Clock,
    pub ids: Ids,
    pub settings: Settings,
    pub limits: crate::signin::Limits,
    pub turns: Turns,
    pub shares: Shares,
    pub leaving: Leaving,
    pub prepared: Prepared,
}

/// Whether this instance is about to stop: it still serves, but is no longer ready for more.
#[derive(Debug, Clone, Default)]
pub struct Leaving(Arc<AtomicBool>);

impl Leaving {
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What the surroundings say of this instance.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The address people type, `https://mayak.example`; without it the product is on loopback over http.
    pub public_url: Option<String>,
    /// Demonstration: its sign-ins stand on the sign-in page.
    pub demo: bool,
    /// Seals the secrets of second factors in the database.
    pub key: Option<crate::signin::Key>,
    /// Nightly copies of the database; none when nobody asked for them.
    pub copies: Option<crate::backup::Nightly>,
    /// Where letters are handed in; none: pages give links and nothing is written.
    pub post: Option<crate::mail::Post>,
    /// The program that reads workbooks apart; none: this very program.
    pub reader: Option<std::path::PathBuf>,
    /// How much memory contents of pages that were made may take; none: as usual.
    pub prepared_megabytes: Option<u32>,
}

impl Settings {
    /// Whether people come over https: cookies are then `Secure` and the browser is told to stay there.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl App {
    pub fn new(pool: PgPool, clock: Clock, ids: Ids, settings: Settings) -> Self {
        let connections = pool.options().get_max_connections();
        let (turns, shares) = (Turns::beside(connections), Shares::of(connections));
        let (limits, leaving) = (crate::signin::Limits::default(), Leaving::default());
        let kept = settings.prepared_megabytes.unwrap_or(prepared::USUAL_MEGABYTES);
        let prepared = Prepared::of_megabytes(kept);
        let look_ups = LookUps::beside(&pool);
        Self { pool, look_ups, clock, ids, settings, limits, turns, shares, leaving, prepared }
    }
}
