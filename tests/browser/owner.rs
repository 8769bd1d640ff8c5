//! The owner: gets in, looks around, goes to the other company.
use crate::support::{Person, Site};

#[tokio::test]
async fn an_owner_registers_a_company_and_is_in() {
    Person::at(&Site::empty(), async |owner| {
        owner.goto("/sign-in").await;
        owner.press("Зарегистрировать компанию").await;
        owner.picture("consent-1400").await;
        owner.click("#agree").await;
        owner.press("Продолжить").await;
        owner.fill("#company", "Рога и копыта").await;
        owner.fill("#name", "Анна Климова").await;
        owner.fill("#email", "anna").await;
        owner.fill("#password", "короткий").await;
        owner
            .client
            .execute("document.querySelector('form').noValidate = true", Vec::new())
            .await
            .unwrap();
        owner.press("Зарегистрировать").await;
        owner.see("#password-error").await;
        owner.picture("register-refused-1400").await;
        assert_eq!(
            owner.see("#company").await.prop("value").await.unwrap().unwrap(),
            "Рога и копыта"
        );
        owner.fill("#email", "anna@firma.example").await;
        owner.fill("#password", "лошадь скрепка батарея").await;
        owner.press("Зарегистрировать").await;
        owner.read(".me", "Рога и копыта").await;
        owner
    })
    .await;
}
