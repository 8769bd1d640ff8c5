//! Changes in plain words: one file a noun of the log, one arm a verb. What has no arm is told in
//! general; a field of the log that is not named here is never shown.

mod closing;
mod company;
mod day;
mod forecast_terms;
mod funnel;
mod import;
mod invitation;
mod member;
mod metric;
mod plan;
mod rhythm;
mod said;
mod scorecard;
mod sign_in;
mod template;
mod working_days;

use serde_json::Value;

use super::names::Names;
use super::record::Record;
use said::Said;

/// A change, told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// What was changed: «Петров И.», «План на ноябрь 2026».
    pub subject: String,
    /// What was done: «перевод в отдел «Опт» с 1 ноября 2026».
    pub what: String,
    /// What else is to be known: a reason, a count.
    pub notes: Vec<String>,
    pub differences: Vec<Difference>,
}

/// From what to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub name: String,
    pub from: String,
    pub to: String,
}

pub fn tell(record: &Record, names: &Names) -> Told {
    let said = Said { before: record.before.as_ref(), after: record.after.as_ref(), names };
    let told = words(&record.subject, &record.action, &said)
        .unwrap_or_else(|| Told { what: "изменение".into(), ..Told::default() });
    let known = names.of(record.subject_id);
    let subject = match (told.subject.is_empty(), known.is_empty()) {
        (false, _) => told.subject,
        (true, false) => known.to_owned(),
        (true, true) => noun(&record.subject).into(),
    };
    Told { subject, ..told }
}

fn words(subject: &str, action: &str, said: &Said) -> Option<Told> {
    match subject {
        "member" => member::words(action, said)
            .or_else(|| sign_in::words(action))
            .or_else(|| working_days::of_member(action, said)),
        "work_calendar" => working_days::of_calendar(action, said),
        "invitation" => invitation::words(action, said),
        "metric" => metric::words(action, said),
        "template" => template::words(action, said),
        "plan" => plan::words(action, said),
        "week_plan" => plan::of_week(action, said),
        "day" => day::words(action, said),
        "proposal" => day::of_proposal(action, said),
        "client" => day::of_client(action, said),
        "week" | "month" => closing::words(subject, action, said),
        "explanation" => closing::of_explanation(action, said),
        "second_factor_rule" => sign_in::of_rule(action, said),
        "import" => import::words(action, said),
        "department" => company::of_department(action, said),
        "company" => company::words(action, said),
        "handover" => company::of_handover(action),
        "scorecard" => scorecard::words(action, said),
        "ritual" => rhythm::of_ritual(action, said),
        "exercise" => rhythm::of_exercise(action, said),
        "pipeline" => funnel::of_pipeline(action, said),
        "stage" => funnel::of_stage(action, said),
        "forecast_terms" => forecast_terms::words(action, said),
        _ => None,
    }
}

/// Whether a pair of the log has words of its own.
pub fn has_words(subject: &str, action: &str) -> bool {
    let names = Names::default();
    words(subject, action, &Said { before: None, after: None, names: &names }).is_some()
}

/// A thing whose name is not known.
fn noun(subject: &str) -> &'static str {
    match subject {
        "member" => "Человек",
        "metric" => "Показатель",
        "template" => "Шаблон",
        "plan" => "План",
        "import" => "Загрузка",
        "department" => "Отдел",
        "company" => "Компания",
        "work_calendar" => "Календарь компании",
        "invitation" => "Приглашение",
        "scorecard" => "Карта KPI",
        "ritual" => "Регулярное действие",
        "exercise" => "Упражнение",
        "pipeline" => "Воронка",
        "stage" => "Стадия",
        _ => "Запись",
    }
}

fn done(what: impl Into<String>) -> Told {
    Told { what: what.into(), ..Told::default() }
}

/// A field as JSON, `null` where there is none.
fn field<'a>(side: Option<&'a Value>, key: &str) -> &'a Value {
    side.and_then(|side| side.get(key)).unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests;
