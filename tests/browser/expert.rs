//! An expert with two companies: one that he makes for its owner, one that invites him.
use crate::support::{Person, Site};

const PASSWORD: &str = "лошадь скрепка батарея";

async fn comes_by(person: &Person, path: &str, name: &str, email: &str) {
    person.goto(path).await;
    person.press("Я в Маяке впервые").await;
    person.click("#agree").await;
    person.press("Продолжить").await;
    person.fill("#name", name).await;
    person.fill("#email", email).await;
    person.fill("#password", PASSWORD).await;
    person.press("Войти в компанию").await;
    person.see(".frame").await;
}

async fn leaves(person: &Person) {
    person.press("Выйти").await;
    person.see("#password").await;
}

/// The link on the page that shows it once.
async fn link(person: &Person) -> String {
    let link = person.value("#link").await;
    link[link.find("/invitations/").unwrap()..].to_owned()
}

#[tokio::test]
async fn an_expert_makes_a_company_is_invited_into_another_and_hands_over() {
    Person::at(&Site::demo(), async |person| {
        // He registers; there is no company yet.
        person.goto("/register").await;
        person.click("#agree").await;
        person.press("Продолжить").await;
        person.press("Я эксперт: веду чужие компании").await;
        person.fill("#name", "Тренер Игорь").await;
        person.fill("#email", "trainer@firma.example").await;
        person.fill("#password", PASSWORD).await;
        person.press("Зарегистрировать").await;
        person.read("h1", "Клиенты").await;

        // He makes a company and works in it before its owner comes.
        person.press("Создать компанию для собственника").await;
        person.fill("#company", "Ромашка").await;
        person.fill("#name", "Анна Климова").await;
        person.press("Создать компанию").await;
        let owners = link(&person).await;
        person.press("Настроить компанию").await;
        person.read(".notice", "пока нет собственника").await;
        person.goto("/setup?q=пояс").await;
        person.press("Название и часовой пояс").await;
        person.fill("#name", "Ромашка Плюс").await;
        person.press("Сохранить").await;
        person.read(".flash", "Сохранено").await;
        leaves(&person).await;

        // The owner takes it over by the link.
        comes_by(&person, &owners, "Анна Климова", "anna@firma.example").await;
        person.goto("/changes?as=expert").await;
        person.read("#changes", "Ромашка → Ромашка Плюс").await;
        leaves(&person).await;

        // Another company's owner invites the same expert.
        person.sign_in("owner@demo.mayak", "mayak-demo").await;
        person.goto("/people/invitations/new").await;
        person.fill("#name", "Тренер Игорь").await;
        person.click("#role-expert").await;
        person.press("Сделать ссылку").await;
        let second = link(&person).await;
        leaves(&person).await;
        person.sign_in("trainer@firma.example", PASSWORD).await;
        person.goto(&second).await;
        person.press("Войти в компанию «ТехноСнаб» как эксперт").await;
        person.read(".flash", "Вы в компании «ТехноСнаб»: эксперт").await;

        // He sees both, and goes from one to the other.
        person.goto("/clients").await;
        let companies = person.texts("#clients tbody th").await;
        assert_eq!(companies, ["Ромашка Плюс", "ТехноСнаб"]);
        person.is_at_width(390).await;
        person.fits().await;
        person.picture("clients-390").await;
        person.is_at_width(1400).await;
        person.press("Ромашка Плюс").await;
        person.see(".frame .menu [href='/setup']").await;

        // He leaves the first one, and is out of it.
        person.goto("/setup/handover/new").await;
        person.fill("#watch", "Каждую пятницу неделя подтверждена").await;
        person.fill("#why_metrics", "Пять, больше пока не нужно").await;
        person.click("#last").await;
        person.press("Записать передачу").await;
        person.read(".flash", "Работа в «Ромашка Плюс» завершена").await;
        assert_eq!(person.texts("#clients tbody th").await, ["ТехноСнаб"]);
        leaves(&person).await;

        // What he left is there for the owner.
        person.sign_in("anna@firma.example", PASSWORD).await;
        person.goto("/setup/handover").await;
        person.read("#watch", "Каждую пятницу неделя подтверждена").await;
        person.picture("handover-1400").await;
        person
    })
    .await;
}
