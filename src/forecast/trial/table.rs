//! The result of a trial in words for people and as data for machines.
use std::fmt;

use serde::Serialize;

use super::{File, Kind, Plan, Report, Score, Watched};
use crate::forecast::grid::Step;
use crate::forecast::memory::Scope;
use crate::forecast::state::Measure;
use crate::values::russian::{MINUS, NO_BREAK, counted, numeric_date};

/// All that is printed.
#[derive(Debug)]
pub struct Table<'t> {
    pub file: &'t File,
    pub plan: &'t Plan,
    pub watched: Watched,
    pub report: &'t Report,
}

#[derive(Serialize)]
struct Data {
    kind: &'static str,
    measure: &'static str,
    rows: usize,
    left_out: usize,
    horizons: Vec<Horizon>,
}

#[derive(Serialize)]
struct Horizon {
    #[serde(skip_serializing_if = "Option::is_none")]
    weeks: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<usize>,
    #[serde(flatten)]
    score: Score,
}

impl Table<'_> {
    /// `{"kind":"deals","horizons":[{"weeks":4,"origins":28,"wape":0.07,…}]}`; a measure without facts is null.
    pub fn json(&self) -> serde_json::Result<String> {
        let horizons = self.report.iter().map(|(periods, score)| Horizon {
            weeks: (self.plan.step == Step::Week).then_some(*periods),
            months: (self.plan.step == Step::Month).then_some(*periods),
            score: score.rounded(),
        });
        serde_json::to_string(&Data {
            kind: match self.file.kind {
                Kind::Deals => "deals",
                Kind::Invoices => "invoices",
                Kind::Receipts => "receipts",
            },
            measure: if self.plan.measure == Measure::Count { "count" } else { "amount" },
            rows: self.file.rows,
            left_out: self.file.left_out,
            horizons: horizons.collect(),
        })
    }

    fn head(&self) -> String {
        let many = i64::try_from(self.file.rows).unwrap_or(i64::MAX);
        let rows = match self.file.kind {
            Kind::Deals => counted(many, "сделка", "сделки", "сделок"),
            Kind::Invoices => counted(many, "счёт", "счёта", "счетов"),
            Kind::Receipts => counted(many, "поступление", "поступления", "поступлений"),
        };
        let Watched { from, to } = self.watched;
        let head = format!("{rows}, с {} по {}", numeric_date(from), numeric_date(to));
        match self.file.left_out {
            0 => head,
            many => format!("{head}; не учтены {many}: без дня создания или закрыты раньше него"),
        }
    }

    fn what(&self) -> &'static str {
        match (self.plan.measure, self.file.kind, self.plan.scope) {
            (Measure::Amount, _, Scope::All) => "Прогноз суммы",
            (Measure::Amount, _, Scope::Issued) => "Прогноз суммы, только выставленные счета",
            (Measure::Count, Kind::Deals, _) => "Прогноз числа выигранных сделок",
            (Measure::Count, Kind::Invoices, Scope::Issued) => {
                "Прогноз числа оплат, только выставленные счета"
            }
            (Measure::Count, ..) => "Прогноз числа оплат",
        }
    }

    fn ahead(&self, periods: usize) -> String {
        let many = i64::try_from(periods).unwrap_or(i64::MAX);
        match self.plan.step {
            Step::Week => counted(many, "неделя", "недели", "недель"),
            Step::Month => counted(many, "месяц", "месяца", "месяцев"),
        }
    }
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (short, long) = match self.plan.step {
            Step::Week => ("как 4 недели", "как 13 недель"),
            Step::Month => ("как 1 месяц", "как 3 месяца"),
        };
        writeln!(f, "{}\n{}\n", self.head(), self.what())?;
        let heads = ["вперёд", "прогнозов", "ошибка", "смещение", "охват", "потери", short, long];
        writeln!(f, "{}", line(&heads.map(str::to_owned)))?;
        for (periods, score) in self.report {
            let cells = [
                self.ahead(*periods),
                score.origins.to_string(),
                percent(score.wape, false),
                percent(score.bias, true),
                percent(score.coverage, false),
                percent(score.pinball, false),
                percent(score.naive_wape, false),
                percent(score.run_rate_wape, false),
            ];
            writeln!(f, "{}", line(&cells))?;
        }
        writeln!(
            f,
            "\nОшибка: Σ|прогноз − факт| / Σфакт. Смещение: Σожидаемое / Σфакт − 1. Охват: доля фактов от P10 до P90,\n\
             цель 80 %. Потери: средние квантильные потери P10, P50 и P90 к среднему факту. Справа ошибка двух простых\n\
             правил: дальше будет {short} или {long} перед прогнозом."
        )
    }
}

fn line(cells: &[String; 8]) -> String {
    let first = format!("{:<10}", cells[0]);
    let rest = cells[1..].iter().map(|cell| format!("{cell:>14}"));
    std::iter::once(first).chain(rest).collect()
}

/// «7,2 %», «−1,0 %»; «нет данных» where nothing came.
fn percent(share: Option<f64>, signed: bool) -> String {
    let Some(share) = share else {
        return "нет данных".to_owned();
    };
    let digits = format!("{:.1}", (share * 100.0).abs()).replace('.', ",");
    let sign = match (signed, share < 0.0) {
        _ if digits == "0,0" => "",
        (true, false) => "+",
        (_, true) => &MINUS.to_string(),
        (false, false) => "",
    };
    format!("{sign}{digits}{NO_BREAK}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::trial::{File, Watched};

    fn plan() -> Plan {
        Plan {
            step: Step::Week,
            measure: Measure::Amount,
            scope: Scope::All,
            warm_up: 13,
            draws: 100,
            seed: 1,
            without: None,
        }
    }

    fn told(tell: impl Fn(&Table<'_>) -> String) -> String {
        let file = File::read(&b"date,amount\n2026-01-01,5\n2026-02-01,7\n"[..]).unwrap();
        let score = Score {
            origins: 28,
            wape: Some(0.071_999_9),
            bias: Some(-0.01),
            naive_wape: None,
            ..Score::default()
        };
        let day = |text: &str| text.parse().unwrap();
        let watched = Watched { from: day("2026-01-01"), to: day("2026-02-01") };
        tell(&Table { file: &file, plan: &plan(), watched, report: &vec![(4, score)] })
    }

    #[test]
    fn people_read_percents() {
        let text = told(|table| format!("{table}")).replace(NO_BREAK, " ");
        for part in
            ["2 поступления, с 01.01.2026", "4 недели", "28", "7,2 %", "−1,0 %", "нет данных"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn machines_read_shares() {
        let json: serde_json::Value =
            serde_json::from_str(&told(|table| table.json().unwrap())).unwrap();
        assert_eq!(json["kind"], "receipts");
        let horizon = &json["horizons"][0];
        assert_eq!((&horizon["weeks"], &horizon["origins"]), (&4.into(), &28.into()));
        assert_eq!(horizon["wape"], 0.072);
        assert!(horizon["naive_wape"].is_null() && horizon.get("months").is_none());
    }
}
