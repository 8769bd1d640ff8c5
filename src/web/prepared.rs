//! Contents of pages made once and shown until what they were made of changes. The memory of this instance only: what holds
//! is said by the database (`Actor::revision`), so several instances agree without talking to each other.
use std::sync::Arc;

use chrono::NaiveDate;
use metrics::counter;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::values::{CompanyId, Period};

/// How often contents were found ready, and how often they were made.
pub const PREPARED: &str = "mayak_prepared_pages_total";

/// Where nobody says how much may be kept.
pub const USUAL_MEGABYTES: u32 = 64;

/// What a page weighs, to know how many there may be.
const USUAL_PAGE: usize = 32 << 10;

/// Whose contents, of which page, of when. Contents that differ by who looks have no place here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub company: CompanyId,
    pub page: &'static str,
    pub period: Period,
}

/// What contents are made of besides: they hold as long as all of it is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    pub revision: i64,
    pub today: NaiveDate,
    /// The last closed day.
    pub closed: NaiveDate,
}

/// The contents kept by one instance, up to a number of megabytes: those long not asked for go first.
#[derive(Debug, Clone)]
pub struct Prepared(Option<Arc<Cache<Key, Kept, Bytes>>>);

#[derive(Debug, Clone)]
struct Kept {
    as_of: AsOf,
    contents: Arc<str>,
}

#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<Key, Kept> for Bytes {
    fn weight(&self, _: &Key, kept: &Kept) -> u64 {
        (kept.contents.len() + size_of::<(Key, Kept)>()) as u64
    }
}

impl Prepared {
    /// None of them: every page is made anew.
    pub fn of_megabytes(megabytes: u32) -> Self {
        let bytes = u64::from(megabytes) << 20;
        let pages = usize::try_from(bytes).unwrap_or(usize::MAX) / USUAL_PAGE;
        Self((bytes > 0).then(|| Arc::new(Cache::with_weighter(pages, bytes, Bytes))))
    }

    /// Contents that still hold.
    pub fn find(&self, key: Key, as_of: AsOf) -> Option<Arc<str>> {
        let kept = self.0.as_ref().and_then(|cache| cache.get(&key));
        let found = kept.filter(|kept| kept.as_of == as_of).map(|kept| kept.contents);
        let outcome = if found.is_some() { "ready" } else { "made" };
        counter!(PREPARED, "page" => key.page, "outcome" => outcome).increment(1);
        found
    }

    /// `as_of` is of before the data was read: what changed meanwhile makes them a thing of the past at once.
    pub fn keep(&self, key: Key, as_of: AsOf, contents: &Arc<str>) {
        if let Some(cache) = &self.0 {
            cache.insert(key, Kept { as_of, contents: Arc::clone(contents) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn key(company: u128) -> Key {
        let company = CompanyId(Uuid::from_u128(company));
        Key { company, page: "overview", period: "2026-11".parse().unwrap() }
    }

    fn as_of(revision: i64, day: &str) -> AsOf {
        let today: NaiveDate = day.parse().unwrap();
        AsOf { revision, today, closed: today }
    }

    #[test]
    fn contents_hold_until_the_company_changes_or_the_day_does() {
        let (prepared, made) = (Prepared::of_megabytes(1), as_of(7, "2026-11-18"));
        prepared.keep(key(1), made, &Arc::from("идём по плану"));
        assert_eq!(prepared.find(key(1), made).as_deref(), Some("идём по плану"));
        assert_eq!(prepared.find(key(2), made), None, "another company");
        assert_eq!(prepared.find(key(1), as_of(8, "2026-11-18")), None, "a change");
        assert_eq!(prepared.find(key(1), as_of(7, "2026-11-19")), None, "another day");
        let open = AsOf { closed: made.today.pred_opt().unwrap(), ..made };
        assert_eq!(prepared.find(key(1), open), None, "the day has closed meanwhile");
    }

    #[test]
    fn the_last_ones_made_take_the_place_of_the_first() {
        let (prepared, made) = (Prepared::of_megabytes(1), as_of(7, "2026-11-18"));
        let page: Arc<str> = Arc::from("я".repeat(USUAL_PAGE / 2));
        for company in 0..200 {
            prepared.keep(key(company), made, &page);
        }
        let kept = (0..200).filter(|company| prepared.find(key(*company), made).is_some()).count();
        assert!((1..=32).contains(&kept), "{kept} pages of 32 KB in one megabyte");
    }

    #[test]
    fn without_room_nothing_is_kept() {
        let (prepared, made) = (Prepared::of_megabytes(0), as_of(7, "2026-11-18"));
        prepared.keep(key(1), made, &Arc::from("идём по плану"));
        assert_eq!(prepared.find(key(1), made), None);
    }
}
