//! Whether a template holds together. Every inconsistency is named, not the first one only.
use std::collections::BTreeSet;

use super::content::{
    Card, Counting, Counts, Exercise, Measure, Norm, Per, Pipeline, Ritual, Template,
};
use super::light::MOST;
use crate::forecast_terms::Terms;
use crate::values::Share;

/// The most items of a card.
const MOST_ITEMS: usize = 7;

/// What is wrong, in words; nothing for a good one.
pub fn check(template: &Template) -> Vec<String> {
    let mut faults = Faults::default();
    faults.codes("показатель", template.metrics.iter().map(|metric| metric.code.as_str()));
    faults.codes("воронка", template.pipelines.iter().map(|pipeline| pipeline.code.as_str()));
    faults.codes("карта", template.cards.iter().map(|card| card.code.as_str()));
    faults.codes("действие", template.rituals.iter().map(|ritual| ritual.code.as_str()));
    faults.codes("упражнение", template.exercises.iter().map(|exercise| exercise.code.as_str()));
    template.metrics.iter().for_each(|metric| faults.metric(metric, template));
    template.pipelines.iter().for_each(|pipeline| faults.pipeline(pipeline, template));
    template.cards.iter().for_each(|card| faults.card(card, template));
    template.rituals.iter().for_each(|ritual| faults.ritual(ritual));
    template.exercises.iter().for_each(|exercise| faults.exercise(exercise));
    template.terms.iter().for_each(|terms| faults.terms(terms));
    faults.funnel(template);
    faults.light(template);
    faults.0
}

