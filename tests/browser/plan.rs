//! The owner sets the month's plan as in a spreadsheet.
use fantoccini::key::Key;

use crate::support::{Person, Site};

const OWNER: (&str, &str) = ("owner@demo.mayak", "mayak-demo");

/// The value of the cell of a row and a column, both from 1.
async fn value(person: &Person, row: usize, column: usize) -> String {
    let script = format!(
        "return document.querySelector('.grid tbody tr:nth-child({row}) td:nth-of-type({column}) input').value"
    );
    let value = person.client.execute(&script, Vec::new()).await.unwrap();
    value.as_str().unwrap().replace(['\u{A0}', '\u{202F}'], " ")
}

/// Keys go to the cell that has the cursor.
async fn keys(person: &Person, keys: &str) {
    person.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

async fn press(person: &Person, key: Key) {
    keys(person, &char::from(key).to_string()).await;
}

/// Puts a block copied from a spreadsheet into the present cell.
async fn paste(person: &Person, block: &str) {
    let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
    person.client.execute(script, vec![block.into()]).await.unwrap();
}

#[tokio::test]
async fn an_owner_types_and_pastes_a_plan_and_approves_it() {
    Person::at(&Site::demo(), async |owner| {
        owner.sign_in(OWNER.0, OWNER.1).await;
        owner.goto("/plan").await;
        owner.click(".grid tbody tr:nth-child(1) td:nth-of-type(1) input").await;
        keys(&owner, "401").await;
        press(&owner, Key::Enter).await;
        keys(&owner, "402").await;
        press(&owner, Key::Right).await;
        press(&owner, Key::Escape).await;
        assert_eq!(
            (value(&owner, 1, 1).await, value(&owner, 2, 1).await),
            ("401".into(), "402".into())
        );

        owner.click(".grid tbody tr:nth-child(3) td:nth-of-type(1) input").await;
        paste(&owner, "301\t\"31\"\t21\r\n302\t32\t22\r\n").await;
        assert_eq!(
            (value(&owner, 3, 2).await, value(&owner, 4, 3).await),
            ("31".into(), "22".into())
        );
        owner.read("[data-grid-says]", "Вставлено ячеек: 6").await;
        let sum = owner.text(".grid tr.sum td").await;

        owner.fill("#reason", "Новые числа из таблицы").await;
        owner.press("Утвердить план").await;
        owner.read(".flash", "План утверждён").await;
        owner.read(".version", "Новые числа из таблицы").await;
        assert_eq!(owner.text(".grid tr.sum td").await, sum, "the server counts the same");
        owner.picture("plan-1400").await;
        owner
    })
    .await;
}

#[tokio::test]
async fn a_refused_sheet_marks_its_cells_and_a_phone_shows_it_whole() {
    Person::at(&Site::demo(), async |owner| {
        owner.sign_in(OWNER.0, OWNER.1).await;
        owner.goto("/plan").await;
        owner.click(".grid tbody tr:nth-child(1) td:nth-of-type(1) input").await;
        keys(&owner, "много").await;
        owner.press("Утвердить план").await;
        owner.read(".grid .error", "не число").await;
        assert_eq!(value(&owner, 1, 1).await, "много");
        owner.picture("plan-refused-1400").await;
        owner.is_at_width(390).await;
        for path in ["/plan", "/plan/days", "/people", "/people/new", "/metrics", "/metrics/new"] {
            owner.goto(path).await;
            let _ = owner.client.accept_alert().await;
            owner.see("main h1").await;
            owner.fits().await;
        }
        owner
    })
    .await;
}
