//! What is set now, in words.
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::access::Role;
use crate::company::last_day;
use crate::signin::ZONES;
use crate::template;
use crate::values::russian::{counted, day_and_month, listed, month, numeric_date, plural, time};

/// The present values that the list tells.
#[derive(Debug, Clone)]
pub struct Present {
    pub name: String,
    pub zone: Tz,
    pub day_closes_at: NaiveTime,
    pub month_closes_on: i16,
    pub tracking_from: NaiveDate,
    pub people: i64,
    pub sellers: i64,
    /// Of those people: who signs in.
    pub sign_ins: i64,
    pub departments: Vec<String>,
    pub headless: i64,
    pub invitations: i64,
    pub experts: i64,
    /// The latest end of an expert's time; none: without one.
    pub expert_until: Option<DateTime<Utc>>,
    pub metrics: i64,
    pub hidden_metrics: i64,
    /// Of how many metrics there is a norm.
    pub norms: i64,
    /// The latest month with an approved plan.
    pub planned_month: Option<NaiveDate>,
    pub imports: i64,
    pub asked_roles: Vec<Role>,
    pub asked_from: Option<NaiveDate>,
    pub deleted_on: Option<NaiveDate>,
    pub handovers: i64,
    /// The code of the template last applied.
    pub industry: Option<String>,
    pub stages: i64,
    pub cards: i64,
    pub rituals: i64,
    pub exercises: i64,
    /// From when the present terms of the forecast hold.
    pub terms_from: Option<NaiveDate>,
    /// Days of this year and later that are the company's own.
    pub own_days: i64,
    /// People who are away today.
    pub away: i64,
}

impl Present {
    pub fn company(&self) -> String {
        let zone = ZONES.iter().find(|(zone, _)| *zone == self.zone);
        let zone = zone.map_or_else(|| self.zone.name(), |(_, title)| *title);
        format!("{} · {zone}", self.name)
    }

    pub fn closing(&self) -> String {
        let (day, month) = (time(self.day_closes_at), self.month_closes_on);
        format!("день — в {day}, месяц — на {month}-й рабочий день следующего")
    }

    pub fn tracking(&self) -> String {
        format!("с {}", numeric_date(self.tracking_from))
    }

    pub fn calendar(&self) -> String {
        match self.own_days {
            0 => "производственный календарь России".into(),
            some => {
                let own = counted(some, "свой день", "своих дня", "своих дней");
                format!("производственный календарь России и {own}")
            }
        }
    }

    pub fn absences(&self) -> String {
        match self.away {
            0 => "сегодня все на месте".into(),
            some => format!("сегодня нет {}", counted(some, "человека", "человек", "человек")),
        }
    }

    pub fn people(&self) -> String {
        let people = counted(self.people, "человек", "человека", "человек");
        let verb = plural(self.sellers, "продаёт", "продают", "продают");
        format!("{people}, {verb} {}", self.sellers)
    }

    pub fn departments(&self) -> String {
        let names = listed(&self.departments);
        match self.headless {
            0 => names,
            one => {
                format!("{names}; без руководителя: {}", counted(one, "отдел", "отдела", "отделов"))
            }
        }
    }

    pub fn invitations(&self) -> String {
        match self.invitations {
            0 => "никого не ждём".into(),
            some => format!("ждём {}", counted(some, "человека", "человек", "человек")),
        }
    }

    pub fn experts(&self) -> String {
        match (self.experts, self.expert_until) {
            (0, _) => "эксперта нет".into(),
            (some, Some(until)) => {
                let last = numeric_date(last_day(until, self.zone));
                format!("{}, вход по {last}", counted(some, "эксперт", "эксперта", "экспертов"))
            }
            (some, None) => {
                format!("{}, без срока", counted(some, "эксперт", "эксперта", "экспертов"))
            }
        }
    }

    pub fn metrics(&self) -> String {
        let shown = counted(self.metrics, "показатель", "показателя", "показателей");
        match self.hidden_metrics {
            0 => shown,
            hidden => format!("{shown}, скрыто {hidden}"),
        }
    }

    pub fn norms(&self) -> String {
        match self.norms {
            0 => "норм ещё нет".into(),
            some => format!("для {}", counted(some, "показателя", "показателей", "показателей")),
        }
    }

    pub fn plan(&self) -> String {
        self.planned_month.map_or_else(
            || "плана ещё нет".into(),
            |first| format!("последний утверждённый — {} {}", month(first), first.year()),
        )
    }

    pub fn imports(&self) -> String {
        match self.imports {
            0 => "ещё не загружали".into(),
            some => counted(some, "загрузка", "загрузки", "загрузок"),
        }
    }

    pub fn second_factor(&self) -> String {
        let roles: Vec<String> = self.asked_roles.iter().map(|role| role.name().into()).collect();
        match self.asked_from {
            Some(day) if !roles.is_empty() => {
                format!("обязан: {}, с {}", listed(&roles), day_and_month(day))
            }
            _ => "ни от кого не требуется".into(),
        }
    }

    pub fn sign_ins(&self) -> String {
        counted(self.sign_ins, "вход", "входа", "входов")
    }

    pub fn industry(&self) -> String {
        match &self.industry {
            None => "шаблон не применяли".into(),
            Some(code) => template::by_code(code)
                .map_or_else(|| "собственный шаблон эксперта".into(), |one| one.title.clone()),
        }
    }

    pub fn stages(&self) -> String {
        some_of(self.stages, ["стадия", "стадии", "стадий"])
    }

    pub fn cards(&self) -> String {
        some_of(self.cards, ["карта", "карты", "карт"])
    }

    pub fn rituals(&self) -> String {
        some_of(self.rituals, ["регулярное действие", "регулярных действия", "регулярных действий"])
    }

    pub fn exercises(&self) -> String {
        some_of(self.exercises, ["упражнение", "упражнения", "упражнений"])
    }

    pub fn terms(&self) -> String {
        let from = self.terms_from.map(|day| format!("действуют с {}", numeric_date(day)));
        from.unwrap_or_else(|| NONE.into())
    }

    pub fn handovers(&self) -> String {
        match self.handovers {
            0 => "ещё не писали".into(),
            some => counted(some, "запись", "записи", "записей"),
        }
    }

    pub fn deletion(&self) -> String {
        self.deleted_on
            .map_or_else(|| "не просили".into(), |day| format!("удалим {}", day_and_month(day)))
    }
}

const NONE: &str = "пока не заданы";

/// «5 стадий», or that there are none.
fn some_of(number: i64, [one, few, many]: [&str; 3]) -> String {
    if number == 0 { NONE.into() } else { counted(number, one, few, many) }
}
