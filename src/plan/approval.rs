//! The sheet as it is typed, and the versions it approves.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::decomposition::effective_on;
use super::sheet::{Section, Sheet};
use super::version::{NewVersion, Target, Version};
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::values::Quantity;
use crate::values::russian::day_and_month;

/// Everything typed on the sheet, by field.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct PlanForm {
    fields: BTreeMap<String, String>,
}

impl PlanForm {
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    fn line(&self, field: &str) -> &str {
        self.get(field).unwrap_or_default()
    }

    pub fn period(&self) -> &str {
        self.line("period")
    }

    pub fn reason(&self) -> &str {
        self.line("reason")
    }

    pub fn effective_on(&self) -> &str {
        self.line("effective_on")
    }

    /// A form with one more field, for the page that is not typed yet.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, typed: impl Into<String>) -> Self {
        self.fields.insert(field.into(), typed.into());
        self
    }

    /// One new version for each department whose numbers changed, or every cell that is wrong.
    pub fn check(&self, sheet: &Sheet, today: NaiveDate) -> Result<Vec<NewVersion>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let changed: Vec<(&Section, Vec<Target>)> = sheet
            .sections
            .iter()
            .filter_map(|section| Some((section, self.targets(&mut errors, section, sheet)?)))
            .collect();
        let latest = changed.iter().filter_map(|(section, _)| section.effective_on()).max();
        let reason =
            if latest.is_some() { errors.required("reason", self.reason()) } else { String::new() };
        let from = match latest {
            Some(latest) => self.from(&mut errors, sheet, latest, today),
            None => effective_on(sheet.month, None, today),
        };
        let version = |(section, targets): (&Section, Vec<Target>)| NewVersion {
            department: section.department.id,
            month: sheet.month.first(),
            effective_on: match section.version {
                Some(_) => from,
                None => effective_on(sheet.month, None, today),
            },
            reason: section.version.as_ref().map(|_| reason.clone()),
            import: None,
            targets,
        };
        errors.or(changed.into_iter().map(version).collect())
    }

    /// Departments that somebody approved anew while this sheet was open and that it would change.
    pub fn overtaken<'a>(&self, sheet: &'a Sheet) -> Vec<&'a Section> {
        let changes = |section: &&Section| {
            self.targets(&mut FieldErrors::default(), section, sheet).is_some()
        };
        self.stale(sheet).filter(changes).collect()
    }

    pub fn is_stale(&self, sheet: &Sheet) -> bool {
        self.stale(sheet).next().is_some()
    }

    /// Departments whose last version is not the one that was on the page.
    fn stale<'a>(&self, sheet: &'a Sheet) -> impl Iterator<Item = &'a Section> {
        sheet.sections.iter().filter(|section| section.no() != self.seen(section))
    }

    fn seen(&self, section: &Section) -> i32 {
        self.line(&section.no_name()).parse().unwrap_or(0)
    }

    /// The form without the cells of stale departments that were left as they had been: there the numbers now in force
    /// hold, so that one editor never takes back what another did elsewhere. `history`: all versions of the month.
    #[must_use]
    pub fn yielding(mut self, sheet: &Sheet, history: &[Version]) -> Self {
        let stale: Vec<&Section> = self.stale(sheet).collect();
        for section in stale {
            let department = Some(section.department.id);
            let seen = self.seen(section);
            let old = history.iter().find(|v| v.department == department && v.no == seen);
            for (name, member, metric) in section.cells(&sheet.metrics) {
                let had = old.and_then(|version| version.value(Some(member), metric.id));
                if self.get(&name).is_some_and(|typed| read(typed, metric) == Ok(had)) {
                    self.fields.remove(&name);
                }
            }
        }
        self
    }

    /// The day from which the new numbers hold. Of a month that is over all of it is corrected, so
    /// none is asked for; else it is a day of the month, not before the earliest possible.
    fn from(
        &self,
        errors: &mut FieldErrors,
        sheet: &Sheet,
        latest: NaiveDate,
        today: NaiveDate,
    ) -> NaiveDate {
        let earliest = effective_on(sheet.month, Some(latest), today);
        if sheet.is_over(today) {
            return earliest;
        }
        let day = errors.date("effective_on", self.effective_on());
        if errors.on("effective_on").is_some() {
            return earliest;
        }
        if !sheet.month.contains(day) {
            errors.add("effective_on", "Выберите день этого месяца");
        } else if day < earliest {
            errors.add("effective_on", too_early(earliest, today));
        }
        day
    }

    /// The whole month of a department as typed; `None` when it is as it was.
    fn targets(
        &self,
        errors: &mut FieldErrors,
        section: &Section,
        sheet: &Sheet,
    ) -> Option<Vec<Target>> {
        let mut targets = section.unseen(&sheet.metrics);
        let mut differs = false;
        for (name, member, metric) in section.cells(&sheet.metrics) {
            let saved = section.value(member, metric.id);
            let value = match self.get(&name).map(|typed| read(typed, metric)) {
                None => saved,
                Some(Ok(value)) => value,
                Some(Err(why)) => {
                    errors.add(name, why);
                    saved
                }
            };
            differs |= value != saved;
            if value.is_some() {
                targets.push(Target { member: Some(member), metric: metric.id, value });
            }
        }
        differs.then_some(targets)
    }
}

