//! The block «План и факт»: one number, its bar, what is said beside it.
use super::Contents;
use crate::metric::Metric;
use crate::report::pace::Pace;
use crate::report::table::{Cell, Place, Row};
use crate::values::Percent;
use crate::values::russian::{counted, day_and_month, listed, time, uncapitalized};

/// The plan as a whole bar; places are whole percents of it, −1 is not drawn.
pub struct Bar {
    pub label: String,
    pub fact_at: i64,
    pub today_at: i64,
    pub today_text: String,
    pub run_at: i64,
    pub run_text: String,
}

impl Contents {
    fn main(&self) -> Option<(&Metric, Cell, Cell)> {
        let table = &self.summary.table;
        let main = table.main?;
        Some((&table.metrics[main], table.team[main], table.all[main]))
    }

    fn pace(&self) -> Option<(&Metric, Pace)> {
        self.main().and_then(|(metric, team, _)| Some((metric, team.pace?)))
    }

    /// «План и факт, ноябрь»
    pub fn block_title(&self) -> String {
        format!("План и факт, {}", uncapitalized(&self.title()))
    }

    /// The big number, its exact value and its entries: of those who have a plan, else of all.
    pub fn figure(&self) -> Option<(String, String, String)> {
        let (metric, team, all) = self.main()?;
        let at = self.summary.table.main?;
        let (fact, href) = if team.pace.is_some() {
            (team.fact, self.team_href(at))
        } else {
            (all.fact, self.all_href(at))
        };
        let fact = metric.quantity(fact?);
        Some((fact.short(), fact.to_string(), href))
    }

    /// «из 4,8 млн ₽ · 54 %, а по плану на сегодня 60 %»
    pub fn figure_of(&self) -> Option<String> {
        let (metric, pace) = self.pace()?;
        let plan = metric.quantity(pace.plan).short();
        let Some(done) = pace.of_plan() else { return Some(format!("из {plan}")) };
        if self.frame.is_finished() {
            return Some(format!("из {plan} · {}", done.tenths()));
        }
        let due = Percent::of(pace.plan_to_date, pace.plan)?;
        Some(format!("из {plan} · {done}, а по плану на сегодня {due}"))
    }

    pub fn bar(&self) -> Option<Bar> {
        let (metric, pace) = self.pace()?;
        let at =
            |value: i64| Percent::of(value, pace.plan).map_or(-1, |p| p.rounded(0).clamp(0, 100));
        let say = |value: i64| metric.quantity(value).short_number();
        let open = self.frame.is_open();
        let run = self.summary.run_rate.filter(|_| open);
        let done = pace.of_plan().map_or(String::new(), |done| format!(", {done}"));
        Some(Bar {
            label: format!("{} из {}{done}", say(pace.fact), metric.quantity(pace.plan).short()),
            fact_at: at(pace.fact),
            today_at: if open { at(pace.plan_to_date) } else { -1 },
            today_text: format!("план на сегодня {}", say(pace.plan_to_date)),
            run_at: run.map_or(-1, at),
            run_text: run.map_or(String::new(), |run| format!("при таком темпе {}", say(run))),
        })
    }

    /// What the figures are of, in sentences.
    pub fn notes(&self) -> Vec<String> {
        let notes = [
            self.today(),
            self.need(),
            self.outside(),
            self.sides(),
            self.unplanned(),
            self.hidden(),
            self.course(),
            self.week_plan(),
        ];
        notes.into_iter().flatten().collect()
    }

    fn today(&self) -> Option<String> {
        let (metric, _, all) = self.main()?;
        let day = day_and_month(self.frame.today);
        let closes = time(self.closes);
        let brought = metric.quantity(all.today.filter(|today| *today != 0)?).short();
        Some(format!(
            "Сегодня, {day}, пока {brought}: войдёт в счёт, когда день закроется, в {closes}."
        ))
    }

