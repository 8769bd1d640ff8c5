//! Whether a template holds together. Every inconsistency is named, not the first one only.
use std::collections::BTreeSet;

use super::content::{
    Card, Counting, Counts, Curve, Exercise, Measure, Norm, Per, Pipeline, Ritual, Template, Terms,
};
use super::light::MOST;

/// A whole, in basis points.
const WHOLE: i32 = 10_000;

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
        let mut reached = 0;
        for stage in &pipeline.stages {
            let place = || format!("воронка {code}, стадия {}", stage.code);
            self.unless((1..=250).contains(&stage.stale_days), || {
                format!("{}: срок зависания", place())
            });
            let known = stage.metric.as_ref().is_none_or(|code| template.metric(code).is_some());
            self.unless(known, || format!("{}: нет её показателя", place()));
            let Some(probability) = stage.probability else { continue };
            self.unless((0..=WHOLE).contains(&probability), || format!("{}: вероятность", place()));
            self.unless(probability >= reached, || {
                format!("{}: вероятность меньше, чем на прежней стадии", place())
            });
            reached = probability;
        }
    }

    fn card(&mut self, card: &Card, template: &Template) {
        let (code, items) = (&card.code, &card.terms.items);
        let sum: i32 = items.iter().map(|item| item.weight).sum();
        self.unless(sum == WHOLE, || format!("карта {code}: веса дают {sum}, а должны {WHOLE}"));
        self.unless(items.iter().all(|item| item.weight > 0), || {
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
            self.unless(item.curve.rises(), || format!("карта {code}: кривая строки {}", at + 1));
        }
    }

    fn ritual(&mut self, ritual: &Ritual) {
        let Ritual { code, minutes, weight, .. } = ritual;
        self.unless((1..=480).contains(minutes), || format!("действие {code}: длительность"));
        self.unless((0..=WHOLE).contains(weight), || format!("действие {code}: вес"));
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
        let whole = |shares: &[i32]| {
            shares.iter().sum::<i32>() == WHOLE && shares.iter().all(|share| *share >= 0)
        };
        self.unless(whole(&terms.season), || "сезонность: доли месяцев не дают 100 %".into());
        self.unless(whole(&terms.lag), || "оплата: доли по дням не дают 100 %".into());
        let rates = [terms.hit_rates.possible, terms.hit_rates.likely, terms.hit_rates.sure];
        let rises = |shares: &[i32]| {
            shares.is_sorted() && shares.iter().all(|share| (0..=WHOLE).contains(share))
        };
        self.unless(rises(&rates), || "категории: «уверен» не ниже «вероятно» и «возможно»".into());
        self.unless(rises(&terms.profile), || "профиль месяца: накопленные доли не растут".into());
        self.unless(terms.calibration > 0, || "калибровка: больше нуля".into());
        let new_deals = (0..=WHOLE).contains(&terms.new_deals);
        self.unless(new_deals, || "доля новых сделок: от 0 до 100 %".into());
    }

    fn funnel(&mut self, template: &Template) {
        let Some(funnel) = &template.funnel else { return };
        let codes = funnel.steps.iter().map(|step| &step.metric).chain([&funnel.money]);
        for code in codes {
            let summed = template.metric(code).is_some_and(Measure::is_summed);
            self.unless(summed, || format!("разложение цели: {code} — не складываемый показатель"));
        }
        for step in funnel.steps.iter().filter(|step| step.conversion.is_some_and(|to| to > WHOLE))
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

impl Curve {
    /// From somewhere to somewhere, both shares growing.
    pub fn rises(&self) -> bool {
        let points = &self.0;
        let grows = points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1);
        points.len() >= 2 && grows && points.iter().all(|(met, earned)| *met >= 0 && *earned >= 0)
    }
}
