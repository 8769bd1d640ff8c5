//! Funnels and stages: their order, their probabilities by date.
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::metrics::furnished;
use crate::support::{OURS, World};

const HERE: &str = "/setup/funnel";

/// A stage as typed.
fn stage<'a>(
    name: &'a str,
    probability: &'a str,
    over: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("name", name),
        ("criterion", "Отправлено тому, кто решает"),
        ("probability", probability),
        ("from_on", "2026-11-18"),
        ("stale_days", "7"),
        ("metric", ""),
        ("row_version", "1"),
    ];
    let kept = usual.iter().filter(|(name, _)| !over.iter().any(|(field, _)| field == name));
    kept.chain(over).copied().collect()
}

/// A funnel of three stages; the address of the funnel and of each stage.
async fn funnel(world: &World) -> (String, Vec<String>) {
    let earlier = world.after(TimeDelta::hours(-1), &world.owner);
    let added = earlier.submit(HERE, &[("name", "Новые клиенты")]).await;
    let location = added.location.unwrap_or_else(|| panic!("{}", added.body));
    let pipeline = format!("{HERE}/{}", location.split_once("#p-").unwrap().1);
    for (name, probability) in [("Контакт", "3"), ("КП", "20"), ("Договор", "75")] {
        let sent =
            earlier.submit(&format!("{pipeline}/stages"), &stage(name, probability, &[])).await;
        assert_eq!(sent.location.as_deref(), Some(HERE), "{}", sent.body);
    }
    let stages = world.owner.open(HERE).await.attributes("table.stages tbody th a", "href");
    (pipeline, stages)
}

fn names(seen: &crate::support::Seen) -> Vec<String> {
    seen.texts("table.stages tbody th a")
}

#[tokio::test]
async fn no_funnel_teaches_and_leads_to_the_template() {
    let world = World::new().await;
    let seen = world.owner.open(HERE).await;
    assert_eq!(seen.attribute(".empty a.button", "href"), "/setup/template");
    assert!(seen.has("#new form"));
    let head = world.head.open(HERE).await;
    assert!(head.has(".empty") && !head.has("form.form"));
}

#[tokio::test]
async fn an_added_funnel_is_seen_by_its_own_company_only() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let (pipeline, stages) = funnel(&world).await;
    let counted = metrics[2].to_string();
    let sent = world
        .owner
        .submit(&stages[1], &stage("КП отправлено", "20", &[("metric", &counted)]))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);

    let seen = world.head.open(HERE).await;

    assert_eq!(names(&seen), ["Контакт", "КП отправлено", "Договор"]);
    assert_eq!(seen.texts("table.stages td.num"), ["3 %", "20 %", "75 %"]);
    assert_eq!(seen.texts("table.stages td[data-label^=Входы]"), ["—", "КП", "—"]);
    assert!(!seen.has("table.stages form") && !seen.has(".falls"));
    assert!(world.head.open(&stages[1]).await.text("main").contains("20 %"));
    assert!(world.stranger.open(HERE).await.has(".empty"));
    assert_eq!(world.stranger.open(&stages[0]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        world.stranger.open(&format!("{pipeline}/stages/new")).await.status,
        StatusCode::NOT_FOUND
    );
    let journal = world.owner.open("/changes?subject=stage").await.texts("#changes td.wrap");
    assert!(
        journal[0].contains("название: КП → КП отправлено")
            && journal[0].contains("входы считает: — → КП"),
        "{journal:?}"
    );
}

#[tokio::test]
async fn a_probability_holds_from_its_day_and_its_history_is_seen() {
    let world = World::new().await;
    let (_, stages) = funnel(&world).await;

    world.owner.submit(&stages[1], &stage("КП", "25", &[("from_on", "2026-12-01")])).await;

    assert_eq!(
        world.owner.open(HERE).await.texts("table.stages td.num")[1],
        "20 % с 1 декабря 2026: 25 %"
    );
    let december = world.after(TimeDelta::days(13), &world.owner);
    assert_eq!(december.open(HERE).await.texts("table.stages td.num")[1], "25 %");
    let page = world.owner.open(&stages[1]).await;
    assert_eq!(page.texts("#probabilities li"), ["с 1 декабря 2026 25 %", "с 18 ноября 2026 20 %"]);
    assert_eq!(page.attribute("#from_on", "value"), "2026-12-01");
    let journal = world.owner.open("/changes?subject=stage").await.texts("#changes td.wrap");
    assert!(journal[0].contains("вероятность оплаты с 1 декабря 2026: 20 % → 25 %"), "{journal:?}");
    world
        .owner
        .submit(&stages[1], &stage("КП", "", &[("from_on", "2026-12-01"), ("row_version", "2")]))
        .await;
    assert_eq!(
        world.owner.open(&stages[1]).await.texts("#probabilities li")[0],
        "с 1 декабря 2026 не прогнозируем"
    );
}

