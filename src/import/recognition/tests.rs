use uuid::Uuid;

use super::*;
use crate::import::reading::read_text;
use crate::values::MetricId;

const CALLS: MetricId = MetricId(Uuid::from_u128(1));
const MONEY: MetricId = MetricId(Uuid::from_u128(2));

fn measures() -> [Measure; 2] {
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

fn proposed(text: &str, kind: Kind) -> Result<Mapping, Refusal> {
    propose(&read_text(text.as_bytes()).unwrap(), kind, &measures(), "выгрузка.csv")
}

fn roles(text: &str, kind: Kind) -> Vec<Role> {
    proposed(text, kind).unwrap().roles
}

#[test]
fn a_daily_export_is_recognised_by_its_headings() {
    let text = "date,employee_id,name,orders,sales\n2026-11-02,71,Анна,2,218.85\n2026-11-03,39,Пётр,1,326.44\n";
    let expected = [Role::Date, Role::PersonId, Role::Person, Role::Ignored, Role::Metric(MONEY)];
    assert_eq!(roles(text, Kind::Facts), expected);
}

#[test]
fn titles_above_the_headings_are_passed_over_and_tell_year_and_thousands() {
    let text = "План отдела на 2027 год;;\nв тыс. руб.;;\n;;\nМенеджер;Месяц;Оплаты\nАнна;янв;100\nАнна;фев;200\n";
    let mapping = proposed(text, Kind::Plan).unwrap();
    assert_eq!(
        (mapping.header_row, mapping.year, mapping.multiplier),
        (Some(3), Some(2027), 1_000)
    );
    assert_eq!(mapping.roles, [Role::Person, Role::Month, Role::Metric(MONEY)]);
}

#[test]
fn months_as_columns_are_figures_of_money() {
    let text = "Year,EmployeeID,M01,M02,M03\n2026,61,,NULL,200\n2026,90,NULL,100,200\n";
    let mapping = proposed(text, Kind::Plan).unwrap();
    assert_eq!(mapping.roles, [Role::Year, Role::PersonId, Role::Value, Role::Value, Role::Value]);
    assert_eq!(mapping.metric, Some(MONEY));
    let pairs = "ФИО;Звонки 01.01.2027;Поступления 01.01.2027\nАнна;20;1000\nПётр;30;2000\n";
    assert_eq!(roles(pairs, Kind::Plan), [Role::Person, Role::Metric(CALLS), Role::Metric(MONEY)]);
}

#[test]
fn groups_of_goods_that_a_total_adds_up_are_one_figure() {
    let text = "Отделы/Группы;Период;Витамины;Травы;Общий итог\nТочка 1;;;;\n;янв;10;5;15\n;фев;7;5;12\n\
        Точка 1 Итог;;17;10;27\nОбщий итог;;17;10;27\n";
    let mapping = proposed(text, Kind::Plan).unwrap();
    assert_eq!(mapping.roles, [Role::Person, Role::Month, Role::Value, Role::Value, Role::Total]);
    assert!(mapping.carry_person);
    let without_total = text.replace("Общий итог\nТочка", "Прочее\nТочка");
    assert_eq!(roles(&without_total, Kind::Plan)[2], Role::Ignored);
}

#[test]
fn a_long_table_names_the_metric_in_each_row() {
    let text = "Дата;Сотрудник;Показатель;Значение\n02.11.2026;Анна;Звонки;12\n02.11.2026;Анна;Поступления;500,50\n02.11.2026;Анна;Чай;1\n";
    let mapping = proposed(text, Kind::Facts).unwrap();
    assert_eq!(mapping.roles, [Role::Date, Role::Person, Role::MetricName, Role::Value]);
    let names: Vec<_> = mapping.metric_names.into_iter().collect();
    let expected = [("Звонки", Some(CALLS)), ("Поступления", Some(MONEY)), ("Чай", None)];
    assert_eq!(names, expected.map(|(name, metric)| (name.to_owned(), metric)));
}

#[test]
fn a_list_of_sales_takes_the_sum_and_not_the_quantity() {
    let text = "Дата;Отдел;Товар;Час;Количество;Сумма\n01.10.2026;Точка 1;Мыло;17;1;337,04\n01.10.2026;Точка 1;Чай;19;1;558,8\n02.10.2026;Точка 2;Чай;19;2;117,6\n";
    let mapping = proposed(text, Kind::Facts).unwrap();
    let other = Role::Ignored;
    assert_eq!(mapping.roles, [Role::Date, Role::Person, other, other, other, Role::Value]);
}

#[test]
fn a_broken_export_is_refused_with_its_columns() {
    let text = "EmployeeKey,SalesAmount,OrderDate\n285,\"2,024,994\",00:00.0\n288,\"34,20\",00:00.0\n282,\"865,212\",00:00.0\n";
    let refusal = proposed(text, Kind::Facts).unwrap_err();
    assert!(refusal.what.contains("испорчены"), "{refusal:?}");
    assert!(
        refusal.details[0].contains("«SalesAmount»") && refusal.details[0].contains("«2,024,994»")
    );
    assert!(refusal.details[1].contains("«OrderDate»") && refusal.details[1].contains("«00:00.0»"));
}

#[test]
fn a_file_without_time_numbers_or_rows_is_refused() {
    let why = |text| proposed(text, Kind::Facts).unwrap_err().what;
    assert!(why("ФИО;Оплаты\nАнна;5\nПётр;6\n").contains("ни дат, ни месяцев"));
    assert!(why("ФИО;Дата\nАнна;05.11.2026\n").contains("с числами"));
    assert!(why("ФИО;Дата;Оплаты\n").contains("только заголовки"));
}

#[test]
fn the_mapping_of_the_same_headings_is_remembered() {
    let text = "ФИО;Дата;Сумма\nАнна;05.11.2026;5\n";
    let book = read_text(text.as_bytes()).unwrap();
    let mut applied = propose(&book, Kind::Facts, &measures(), "").unwrap();
    applied.multiplier = 1_000;
    let print = fingerprint(&book.sheets[0], applied.header_row);
    let earlier = [(print, applied.clone())];
    let again = read_text("фио ;Дата;СУММА\nПётр;06.11.2026;7\n".as_bytes()).unwrap();
    assert_eq!(remembered(&again, Kind::Facts, &earlier), Some(applied));
    assert_eq!(remembered(&again, Kind::Plan, &earlier), None);
}
