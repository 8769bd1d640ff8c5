//! What a day is to be from now on, checked.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::sheet::{Counter, Sheet, Takings};
use super::typed::{DayForm, count_name, line_name};
use crate::actual::{Cell, NewEntry, NewPayment, client_norm};
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::values::russian::grouped;
use crate::values::{LIMIT, MemberId, MetricId, NumberError, Quantity, Unit};

/// Lines of a day that are still believed.
const LINES: usize = 100;

/// A day that may be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// `None`: the person says nothing of it any more.
    pub figures: Vec<(MetricId, Option<i64>)>,
    pub lines: Vec<DraftLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    pub metric: MetricId,
    pub key: String,
    /// `None`: the line is taken back.
    pub amount: Option<i64>,
    pub client: String,
    pub comment: String,
}

impl DayForm {
    /// The day to be written, or everything that is wrong.
    pub fn check(&self, sheet: &Sheet) -> Result<Draft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut draft = Draft::default();
        for counter in &sheet.counters {
            let name = count_name(counter.metric.id);
            let Some(typed) = self.get(&name) else { continue };
            match count(counter, typed) {
                Ok(value) => draft.figures.push((counter.metric.id, value)),
                Err(message) => errors.add(name, message),
            }
        }
        for takings in &sheet.takings {
            let lines = self.lines(&mut errors, takings);
            draft.figures.push((takings.metric.id, nothing_paid(takings, &lines)));
            draft.lines.extend(lines);
        }
        if draft.lines.len() > LINES {
            errors.add(
                "form",
                format!("Больше {LINES} оплат за день не записать: загрузите их файлом"),
            );
        }
        errors.or(draft)
    }

    fn lines(&self, errors: &mut FieldErrors, takings: &Takings) -> Vec<DraftLine> {
        let mut lines = Vec::new();
        for key in self.keys(takings) {
            lines.extend(self.checked_line(errors, takings, key));
        }
        let sizes = lines.iter().filter_map(|line| line.amount);
        let size: i128 = sizes.map(|amount| i128::from(amount.abs())).sum();
        if size > i128::from(LIMIT) {
            errors.add("form", NumberError::TooLarge.to_string());
        }
        lines
    }

    /// A line as typed; `None` for one that this form does not name.
    fn checked_line(
        &self,
        errors: &mut FieldErrors,
        takings: &Takings,
        key: String,
    ) -> Option<DraftLine> {
        let metric = takings.metric.id;
        let part = |part| self.line(metric, &key, part);
        let named = |part| line_name(metric, &key, part);
        let is_known = takings.line(&key).is_some();
        if is_known && self.get(&named("amount")).is_none() {
            return None;
        }
        if !is_key(&key) {
            errors.add("form", "Форма устарела: откройте день заново");
            return None;
        }
        if self.is_marked(metric, &key, "removed") {
            let (client, comment) = (String::new(), String::new());
            return is_known.then_some(DraftLine { metric, key, amount: None, client, comment });
        }
        let client = client(errors, &named("client"), part("client"));
        let comment = errors.optional(&named("comment"), part("comment")).unwrap_or_default();
        let is_refund = self.is_marked(metric, &key, "refund");
        match amount(&takings.metric, part("amount"), is_refund) {
            Ok(amount) => Some(DraftLine { metric, amount: Some(amount), client, comment, key }),
            Err(message) => {
                errors.add(named("amount"), message);
                None
            }
        }
    }
}

