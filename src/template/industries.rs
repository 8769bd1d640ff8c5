//! The templates of industries, as they stand in `data/templates`.
use std::sync::LazyLock;

use super::check::check;
use super::content::Template;
use super::file::{read, read_base};

const BASE: &str = include_str!("../../data/templates/base.toml");

const FILES: [(&str, &str); 9] = [
    ("wholesale", include_str!("../../data/templates/wholesale.toml")),
    ("services", include_str!("../../data/templates/services.toml")),
    ("manufacturing", include_str!("../../data/templates/manufacturing.toml")),
    ("realty", include_str!("../../data/templates/realty.toml")),
    ("construction", include_str!("../../data/templates/construction.toml")),
    ("school", include_str!("../../data/templates/school.toml")),
    ("cars", include_str!("../../data/templates/cars.toml")),
    ("car_service", include_str!("../../data/templates/car_service.toml")),
    ("medicine", include_str!("../../data/templates/medicine.toml")),
];

/// Every industry in its order. What is wrong with one leaves it out and is logged; a test reads them all.
static ALL: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let (templates, faults) = read_all();
    for fault in faults {
        tracing::error!("{fault}");
    }
    templates
});

pub fn all() -> &'static [Template] {
    &ALL
}

pub fn by_code(code: &str) -> Option<&'static Template> {
    ALL.iter().find(|template| template.code == code)
}

