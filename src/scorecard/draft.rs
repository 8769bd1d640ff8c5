//! A version as it is typed: rows of what is counted and its weight in percents.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::card::{Card, usual_start};
use super::curve::Curve;
use super::hints::MOST_ITEMS;
use super::item::{Counted, Item};
use super::version::{NewVersion, Version};
use crate::form::{FieldErrors, Typed};
use crate::metric::Metric;
use crate::values::Share;

/// How many rows a form may send; beyond that nobody typed it.
const MOST_ROWS: usize = 20;

pub fn what_name(row: usize) -> String {
    format!("what_{row}")
}

pub fn weight_name(row: usize) -> String {
    format!("weight_{row}")
}

/// How many rows the form shows: seven, or all that were typed.
pub fn rows(form: &Typed) -> usize {
    let typed = (0..MOST_ROWS).filter(|row| !form.get(&what_name(*row)).is_empty()).max();
    typed.map_or(MOST_ITEMS, |last| (last + 1).max(MOST_ITEMS))
}

/// The form filled with the version it starts from.
pub fn typed(card: &Card, today: NaiveDate) -> Typed {
    let mut form = Typed::default();
    let base = card.base();
    for (row, item) in base.into_iter().flat_map(|version| &version.items).enumerate() {
        form.set(what_name(row), item.counted.code());
        form.set(weight_name(row), item.weight.number());
    }
    // The first four weeks are counted and not paid (industries.md, 9).
    if base.is_none_or(|version| version.is_trial) {
        form.set("is_trial", "yes");
    }
    let start = card.open().map(|version| version.effective_on).filter(|day| *day >= today);
    form.set("effective_on", start.unwrap_or_else(|| usual_start(today)).to_string());
    if let Some(reason) = card.open().and_then(|version| version.reason.clone()) {
        form.set("reason", reason);
    }
    form.set("base", card.last_no().to_string());
    form
}

/// The version to be written, or everything that is wrong.
pub fn check(
    form: &Typed,
    card: &Card,
    metrics: &[Metric],
    today: NaiveDate,
) -> Result<NewVersion, FieldErrors> {
    let mut errors = FieldErrors::default();
    let items = items(&mut errors, form, card.base(), metrics);
    let effective_on = errors.day_from("effective_on", form.get("effective_on"), today);
    let reason = match card.approved().next() {
        Some(_) => Some(errors.required("reason", form.get("reason"))),
        None => errors.optional("reason", form.get("reason")),
    };
    errors.or(NewVersion { effective_on, is_trial: form.is_on("is_trial"), reason, items })
}

fn items(
    errors: &mut FieldErrors,
    form: &Typed,
    base: Option<&Version>,
    metrics: &[Metric],
) -> Vec<Item> {
    let (before, mut seen) = (errors.len(), HashSet::new());
    let items: Vec<Item> = (0..MOST_ROWS)
        .filter_map(|row| {
            let (counted, weight) = self::row(errors, form, row, (base, metrics))?;
            if !seen.insert(counted) {
                errors.add(what_name(row), "Это уже есть выше: оставьте одну строку");
            }
            let kept = base.and_then(|base| base.items.iter().find(|item| item.counted == counted));
            let curve = kept.map_or_else(Curve::default_curve, |item| item.curve.clone());
            Some(Item { counted, weight, curve })
        })
        .collect();
    if errors.len() > before {
        return items;
    }
    if items.len() > MOST_ITEMS {
        errors.add(
            "weights",
            format!(
                "Строк {}, а больше {MOST_ITEMS} никто не держит в голове. Уберите лишние",
                items.len()
            ),
        );
    } else if items.is_empty() {
        errors.add("weights", "Выберите, за что премия, и поставьте веса: в сумме 100 %");
    } else if let Some(off) = Share::off_whole(items.iter().map(|item| item.weight)) {
        errors.add("weights", off);
    }
    items
}

/// What a row says; a row without a weight is left out. A metric that is off the tables may stay, for a light start brings it
/// back later, but is not chosen anew.
fn row(
    errors: &mut FieldErrors,
    form: &Typed,
    row: usize,
    (base, metrics): (Option<&Version>, &[Metric]),
) -> Option<(Counted, Share)> {
    let (what, weight) = (form.get(&what_name(row)), form.get(&weight_name(row)));
    if weight.trim().is_empty() {
        return None;
    }
    let before = errors.len();
    let weight = errors.share(&weight_name(row), weight, Share::WHOLE);
    let counted = Counted::read(what);
    let kept = |base: &Version| base.weight(counted?);
    match counted {
        Some(Counted::System(_)) => {}
        Some(Counted::Metric(id)) => match metrics.iter().find(|metric| metric.id == id) {
            Some(metric) if metric.is_hidden && base.and_then(kept).is_none() => errors.add(
                what_name(row),
                format!("«{}» не показывают в таблицах. Выберите другой показатель", metric.name),
            ),
            Some(_) => {}
            None => errors.add(what_name(row), "Выберите из списка"),
        },
        None => errors.add(what_name(row), "Выберите, за что эта доля"),
    }
    if weight == Share::NONE && errors.len() == before {
        return None;
    }
    Some((counted?, weight))
}

#[cfg(test)]
mod tests {
    use super::super::card::tests::{card, day, version};
    use super::super::item::System;
    use super::super::version::State;
    use super::*;
    use crate::metric::{Direction, Kind, OverPeople, OverTime};
    use crate::values::{MetricId, Unit};
    use uuid::Uuid;