    /// «Нужно 333 тыс. ₽ в день, выходит 260 тыс. ₽: ×1,28.» Where money comes late a mean day
    /// would frighten for nothing; where months have no plan there is none to speak of.
    fn need(&self) -> Option<String> {
        let (metric, pace) = self.pace()?;
        let even = self.summary.profile_months.is_none() && self.summary.unplanned.is_empty();
        if pace.is_early() || pace.fact <= 0 || self.frame.is_ahead() || !even {
            return None;
        }
        let need = pace.need_per_day().filter(|need| *need > 0)?;
        let now = Percent::of(1, pace.passed.into())?.times(pace.fact)?;
        let say = |value| metric.quantity(value).short();
        let effort = pace.effort()?;
        // A factor beyond ten says nothing.
        let times = if effort <= Percent::whole(1_000) {
            format!(": {}", effort.factor())
        } else {
            String::new()
        };
        let (need, now) = (say(need), say(now));
        Some(format!("До плана нужно {need} за рабочий день, пока выходит {now}{times}."))
    }

    /// Of people who have no plan, and of months that have none.
    fn outside(&self) -> Option<String> {
        let table = &self.summary.table;
        let main = table.main?;
        let fact = table.outside[main].fact.filter(|_| table.team[main].pace.is_some())?;
        let speaks = |row: &&Row| !row.is_planned(main) && row.cells[main].fact.is_some();
        let people = |apart: bool| {
            let of = |row: &&Row| (row.place == Place::Apart) == apart;
            i64::try_from(table.rows.iter().filter(speaks).filter(of).count()).unwrap_or(0)
        };
        let say = |people: i64, what: &str| {
            let who = counted(people, "человек", "человека", "человек");
            (people > 0).then(|| format!("{who} {what}"))
        };
        let in_months = table.rows.iter().any(|row| row.cells[main].outside.is_some());
        let months = in_months.then(|| "месяцы без плана".to_owned());
        let why = [say(people(false), "без плана"), say(people(true), "с планом команды"), months];
        let why: Vec<String> = why.into_iter().flatten().collect();
        let fact = table.metrics[main].quantity(fact).short();
        Some(format!("Ещё {fact} вне плана: {}, в процент они не входят.", listed(&why)))
    }

    /// How the columns add up, where one person's figures go into both sums.
    fn sides(&self) -> Option<String> {
        let (in_people, in_months) = self.is_mixed();
        let of_others = self
            .summary
            .table
            .rows
            .iter()
            .any(|row| !matches!(row.place, Place::Team | Place::Nobody));
        let rest = match (in_people || of_others, in_months) {
            _ if !in_people && !in_months => return None,
            (_, false) => "остальные числа",
            (false, true) => "то, что приписано через «+» за месяцы без плана,",
            (true, true) => "остальные числа и то, что приписано через «+» за месяцы без плана,",
        };
        Some(format!(
            "«С планом» — сумма чисел, у которых есть план; {rest} — в строке «Вне плана»."
        ))
    }

    fn unplanned(&self) -> Option<String> {
        let months = self.summary.unplanned.iter();
        let months: Vec<String> =
            months.map(|month| uncapitalized(&month.title(self.frame.today))).collect();
        (!months.is_empty())
            .then(|| format!("План на {} не задан и в сравнение не входит.", listed(&months)))
    }

    /// Of a week that heads planned: it is not simply a part of the month.
    fn week_plan(&self) -> Option<String> {
        let by = &self.summary.planned_by;
        let says = format!("План недели поставлен отдельно, из остатка месяца: {}", by.join(", "));
        (!by.is_empty()).then(|| format!("{}.", says.trim_end_matches('.')))
    }

    fn course(&self) -> Option<String> {
        let months = i64::try_from(self.summary.profile_months?).ok()?;
        let months = counted(months, "месяца", "месяцев", "месяцев");
        Some(format!("План на сегодня и темп — по обычному ходу денег за {months}."))
    }
}