/// The good ones, and what is wrong with the others, each fault with its file.
fn read_all() -> (Vec<Template>, Vec<String>) {
    let base = match read_base(BASE) {
        Ok(base) => base,
        Err(fault) => return (Vec::new(), vec![format!("base.toml: {fault}")]),
    };
    let (mut good, mut faults) = (Vec::new(), Vec::new());
    for (name, text) in FILES {
        let template = read(text, &base).and_then(|template| {
            let mut faults = check(&template);
            if template.code != name {
                faults.push(format!("код «{}» не тот, что в имени файла", template.code));
            }
            if faults.is_empty() { Ok(template) } else { Err(faults) }
        });
        match template {
            Ok(template) => good.push(template),
            Err(found) => faults.extend(found.iter().map(|fault| format!("{name}.toml: {fault}"))),
        }
    }
    (good, faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::content::{Measure, Per};
    use crate::template::file::Base;
    use crate::values::Share;

    fn base() -> Base {
        read_base(BASE).unwrap()
    }

    #[test]
    fn every_file_is_read_and_holds_together() {
        let (templates, faults) = read_all();
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(templates.len(), FILES.len());
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let file = |from: &str, to: &str| {
            assert!(FILES[0].1.contains(from), "{from}");
            read(&FILES[0].1.replacen(from, to, 1), &base()).unwrap_err()
        };
        let kind = file("kind = \"step\"", "kind = \"stride\"");
        assert!(kind[0].contains("stride") && kind[0].contains("line"), "{kind:?}");
        assert!(file("stale_days", "stale_weeks")[0].contains("stale_weeks"));
        assert!(file("per = \"day\"", "per = \"hour\"")[0].contains("hour"));
        assert!(file("norm = \"40\"", "norm = \"сорок\"")[0].contains("calls: норма «сорок»"));
        assert!(file("9.0 9.1\"", "9.0\"")[0].contains("12 долей"));
        assert!(
            file("means = \"contract\"", "means = \"deal\"")[0].contains("contract: нет критерия")
        );
        assert!(file("BYDAY=TU", "BYDAY=ВТ")[0].contains("BYDAY=ВТ"));
        assert!(file("agenda = \"Просроченные", "outcomes = \"")[0].contains("outcomes"));
        let funnel =
            file("\"offers\", \"new_clients\"]\nfunnel", "\"offers\", \"overdue_debt\"]\nfunnel");
        assert!(funnel[0].contains("воронка"), "{funnel:?}");
    }

    #[test]
    fn several_faults_are_named_at_once() {
        let text =
            FILES[0].1.replace("norm = \"40\"", "norm = \"?\"").replace("9.0 9.1\"", "9.0\"");
        // No norm of calls, no funnel of it, no twelfth month.
        assert_eq!(read(&text, &base()).unwrap_err().len(), 3);
    }

    /// industries.md: what the tables and section 9 say, industry by industry.
    #[test]
    fn the_values_are_those_of_the_design() {
        let seen = |code: &str| {
            let template = by_code(code).unwrap();
            let terms = template.terms.as_ref().unwrap();
            let probabilities: Vec<Option<i32>> = template.pipelines[0]
                .stages
                .iter()
                .map(|stage| stage.probability.map(|share| share.basis_points() / 100))
                .collect();
            (
                probabilities,
                template.pipelines[0].stages[0].stale_days,
                Share::sum(terms.seasonality).basis_points(),
            )
        };
        let some = |percents: &[i32]| percents.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(seen("wholesale"), (some(&[3, 10, 20, 60, 75, 90, 100]), 7, 10_000));
        assert_eq!(seen("services"), (some(&[4, 14, 18, 36, 50, 80, 90, 100]), 10, 10_000));
        let made = [some(&[14, 17, 20, 25, 75, 90, 100]), vec![None, None]].concat();
        assert_eq!(seen("manufacturing"), (made, 14, 10_000));
        assert_eq!(seen("realty"), (some(&[1, 4, 12, 20, 80, 88, 97, 100]), 14, 10_000));
        let built = [some(&[6, 12, 22, 27, 32, 42, 92, 100]), vec![None, None]].concat();
        assert_eq!(seen("construction"), (built, 7, 10_000));
        assert_eq!(seen("school"), (some(&[10, 18, 20, 28, 55, 78, 88, 100]), 3, 10_000));
        assert_eq!(seen("cars"), (some(&[6, 18, 22, 38, 55, 95, 100]), 5, 10_000));
        assert_eq!(seen("car_service"), (some(&[52, 80, 94, 96, 100]), 2, 10_000));
        let healed = [some(&[20, 27, 36, 45, 50, 90, 100]), vec![None, None]].concat();
        assert_eq!(seen("medicine"), (healed, 5, 10_000));
    }

    #[test]
    fn contracts_and_invoices_go_stale_twice_as_soon() {
        let stale = |code: &str| {
            let stages = &by_code(code).unwrap().pipelines[0].stages;
            let of =
                |code: &str| stages.iter().find(|stage| stage.code == code).unwrap().stale_days;
            (of("contract"), of("invoice"))
        };
        assert_eq!(stale("wholesale"), (4, 4));
        assert_eq!(stale("services"), (5, 5));
        assert_eq!(stale("manufacturing"), (7, 7));
    }

    /// formulas 9: more than six hours of sales a day is a plan that people do not provide for.
    #[test]
    fn the_norms_of_a_day_fit_into_six_hours() {
        for template in all() {
            let minutes: i64 = template.metrics.iter().map(minutes_a_month).sum();
            assert!((150 * 21..=360 * 21).contains(&minutes), "{}: {minutes}", template.code);
        }
    }

    fn minutes_a_month(metric: &Measure) -> i64 {
        let Some((norm, minutes)) = metric.manager.zip(metric.minutes) else { return 0 };
        let tenths = match norm.per {
            Per::Day => 210,
            Per::Week => 42,
            Per::Month => 10,
            Per::Value => 0,
        };
        norm.value * i64::from(minutes) * tenths / 10
    }

    /// Facts of a company survive a change of industry: the money is the same metric in each.
    #[test]
    fn every_industry_counts_the_money_that_comes() {
        for template in all() {
            let payments = template.metric("payments").unwrap();
            assert!(payments.is_summed() && payments.counted.scale == 2, "{}", template.code);
            assert!(template.light.metrics.len() <= 5 && template.light.rituals.len() == 4);
            assert_eq!(template.exercises.len(), 6, "{}", template.code);
            assert_eq!(template.cards.len(), 2, "{}", template.code);
        }
    }

    /// formulas 9 the other way round: the norms of wholesale, step by step.
    #[test]
    fn the_funnel_follows_from_the_norms() {
        let funnel = by_code("wholesale").unwrap().funnel.as_ref().unwrap();
        let to: Vec<Option<i32>> =
            funnel.steps.iter().map(|step| step.conversion.map(Share::basis_points)).collect();
        assert_eq!(to, [Some(3000), Some(794), Some(2000), None]);
        assert_eq!(funnel.check, 62_500_000);
    }

    #[test]
    fn a_template_survives_the_database() {
        for template in all() {
            let stored = serde_json::to_value(template).unwrap();
            assert_eq!(&serde_json::from_value::<Template>(stored).unwrap(), template);
        }
    }
}
