//! Regular actions and exercises as they are set up.
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::support::{OURS, World};

const HERE: &str = "/setup/rhythm";
const EXERCISES: &str = "/setup/exercises";

/// A form with some of it typed over.
fn ritual<'a>(over: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("name", "Планёрка"),
        ("cadence", "weekly"),
        ("day_0", "yes"),
        ("day_2", "yes"),
        ("day_4", "yes"),
        ("numbers", ""),
        ("starts_at", "09:15"),
        ("minutes", "15"),
        ("agenda", "Вчера и сегодня"),
        ("outcome", "Обязательство на день"),
        ("weight", "25"),
        ("from_on", "2026-11-18"),
        ("row_version", "1"),
    ];
    typed(&usual, over)
}

fn exercise<'a>(over: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("name", "Первый контакт"),
        ("minutes", "20"),
        ("checklist", "Представился\r\nНазвал цель"),
        ("phrases", "Добрый день!"),
        ("row_version", "1"),
    ];
    typed(&usual, over)
}

fn typed<'a>(usual: &[(&'a str, &'a str)], over: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = usual.iter().filter(|(name, _)| !over.iter().any(|(field, _)| field == name));
    kept.chain(over).copied().collect()
}

/// Adds the usual one; its page.
async fn added(world: &World, list: &str, form: &[(&str, &str)]) -> String {
    let earlier = world.after(TimeDelta::hours(-1), &world.owner);
    let sent = earlier.submit(list, form).await;
    assert_eq!(sent.location.as_deref(), Some(list), "{}", sent.body);
    world.owner.open(list).await.attributes("table.table tbody th a", "href").pop().unwrap()
}

#[tokio::test]
async fn nothing_regular_teaches_and_leads_to_the_template() {
    let world = World::new().await;
    for list in [HERE, EXERCISES] {
        assert_eq!(
            world.owner.open(list).await.attribute(".empty a.button", "href"),
            "/setup/template"
        );
        let head = world.head.open(list).await;
        assert!(head.has(".empty") && !head.has(".empty a"), "{list}");
    }
}

#[tokio::test]
async fn an_added_action_is_said_in_words_and_seen_by_its_own_company_only() {
    let world = World::new().await;
    let page = added(&world, HERE, &ritual(&[])).await;
    let talk = [
        ("name", "Беседа 1:1"),
        ("cadence", "fortnightly"),
        ("day_0", ""),
        ("day_2", ""),
        ("day_4", ""),
        ("is_per_person", "yes"),
        ("minutes", "30"),
    ];
    added(&world, HERE, &ritual(&talk)).await;
    let month = [
        ("name", "Итоги месяца"),
        ("cadence", "by_working_day"),
        ("numbers", "3"),
        ("minutes", "90"),
    ];
    added(&world, HERE, &ritual(&month)).await;

    let seen = world.head.open(HERE).await;
    let said = [
        "пн, ср, пт в 9:15, 15 мин",
        "раз в две недели с каждым менеджером в 9:15, 30 мин",
        "раз в месяц, до 3-го рабочего дня в 9:15, 90 мин",
    ];
    assert_eq!(seen.texts("#rituals td.wrap"), said);
    // 12 × 15, twice 30 with each of three managers, 90.
    assert_eq!(seen.texts("#rituals td.num"), ["3 ч", "3 ч", "1,5 ч"]);
    assert!(
        seen.text("h1").starts_with("Ритм занимает у РОПа 7,5 ч в месяц — около 5 %"),
        "{}",
        seen.text("h1")
    );
    assert!(!seen.has("#rituals form"));
    assert!(world.head.open(&page).await.text("main").contains("Обязательство на день"));
    assert!(world.stranger.open(HERE).await.has(".empty"));
    assert_eq!(world.stranger.open(&page).await.status, StatusCode::NOT_FOUND);
    let journal = world.head.open("/changes?subject=ritual").await.texts("#changes td.wrap");
    assert!(
        journal.contains(&"Планёрка: новое регулярное действие: пн, ср, пт".to_owned()),
        "{journal:?}"
    );
}

