use uuid::Uuid;

use super::*;
use crate::import::day::DayOrder;
use crate::import::mapping::{Kind, Mapping, Measure, Role};
use crate::import::notation::Mark;
use crate::import::reading::read_text;
use crate::import::sheet::Sheet;

const CALLS: MetricId = MetricId(Uuid::from_u128(1));
const MONEY: MetricId = MetricId(Uuid::from_u128(2));

pub(super) fn measures() -> [Measure; 2] {
    let measure = |id, code: &str, name: &str, scale, is_money| Measure {
        id,
        code: code.into(),
        name: name.into(),
        scale,
        is_money,
        is_percent: false,
        adds_up: true,
    };
    [measure(CALLS, "calls", "звонки", 0, false), measure(MONEY, "payments", "оплаты", 2, true)]
}

pub(super) fn sheet(text: &str) -> Sheet {
    read_text(text.as_bytes()).unwrap().sheets.remove(0)
}

pub(super) fn mapping(kind: Kind, roles: &[Role]) -> Mapping {
    Mapping {
        kind,
        sheet: 0,
        header_row: Some(0),
        roles: roles.to_vec(),
        metric: Some(MONEY),
        metric_names: [("Звонки".to_owned(), Some(CALLS)), ("Прочее".to_owned(), None)].into(),
        multiplier: 1,
        day_order: None,
        decimal: None,
        year: None,
        carry_person: false,
    }
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read_with(text: &str, mapping: &Mapping) -> Figures {
    read(&sheet(text), mapping, &measures(), day("2026-11-18"))
}

fn taken(figures: &Figures) -> Vec<(u32, String, i64)> {
    figures.list.iter().map(|f| (f.person, f.on.to_string(), f.value)).collect()
}

fn whys(figures: &Figures) -> Vec<(usize, &str, &str)> {
    figures.problems.iter().map(|p| (p.row, p.column.as_str(), p.why.as_str())).collect()
}

pub(super) const DAILY: [Role; 4] =
    [Role::Date, Role::Person, Role::Metric(CALLS), Role::Metric(MONEY)];

#[test]
fn every_problem_row_is_named_with_its_reason() {
    let text = "Дата;Менеджер;Звонки;Оплаты\n\
        16.11.2026;Белова;12;1 500,50\n\
        31.02.2026;Белова;3;\n\
        17.11.2026;;4;\n\
        17.11.2026;Петров;12,5;много\n\
        19.11.2026;Петров;5;\n\
        00:00.0;Петров;5;\n\
        Итого;;24;1500,50\n\
        17.11.2026;Петров;-1;12 %\n";
    let figures = read_with(text, &mapping(Kind::Facts, &DAILY));

    assert_eq!(taken(&figures), [(0, "2026-11-16".into(), 12), (0, "2026-11-16".into(), 150_050)]);
    assert_eq!(figures.total_rows, [8]);
    assert_eq!(
        whys(&figures),
        [
            (3, "Дата", "такого дня нет: «31.02.2026»"),
            (4, "Менеджер", "не указан человек"),
            (5, "Звонки", "в показателе «звонки» бывают только целые числа, а здесь «12,5»"),
            (5, "Оплаты", "не число: «много»"),
            (6, "Звонки", "этот день ещё не наступил: 19.11.2026"),
            (7, "Дата", "время без даты: «00:00.0»"),
            (9, "Звонки", "число меньше нуля: «-1»"),
            (9, "Оплаты", "процент там, где нужно число: «12 %»"),
        ]
    );
    assert_eq!(figures.problem_count, 8);
}

#[test]
fn the_order_of_day_and_month_is_asked_only_when_the_column_does_not_tell() {
    let roles = [Role::Date, Role::Person, Role::Metric(CALLS)];
    let unclear = "date,name,calls\n5/11/2026,A,1\n6/11/2026,A,2\n";
    let mut chosen = mapping(Kind::Facts, &roles);
    let asked = read_with(unclear, &chosen);
    let question = Question::DayOrder { column: "date".into(), example: "5/11/2026".into() };
    assert_eq!((asked.questions.as_slice(), asked.list.len()), (&[question][..], 0));

    chosen.day_order = Some(DayOrder::MonthFirst);
    assert_eq!(read_with(unclear, &chosen).list[0].on, day("2026-05-11"));
    let clear = "date,name,calls\n5/11/2026,A,1\n10/30/2026,A,2\n";
    let told = read_with(clear, &mapping(Kind::Facts, &roles));
    assert_eq!(told.list[0].on, day("2026-05-11"));
}

#[test]
fn an_unclear_comma_is_asked_or_told_by_a_neighbour() {
    let roles = [Role::Date, Role::Person, Role::Metric(MONEY), Role::Value];
    let unclear = "date;name;sales;more\n2026-11-05;A;1,234;7\n";
    let mut chosen = mapping(Kind::Facts, &roles);
    let asked = read_with(unclear, &chosen);
    assert!(matches!(asked.questions[..], [Question::Decimal { .. }]));
    chosen.decimal = Some(Mark::Comma);
    assert_eq!(read_with(unclear, &chosen).list[0].value, 123 + 700);
    let told = "date;name;sales;more\n2026-11-05;A;1,234;7.5\n";
    assert_eq!(read_with(told, &mapping(Kind::Facts, &roles)).list[0].value, 123_400 + 750);
}

#[test]
fn months_as_columns_need_a_year_from_somewhere() {
    let roles = [Role::Year, Role::PersonId, Role::Value, Role::Value];
    let text = "Year;EmployeeID;M01;M02\n2026;7.0;50;NULL\n2027;7;1,5;60\n";
    let mut thousands = mapping(Kind::Plan, &roles);
    thousands.multiplier = 1_000;
    let figures = read_with(text, &thousands);
    assert_eq!(
        taken(&figures),
        [
            (0, "2026-01-01".into(), 5_000_000),
            (0, "2027-01-01".into(), 150_000),
            (0, "2027-02-01".into(), 6_000_000),
        ]
    );
    assert_eq!(figures.people, [Who { name: None, external_id: Some("7".into()) }]);

    let without = "ФИО;янв;фев\nБелова;1;2\n";
    let mut months = mapping(Kind::Plan, &[Role::Person, Role::Value, Role::Value]);
    assert_eq!(read_with(without, &months).questions, [Question::Year { example: "янв".into() }]);
    months.year = Some(2027);
    assert_eq!(read_with(without, &months).list.len(), 2);
}

#[test]
fn a_name_above_its_rows_is_carried_and_columns_add_up() {
    let text = "Отделы;Период;А;Б;Общий итог\nТочка 1;;;;\n;янв;10;5;15\n;фев;1;2;3\nТочка 1 Итог;;11;7;18\n\
        Точка 2;;;;\n;янв;3;;3\nОбщий итог;;14;7;21\n";
    let roles = [Role::Person, Role::Month, Role::Value, Role::Value, Role::Total];
    let mut sections = mapping(Kind::Plan, &roles);
    sections.year = Some(2027);
    sections.carry_person = true;
    let figures = read_with(text, &sections);
    assert_eq!(
        taken(&figures),
        [
            (0, "2027-01-01".into(), 1_500),
            (0, "2027-02-01".into(), 300),
            (1, "2027-01-01".into(), 300),
        ]
    );
    assert_eq!(figures.total_rows, [5, 8]);
    assert_eq!(figures.total_columns, ["Общий итог"]);
    assert_eq!(figures.added_up, 2);
    sections.carry_person = false;
    assert_eq!(read_with(text, &sections).problem_count, 3);
}

#[test]
fn a_metric_named_in_the_row_is_mapped_or_left_out() {
    let text = "Дата;ФИО;Показатель;Значение\n2026-11-05;А;Звонки;3\n2026-11-05;А;Прочее;4\n2026-11-05;А;Новое;5\n";
    let roles = [Role::Date, Role::Person, Role::MetricName, Role::Value];
    let figures = read_with(text, &mapping(Kind::Facts, &roles));
    assert_eq!((figures.list.len(), figures.left_out), (1, 1));
    assert_eq!(whys(&figures), [(4, "Показатель", "показатель «Новое» ни с чем не сопоставлен")]);
}

#[test]
fn facts_of_a_month_stand_on_its_last_day_once_it_is_over() {
    let text = "Месяц;ФИО;Оплаты\n2026-10;А;100\n2026-11;А;200\n";
    let figures =
        read_with(text, &mapping(Kind::Facts, &[Role::Month, Role::Person, Role::Metric(MONEY)]));
    assert_eq!(taken(&figures), [(0, "2026-10-31".into(), 10_000)]);
    assert_eq!((figures.put_on_last_day, figures.problem_count), (1, 1));
}

#[test]
fn an_empty_mapping_asks_for_everything() {
    let figures = read_with("a;b\n1;2\n", &mapping(Kind::Facts, &[Role::Ignored; 2]));
    assert_eq!(figures.questions, [Question::Values, Question::Person, Question::Time]);
    assert!(!figures.is_ready());
}

mod any_table {
    use std::fmt::Write;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_filled_row_is_either_taken_or_named(amounts in prop::collection::vec(0_u32..100_000, 1..40)) {
            let mut text = String::from("date,name,sales\n");
            for (at, kopecks) in amounts.iter().enumerate() {
                let day = at % 28 + 1;
                writeln!(text, "2026-10-{day:02},P{},{}.{:02}", at % 3, kopecks / 100, kopecks % 100).unwrap();
            }
            let roles = [Role::Date, Role::Person, Role::Metric(MONEY)];
            let figures = read_with(&text, &mapping(Kind::Facts, &roles));
            let sum: i64 = figures.list.iter().map(|figure| figure.value).sum();
            prop_assert_eq!(sum, amounts.iter().copied().map(i64::from).sum::<i64>());
            prop_assert_eq!(figures.list.len() + figures.added_up, amounts.len());
            prop_assert_eq!(figures.problem_count, 0);
        }

        #[test]
        fn garbage_is_answered_without_panic(text in "[а-я0-9;,. \"\\n/:-]{0,300}", roles in prop::collection::vec(0_usize..9, 0..6)) {
            let Ok(book) = read_text(text.as_bytes()) else { return Ok(()) };
            let all = [Role::Ignored, Role::Total, Role::Date, Role::Month, Role::Year, Role::Person, Role::PersonId, Role::MetricName, Role::Value];
            let roles: Vec<Role> = roles.into_iter().map(|at| all[at]).collect();
            read(&book.sheets[0], &mapping(Kind::Plan, &roles), &measures(), day("2026-11-18"));
        }
    }
}
