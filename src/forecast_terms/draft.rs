//! The terms as they are typed, in percents.

use super::terms::{HitRates, Terms};
use crate::form::{FieldErrors, Typed};
use crate::values::Share;

/// How many resolved deals a probability may outweigh.
const MOST_DEALS: u16 = 100;

/// The form filled with what holds now.
pub fn typed(terms: &Terms) -> Typed {
    let mut form = Typed::default();
    let mut put = |field: &str, shares: &[Share]| {
        for (at, share) in shares.iter().enumerate() {
            form.set(format!("{field}_{at}"), share.number());
        }
    };
    put("hit", &terms.hits());
    put("delay", &terms.payment_delay);
    put("profile", &terms.month_profile);
    put("month", &terms.seasonality);
    form.set("calibration_k", terms.calibration_k.to_string());
    form.set("new_deals", terms.new_deals_share.number());
    form
}

/// The terms, or everything that is wrong with them.
pub fn check(form: &Typed) -> Result<Terms, FieldErrors> {
    let mut errors = FieldErrors::default();
    let hits = shares(&mut errors, form, "hit");
    falling(&mut errors, hits);
    let [sure, likely, possible, omitted] = hits;
    let calibration_k =
        errors.number("calibration_k", form.get("calibration_k"), &(0..=MOST_DEALS));
    let new_deals_share = errors.share("new_deals", form.get("new_deals"), Share::WHOLE);
    let payment_delay = whole(&mut errors, form, "delay");
    let month_profile = shares(&mut errors, form, "profile");
    rising(&mut errors, month_profile);
    let seasonality = whole(&mut errors, form, "month");
    errors.or(Terms {
        hit_rates: HitRates { sure, likely, possible, omitted },
        calibration_k,
        new_deals_share,
        payment_delay,
        month_profile,
        seasonality,
    })
}

fn shares<const N: usize>(errors: &mut FieldErrors, form: &Typed, field: &str) -> [Share; N] {
    std::array::from_fn(|at| {
        let name = format!("{field}_{at}");
        errors.share(&name, form.get(&name), Share::WHOLE)
    })
}

/// Shares that have to add up; the sum is spoken of once every one of them can be read.
fn whole<const N: usize>(errors: &mut FieldErrors, form: &Typed, field: &str) -> [Share; N] {
    let shares = shares(errors, form, field);
    let off = Share::off_whole(shares).filter(|_| !is_unread(errors, field, N));
    if let Some(off) = off {
        errors.add(field, off);
    }
    shares
}

/// Whether one of a list could not be read: then nothing is said of the others.
fn is_unread(errors: &FieldErrors, field: &str, count: usize) -> bool {
    (0..count).any(|at| errors.on(&format!("{field}_{at}")).is_some())
}

/// A surer category never comes true less often.
fn falling(errors: &mut FieldErrors, hits: [Share; 4]) {
    if is_unread(errors, "hit", hits.len()) {
        return;
    }
    let at = (1..hits.len()).find(|at| hits[*at] > hits[at - 1]);
    if let Some(at) = at {
        let (name, above) = (format!("hit_{at}"), hits[at - 1]);
        errors.add(name, format!("Не больше, чем у предыдущей категории: {above}"));
    }
}

/// Money only accumulates within a month.
fn rising(errors: &mut FieldErrors, profile: [Share; 3]) {
    if is_unread(errors, "profile", profile.len()) {
        return;
    }
    let at = (1..profile.len()).find(|at| profile[*at] < profile[at - 1]);
    if let Some(at) = at {
        let (name, below) = (format!("profile_{at}"), profile[at - 1]);
        errors.add(name, format!("Доля только растёт: не меньше {below}"));
    }
}

/// The form with its seasons in the same proportions as a whole; as typed where one of them cannot be read.
pub fn scaled(mut form: Typed) -> Result<Typed, (Typed, FieldErrors)> {
    let mut errors = FieldErrors::default();
    let typed: [Share; 12] = shares(&mut errors, &form, "month");
    if !errors.is_empty() {
        return Err((form, errors));
    }
    for (at, share) in Share::to_whole(&typed).into_iter().enumerate() {
        form.set(format!("month_{at}"), share.number());
    }
    Ok(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(fields: &[(&str, &str)]) -> Typed {
        let mut form = typed(&Terms::usual());
        for (field, typed) in fields {
            form.set(*field, *typed);
        }
        form
    }

    fn error(fields: &[(&str, &str)], field: &str) -> String {
        let errors = check(&with(fields)).unwrap_err();
        errors.on(field).unwrap_or_else(|| panic!("{errors:?}")).replace('\u{A0}', " ")
    }

    #[test]
    fn what_holds_is_read_back_from_its_own_form() {
        assert_eq!(check(&with(&[])), Ok(Terms::usual()));
    }

    #[test]
    fn sums_say_what_is_missing_at_their_form() {
        assert_eq!(
            error(&[("month_0", "7")], "month"),
            "Сумма 98,66 %, а нужно 100 %: не хватает 1,34 %"
        );
        assert_eq!(error(&[("delay_4", "5")], "delay"), "Сумма 102 %, а нужно 100 %: лишние 2 %");
    }

    #[test]
    fn words_and_monsters_are_told_at_their_field_and_not_summed() {
        let errors =
            check(&with(&[("month_3", "мало"), ("hit_0", "1000000000000000")])).unwrap_err();
        assert!(errors.on("month_3").unwrap().contains("не число"));
        assert!(errors.on("hit_0").is_some() && errors.on("month").is_none());
        assert!(error(&[("calibration_k", "десять")], "calibration_k").contains("от 0 до 100"));
    }

    #[test]
    fn categories_fall_and_the_month_rises() {
        assert_eq!(
            error(&[("hit_1", "90")], "hit_1"),
            "Не больше, чем у предыдущей категории: 85 %"
        );
        assert_eq!(
            error(&[("profile_2", "40")], "profile_2"),
            "Доля только растёт: не меньше 50 %"
        );
    }

    #[test]
    fn seasons_are_brought_to_a_whole_in_proportion() {
        let twelve: Vec<(String, String)> = (0..12)
            .map(|at| (format!("month_{at}"), if at == 0 { "20".into() } else { "10".into() }))
            .collect();
        let fields: Vec<(&str, &str)> =
            twelve.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let form = scaled(with(&fields)).unwrap();
        assert_eq!((form.get("month_0"), form.get("month_11")), ("15,39", "7,69"));
        assert!(check(&form).is_ok());
        assert!(scaled(with(&[("month_1", "x")])).is_err());
    }
}
