//! The head's Friday, from the facts to the confirmed week; a correction after it, and the owner who opens it again.
use fantoccini::key::Key;

use crate::support::{Person, Site};

const OWNER: (&str, &str) = ("owner@demo.mayak", "mayak-demo");
const HEAD: (&str, &str) = ("head@demo.mayak", "mayak-demo");
const WEEK: &str = "/week/2026-11-16";

/// The cell of a person and a metric on the sheet of facts.
fn cell(label: &str) -> String {
    format!("input[aria-label='{label}']")
}

/// Keys go to the cell that has the cursor.
async fn keys(person: &Person, keys: &str) {
    person.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

async fn press(person: &Person, key: Key) {
    keys(person, &char::from(key).to_string()).await;
}

/// Types over a cell as in a spreadsheet and goes to the one below.
async fn type_over(person: &Person, label: &str, number: &str) {
    person.click(&cell(label)).await;
    keys(person, number).await;
    press(person, Key::Enter).await;
}

/// Cause, measure and term for every deviation that is asked for.
async fn explain_all(head: &Person) {
    let script = "for (const area of document.querySelectorAll('textarea[id^=happened]'))
            area.value = 'Петров много звонит, но предлагает КП вместо встречи';
        for (const area of document.querySelectorAll('textarea[id^=we_do]'))
            area.value = 'Двойные визиты с Петровым; отработка «пришлите на почту» в пятницу';
        for (const day of document.querySelectorAll('input[type=date]')) day.value = '2026-11-27';
        document.querySelector('textarea[id^=needed]').value = 'Телефония с записью звонков, 14 900 ₽/мес';";
    head.client.execute(script, vec![]).await.unwrap();
}

#[tokio::test]
async fn a_friday_from_facts_to_a_confirmed_week_corrected_and_opened_again() {
    let site = Site::friday();
    Person::at(&site, async |head| {
        head.sign_in(HEAD.0, HEAD.1).await;
        assert_eq!(head.path().await, format!("{WEEK}/facts"), "the week is the head's first page");
        type_over(&head, "Петров И., Встречи, факт", "3").await;
        head.fill("#reason", "Сверили с календарём").await;
        head.press("Сохранить исправления").await;
        head.read(".flash", "Исправлено 1 число").await;
        head.read("#corrections", "Сверили с календарём").await;
        head.read(".corrected", "было 4").await;
        head.picture("week-facts-1400").await;

        head.click(".steps a:nth-child(2)").await;
        head.see(".deviation").await;
        explain_all(&head).await;
        head.picture("week-reasons-1400").await;
        head.press("Записать причины и меры").await;
        head.read(".flash", "Причины и меры записаны").await;

        head.click(".steps a:nth-child(3)").await;
        let before = head.value(&cell("Петров И., Встречи, план")).await;
        let more = before.parse::<i64>().unwrap() + 2;
        type_over(&head, "Петров И., Встречи, план", &more.to_string()).await;
        head.read("[data-difference]", "на 2 больше").await;
        head.picture("week-plan-1400").await;
        head.press("Поставить план недели").await;
        head.read(".flash", "План на 23–27 ноября поставлен").await;
        head.read("[data-difference]", "на 2 больше").await;

        head.click(".steps a:nth-child(4)").await;
        head.read("#causes", "Телефония с записью звонков").await;
        head.press("Подтвердить неделю").await;
        head.read(".flash", "подтверждена").await;
        head.read("#closed", "Неделя подтверждена: Соколова Е.").await;
        head.picture("week-report-1400").await;

        head.goto(&format!("{WEEK}/facts")).await;
        type_over(&head, "Иванова О., Звонки, факт", "99").await;
        head.press("Сохранить исправления").await;
        head.read("#reason-error", "Заполните").await;
        head.fill("#reason", "Нашли звонок в телефонии").await;
        head.press("Сохранить исправления").await;
        head.read("#corrections", "Нашли звонок в телефонии").await;
        head
    })
    .await;

    Person::at(&site, async |owner| {
        owner.sign_in(OWNER.0, OWNER.1).await;
        owner.goto(WEEK).await;
        owner.read("#report", "Телефония с записью звонков").await;
        owner.click("#reopening summary").await;
        owner.fill("#reason", "Забыли возврат Ремстроя").await;
        owner.press("Открыть неделю").await;
        owner.read(".flash", "Неделя открыта").await;
        owner
    })
    .await;

    Person::at(&site, async |head| {
        head.sign_in(HEAD.0, HEAD.1).await;
        head.goto(&format!("{WEEK}/facts")).await;
        head.read("#reopened", "Забыли возврат Ремстроя").await;
        head.is_at_width(390).await;
        for end in ["", "/facts", "/reasons", "/plan"] {
            head.goto(&format!("{WEEK}{end}")).await;
            head.see("main h1").await;
            head.fits().await;
        }
        head.goto(&format!("{WEEK}/facts")).await;
        head.picture("week-facts-390").await;
        head
    })
    .await;
}

#[tokio::test]
async fn a_block_from_excel_is_pasted_over_the_facts() {
    Person::at(&Site::friday(), async |head| {
        head.sign_in(HEAD.0, HEAD.1).await;
        let (calls, meetings) =
            (cell("Иванова О., Звонки, факт"), cell("Иванова О., Встречи, факт"));
        head.paste(&calls, "101\t9\r\n91\t8\r\n").await;
        head.read("[data-grid-says]", "Вставлено ячеек: 4").await;
        assert_eq!(
            (head.value(&calls).await, head.value(&meetings).await),
            ("101".into(), "9".into())
        );
        head.fill("#reason", "Сверили с CRM").await;
        head.press("Сохранить исправления").await;
        head.read(".flash", "Исправлено 4 числа").await;
        assert_eq!(head.value(&calls).await, "101");
        head
    })
    .await;
}
