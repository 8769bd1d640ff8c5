//! A manager's day on a phone: few taps, and nothing lost when the network is.

use crate::support::{Person, Site};

const PASSWORD: &str = "mayak-demo";
const CALLS: &str = ".counter input";

async fn manager(site: &Site, journey: impl AsyncFnOnce(&Person)) {
    Person::at(site, async |person| {
        person.is_at_width(390).await;
        person.sign_in("manager@demo.mayak", PASSWORD).await;
        journey(&person).await;
        person
    })
    .await;
}

/// Types into the field that has the cursor: digits are no taps.
async fn keys(person: &Person, keys: &str) {
    person.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

/// Replaces a counter's number as a person does: a tap and digits.
async fn counted(person: &Person, at: usize, number: &str) {
    person.click(&format!("#day .counter:nth-of-type({at}) input")).await;
    keys(person, number).await;
}

async fn number(person: &Person, script: &str) -> i64 {
    let value = person.client.execute(&format!("return {script}"), vec![]).await.unwrap();
    value.as_i64().unwrap_or_else(|| panic!("{script}: {value}"))
}

/// The rows of the day's entries of payments, however they stand.
async fn payments(person: &Person) -> Vec<String> {
    person.goto("/entries?period=2026-11-18").await;
    let rows = person.texts("#entries tbody tr").await;
    rows.into_iter().filter(|row| row.contains("Оплаты")).collect()
}

/// What is saved by the page: digits of the calls' counter after a fresh opening.
async fn calls(person: &Person) -> String {
    person.goto("/day").await;
    person.value(CALLS).await
}

#[tokio::test]
async fn five_numbers_and_a_payment_take_at_most_twelve_taps() {
    let site = Site::demo();
    Person::at(&site, async |owner| {
        owner.sign_in("owner@demo.mayak", PASSWORD).await;
        owner.goto("/metrics/new").await;
        owner.fill("#name", "Заявки").await;
        owner.press("Сохранить").await;
        owner.read(".flash", "Заявки").await;
        owner
    })
    .await;
    manager(&site, async |manager| {
        manager.read("h1", "До дневного плана").await;
        let taps = "window.taps = 0; addEventListener('click', (event) => { if (event.isTrusted) window.taps += 1; }, true)";
        manager.client.execute(taps, vec![]).await.unwrap();
        counted(manager, 1, "19").await;
        counted(manager, 2, "2").await;
        counted(manager, 3, "1").await;
        counted(manager, 4, "1").await;
        counted(manager, 5, "4").await;
        manager.click(".line.new > summary").await;
        keys(manager, "120000").await;
        manager.click("[name$='.client']").await;
        keys(manager, "Ремстрой").await;
        manager.client.execute("document.activeElement.blur()", vec![]).await.unwrap();
        let said = manager.text("#headline").await;
        assert_eq!(said, "До дневного плана — один звонок", "the script says");
        manager.picture("day-typed-390").await;
        manager.click("#save").await;
        manager.read(".flash", "День сохранён: 18 ноября").await;
        let taps = number(manager, "window.taps").await;
        assert!(taps <= 12, "{taps} taps");
        assert_eq!(taps, 8);
        assert_eq!(manager.text("#headline").await, said, "and so does the server");
        manager.read(".line summary", "120 000 ₽ · Ремстрой").await;
        manager.fits().await;
        manager.picture("day-saved-390").await;
    })
    .await;
}

#[tokio::test]
async fn a_day_waits_for_the_server_and_is_sent_once() {
    let site = Site::demo();
    manager(&site, async |manager| {
        counted(manager, 1, "19").await;
        manager.click(".line.new > summary").await;
        keys(manager, "120000").await;
        site.stop();
        manager.click("#save").await;
        manager.read("#queue", "Сохраним, когда появится сеть. Ждёт отправки: 1 день.").await;
        manager.picture("day-waiting-390").await;
        // Saved again without a network: the later word follows the earlier one.
        counted(manager, 1, "20").await;
        manager.click("#save").await;
        manager.read("#queue", "Ждёт отправки: 1 день.").await;
        // The tab closes; another one, opened without a server, says what waits and comes back by itself.
        let other = manager.client.new_window(true).await.unwrap();
        manager.client.close_window().await.unwrap();
        manager.client.switch_to_window(other.handle).await.unwrap();
        manager.goto("/day").await;
        manager.read("#waiting", "Ждёт отправки: 1 день.").await;
        manager.picture("day-offline-390").await;
        site.start_again();
        manager.holds(CALLS, "20").await;
        manager.read("#saved", "Сохранено").await;
        assert_eq!(number(manager, "Object.keys(localStorage).length").await, 0);
        assert_eq!(number(manager, "document.querySelectorAll('#queue').length").await, 0);
        let lines = payments(manager).await;
        assert_eq!(lines.iter().filter(|line| line.contains("120 000")).count(), 1, "{lines:?}");
        assert_eq!(calls(manager).await, "20");
        let version = manager.value("[name=row_version]").await;
        assert_eq!(version, "2", "two submissions, each done once");
    })
    .await;
}

#[tokio::test]
async fn two_tabs_send_what_waits_once_and_the_open_one_goes_on() {
    let site = Site::demo();
    manager(&site, async |manager| {
        counted(manager, 1, "18").await;
        let first = manager.client.window().await.unwrap();
        let other = manager.client.new_window(true).await.unwrap();
        manager.client.switch_to_window(other.handle).await.unwrap();
        manager.goto("/entries").await;
        manager.client.switch_to_window(first).await.unwrap();
        site.stop();
        manager.click("#save").await;
        manager.read("#queue", "Сохраним, когда появится сеть").await;
        site.start_again();
        manager.read("#saved", "Сохранено").await;
        counted(manager, 1, "19").await;
        manager.click("#save").await;
        manager.holds("[name=row_version]", "2").await;
        assert_eq!(
            manager.text("#headline").await,
            "До дневного плана — один звонок, две встречи, одно КП и один счёт"
        );
        assert_eq!(calls(manager).await, "19");
        assert_eq!(manager.value("[name=row_version]").await, "2");
    })
    .await;
}

#[tokio::test]
async fn an_ended_session_keeps_the_day_until_the_person_is_back() {
    let site = Site::demo();
    manager(&site, async |manager| {
        counted(manager, 1, "17").await;
        manager.client.delete_all_cookies().await.unwrap();
        manager.click("#save").await;
        manager.read("#queue", "Вход закончился").await;
        manager.press("Войдите").await;
        manager.fill("#email", "head@demo.mayak").await;
        manager.fill("#password", PASSWORD).await;
        manager.press("Войти").await;
        manager.goto("/entries").await;
        assert_eq!(
            number(manager, "Object.keys(localStorage).length").await,
            1,
            "nobody else sends it"
        );
        manager.client.delete_all_cookies().await.unwrap();
        manager.sign_in("manager@demo.mayak", PASSWORD).await;
        manager.holds(CALLS, "17").await;
        manager.read("#saved", "Сохранено").await;
        assert_eq!(calls(manager).await, "17");
        assert_eq!(number(manager, "Object.keys(localStorage).length").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_day_refused_after_waiting_is_shown_with_its_typing() {
    let site = Site::demo();
    manager(&site, async |phone| {
        counted(phone, 1, "15").await;
        site.stop();
        phone.click("#save").await;
        phone.read("#queue", "Сохраним, когда появится сеть").await;
        // Without the page, as when the phone lies in a pocket: the server comes back, another device is first.
        phone.client.goto("about:blank").await.unwrap();
        site.start_again();
        manager(&site, async |desk| {
            counted(desk, 1, "21").await;
            desk.click("#save").await;
            desk.read(".flash", "День сохранён").await;
        })
        .await;
        phone.goto("/entries").await;
        phone.read("#queue", "Не записано: Среда, 18 ноября. Пока форма была открыта").await;
        phone.press("Показать набранное").await;
        phone.read("#form-error", "Сейчас записано: Звонки 21").await;
        assert_eq!(phone.value(CALLS).await, "15");
        phone.picture("day-overtaken-390").await;
        phone.click("#save").await;
        phone.read(".flash", "День сохранён").await;
        assert_eq!(calls(phone).await, "15");
        assert_eq!(number(phone, "Object.keys(localStorage).length").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_and_not_saved_survives_a_closed_tab() {
    let site = Site::demo();
    manager(&site, async |manager| {
        manager.click("#day .counter:nth-of-type(2) [data-step='1']").await;
        manager.click("#day .counter:nth-of-type(2) [data-step='1']").await;
        manager.click(".line.new > summary").await;
        keys(manager, "5000").await;
        manager.goto("/entries").await;
        manager.goto("/day").await;
        manager.read("#draft", "Показано набранное раньше и не сохранённое").await;
        assert_eq!(manager.value(".counter:nth-of-type(2) input").await, "2");
        assert_eq!(
            manager.value(".line[open] [name$='.amount']").await.replace('\u{a0}', " "),
            "5000"
        );
        manager.press("Вернуть как было").await;
        manager.see("#day").await;
        manager.goto("/day").await;
        assert_eq!(manager.value(".counter:nth-of-type(2) input").await, "0");
    })
    .await;
}