#[tokio::test]
async fn a_change_is_a_rule_from_a_day_and_the_past_keeps_its_own() {
    let world = World::new().await;
    let page = added(&world, HERE, &ritual(&[])).await;

    let sent = world
        .owner
        .submit(&page, &ritual(&[("cadence", "daily"), ("from_on", "2026-12-01")]))
        .await;

    assert_eq!(sent.location.as_deref(), Some(HERE), "{}", sent.body);
    let line = world.owner.open(HERE).await.text("#rituals td.wrap");
    assert_eq!(
        line,
        "пн, ср, пт в 9:15, 15 мин с 1 декабря 2026: каждый рабочий день в 9:15, 15 мин"
    );
    let later = world.after(TimeDelta::days(13), &world.owner);
    assert_eq!(
        later.open(HERE).await.text("#rituals td.wrap"),
        "каждый рабочий день в 9:15, 15 мин"
    );
    let again = ritual(&[
        ("cadence", "daily"),
        ("minutes", "10"),
        ("from_on", "2026-12-01"),
        ("row_version", "2"),
    ]);
    world.owner.submit(&page, &again).await;
    let rules = world.owner.open(&page).await.texts("#rules li");
    assert_eq!(rules.len(), 2, "the same day stands in: {rules:?}");
    assert!(rules[0].contains("10 мин") && rules[1].contains("с 18 ноября 2026"), "{rules:?}");
    assert_eq!(world.owner.open(&page).await.attribute("#from_on", "value"), "2026-12-01");
    let journal = world.owner.open("/changes?subject=ritual").await.texts("#changes td.wrap");
    assert!(journal[0].contains("минут: 15 → 10"), "{journal:?}");
}

#[tokio::test]
async fn another_name_alone_makes_no_rule() {
    let world = World::new().await;
    let page = added(&world, HERE, &ritual(&[])).await;
    let tomorrow = world.after(TimeDelta::days(1), &world.owner);
    tomorrow
        .submit(&page, &ritual(&[("name", "Утренняя планёрка"), ("from_on", "2026-11-19")]))
        .await;
    let seen = tomorrow.open(&page).await;
    assert_eq!(seen.text("h1"), "Утренняя планёрка");
    assert_eq!(seen.texts("#rules li").len(), 1);
}

#[tokio::test]
async fn odd_actions_come_back_as_typed_with_what_is_wrong() {
    let world = World::new().await;
    let page = added(&world, HERE, &ritual(&[])).await;
    for (field, value, error) in [
        ("name", "", "name"),
        ("from_on", "2026-11-17", "from_on"),
        ("starts_at", "полдень", "starts_at"),
        ("minutes", "1000000000000000", "minutes"),
        ("minutes", "четверть часа", "minutes"),
        ("weight", "101", "weight"),
        ("weight", "много", "weight"),
    ] {
        for path in [HERE, page.as_str()] {
            let form = ritual(&[("name", "Другая")]);
            let refused = world.owner.submit(path, &typed(&form, &[(field, value)])).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(refused.has(&format!("#{error}-error")), "{field}");
            assert_eq!(refused.attribute(&format!("#{field}"), "value"), value);
        }
    }
    let numbers = world
        .owner
        .submit(HERE, &ritual(&[("name", "Другая"), ("cadence", "month_days"), ("numbers", "31")]))
        .await;
    assert!(
        numbers.has("#numbers-error") && numbers.has("#cadence option[value=month_days][selected]")
    );
    let namesake = world.owner.submit(HERE, &ritual(&[("name", "планёрка.")])).await;
    assert!(namesake.text("#name-error").contains("уже есть"));
    assert_eq!(world.count(OURS, "select count(*) from ritual").await, 1);
}

