//! The block «Неделя»: whether heads have confirmed the last week, and what they said of it.
use super::Contents;
use crate::values::WeekPart;
use crate::values::russian::{day_and_month, listed, time};
use crate::week::{Given, Standing};

/// A department's week.
pub struct WeekLine {
    /// Empty when there is one department only.
    pub department: String,
    pub kind: &'static str,
    /// «подтверждена», «не подтверждена»
    pub state: &'static str,
    /// «Соколова Е., 20 ноября в 16:40», or what is missing.
    pub says: String,
    pub href: String,
    /// «Неделя 2–6 ноября»: of which week the causes are, when it is another one.
    pub of: Option<String>,
    pub given: Vec<Cause>,
}

pub struct Cause {
    pub metric: String,
    pub happened: String,
    /// «звоним, до 27 ноября»
    pub we_do: String,
    pub needed: String,
}

impl Contents {
    /// «Неделя 9–13 ноября»
    pub fn week_title(&self) -> String {
        self.weeks.first().map_or_else(String::new, |week| self.named(week.part))
    }

    pub fn week_lines(&self) -> Vec<WeekLine> {
        self.weeks.iter().map(|standing| self.week_line(standing)).collect()
    }

    fn week_line(&self, standing: &Standing) -> WeekLine {
        let several = self.weeks.len() > 1;
        let is_confirmed = standing.is_confirmed();
        let (told_of, given) = match &standing.told {
            Some((part, given)) => (Some(*part), given.as_slice()),
            None => (None, &[][..]),
        };
        let of = told_of.filter(|part| *part != standing.part && !given.is_empty());
        WeekLine {
            department: if several { standing.name.clone() } else { String::new() },
            kind: if is_confirmed { "good" } else { "watch" },
            state: if is_confirmed {
                "подтверждена"
            } else {
                "не подтверждена"
            },
            says: self.week_says(standing),
            href: format!("/week/{}?department={}", standing.part.starts_on, standing.department),
            of: of.map(|part| self.named(part)),
            given: given.iter().map(cause).collect(),
        }
    }

    fn week_says(&self, standing: &Standing) -> String {
        let Some((name, at)) = &standing.confirmed else { return self.week_lacks(standing) };
        let local = at.with_timezone(&self.zone);
        let name = name.as_deref().unwrap_or("Маяк");
        format!("{name}, {} в {}", day_and_month(local.date_naive()), time(local.time()))
    }

    /// «нет причин и мер и плана на 16–20 ноября»
    fn week_lacks(&self, standing: &Standing) -> String {
        let reasons = (standing.explained == 0).then(|| "причин и мер".to_owned());
        let plan = (!standing.unplanned.is_empty()).then(|| {
            let parts = standing.unplanned.iter();
            let parts: Vec<String> =
                parts.map(|part| part.title(self.frame.calendar(), self.frame.today)).collect();
            format!("плана на {}", parts.join(" и "))
        });
        let lacks: Vec<String> = [reasons, plan].into_iter().flatten().collect();
        if lacks.is_empty() {
            String::new()
        } else {
            format!("пока нет: {}", listed(&lacks))
        }
    }

    fn named(&self, part: WeekPart) -> String {
        format!("Неделя {}", part.title(self.frame.calendar(), self.frame.today))
    }
}

fn cause(given: &Given) -> Cause {
    let due = given.due_on.map(|day| format!(", до {}", day_and_month(day))).unwrap_or_default();
    Cause {
        metric: given.metric.clone(),
        happened: given.happened.clone(),
        we_do: format!("{}{due}", given.we_do.trim_end_matches('.')),
        needed: given.needed.clone(),
    }
}
