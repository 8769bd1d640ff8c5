//! A figure as it stands in a cell.
use crate::metric::Metric;
use crate::plan_fact::columns::Column;
use crate::plan_fact::figure::Figure;

#[derive(Default)]
pub struct Mark {
    /// The head of its column, for a phone.
    pub label: &'static str,
    pub class: &'static str,
    pub text: String,
    /// For machines, «842300.00»; empty when the text is only words.
    pub value: String,
    /// Below the number.
    pub small: String,
    /// The exact words on hover.
    pub title: String,
    /// The entries it is made of.
    pub href: Option<String>,
    /// «good», «watch», «bad», or nothing.
    pub sign: &'static str,
}

impl Mark {
    /// What a column says of a figure; facts lead to `entries`.
    pub fn of(column: Column, metric: &Metric, figure: &Figure, entries: Option<&str>) -> Self {
        let bare = Self {
            label: column.label(figure.phase),
            class: column.class(figure.phase),
            ..Self::default()
        };
        let opened = |value: Option<i64>| value.and(entries).map(str::to_owned);
        match column {
            Column::Plan => bare.amount(metric, figure.cell.plan),
            Column::PlanToDate => bare.amount(metric, figure.plan_to_date()),
            Column::RunRate => bare.amount(metric, figure.run_rate),
            Column::Today => {
                Self { href: opened(figure.today()), ..bare.amount(metric, figure.today()) }
            }
            Column::Fact => Self {
                href: opened(figure.fact()),
                small: outside(metric, figure),
                ..bare.amount(metric, figure.fact())
            },
            Column::OfPlan => bare.of_plan(figure),
            Column::Rate => bare.rate(metric, figure),
        }
    }

    /// The same with what has no column of its own below the number.
    pub fn brief(column: Column, metric: &Metric, figure: &Figure, entries: Option<&str>) -> Self {
        let mark = Self::of(column, metric, figure, entries);
        let below = column.below(figure.phase).map(|below| Self::of(below, metric, figure, None));
        match below.filter(|below| !below.value.is_empty() || below.small.is_empty()) {
            Some(below) if !mark.value.is_empty() && below.text != "—" => {
                Self { small: below.text, ..mark }
            }
            _ => mark,
        }
    }

    fn amount(self, metric: &Metric, value: Option<i64>) -> Self {
        let Some(value) = value.map(|value| metric.quantity(value)) else {
            return Self { text: "—".into(), ..self };
        };
        let title = format!("{}, {}: {value}", metric.name, self.label);
        Self { text: value.in_table(), value: value.plain(), title, ..self }
    }

    fn of_plan(self, figure: &Figure) -> Self {
        match (figure.of_plan(), figure.rate()) {
            (Some(percent), _) => Self { text: percent.to_string(), ..self },
            (None, Err(why)) => self.explained(why.word(), why.sentence()),
            (None, Ok(_)) => Self { text: "—".into(), ..self },
        }
    }

    fn rate(self, metric: &Metric, figure: &Figure) -> Self {
        let (rate, sign) = match figure.rate() {
            Ok(rate) => rate,
            Err(why) => return self.explained(why.word(), why.sentence()),
        };
        let say = |value: i64| metric.quantity(value).to_string();
        let due = figure.plan_to_date().or(figure.cell.plan).map_or(String::new(), say);
        let fact = figure.fact().map_or(String::new(), say);
        let title = format!("{}, {}: {fact} из {due}", metric.name, self.label);
        Self { text: rate.to_string(), title, sign, ..self }
    }

    /// Without the reason why there is no number.
    pub fn silent(self) -> Self {
        Self { small: String::new(), title: String::new(), ..self }
    }

    fn explained(self, word: &str, sentence: &str) -> Self {
        Self { small: word.into(), title: sentence.into(), ..self }
    }
}

/// What months or people without a plan have brought.
fn outside(metric: &Metric, figure: &Figure) -> String {
    let outside = figure.cell.outside.map(|value| metric.quantity(value).in_table());
    outside.map_or(String::new(), |value| format!("вне плана +{value}"))
}