/// «Прошедшие дни сохраняют свой план: выберите 18 ноября или позже»
fn too_early(earliest: NaiveDate, today: NaiveDate) -> String {
    let day = day_and_month(earliest);
    if earliest > today {
        format!("Нынешний план действует с этого дня: выберите {day} или позже")
    } else {
        format!("Прошедшие дни сохраняют свой план: выберите {day} или позже")
    }
}

/// A cell's number as typed; nothing or a dash is «не задан».
fn read(typed: &str, metric: &Metric) -> Result<Option<i64>, String> {
    if matches!(typed.trim(), "" | "—" | "-") {
        return Ok(None);
    }
    match Quantity::parse(typed, metric.scale, metric.unit) {
        Ok(quantity) if quantity.minor() >= 0 => Ok(Some(quantity.minor())),
        Ok(_) => Err("План не бывает меньше нуля".into()),
        Err(why) => Err(why.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::cell_name;
    use super::super::sheet::tests::{day, laid, metric, november, sales, seller, target, version};
    use super::*;
    use crate::values::Unit;

    fn cell(member: u128, of: u128) -> String {
        cell_name(sales().id, seller(member, "").id, metric(of, Unit::Piece, 0).id)
    }

    fn typed(cells: &[(u128, u128, &str)]) -> PlanForm {
        let empty = PlanForm::default();
        cells.iter().fold(empty, |form, (member, of, text)| form.with(cell(*member, *of), *text))
    }

    fn today() -> NaiveDate {
        day("2026-11-18")
    }

    #[test]
    fn the_first_version_states_the_whole_month_and_needs_no_reason() {
        let sheet = laid(&[seller(21, "Иванова О."), seller(22, "Петров И.")], vec![]);
        let form =
            typed(&[(21, 10, "240"), (21, 11, "1 234 567,50"), (22, 10, " "), (22, 11, "0")]);
        let versions = form.check(&sheet, today()).unwrap();
        assert_eq!(versions.len(), 1);
        assert_eq!((versions[0].effective_on, &versions[0].reason), (november().first(), &None));
        let expected =
            [target(Some(21), 10, 240), target(Some(21), 11, 123_456_750), target(Some(22), 11, 0)];
        assert_eq!(versions[0].targets, expected);
    }

    #[test]
    fn letters_a_minus_kopecks_of_calls_and_a_quadrillion_are_told_at_their_cells() {
        let sheet = laid(&[seller(21, "Иванова О."), seller(22, "Петров И.")], vec![]);
        let form = typed(&[(21, 10, "много"), (21, 11, "−5"), (22, 10, "2,5"), (22, 11, "1e15")]);
        let errors = form.check(&sheet, today()).unwrap_err();
        for (member, of) in [(21, 10), (21, 11), (22, 10), (22, 11)] {
            assert!(errors.on(&cell(member, of)).is_some(), "{member} {of}");
        }
        let huge = typed(&[(21, 11, "999 999 999 999 999")]);
        assert!(huge.check(&sheet, today()).is_err());
    }

    #[test]
    fn a_later_version_needs_a_reason_and_a_day_of_the_month() {
        let saved = version(1, vec![target(Some(21), 10, 240)]);
        let sheet = laid(&[seller(21, "Иванова О.")], vec![saved]);
        let form = typed(&[(21, 10, "200"), (21, 11, "")]);
        let errors = form.clone().with("effective_on", "2026-12-01").check(&sheet, today());
        let errors = errors.unwrap_err();
        assert!(errors.on("reason").is_some() && errors.on("effective_on").is_some());
        let form = form.with("effective_on", "2026-11-18").with("reason", "Отпуск");
        let versions = form.check(&sheet, today()).unwrap();
        assert_eq!(versions[0].effective_on, today());
        assert_eq!(versions[0].reason.as_deref(), Some("Отпуск"));
    }

    #[test]
    fn days_that_passed_keep_their_plan() {
        let saved = Version { effective_on: day("2026-11-20"), ..version(2, vec![]) };
        let check = |saved: &Version, from: &str, today: &str| {
            let sheet = laid(&[seller(21, "Иванова О.")], vec![saved.clone()]);
            let form = typed(&[(21, 10, "200")]).with("reason", "Отпуск");
            let checked = form.with("effective_on", from).check(&sheet, day(today));
            checked
                .map(|versions| versions[0].effective_on.to_string())
                .map_err(|errors| errors.on("effective_on").unwrap().replace('\u{a0}', " "))
        };
        let first = version(1, vec![]);
        let passed = Err("Прошедшие дни сохраняют свой план: выберите 18 ноября или позже".into());
        assert_eq!(check(&first, "2026-11-17", "2026-11-18"), passed);
        assert_eq!(check(&first, "2026-11-18", "2026-11-18"), Ok("2026-11-18".into()));
        let ahead = Err("Нынешний план действует с этого дня: выберите 20 ноября или позже".into());
        assert_eq!(check(&saved, "2026-11-19", "2026-11-18"), ahead);
        assert_eq!(check(&saved, "2026-11-20", "2026-11-18"), Ok("2026-11-20".into()));
        assert_eq!(check(&saved, "", "2026-12-05"), Ok("2026-11-01".into()));
        assert_eq!(check(&first, "2026-11-01", "2026-10-30"), Ok("2026-11-01".into()));
    }

    #[test]
    fn an_unchanged_sheet_approves_nothing() {
        let saved = version(1, vec![target(Some(21), 10, 240)]);
        let sheet = laid(&[seller(21, "Иванова О.")], vec![saved]);
        assert_eq!(typed(&[(21, 10, "240")]).check(&sheet, today()), Ok(vec![]));
        assert_eq!(PlanForm::default().check(&sheet, today()), Ok(vec![]));
    }

    #[test]
    fn a_sheet_opened_before_another_approval_is_overtaken_only_where_it_changes() {
        let saved = version(2, vec![target(Some(21), 10, 240)]);
        let sheet = laid(&[seller(21, "Иванова О.")], vec![saved]);
        let no = sheet.sections[0].no_name();
        assert_eq!(typed(&[(21, 10, "200")]).with(&no, "1").overtaken(&sheet).len(), 1);
        assert_eq!(typed(&[(21, 10, "200")]).with(&no, "2").overtaken(&sheet).len(), 0);
        assert_eq!(typed(&[(21, 10, "240")]).with(&no, "1").overtaken(&sheet).len(), 0);
    }

    #[test]
    fn cells_left_as_they_had_been_yield_to_the_number_now_in_force() {
        let old = version(1, vec![target(Some(21), 10, 240), target(Some(22), 10, 200)]);
        let new = version(2, vec![target(Some(21), 10, 240), target(Some(22), 10, 150)]);
        let sheet = laid(&[seller(21, "Иванова О."), seller(22, "Петров И.")], vec![new.clone()]);
        let no = sheet.sections[0].no_name();
        let form = typed(&[(21, 10, "180"), (22, 10, "200")]).with(&no, "1");
        let yielded = form.yielding(&sheet, &[old, new]);
        assert_eq!(yielded.get(&cell(21, 10)), Some("180"));
        assert_eq!(yielded.get(&cell(22, 10)), None);
        assert_eq!(yielded.overtaken(&sheet).len(), 1);
    }

    #[test]
    fn cells_of_other_people_are_not_read() {
        let sheet = laid(&[seller(21, "Иванова О.")], vec![]);
        assert_eq!(typed(&[(99, 10, "240")]).check(&sheet, today()), Ok(vec![]));
    }
}
