//! Each kind of thing in a set-up: what of it may be the company's own.
use super::line::{Part, Pen, Sides};
use super::list::{Piece, Place, merge};
use crate::rhythm::Cadence;
use crate::template::content::{
    Card, CardTerms, Counted, Counting, Exercise, Measure, Pipeline, Ritual, Stage,
};
use crate::values::Share;
use crate::values::russian::{counted, time};

impl Piece for Measure {
    const PART: Part = Part::Metrics;

    fn code(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn hidden(&mut self) -> &mut bool {
        &mut self.is_hidden
    }

    fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    /// How it is counted does not change once there are figures.
    fn settle(sides: &Sides<'_, Self>, pen: &mut Pen<'_>, place: &Place<'_>) -> Self {
        let now = sides.now;
        let name = pen.settle("название", &sides.of(|m| &m.name), Clone::clone);
        let mut counted = sides.of(|m| &m.counted);
        if place.has_values(&now.code) {
            counted.base = None;
        }
        let counted =
            pen.settle("как считается", &counted, |counted| counting(counted, place));
        let shaped = Self { counted, ..now.clone() };
        let minutes = pen.settle(
            "минут на один",
            &sides.of_blank(|m| &m.minutes, &None),
            |minutes| minutes.map_or("не задано".into(), |minutes| minutes.to_string()),
        );
        let said = |norm: &Option<_>| shaped.said(*norm);
        let manager = pen.settle("норма", &sides.of_blank(|m| &m.manager, &None), said);
        let head = pen.settle("норма РОПа", &sides.of_blank(|m| &m.head, &None), said);
        Self { name, minutes, manager, head, ..shaped }
    }

    fn holds(&self, place: &Place<'_>) -> bool {
        place.has_values(&self.code)
    }
}

fn counting(counted: &Counted, place: &Place<'_>) -> String {
    let unit = counted.unit.sign();
    match &counted.over_time {
        Counting::Sum => format!("{unit}, дни складываются"),
        Counting::Last => format!("{unit}, последнее значение"),
        Counting::Ratio { numerator, denominator } => {
            format!("{unit}, «{}» к «{}»", place.metric(numerator), place.metric(denominator))
        }
    }
}

impl Piece for Pipeline {
    const PART: Part = Part::Funnel;

    fn code(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn hidden(&mut self) -> &mut bool {
        &mut self.is_hidden
    }

    fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    fn settle(sides: &Sides<'_, Self>, pen: &mut Pen<'_>, place: &Place<'_>) -> Self {
        let name = pen.settle("название", &sides.of(|p| &p.name), Clone::clone);
        let base: &[Stage] = sides.base.map_or(&[], |base| &base.stages);
        let merged = merge([base, &sides.now.stages, &sides.offered.stages], pen.lines, place);
        Self { name, stages: merged.target, ..sides.now.clone() }
    }

    /// With the stages that were taken off it.
    fn basis(sides: &Sides<'_, Self>, place: &Place<'_>) -> Self {
        let base: &[Stage] = sides.base.map_or(&[], |base| &base.stages);
        let stages =
            merge([base, &sides.now.stages, &sides.offered.stages], &mut Vec::new(), place);
        Self { stages: stages.basis, ..sides.offered.clone() }
    }
}

impl Piece for Stage {
    const PART: Part = Part::Funnel;

    fn code(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn hidden(&mut self) -> &mut bool {
        &mut self.is_hidden
    }

    fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    fn settle(sides: &Sides<'_, Self>, pen: &mut Pen<'_>, place: &Place<'_>) -> Self {
        let name = pen.settle("название", &sides.of(|s| &s.name), Clone::clone);
        let criterion = pen.settle("критерий входа", &sides.of(|s| &s.criterion), Clone::clone);
        let stale_days =
            pen.settle("срок зависания", &sides.of(|s| &s.stale_days), |days| {
                counted((*days).into(), "рабочий день", "рабочих дня", "рабочих дней")
            });
        let probability =
            pen.settle("вероятность", &sides.of(|s| &s.probability), |points| {
                points.map_or("не считаем".into(), |share| share.to_string())
            });
        let metric = pen.settle("показатель", &sides.of(|s| &s.metric), |code| {
            code.as_ref().map_or("нет".into(), |code| place.metric(code))
        });
        Self { name, criterion, stale_days, probability, metric, ..sides.now.clone() }
    }
}

impl Piece for Card {
    const PART: Part = Part::Cards;

    fn code(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn hidden(&mut self) -> &mut bool {
        &mut self.is_hidden
    }

    fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    fn settle(sides: &Sides<'_, Self>, pen: &mut Pen<'_>, place: &Place<'_>) -> Self {
        let name = pen.settle("название", &sides.of(|c| &c.name), Clone::clone);
        let role =
            pen.settle("чья карта", &sides.of(|c| &c.role), |role| role.name().into());
        let terms = pen.settle("веса", &sides.of(|c| &c.terms), |terms| weights(terms, place));
        Self { name, role, terms, ..sides.now.clone() }
    }
}

/// «Поступления 40 %, Ритм 20 %; пробный расчёт»
fn weights(terms: &CardTerms, place: &Place<'_>) -> String {
    let items = terms.items.iter().map(|item| {
        let name = place.item(&item.of);
        format!("{name} {}", item.weight)
    });
    let trial = if terms.is_trial { "; пробный расчёт" } else { "" };
    format!("{}{trial}", items.collect::<Vec<_>>().join(", "))
}

impl Piece for Ritual {
    const PART: Part = Part::Rituals;

    fn code(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn hidden(&mut self) -> &mut bool {
        &mut self.is_hidden
    }

    fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    fn settle(sides: &Sides<'_, Self>, pen: &mut Pen<'_>, _: &Place<'_>) -> Self {
        let minutes = |minutes: &i16| format!("{minutes} мин");
        let whom = |each: &bool| if *each { "с каждым" } else { "вместе" }.to_owned();
        Self {
            name: pen.settle("название", &sides.of(|r| &r.name), Clone::clone),
            cadence: pen.settle("как часто", &sides.of(|r| &r.cadence), Cadence::words),
            starts_at: pen.settle("начало", &sides.of(|r| &r.starts_at), |at| time(*at)),
            minutes: pen.settle("длительность", &sides.of(|r| &r.minutes), minutes),
            is_per_person: pen.settle("с кем", &sides.of(|r| &r.is_per_person), whom),
            agenda: pen.settle("повестка", &sides.of(|r| &r.agenda), Clone::clone),
            outcome: pen.settle("что остаётся", &sides.of(|r| &r.outcome), Clone::clone),
            weight: pen.settle("вес в индексе", &sides.of(|r| &r.weight), Share::to_string),
            ..sides.now.clone()
        }
    }
}

impl Piece for Exercise {
    const PART: Part = Part::Exercises;

    fn code(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn hidden(&mut self) -> &mut bool {
        &mut self.is_hidden
    }

    fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    fn settle(sides: &Sides<'_, Self>, pen: &mut Pen<'_>, _: &Place<'_>) -> Self {
        let lines = |lines: &Vec<String>| lines.join(" · ");
        Self {
            name: pen.settle("название", &sides.of(|e| &e.name), Clone::clone),
            minutes: pen.settle("длительность", &sides.of(|e| &e.minutes), |minutes| {
                format!("{minutes} мин")
            }),
            checklist: pen.settle("чек-лист", &sides.of(|e| &e.checklist), lines),
            phrases: pen.settle("фразы", &sides.of(|e| &e.phrases), lines),
            ..sides.now.clone()
        }
    }
}