#[tokio::test]
async fn an_action_is_switched_off_and_on_and_takes_no_time_meanwhile() {
    let world = World::new().await;
    let page = added(&world, HERE, &ritual(&[])).await;
    let path = format!("{page}/visibility");
    world.expert.submit(&path, &[("hidden", "true"), ("row_version", "1")]).await;
    let seen = world.owner.open(HERE).await;
    assert_eq!((seen.text("h1"), seen.text("#rituals tr.off td.num")), ("Ритм".into(), "—".into()));

    let late = world.owner.submit(&path, &[("hidden", "true"), ("row_version", "1")]).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("эксперт") && told.contains("выключено"), "{told}");
    world.owner.submit(&path, &[("hidden", "false"), ("row_version", "2")]).await;
    assert!(!world.owner.open(HERE).await.has("#rituals tr.off"));
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    for (list, form, over) in [
        (HERE, ritual(&[]), ritual(&[("name", "Утро")])),
        (EXERCISES, exercise(&[]), exercise(&[("name", "Утро")])),
    ] {
        let page = added(&world, list, &form).await;
        world.expert.submit(&page, &typed(&form, &[("minutes", "25")])).await;

        let late = world.owner.submit(&page, &over).await;

        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{list}");
        let told = late.text("#form-error");
        assert!(told.contains("эксперт") && told.contains("25 мин"), "{told}");
        assert_eq!(late.attribute("#name", "value"), "Утро");
        assert_eq!(late.attribute("form.card [name=row_version]", "value"), "2");
    }
}

#[tokio::test]
async fn an_exercise_is_added_edited_and_put_aside() {
    let world = World::new().await;
    let page = added(&world, EXERCISES, &exercise(&[])).await;
    assert!(world.head.open(&page).await.text("main").contains("Назвал цель"));
    let edited = exercise(&[("checklist", "Представился\n\nНазвал цель\nСпросил время")]);
    assert_eq!(world.owner.submit(&page, &edited).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.owner.open(EXERCISES).await.text("#exercises td"), "3 пункта, 1 фраза");
    for (field, value) in
        [("name", ""), ("minutes", "десять"), ("minutes", "481"), ("checklist", " ")]
    {
        let refused =
            world.owner.submit(&page, &exercise(&[(field, value), ("row_version", "2")])).await;
        assert!(refused.has(&format!("#{field}-error")), "{field}");
    }
    let path = format!("{page}/visibility");
    world.owner.submit(&path, &[("hidden", "true"), ("row_version", "2")]).await;
    assert_eq!(
        world.owner.open(EXERCISES).await.texts("#exercises tr.off th a"),
        ["Первый контакт"]
    );
    assert!(
        world
            .owner
            .submit(&path, &[("hidden", "true"), ("row_version", "2")])
            .await
            .has("#form-error")
    );
    let journal = world.owner.open("/changes?subject=ritual").await.texts("#changes td.wrap");
    assert!(journal[1].contains("чек-лист: Представился; Назвал цель → "), "{journal:?}");
}

#[tokio::test]
async fn colleagues_read_and_change_nothing_and_strangers_find_nothing() {
    let world = World::new().await;
    for (list, form) in [(HERE, ritual(&[])), (EXERCISES, exercise(&[]))] {
        let page = added(&world, list, &form).await;
        let hide = format!("{page}/visibility");
        for who in [&world.head, &world.partner, &world.manager] {
            for (path, fields) in
                [(list, &form), (page.as_str(), &form), (hide.as_str(), &vec![("hidden", "true")])]
            {
                assert_eq!(who.submit(path, fields).await.status, StatusCode::FORBIDDEN, "{path}");
            }
            assert_eq!(who.open(&format!("{list}/new")).await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(world.manager.open(list).await.status, StatusCode::FORBIDDEN);
        for (path, fields) in [(page.as_str(), &form), (hide.as_str(), &vec![("hidden", "true")])] {
            assert_eq!(
                world.stranger.submit(path, fields).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        assert_eq!(world.stranger.open(&page).await.status, StatusCode::NOT_FOUND);
        for path in [list.to_owned(), page] {
            let (seen, statements) = world.owner.open_counting(&path).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
        }
    }
}
