use super::*;

fn read(text: &str) -> Result<File, Refusal> {
    File::read(text.as_bytes())
}

fn refused(text: &str) -> String {
    match read(text) {
        Err(refusal) => refusal.to_string(),
        Ok(file) => panic!("{file:?}"),
    }
}

const DEALS: &str = "id,owner,created,closed,outcome,amount,list_amount\n";

#[test]
fn deals_are_read_with_what_was_known_when_they_began() {
    let text = format!(
        "{DEALS}1,Аня,2026-01-05,2026-02-01,won,900.50,1000\n2,Аня,2026-01-06,,open,,500\n"
    );
    let file = read(&text).unwrap();
    assert_eq!((file.kind, file.rows, file.left_out), (Kind::Deals, 2, 0));
    let deal = &file.history.deals[0];
    assert_eq!(deal.closing.unwrap().amount.kopecks(), 90_050);
    assert_eq!(deal.estimates[0].amount.kopecks(), 100_000);
    assert!(file.history.deals[1].closing.is_none());
}

#[test]
fn a_deal_without_its_creation_is_left_out_and_counted() {
    let text = format!(
        "{DEALS}1,А,,2026-02-01,won,900,\n2,А,2026-03-01,2026-02-01,lost,,\n3,А,2026-01-01,2026-02-01,won,1,\n"
    );
    let file = read(&text).unwrap();
    assert_eq!((file.history.deals.len(), file.left_out), (1, 2));
}

#[test]
fn invoices_and_receipts_are_known_by_their_columns() {
    let file = read("\u{FEFF}id;customer;issued;due;settled;amount\n1;Ромашка;01.02.2026;03.03.2026;;1 234,50\n").unwrap();
    assert_eq!(file.kind, Kind::Invoices);
    assert_eq!(file.history.invoices[0].amount.kopecks(), 123_450);
    let file = read("date\tamount\n2026-01-01\t-5\n\n2026-01-02\t7\n").unwrap();
    assert_eq!((file.kind, file.rows), (Kind::Receipts, 2));
}

#[test]
fn what_is_wrong_is_named_with_row_and_column() {
    let row = |cells: &str| format!("{DEALS}1,А,2026-01-01,2026-02-01,won,1,\n{cells}\n");
    for (text, place) in [
        (row("2,А,2026-31-01,,open,,"), "Строка 3, столбец created"),
        (row("2,А,2026-01-01,2026-01-09,won,много,"), "Строка 3, столбец amount"),
        (row("2,А,2026-01-01,2026-01-09,perhaps,1,"), "Строка 3, столбец outcome"),
        (row("2,А,2026-01-01,2026-01-09,won,-1,"), "Строка 3, столбец amount"),
        (row("2,А,2026-01-01,,won,1,"), "Строка 3: сделка выиграна"),
        (
            "id,customer,issued,due,settled,amount\n1,А,2026-01-01,,,5\n".into(),
            "Строка 2, столбец due",
        ),
        ("date,amount\n2026-01-01,\n".into(), "Строка 2, столбец amount"),
        ("a,b\n1,2\n".into(), "В первой строке нужны названия"),
        ("date,amount\n".into(), "нет ни одной строки"),
        (String::new(), "В первой строке нужны названия"),
    ] {
        let told = refused(&text);
        assert!(told.contains(place), "{told}");
    }
}

#[test]
fn another_encoding_is_told_with_a_way_out() {
    let refusal = File::read(&b"date,amount\n2026-01-01,\xD0\xD0\xC0\n"[..]).unwrap_err();
    assert!(refusal.to_string().contains("Строка 2: не в кодировке UTF-8"), "{refusal}");
}

#[test]
fn a_won_deal_without_an_amount_counts_only_when_deals_are_counted() {
    let file = read(&format!("{DEALS}1,А,2026-01-01,2026-02-01,won,,\n")).unwrap();
    let refusal = file.watched(Step::Week, Measure::Amount).unwrap_err();
    assert!(refusal.to_string().contains("Строка 2") && refusal.to_string().contains("--count"));
    assert!(file.watched(Step::Week, Measure::Count).is_ok());
}

#[test]
fn totals_on_the_first_of_a_month_stand_for_the_whole_month() {
    let file = read("date,amount\n2026-01-01,5\n2026-02-01,7\n").unwrap();
    let watched = file.watched(Step::Month, Measure::Amount).unwrap();
    assert_eq!(watched.to, "2026-02-28".parse::<NaiveDate>().unwrap());
    let daily = read("date,amount\n2026-01-01,5\n2026-02-07,7\n").unwrap();
    let watched = daily.watched(Step::Month, Measure::Amount).unwrap();
    assert_eq!(watched.to, "2026-02-07".parse::<NaiveDate>().unwrap());
}
