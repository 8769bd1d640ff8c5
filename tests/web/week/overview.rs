//! What the owner's first page says of weeks.
use super::{confirm, explain, held, plan, prepared};
use crate::support::World;

#[tokio::test]
async fn a_week_nobody_confirmed_says_so_and_what_is_missing() {
    let world = World::new().await;
    let figures = held(&world).await;
    let seen = world.owner.open("/").await;
    assert_eq!(seen.text("#week h2"), "Неделя 9–13 ноября");
    assert_eq!(
        seen.text("#week .week-line"),
        "не подтверждена пока нет: причин и мер и плана на 16–20 ноября Открыть неделю"
    );
    explain(&world.head, figures.meetings, "мало предлагает").await;
    plan(&world.head).await;
    let seen = world.owner.open("/").await;
    assert_eq!(seen.text("#week .week-line"), "не подтверждена Открыть неделю");
    assert!(!seen.has("#week .given"), "causes are told of confirmed weeks");
}

#[tokio::test]
async fn a_confirmed_week_tells_who_when_and_what_is_needed() {
    let world = World::new().await;
    prepared(&world).await;
    confirm(&world.head).await;
    for who in [&world.owner, &world.partner, &world.expert] {
        let seen = who.open("/").await;
        let line = seen.text("#week .week-line");
        assert_eq!(line, "подтверждена РОП, 18 ноября в 12:00 Открыть неделю");
        let given = seen.text("#week .given li");
        assert_eq!(
            given,
            "Встречи. мало предлагает Делаем: Двойные визиты с Петровым, до 27 ноября Нужно от вас: Телефония с записью"
        );
        let href = seen.attribute("#week a", "href");
        assert_eq!(who.open(&href).await.text("h1"), "Неделя 9–13 ноября");
    }
    assert!(!world.owner.open("/?period=2026-10").await.has("#week"), "of the present only");
    assert!(!world.stranger.open("/").await.has("#week"));
}

#[tokio::test]
async fn weeks_before_tracking_are_nobodys_debt() {
    let world = World::new().await;
    held(&world).await;
    let begin = format!(
        "begin; set local role mayak_app; set local app.company_id = '{}'",
        crate::support::OURS
    );
    let mut tx = world.pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
    sqlx::query("update company set tracking_from = '2026-11-16'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!world.owner.open("/").await.has("#week"));
    let to = world.head.open("/week").await;
    assert_eq!(to.location.as_deref(), Some("/week/2026-11-16/facts"));
}
