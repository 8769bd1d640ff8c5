//! The owner: gets in, brings files in, reads the truth, plans, goes to the other company.
use fantoccini::key::Key;

use crate::support::{Person, Site};

const PASSWORD: &str = "лошадь скрепка батарея";

/// A newly registered owner, on the first page.
async fn registered(owner: &Person) {
    owner.goto("/").await;
    owner.press("Зарегистрировать компанию").await;
    owner.click("#agree").await;
    owner.press("Продолжить").await;
    owner.fill("#company", "Рога и копыта").await;
    owner.fill("#name", "Анна Климова").await;
    owner.fill("#email", "anna@firma.example").await;
    owner.fill("#password", PASSWORD).await;
    owner.press("Зарегистрировать").await;
    owner.see(".frame").await;
}

/// Takes a file of the fixtures from the upload to the result.
async fn import(owner: &Person, kind: &str, file: &str) {
    let path = format!("{}/tests/fixtures/browser/{file}", env!("CARGO_MANIFEST_DIR"));
    owner.goto("/imports").await;
    owner.click(&format!("#kind-{kind}")).await;
    owner.see("#file").await.send_keys(&path).await.unwrap();
    owner.press("Загрузить файл").await;
    owner.see("#preview").await;
    owner.picture(&format!("import-{kind}-columns-1400")).await;
    owner.press("Проверить").await;
    owner.see("#tiles").await;
    owner.picture(&format!("import-{kind}-check-1400")).await;
    owner.press("Записать").await;
    owner.see("#summary").await;
}

#[tokio::test]
async fn an_owner_brings_plan_and_facts_in_and_sees_them_to_the_cent() {
    Person::at(&Site::empty(), async |owner| {
        registered(&owner).await;
        owner.goto("/").await;
        owner.read("h1", "Три шага").await;
        owner.picture("empty-1400").await;
        import(&owner, "plan", "plan.csv").await;
        import(&owner, "facts", "facts.csv").await;
        owner.goto("/?period=2019-11").await;
        let full = owner.attribute("#plan-fact .figure b", "title").await;
        assert_eq!(full.replace('\u{a0}', " "), "175 879,69 ₽");
        owner.read("#plan-fact .figure", "20,1 %").await;
        let money: Vec<_> = owner.attributes("#people td:nth-last-child(2) data", "value").await;
        for exact in ["54515.71", "121363.98", "175879.69", "170326.16", "346205.85"] {
            assert!(money.iter().any(|value| value == exact), "{exact} in {money:?}");
        }
        owner.picture("overview-november-2019-1400").await;
        owner.press("121").await;
        owner.read("table", "419,46 ₽").await;
        owner.read("table", "facts.csv").await;
        owner
    })
    .await;
}

#[tokio::test]
async fn a_refused_registration_keeps_what_was_typed() {
    Person::at(&Site::empty(), async |owner| {
        owner.goto("/consent").await;
        owner.click("#agree").await;
        owner.press("Продолжить").await;
        owner.fill("#company", "Рога и копыта").await;
        owner.fill("#name", "Анна Климова").await;
        owner.fill("#email", "anna@firma.example").await;
        owner.fill("#password", "qwertyuiop").await;
        owner.press("Зарегистрировать").await;
        owner.read("#password-error", "подбирают первым").await;
        owner.picture("register-refused-1400").await;
        let company = owner.see("#company").await.prop("value").await.unwrap();
        assert_eq!(company.as_deref(), Some("Рога и копыта"));
        owner
    })
    .await;
}

#[tokio::test]
async fn the_demonstration_is_walked_through_at_both_widths() {
    Person::at(&Site::demo(), async |owner| {
        owner.goto("/sign-in").await;
        owner.read("#demo-sign-ins", "owner@demo.mayak").await;
        owner.sign_in("owner@demo.mayak", "mayak-demo").await;
        owner.read("#verdict", "Идём к").await;
        for (name, path) in [
            ("overview", "/"),
            ("plan", "/plan"),
            ("people", "/people"),
            ("metrics", "/metrics"),
            ("imports", "/imports"),
        ] {
            for width in [1400, 390] {
                owner.is_at_width(width).await;
                owner.goto(path).await;
                owner.fits().await;
                owner.picture(&format!("{name}-{width}")).await;
            }
        }
        for path in ["/", "/?period=2026-Q4", "/entries", "/entries?period=2026-11-10"] {
            owner.goto(path).await;
            owner.fits_whole().await;
        }
        owner.goto("/").await;
        let sum = owner.attribute("#people tfoot a", "href").await;
        owner.goto(&sum).await;
        owner.read("#figure", "844").await;
        owner.picture("entries-390").await;
        owner.is_at_width(1400).await;
        owner.goto("/").await;
        // «Неделя» is the name of a page in the menu, too.
        owner.click(".switcher a:first-of-type").await;
        owner.read("#plan-fact h2", "16–22 ноября").await;
        owner.press("Квартал").await;
        owner.read("#plan-fact h2", "квартал").await;
        owner.click(".period a[rel=prev]").await;
        owner.read("#plan-fact h2", "III").await;
        owner.press("Другая компания").await;
        owner.press("Северный чай · собственник").await;
        owner.read(".me", "Северный чай").await;
        owner.read("#people", "Ларина Т.").await;
        assert!(!owner.text("#people").await.contains("Иванова"));
        owner
    })
    .await;
}

#[tokio::test]
async fn a_plan_is_typed_as_in_a_spreadsheet() {
    Person::at(&Site::demo(), async |owner| {
        owner.sign_in("owner@demo.mayak", "mayak-demo").await;
        owner.goto("/plan?period=2026-12").await;
        let first = "table[data-grid] tbody tr:first-child td:nth-of-type(1) input";
        let below = "table[data-grid] tbody tr:nth-child(2) td:nth-of-type(1) input";
        owner.fill(first, "410").await;
        owner.key(first, Key::Enter).await;
        owner.client.active_element().await.unwrap().send_keys("420").await.unwrap();
        assert_eq!(owner.value(below).await, "420");
        owner.paste(first, "415\t31\r\n425\t32\r\n").await;
        assert_eq!(owner.value(first).await, "415");
        assert_eq!(owner.value(below).await, "425");
        owner.read("table[data-grid]", "840").await;
        owner.press("Утвердить план").await;
        owner.read(".flash", "План утверждён").await;
        assert_eq!(owner.value(below).await, "425");
        owner
    })
    .await;
}