/// A key as pages make them.
fn is_key(key: &str) -> bool {
    (1..=64).contains(&key.len()) && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn client(errors: &mut FieldErrors, name: &str, typed: &str) -> String {
    let client = errors.optional(name, typed).unwrap_or_default();
    let client = client.split_whitespace().collect::<Vec<_>>().join(" ");
    if !client.is_empty() && client_norm(&client).is_empty() {
        errors.add(name, "Назовите клиента словами или оставьте пустым");
    }
    client
}

fn amount(metric: &Metric, typed: &str, is_refund: bool) -> Result<i64, String> {
    let read = Quantity::parse(typed, metric.scale, metric.unit);
    match read.map(Quantity::minor) {
        Err(NumberError::Empty) => Err("Впишите сумму или уберите строку".into()),
        Err(error) => Err(error.to_string()),
        Ok(0) => Err("Нулевой оплаты не бывает: впишите сумму или уберите строку".into()),
        Ok(amount) if is_refund => Ok(-amount.abs()),
        Ok(amount) => Ok(amount),
    }
}

/// A counter's number; a lasting one may be left empty.
pub fn count(counter: &Counter, typed: &str) -> Result<Option<i64>, String> {
    let metric = &counter.metric;
    if typed.trim().is_empty() && !metric.is_summed() {
        return Ok(None);
    }
    let value = match Quantity::parse(typed, metric.scale, metric.unit).map(Quantity::minor) {
        Ok(value) => value,
        Err(NumberError::Empty) => return Err("Впишите число; если ничего не было — 0".into()),
        Err(error) => return Err(error.to_string()),
    };
    if value < 0 && metric.unit != Unit::Rouble {
        return Err("Число не бывает меньше нуля".into());
    }
    believed(counter, value).map(Some)
}

/// A slip of the finger makes ten times as much: what nobody does in a day is asked about.
fn believed(counter: &Counter, value: i64) -> Result<i64, String> {
    let one = 10_i64.pow(counter.metric.scale.into());
    let believed = counter.metric.believed_a_day() / one;
    let most = match counter.metric.unit {
        _ if !counter.metric.is_summed() => return Ok(value),
        Unit::Hour | Unit::Minute => believed,
        Unit::Piece | Unit::NormHour | Unit::Day | Unit::Point => {
            believed.max(counter.plan.unwrap_or(0) / one * 10)
        }
        Unit::Rouble | Unit::Percent => return Ok(value),
    };
    if value > most.saturating_mul(one) {
        let most = grouped(most);
        return Err(match counter.metric.unit {
            Unit::Minute => format!("В сутках {most} минут: проверьте, нет ли лишних цифр"),
            Unit::Hour => format!("В сутках {most} часа: проверьте, нет ли лишних цифр"),
            _ => format!("Больше {most} за день не бывает: проверьте, нет ли лишних цифр"),
        });
    }
    Ok(value)
}

/// A day without payments is a zero that the person says, unless a file or a CRM tells the sum; with payments their sum
/// speaks instead.
fn nothing_paid(takings: &Takings, lines: &[DraftLine]) -> Option<i64> {
    let is_named = |key: &str| lines.iter().any(|line| line.key == key);
    let stays = takings.lines.iter().any(|line| !is_named(&line.key));
    let is_paid = stays || lines.iter().any(|line| line.amount.is_some());
    let is_told = takings.lines.is_empty() && takings.is_told_elsewhere();
    (!is_paid && !is_told).then_some(0)
}

impl Draft {
    pub fn entries(&self, member: MemberId, day: NaiveDate, late: bool) -> Vec<NewEntry> {
        let cell = |metric| Cell { member, metric, day, tag: String::new() };
        let entry = |(metric, value): &(MetricId, Option<i64>)| NewEntry {
            value: *value,
            late,
            ..NewEntry::manual(cell(*metric), 0)
        };
        self.figures.iter().map(entry).collect()
    }

    pub fn payments(&self, member: MemberId, day: NaiveDate, late: bool) -> Vec<NewPayment> {
        let payment = |line: &DraftLine| NewPayment {
            cell: Cell { member, metric: line.metric, day, tag: String::new() },
            key: line.key.clone(),
            amount: line.amount,
            client: line.client.clone(),
            comment: line.comment.clone(),
            late,
            said: None,
        };
        self.lines.iter().map(payment).collect()
    }

    /// What changes on the sheet, for the log of changes: before and after, by metric and by key of the payment.
    pub fn changes(&self, sheet: &Sheet) -> (Value, Value) {
        let figures = self.figures.iter().filter_map(|(metric, value)| {
            let before = own(sheet, *metric);
            (before != *value).then(|| (metric.to_string(), before, *value))
        });
        let payments = self.lines.iter().filter_map(|line| {
            let known =
                sheet.takings.iter().find(|one| one.metric.id == line.metric)?.line(&line.key);
            let before = known.map(|known| (Some(known.amount), &known.client, &known.comment));
            let after = (line.amount, &line.client, &line.comment);
            let amount = known.map(|known| known.amount);
            (before != Some(after)).then(|| (line.key.clone(), amount, line.amount))
        });
        let (figures, payments) = (figures.collect::<Vec<_>>(), payments.collect::<Vec<_>>());
        let side = |at: fn(&Differs) -> Option<i64>| {
            let named = |changes: &[Differs]| -> Map<String, Value> {
                changes.iter().map(|change| (change.0.clone(), json!(at(change)))).collect()
            };
            json!({ "day": sheet.day, "figures": named(&figures), "payments": named(&payments) })
        };
        (side(|change| change.1), side(|change| change.2))
    }
}

/// What differs: its name, the value before and after.
type Differs = (String, Option<i64>, Option<i64>);

/// What the person said of a metric as one figure.
fn own(sheet: &Sheet, metric: MetricId) -> Option<i64> {
    let counters = sheet.counters.iter().map(|one| (one.metric.id, one.own));
    let takings = sheet.takings.iter().map(|one| (one.metric.id, one.own));
    counters.chain(takings).find(|(id, _)| *id == metric).and_then(|(_, own)| own)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::{counter, payment, sheet};
    use super::super::typed::tests::form;
    use super::*;
    use crate::actual::Counted;

    #[test]
    fn a_slip_of_the_finger_is_asked_about_and_a_large_plan_is_believed() {
        assert_eq!(count(&counter(Some(20), None), "10 000"), Ok(Some(10_000)));
        let said = count(&counter(Some(20), None), "10 001").unwrap_err();
        assert!(
            said.replace('\u{a0}', " ").starts_with("Больше 10 000 за день не бывает"),
            "{said}"
        );
        assert_eq!(count(&counter(Some(15_000), None), "90000"), Ok(Some(90_000)));
        let mut minutes = counter(None, None);
        minutes.metric.unit = Unit::Minute;
        assert_eq!(count(&minutes, "1440"), Ok(Some(1_440)));
        assert!(count(&minutes, "1441").is_err());
    }

    #[test]
    fn a_lasting_number_may_be_left_empty_and_a_sum_may_not() {
        let mut debt = counter(None, Some(5));
        assert!(count(&debt, " ").is_err());
        debt.metric.over_time = crate::metric::OverTime::Last;
        assert_eq!(count(&debt, " "), Ok(None));
    }

    #[test]
    fn nobody_paid_is_said_unless_a_file_tells_the_sum() {
        let paid = |sheet: &Sheet, typed: &[(&str, &str)]| {
            let draft = form(typed).check(sheet).unwrap();
            draft.figures.last().unwrap().1
        };
        let mut told = sheet(counter(None, None), vec![]);
        assert_eq!(paid(&told, &[]), Some(0));
        assert_eq!(paid(&told, &[("amount", "500")]), None);
        told.takings[0].counts = Some(Counted { value: 900, corrected: false, late: false });
        assert_eq!(paid(&told, &[]), None);
        let standing = sheet(counter(None, None), vec![payment("k", 500)]);
        assert_eq!(paid(&standing, &[]), None, "a line the form does not name stays");
        assert_eq!(paid(&standing, &[("amount", "5"), ("removed", "yes")]), Some(0));
    }

    #[test]
    fn a_minus_and_the_mark_both_mean_a_refund() {
        let sheet = sheet(counter(None, None), vec![]);
        let amount = |typed: &[(&str, &str)]| {
            form(typed).check(&sheet).map(|draft| draft.lines[0].amount).map_err(|e| e.len())
        };
        assert_eq!(amount(&[("amount", "500"), ("refund", "yes")]), Ok(Some(-50_000)));
        assert_eq!(amount(&[("amount", "−500")]), Ok(Some(-50_000)));
        assert_eq!(amount(&[("amount", "−500"), ("refund", "yes")]), Ok(Some(-50_000)));
        assert_eq!(amount(&[("amount", "0,00")]), Err(1));
        assert_eq!(amount(&[("client", "«»"), ("amount", "")]), Err(2));
    }

    #[test]
    fn the_log_of_changes_tells_only_what_changed() {
        let sheet = sheet(counter(None, Some(19)), vec![payment("k", 50_000)]);
        let typed = [("amount", "500"), ("client", "Ремстрой")];
        let (before, after) = form(&typed).check(&sheet).unwrap().changes(&sheet);
        assert_eq!(before["payments"], json!({}));
        assert_eq!(after["figures"], json!({}));
        let typed = [("amount", "700"), ("client", "Ремстрой")];
        let (before, after) = form(&typed).check(&sheet).unwrap().changes(&sheet);
        assert_eq!(
            (&before["payments"], &after["payments"]),
            (&json!({ "k": 50_000 }), &json!({ "k": 70_000 }))
        );
    }
}
