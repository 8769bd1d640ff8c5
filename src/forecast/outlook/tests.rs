use super::*;
use crate::forecast::history::{Closing, Deal, Estimate, Moment, Payment};
use chrono::Days;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn roubles(roubles: i64) -> Money {
    Money::from_roubles(roubles).unwrap()
}

fn deal(created: NaiveDate, closing: Option<(u64, bool)>, amount: i64) -> Deal {
    Deal {
        created: Moment::at(created),
        closing: closing.map(|(days, won)| Closing {
            at: Moment::at(created + Days::new(days)),
            won,
            amount: if won { roubles(amount) } else { Money::ZERO },
        }),
        estimates: vec![Estimate { known: created, amount: roubles(amount) }],
        size: None,
        owner: None,
        category: None,
        stages: Vec::new(),
        invoiced: false,
    }
}

const ORIGIN: &str = "2026-11-22";

/// Forty weeks of four deals a week: one is won in three weeks, two are lost in four, one is lost in ten.
fn company() -> History {
    let first = day("2026-02-09");
    let mut history = History::default();
    for week in 0..41 {
        for (weekday, (closes, won)) in
            [(21, true), (28, false), (28, false), (70, false)].into_iter().enumerate()
        {
            let created = first + Days::new(week * 7 + u64::try_from(weekday).unwrap());
            let amount = 100_000 + 10_000 * i64::try_from(week % 5).unwrap();
            let over = created + Days::new(closes) <= day(ORIGIN);
            history.deals.push(deal(created, over.then_some((closes, won)), amount));
        }
    }
    history
}

fn seen(history: &History) -> Outlook {
    let past = rehearsed(history, day(ORIGIN), 26, 1);
    outlook(history, day(ORIGIN), &past, 1)
}

#[test]
fn a_steady_company_goes_on_steadily() {
    let found = seen(&company());
    assert_eq!(found.basis, Basis::Full);
    assert_eq!(found.weeks.len(), WEEKS);
    // One win of 120 000 ₽ a week.
    let quarter = found.weeks[12].cumulative;
    assert!(quarter.p10 < roubles(1_560_000) && quarter.p90 > roubles(1_560_000), "{quarter:?}");
    assert!((roubles(1_400_000)..roubles(1_720_000)).contains(&quarter.p50), "{quarter:?}");
}

#[test]
fn weeks_add_up_to_the_whole_and_sources_to_their_week() {
    let found = seen(&company());
    let (mut sum, mut mean) = (0, 0);
    for week in &found.weeks {
        sum += week.range.p50.kopecks();
        assert_eq!(sum, week.cumulative.p50.kopecks());
        mean += week.range.mean.kopecks();
        assert_eq!(mean, week.cumulative.mean.kopecks());
        let sources: i64 = week.sources.iter().map(|(_, amount)| amount.kopecks()).sum();
        assert_eq!(sources, week.range.p50.kopecks());
        assert!(week.range.p10 <= week.range.p50 && week.range.p50 <= week.range.p90);
        assert!(week.cumulative.p10 <= week.cumulative.p50);
    }
    assert_eq!(found.weeks[0].ends, day("2026-11-29"));
}

#[test]
fn the_same_seed_says_the_same() {
    assert_eq!(seen(&company()).weeks, seen(&company()).weeks);
}

#[test]
fn a_whale_is_apart_with_and_without_it() {
    let mut history = company();
    history.deals.push(deal(day("2026-11-16"), None, 5_000_000));
    let found = seen(&history);
    let whale = &found.apart[0];
    assert_eq!(whale.deal, history.deals.len() - 1);
    assert!((100..900).contains(&whale.permille), "{}", whale.permille);
    assert_eq!(whale.with.p50.kopecks() - whale.without.p50.kopecks(), whale.amount.kopecks());
    // What is expected holds the whale by its chance, between losing and winning it.
    let mean = found.weeks[12].cumulative.mean;
    assert!(mean > whale.without.mean && mean < whale.with.mean, "{mean:?}");
    assert!(seen(&company()).apart.is_empty());
}

#[test]
fn nothing_short_and_receipts_alone_are_told_apart() {
    let payment = |week: u64| Payment {
        at: Moment::at(day(ORIGIN) - Days::new(week * 7)),
        amount: roubles(100_000),
    };
    let of =
        |weeks: u64| History { receipts: (0..weeks).map(payment).collect(), ..History::default() };
    assert_eq!(seen(&History::default()).basis, Basis::Nothing);
    let little = seen(&of(4));
    assert_eq!(little.basis, Basis::Little);
    assert_eq!(little.weeks[3].cumulative.p50, roubles(400_000));
    assert!(little.weeks[3].cumulative.p90 > roubles(700_000));
    assert_eq!(seen(&of(20)).basis, Basis::Receipts);
    assert_eq!(seen(&of(20)).weeks[0].sources[0].0, Source::Rate);
}

/// Facts of the future are planted one by one; the forecast must not notice any of them.
#[test]
fn nothing_that_is_recorded_later_is_seen() {
    let before = seen(&company());
    let mut history = company();
    let later = day("2026-11-23");
    let open = history.deals.iter_mut().filter(|deal| deal.closing.is_none());
    for deal in open {
        deal.closing =
            Some(Closing { at: Moment::at(later), won: true, amount: roubles(9_000_000) });
        deal.estimates.push(Estimate { known: later, amount: roubles(9_000_000) });
    }
    // Happened before the origin, recorded after it.
    let learnt = Moment { on: day("2026-11-02"), known: later };
    history.deals.push(Deal { created: learnt, ..deal(later, None, 9_000_000) });
    history.deals.push(deal(later, None, 9_000_000));
    assert_eq!(seen(&history).weeks, before.weeks);
}
