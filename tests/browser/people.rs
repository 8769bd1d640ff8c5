//! Somebody is invited and comes in.
use crate::support::{Person, Site};

#[tokio::test]
async fn a_manager_is_invited_and_comes_in_on_a_phone() {
    Person::at(&Site::demo(), async |person| {
        person.goto("/sign-in").await;
        person.sign_in("head@demo.mayak", "mayak-demo").await;
        person.goto("/people").await;
        person.press("Пригласить").await;
        person.fill("#name", "Зуева Наталья").await;
        person.press("Сделать ссылку").await;
        person.press("Скопировать").await;
        person.read("[data-copies]", "Скопировано").await;
        person.picture("invitation-1400").await;
        let link = person.value("#link").await;
        let path = link[link.find("/invitations/").unwrap()..].to_owned();
        person.goto("/people").await;
        person.read("#invitations", "Зуева Наталья").await;
        person.press("Выйти").await;
        person.see("#password").await;

        person.is_at_width(390).await;
        person.goto(&path).await;
        person.fits().await;
        person.picture("invited-390").await;
        person.press("Я в Маяке впервые").await;
        person.click("#agree").await;
        person.press("Продолжить").await;
        person.fill("#email", "zueva@firma.example").await;
        person.fill("#password", "лошадь скрепка батарея").await;
        person.fits().await;
        person.press("Войти в компанию").await;
        person.read(".flash", "Вы в компании «ТехноСнаб»: менеджер").await;
        person.goto(&path).await;
        person.read("h1", "По этой ссылке уже вошли").await;
        person
    })
    .await;
}