#[tokio::test]
async fn a_fall_along_the_funnel_is_remarked_and_not_refused() {
    let world = World::new().await;
    let (_, stages) = funnel(&world).await;
    let sent = world.owner.submit(&stages[2], &stage("Договор", "10", &[])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let seen = world.owner.open(HERE).await;
    assert!(seen.text(".falls").contains("«Договор» вероятность ниже, чем у более ранней «КП»"));
    assert!(seen.text("table.stages").contains("вероятность ниже предыдущей"));
}

#[tokio::test]
async fn odd_stages_come_back_as_typed_with_what_is_wrong() {
    let world = World::new().await;
    let (pipeline, stages) = funnel(&world).await;
    for (field, value) in [
        ("name", ""),
        ("name", "договор"),
        ("probability", "101"),
        ("probability", "половина"),
        ("probability", "1000000000000000"),
        ("stale_days", "0"),
        ("stale_days", "неделя"),
        ("from_on", "2026-11-17"),
        ("from_on", "завтра"),
    ] {
        for path in [format!("{pipeline}/stages"), stages[0].clone()] {
            let refused = world.owner.submit(&path, &stage("Иная", "5", &[(field, value)])).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {value}");
            assert!(refused.has(&format!("#{field}-error")), "{field}");
            assert_eq!(refused.attribute(&format!("#{field}"), "value"), value);
        }
    }
    let alien = world.owner.submit(&stages[0], &stage("Иная", "5", &[("metric", "5")])).await;
    assert!(alien.has("#metric-error"));
    assert_eq!(world.count(OURS, "select count(*) from stage").await, 3);
}

#[tokio::test]
async fn a_funnel_is_called_otherwise_put_aside_and_taken_back() {
    let world = World::new().await;
    let (pipeline, _) = funnel(&world).await;
    world.owner.submit(HERE, &[("name", "Повторные")]).await;
    let double = world.owner.submit(HERE, &[("name", "повторные")]).await;
    assert_eq!(double.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        (double.has("#name-new-error"), double.attribute("#name-new", "value")),
        (true, "повторные".into())
    );
    let taken = world.owner.submit(&pipeline, &[("name", "Повторные"), ("row_version", "1")]).await;
    assert!(taken.has(".fold[open] .error") && !taken.has("#name-new-error"));
    world.expert.submit(&pipeline, &[("name", "Опт"), ("row_version", "1")]).await;
    let late = world.owner.submit(&pipeline, &[("name", "Розница"), ("row_version", "1")]).await;
    assert!(late.text("#form-error").contains("«Опт»"), "{}", late.body);
    assert_eq!(late.attribute(".fold[open] .input", "value"), "Розница");
    let hide = format!("{pipeline}/visibility");
    assert!(
        world
            .owner
            .submit(&hide, &[("hidden", "true"), ("row_version", "1")])
            .await
            .has("#form-error")
    );

    world.owner.submit(&hide, &[("hidden", "true"), ("row_version", "2")]).await;

    assert_eq!(world.owner.open(HERE).await.texts(".pipeline.off h2"), ["Опт убрана"]);
    world.owner.submit(&hide, &[("hidden", "false"), ("row_version", "3")]).await;
    assert!(!world.owner.open(HERE).await.has(".pipeline.off"));
}

#[tokio::test]
async fn a_stage_moves_by_one_place_and_is_put_aside() {
    let world = World::new().await;
    let (_, stages) = funnel(&world).await;
    let position = format!("{}/position", stages[2]);
    world.owner.submit(&position, &[("step", "earlier"), ("row_version", "1")]).await;
    assert_eq!(names(&world.owner.open(HERE).await), ["Контакт", "Договор", "КП"]);
    let late = world.owner.submit(&position, &[("step", "earlier"), ("row_version", "1")]).await;
    assert!(late.text("#form-error").contains("«Договор», 75 %"));
    let odd = world.owner.submit(&position, &[("step", "sideways"), ("row_version", "2")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    let hide = format!("{}/visibility", stages[0]);
    world.owner.submit(&hide, &[("hidden", "true"), ("row_version", "1")]).await;
    assert_eq!(world.owner.open(HERE).await.texts("table.stages tr.off th a"), ["Контакт"]);
    assert!(
        world
            .owner
            .submit(&hide, &[("hidden", "true"), ("row_version", "1")])
            .await
            .has("#form-error")
    );
}

#[tokio::test]
async fn the_second_of_two_editors_of_a_stage_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    let (_, stages) = funnel(&world).await;
    world.expert.submit(&stages[0], &stage("Заявка", "4", &[])).await;

    let late = world.owner.submit(&stages[0], &stage("Звонок", "5", &[])).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("эксперт") && told.contains("«Заявка», 4 %"), "{told}");
    assert_eq!(late.attribute("#name", "value"), "Звонок");
    assert_eq!(late.attribute("#stage [name=row_version]", "value"), "2");
}

#[tokio::test]
async fn colleagues_read_and_change_nothing_and_strangers_find_nothing() {
    let world = World::new().await;
    let (pipeline, stages) = funnel(&world).await;
    let form = stage("Моя", "5", &[]);
    let hidden = vec![("hidden", "true"), ("row_version", "1")];
    let writes = [
        (pipeline.clone(), vec![("name", "Моя"), ("row_version", "1")]),
        (format!("{pipeline}/visibility"), hidden.clone()),
        (format!("{pipeline}/stages"), form.clone()),
        (stages[0].clone(), form),
        (format!("{}/visibility", stages[0]), hidden),
        (format!("{}/position", stages[0]), vec![("step", "later"), ("row_version", "1")]),
    ];
    for (path, fields) in &writes {
        for who in [&world.head, &world.partner, &world.manager] {
            assert_eq!(who.submit(path, fields).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(
            world.stranger.submit(path, fields).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(world.head.submit(HERE, &[("name", "Моя")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.manager.open(HERE).await.status, StatusCode::FORBIDDEN);
    for path in [HERE.to_owned(), stages[0].clone(), format!("{pipeline}/stages/new")] {
        let (seen, statements) = world.owner.open_counting(&path).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
}