#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn unless(&mut self, is_good: bool, fault: impl FnOnce() -> String) {
        if !is_good {
            self.0.push(fault());
        }
    }

    fn codes<'a>(&mut self, what: &str, codes: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for code in codes {
            self.unless(!code.is_empty(), || format!("{what}: пустой код"));
            self.unless(seen.insert(code), || format!("{what} {code}: код стоит дважды"));
        }
    }

    fn metric(&mut self, metric: &Measure, template: &Template) {
        let code = &metric.code;
        self.unless(!metric.name.trim().is_empty(), || format!("показатель {code}: нет названия"));
        self.unless(metric.counted.scale <= 3, || format!("показатель {code}: не больше 3 знаков"));
        let minutes = metric.minutes.is_none_or(|minutes| (1..=600).contains(&minutes));
        self.unless(minutes, || format!("показатель {code}: минут на один шаг от 1 до 600"));
        if let Counting::Ratio { numerator, denominator } = &metric.counted.over_time {
            self.ratio(metric, [numerator, denominator], template);
        }
        for norm in [metric.manager, metric.head].into_iter().flatten() {
            self.norm(metric, norm);
        }
    }

    /// Of two sums only, so no circle can arise: a ratio is no sum.
    fn ratio(&mut self, metric: &Measure, parts: [&String; 2], template: &Template) {
        let code = &metric.code;
        self.unless(parts[0] != parts[1], || format!("показатель {code}: делится сам на себя"));
        for part in parts {
            match template.metric(part) {
                None => self.0.push(format!("показатель {code}: нет показателя {part}")),
                Some(found) => self.unless(found.is_summed(), || {
                    format!("показатель {code}: {part} не складывается, делить можно только суммы")
                }),
            }
        }
    }

    fn norm(&mut self, metric: &Measure, norm: Norm) {
        let code = &metric.code;
        self.unless(norm.value >= 0, || format!("показатель {code}: норма меньше нуля"));
        self.unless(metric.is_summed() || norm.per == Per::Value, || {
            format!(
                "показатель {code}: норма отношения или уровня не бывает за день, неделю, месяц"
            )
        });
        self.unless(!metric.is_summed() || norm.per != Per::Value, || {
            format!("показатель {code}: у нормы суммы должен быть срок")
        });
    }

    fn pipeline(&mut self, pipeline: &Pipeline, template: &Template) {
        let code = &pipeline.code;
        self.codes(
            &format!("воронка {code}, стадия"),
            pipeline.stages.iter().map(|s| s.code.as_str()),
        );
        self.unless(!pipeline.stages.is_empty(), || format!("воронка {code}: нет стадий"));
        let mut reached = Share::NONE;
        for stage in &pipeline.stages {
            let place = || format!("воронка {code}, стадия {}", stage.code);
            self.unless((1..=250).contains(&stage.stale_days), || {
                format!("{}: срок зависания", place())
            });
            let known = stage.metric.as_ref().is_none_or(|code| template.metric(code).is_some());
            self.unless(known, || format!("{}: нет её показателя", place()));
            let Some(probability) = stage.probability else { continue };
            self.unless(is_share(probability), || format!("{}: вероятность", place()));
            self.unless(probability >= reached, || {
                format!("{}: вероятность меньше, чем на прежней стадии", place())
            });
            reached = probability;
        }
    }

    fn card(&mut self, card: &Card, template: &Template) {
        let (code, items) = (&card.code, &card.terms.items);
        if let Some(off) = Share::off_whole(items.iter().map(|item| item.weight)) {
            self.0.push(format!("карта {code}: {off}"));
        }
        self.unless(items.iter().all(|item| item.weight > Share::NONE), || {
            format!("карта {code}: вес больше нуля")
        });
        self.unless(items.len() <= MOST_ITEMS, || {
            format!("карта {code}: больше {MOST_ITEMS} строк")
        });
        for (at, item) in items.iter().enumerate() {
            if let Counts::Metric(metric) = &item.of {
                let known = template.metric(metric).is_some();
                self.unless(known, || format!("карта {code}: нет показателя {metric}"));
            }
            let twice = items[..at].iter().any(|earlier| earlier.of == item.of);
            self.unless(!twice, || format!("карта {code}: строка {} стоит дважды", at + 1));
        }
    }

    fn ritual(&mut self, ritual: &Ritual) {
        let Ritual { code, minutes, weight, .. } = ritual;
        self.unless((1..=480).contains(minutes), || format!("действие {code}: длительность"));
        self.unless(is_share(*weight), || format!("действие {code}: вес"));
        let is_told =
            !ritual.name.is_empty() && !ritual.agenda.is_empty() && !ritual.outcome.is_empty();
        self.unless(is_told, || format!("действие {code}: нет названия, повестки или итога"));
    }

    fn exercise(&mut self, exercise: &Exercise) {
        let code = &exercise.code;
        let points = exercise.checklist.len();
        self.unless(points == 5, || {
            format!("упражнение {code}: в чек-листе {points} пунктов вместо 5")
        });
        self.unless(!exercise.phrases.is_empty(), || {
            format!("упражнение {code}: нет примеров фраз")
        });
        let minutes = (15..=30).contains(&exercise.minutes);
        self.unless(minutes, || format!("упражнение {code}: длится от 15 до 30 минут"));
    }

    fn terms(&mut self, terms: &Terms) {
        let mut whole = |what: &str, shares: &[Share]| {
            if let Some(off) = Share::off_whole(shares.iter().copied()) {
                self.0.push(format!("{what}: {off}"));
            }
        };
        whole("сезонность", &terms.seasonality);
        whole("оплата по дням", &terms.payment_delay);
        let rises = |shares: &[Share]| shares.is_sorted() && shares.iter().all(|at| is_share(*at));
        let rates = terms.hit_rates;
        let rates = [rates.omitted, rates.possible, rates.likely, rates.sure];
        self.unless(rises(&rates), || "категории: «уверен» не ниже «вероятно» и «возможно»".into());
        let profile = rises(&terms.month_profile);
        self.unless(profile, || "профиль месяца: накопленные доли не растут".into());
        self.unless(terms.calibration_k > 0, || "калибровка: больше нуля".into());
        let new_deals = is_share(terms.new_deals_share);
        self.unless(new_deals, || "доля новых сделок: от 0 до 100 %".into());
    }

    fn funnel(&mut self, template: &Template) {
        let Some(funnel) = &template.funnel else { return };
        let codes = funnel.steps.iter().map(|step| &step.metric).chain([&funnel.money]);
        for code in codes {
            let summed = template.metric(code).is_some_and(Measure::is_summed);
            self.unless(summed, || format!("разложение цели: {code} — не складываемый показатель"));
        }
        for step in
            funnel.steps.iter().filter(|step| step.conversion.is_some_and(|to| to > Share::WHOLE))
        {
            self.0.push(format!("разложение цели: после {} больше, чем было", step.metric));
        }
        self.unless(funnel.check > 0, || "разложение цели: средний чек больше нуля".into());
    }

    fn light(&mut self, template: &Template) {
        let light = &template.light;
        let few = light.metrics.len() <= MOST;
        self.unless(few, || format!("лёгкий старт: показателей больше {MOST}"));
        self.codes("лёгкий старт", light.metrics.iter().map(String::as_str));
        for code in light.metrics.iter().filter(|code| template.metric(code).is_none()) {
            self.0.push(format!("лёгкий старт: нет показателя {code}"));
        }
        let known = |code: &str| template.rituals.iter().any(|ritual| ritual.code == code);
        for kept in light.rituals.iter().filter(|kept| !known(&kept.code)) {
            self.0.push(format!("лёгкий старт: нет действия {}", kept.code));
        }
    }
}