    fn metric(number: u128, is_hidden: bool) -> Metric {
        Metric {
            id: MetricId(Uuid::from_u128(number)),
            code: number.to_string(),
            name: format!("Показатель {number}"),
            unit: Unit::Piece,
            kind: Kind::Step,
            direction: Direction::Up,
            over_time: OverTime::Sum,
            over_people: OverPeople::Sum,
            scale: 0,
            is_hidden,
            row_version: 1,
        }
    }

    fn form(rows: &[(&str, &str)]) -> Typed {
        let mut form = Typed::default();
        for (row, (what, weight)) in rows.iter().enumerate() {
            form.set(what_name(row), *what);
            form.set(weight_name(row), *weight);
        }
        form.set("effective_on", "2026-12-01");
        form
    }

    fn checked(rows: &[(&str, &str)]) -> Result<NewVersion, FieldErrors> {
        let metrics = [metric(1, false), metric(2, false), metric(3, true)];
        check(&form(rows), &card(vec![]), &metrics, day("2026-11-18"))
    }

    fn id(number: u128) -> String {
        Uuid::from_u128(number).to_string()
    }

    #[test]
    fn rows_make_a_version_and_an_empty_weight_takes_one_out() {
        let rows = [(&*id(1), "62,5"), (&*id(2), " "), ("rhythm", "37,5 %"), ("", "")];
        let version = checked(&rows).unwrap();
        let weights: Vec<i32> =
            version.items.iter().map(|item| item.weight.basis_points()).collect();
        assert_eq!(weights, [6_250, 3_750]);
        assert_eq!(version.items[1].counted, Counted::System(System::Rhythm));
        assert_eq!(
            (version.effective_on, version.is_trial, version.reason),
            (day("2026-12-01"), false, None)
        );
    }

    #[test]
    fn weights_that_are_no_whole_say_by_how_much() {
        let off = |rows: &[(&str, &str)]| {
            checked(rows).unwrap_err().on("weights").unwrap().replace('\u{A0}', " ")
        };
        assert!(off(&[(&id(1), "40"), (&id(2), "50")]).contains("не хватает 10 %"));
        assert!(off(&[(&id(1), "60"), (&id(2), "50")]).contains("лишние 10 %"));
        assert!(off(&[]).contains("Выберите"));
        let eight: Vec<(&str, &str)> = System::ALL.iter().map(|s| (s.code(), "12,5")).collect();
        let (one, two) = (id(1), id(2));
        assert!(
            off(&[eight, vec![(&one, "12,5"), (&two, "12,5")]].concat()).starts_with("Строк 8")
        );
    }

    #[test]
    fn odd_rows_are_told_where_they_stand() {
        let errors = checked(&[
            (&id(1), "сорок"),
            (&id(1), "1000000000000000"),
            (&id(3), "20"),
            ("", "10"),
            (&id(9), "5"),
            (&id(2), "101"),
        ]);
        let errors = errors.unwrap_err();
        for field in ["weight_0", "weight_1", "what_1", "what_2", "what_3", "what_4", "weight_5"] {
            assert!(errors.on(field).is_some(), "{field}: {errors:?}");
        }
        assert!(errors.on("weights").is_none(), "the sum waits until the rows can be read");
        assert!(errors.on("what_2").unwrap().contains("не показывают"));
    }

    #[test]
    fn a_metric_off_the_tables_stays_where_it_was() {
        let (one, three) = (id(1), id(3));
        let mut base = version(1, State::Approved, "2026-10-01");
        let kept = Counted::read(&three).unwrap();
        base.items =
            vec![Item { counted: kept, weight: Share::WHOLE, curve: Curve::default_curve() }];
        let mut form = form(&[(&one, "40"), (&three, "60")]);
        form.set("reason", "Больше к деньгам");
        let metrics = [metric(1, false), metric(3, true)];
        let version = check(&form, &card(vec![base]), &metrics, day("2026-11-18")).unwrap();
        assert_eq!(version.items[1].counted, kept);
    }

    #[test]
    fn a_change_never_reaches_into_the_past_and_says_why() {
        let mut late = form(&[(&id(1), "100")]);
        late.set("effective_on", "2026-11-17");
        let card = card(vec![version(1, State::Approved, "2026-10-01")]);
        let errors = check(&late, &card, &[metric(1, false)], day("2026-11-18")).unwrap_err();
        assert!(errors.on("effective_on").is_some() && errors.on("reason").is_some());
    }

    #[test]
    fn a_form_starts_from_the_open_proposal_and_a_new_card_from_a_trial() {
        let mut open = version(2, State::Proposed, "2027-01-01");
        open.items = checked(&[(&id(1), "100")]).unwrap().items;
        let form =
            typed(&card(vec![version(1, State::Approved, "2026-10-01"), open]), day("2026-11-18"));
        assert_eq!((form.get("what_0"), form.get("weight_0")), (&*id(1), "100"));
        assert_eq!((form.get("effective_on"), form.get("base")), ("2027-01-01", "2"));
        let new = typed(&card(vec![]), day("2026-11-18"));
        assert_eq!(
            (new.get("effective_on"), new.get("base"), new.is_on("is_trial")),
            ("2026-12-01", "0", true)
        );
    }
}
