use askama::Template;
use chrono::{DateTime, Utc};

use crate::jobs::{At, Job, Number, PRODUCT_ZONE, Queue, SCHEDULE, State};
use crate::values::russian::{counted, day_and_month, grouped, time};

/// The queue of jobs. Times are those of Moscow.
#[derive(Template)]
#[template(path = "operator/jobs.html")]
pub struct Jobs {
    pub flash: Option<String>,
    pub now: DateTime<Utc>,
    pub numbers: Vec<Number>,
    pub queue: Queue,
}

/// A line of the schedule.
struct Line {
    name: &'static str,
    when: String,
    whose: &'static str,
    next: String,
}

impl Jobs {
    fn number(&self, state: State) -> i64 {
        self.numbers.iter().filter(|of| of.state == state).map(|of| of.number).sum()
    }

    /// The page in a sentence.
    fn title(&self) -> String {
        match self.number(State::Failed) {
            0 => "Все задачи выполняются".into(),
            failed => {
                let failed = counted(failed, "задача", "задачи", "задач");
                format!("Не выполнено: {failed}")
            }
        }
    }

    fn lead(&self) -> String {
        let number = |state| grouped(self.number(state));
        format!(
            "Ждут: {}, выполняются: {}, выполнено за неделю: {}, снято: {}. Время московское.",
            number(State::Waiting),
            number(State::Running),
            number(State::Done),
            number(State::Dropped)
        )
    }

    /// What the list leaves out.
    fn beyond(&self) -> Option<String> {
        let shown = i64::try_from(self.queue.waiting.len()).unwrap_or_default();
        let beyond = self.number(State::Waiting) - shown;
        (beyond > 0).then(|| format!("И ещё {}.", counted(beyond, "задача", "задачи", "задач")))
    }

    fn schedule(&self) -> Vec<Line> {
        let line = |entry: &crate::jobs::Entry| Line {
            name: entry.kind.name(),
            when: entry.at.words(),
            whose: match entry.at {
                At::Product(_) => "Маяк, по Москве",
                At::EachCompany(_) | At::DayCloses => "каждая компания по своим часам",
            },
            next: self.next(entry.at),
        };
        SCHEDULE.iter().map(line).collect()
    }

    /// When it comes next; companies have it each at its own time.
    fn next(&self, at: At) -> String {
        let next = at.next(PRODUCT_ZONE, self.now).ok().flatten();
        next.filter(|_| matches!(at, At::Product(_))).map(|at| self.when(&at)).unwrap_or_default()
    }

    /// Since when a job has been due, or till when it rests after a failure.
    fn standing(&self, job: &Job) -> String {
        let when = self.when(&job.run_at);
        if job.run_at > self.now {
            format!("отложена до {when}")
        } else {
            format!("ждёт с {when}")
        }
    }

    /// «12:05» today, else «17 ноября, 12:05».
    fn when(&self, at: &DateTime<Utc>) -> String {
        let (at, now) = (at.with_timezone(&PRODUCT_ZONE), self.now.with_timezone(&PRODUCT_ZONE));
        let hour = time(at.time());
        if at.date_naive() == now.date_naive() {
            return hour;
        }
        format!("{},\u{a0}{hour}", day_and_month(at.date_naive()))
    }
}

impl Job {
    fn name(&self) -> &'static str {
        self.kind.map_or("Задача другой версии Маяка", crate::jobs::Kind::name)
    }

    fn whose(&self) -> &str {
        self.company.as_deref().unwrap_or("Маяк")
    }

    fn why(&self) -> &str {
        self.error.as_deref().unwrap_or_default()
    }

    /// «2 из 5»
    fn tries(&self) -> String {
        format!("{}\u{a0}из\u{a0}{}", self.attempts, self.most_attempts)
    }
}