fn is_share(share: Share) -> bool {
    (Share::NONE..=Share::WHOLE).contains(&share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::by_code;
    use crate::template::content::{FunnelStep, LightRitual};

    /// What the check says of a good template with one thing broken.
    fn broken(breaking: impl FnOnce(&mut Template)) -> Vec<String> {
        let mut template = by_code("wholesale").unwrap().clone();
        assert_eq!(check(&template), [""; 0]);
        breaking(&mut template);
        check(&template)
    }

    fn share(points: i32) -> Share {
        Share::from_basis_points(points)
    }

    fn measure<'a>(template: &'a mut Template, code: &str) -> &'a mut Measure {
        template.metrics.iter_mut().find(|metric| metric.code == code).unwrap()
    }

    #[test]
    fn codes_are_unique_and_not_empty() {
        let twice = broken(|t| t.metrics.push(t.metrics[0].clone()));
        assert_eq!(twice, ["показатель calls: код стоит дважды"]);
        let stage = broken(|t| {
            let first = t.pipelines[0].stages[0].clone();
            t.pipelines[0].stages.insert(0, first);
        });
        assert_eq!(stage, ["воронка new_client, стадия contact: код стоит дважды"]);
        let empty = broken(|t| t.exercises[0].code.clear());
        assert_eq!(empty, ["упражнение: пустой код"]);
    }

    #[test]
    fn a_ratio_is_of_two_different_known_sums() {
        let ratio = |numerator: &str, denominator: &str| Counting::Ratio {
            numerator: numerator.into(),
            denominator: denominator.into(),
        };
        let of = |counting: Counting| {
            broken(|t| measure(t, "gross_margin").counted.over_time = counting)
        };
        assert!(of(ratio("profit", "shipments"))[0].contains("нет показателя profit"));
        assert!(of(ratio("overdue_debt", "shipments"))[0].contains("overdue_debt не складывается"));
        assert!(of(ratio("shipments", "shipments"))[0].contains("сам на себя"));
        // A circle is a ratio of a ratio.
        let circle = of(ratio("gross_margin", "shipments"));
        assert!(circle[0].contains("gross_margin не складывается"), "{circle:?}");
    }

    #[test]
    fn a_norm_fits_its_metric() {
        let per_day = broken(|t| {
            measure(t, "gross_margin").manager = Some(Norm { value: 180, per: Per::Day });
        });
        assert!(per_day[0].contains("gross_margin: норма отношения"), "{per_day:?}");
        let timeless =
            broken(|t| measure(t, "calls").manager = Some(Norm { value: 40, per: Per::Value }));
        assert!(timeless[0].contains("calls: у нормы суммы должен быть срок"));
        assert!(
            broken(|t| measure(t, "calls").head = Some(Norm { value: -1, per: Per::Day }))[0]
                .contains("меньше нуля")
        );
        assert!(broken(|t| measure(t, "calls").minutes = Some(0))[0].contains("минут"));
        assert!(broken(|t| measure(t, "payments").counted.scale = 4)[0].contains("3 знаков"));
        assert!(broken(|t| measure(t, "calls").name = " ".into())[0].contains("нет названия"));
    }

    #[test]
    fn probabilities_rise_along_a_funnel() {
        let falls = broken(|t| t.pipelines[0].stages[3].probability = Some(share(1000)));
        assert_eq!(
            falls,
            ["воронка new_client, стадия trial: вероятность меньше, чем на прежней стадии"]
        );
        assert!(
            broken(|t| t.pipelines[0].stages[6].probability = Some(share(10_100)))[0]
                .contains("вероятность")
        );
        assert!(broken(|t| t.pipelines[1].stages[0].stale_days = 0)[0].contains("срок зависания"));
        assert!(
            broken(|t| t.pipelines[0].stages[0].metric = Some("x".into()))[0]
                .contains("нет её показателя")
        );
        assert!(broken(|t| t.pipelines[1].stages.clear())[0].contains("нет стадий"));
    }

    #[test]
    fn a_card_weighs_a_whole_of_known_things() {
        let light = broken(|t| t.cards[0].terms.items[0].weight = share(3000));
        assert!(light[0].contains("manager: Сумма 90") && light.len() == 1, "{light:?}");
        let unknown = broken(|t| t.cards[1].terms.items[0].of = Counts::Metric("profit".into()));
        assert_eq!(unknown, ["карта head: нет показателя profit"]);
        let many = broken(|t| {
            let mut item = t.cards[0].terms.items[0].clone();
            item.of = Counts::Metric("contacts".into());
            (item.weight, t.cards[0].terms.items[0].weight) = (share(1000), share(3000));
            t.cards[0].terms.items.push(item);
        });
        assert_eq!(many, ["карта manager: больше 7 строк"]);
        assert!(
            broken(|t| t.cards[0].terms.items[1].of = t.cards[0].terms.items[0].of.clone())[0]
                .contains("дважды")
        );
        let zero = broken(|t| {
            let items = &mut t.cards[0].terms.items;
            (items[0].weight, items[1].weight) = (share(5000), share(0));
        });
        assert!(zero[0].contains("вес больше нуля"));
    }

    #[test]
    fn actions_and_exercises_are_told_in_full() {
        assert!(broken(|t| t.rituals[0].minutes = 0)[0].contains("длительность"));
        assert!(broken(|t| t.rituals[0].weight = share(20_000))[0].contains("вес"));
        assert!(broken(|t| t.rituals[0].agenda.clear())[0].contains("повестки"));
        let short = broken(|t| drop(t.exercises[0].checklist.pop()));
        assert_eq!(short, ["упражнение first_contact: в чек-листе 4 пунктов вместо 5"]);
        assert!(broken(|t| t.exercises[0].phrases.clear())[0].contains("фраз"));
        assert!(broken(|t| t.exercises[0].minutes = 45)[0].contains("от 15 до 30"));
    }

    #[test]
    fn shares_of_the_forecast_make_a_whole() {
        let with = |breaking: fn(&mut Terms)| broken(|t| breaking(t.terms.as_mut().unwrap()));
        assert!(with(|terms| terms.seasonality[0] = share(1))[0].contains("сезонность"));
        assert!(with(|terms| terms.payment_delay[0] = share(1))[0].contains("по дням"));
        assert!(with(|terms| terms.month_profile[0] = share(9000))[0].contains("профиль"));
        assert!(with(|terms| terms.hit_rates.sure = share(1000))[0].contains("категории"));
        assert!(with(|terms| terms.calibration_k = 0)[0].contains("калибровка"));
        assert!(with(|terms| terms.new_deals_share = share(-1))[0].contains("новых сделок"));
    }

    #[test]
    fn the_funnel_and_the_light_start_name_what_is_there() {
        let step = FunnelStep { metric: "profit".into(), conversion: None };
        assert!(broken(|t| t.funnel.as_mut().unwrap().steps.push(step))[0].contains("profit"));
        assert!(
            broken(|t| t.funnel.as_mut().unwrap().steps[0].conversion = Some(share(12_000)))[0]
                .contains("больше, чем было")
        );
        assert!(broken(|t| t.funnel.as_mut().unwrap().check = 0)[0].contains("средний чек"));
        assert!(
            broken(|t| t.light.metrics[0] = "profit".into())[0].contains("нет показателя profit")
        );
        assert!(broken(|t| t.light.metrics.push("contacts".into()))[0].contains("больше 5"));
        assert!(broken(|t| t.light.metrics[0] = "payments".into())[0].contains("дважды"));
        let cadence = "FREQ=WEEKLY;BYDAY=MO".parse().unwrap();
        let unknown = LightRitual { code: "party".into(), cadence };
        assert!(broken(|t| t.light.rituals.push(unknown))[0].contains("нет действия party"));
    }
}
