//! KPI cards: versions that are frozen, proposals that are answered.
use axum::http::StatusCode;
use chrono::TimeDelta;
use uuid::Uuid;

use crate::metrics::furnished;
use crate::support::{Browser, OURS, Seen, World};

const HERE: &str = "/setup/cards";

/// The owner so many hours ago: the journal tells what was done later by its time.
fn earlier(world: &World, hours: i64) -> Browser {
    world.after(TimeDelta::hours(-hours), &world.owner)
}

/// A card without a version; its page.
async fn card(world: &World, name: &str, role: &str) -> String {
    let added = earlier(world, 2).submit(HERE, &[("name", name), ("role", role)]).await;
    let location = added.location.unwrap_or_else(|| panic!("{}", added.body));
    location.trim_end_matches("/change").to_owned()
}

/// A version as typed: rows, then what else.
fn rows<'a>(rows: &'a [(String, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(String, &'a str)> {
    let typed = rows.iter().enumerate().flat_map(|(at, (what, weight))| {
        [(format!("what_{at}"), what.as_str()), (format!("weight_{at}"), *weight)]
    });
    typed.chain(more.iter().map(|(name, value)| ((*name).to_owned(), *value))).collect()
}

async fn send(who: &Browser, page: &str, fields: &[(String, &str)]) -> Seen {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    who.submit(&format!("{page}/versions"), &fields).await
}

/// «Оплаты» 60 %, «Встречи» 30 %, the report 10 %: from December.
fn usual(metrics: &[Uuid]) -> Vec<(String, &'static str)> {
    vec![
        (metrics[4].to_string(), "60"),
        (metrics[1].to_string(), "30"),
        ("report_discipline".into(), "10"),
    ]
}

const FIRST: [(&str, &str); 3] =
    [("effective_on", "2026-12-01"), ("base", "0"), ("is_trial", "yes")];

/// A card with an approved version from the first of December.
async fn approved(world: &World, metrics: &[Uuid]) -> String {
    let page = card(world, "Менеджер", "manager").await;
    let sent = send(&earlier(world, 1), &page, &rows(&usual(metrics), &FIRST)).await;
    assert_eq!(sent.location.as_deref(), Some(page.as_str()), "{}", sent.body);
    page
}

/// The expert asks for 50/40/10 from January.
async fn proposed(world: &World, page: &str, metrics: &[Uuid]) -> Seen {
    let mut lines = usual(metrics);
    (lines[0].1, lines[1].1) = ("50", "40");
    let more = [("effective_on", "2027-01-01"), ("base", "1"), ("reason", "Больше встреч")];
    let expert = world.after(TimeDelta::minutes(-30), &world.expert);
    let sent = send(&expert, page, &rows(&lines, &more)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    world.owner.open(page).await
}

/// What an answer to the open proposal carries besides.
fn answer<'a>(seen: &Seen, more: (&'a str, &'a str)) -> Vec<(&'static str, String)> {
    let version = seen.attribute("#approval [name=version]", "value");
    let row_version = seen.attribute("#approval [name=row_version]", "value");
    let name: &'static str = if more.0 == "answer" { "answer" } else { "effective_on" };
    vec![("version", version), ("row_version", row_version), (name, more.1.to_owned())]
}

async fn say(who: &Browser, path: String, fields: &[(&'static str, String)]) -> Seen {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    who.submit(&path, &fields).await
}

#[tokio::test]
async fn no_cards_teach_and_lead_to_the_template() {
    let world = World::new().await;
    assert_eq!(
        world.owner.open(HERE).await.attribute(".empty a.button", "href"),
        "/setup/template"
    );
    let head = world.head.open(HERE).await;
    assert!(head.has(".empty") && !head.has(".empty a"));
}

#[tokio::test]
async fn an_added_card_is_seen_by_its_own_company_only_and_asks_for_weights() {
    let world = World::new().await;
    let page = card(&world, "Менеджер по опту", "manager").await;
    assert_eq!(world.owner.open(HERE).await.texts("#cards h2"), ["Менеджер по опту"]);
    assert!(world.owner.open(&page).await.has("#unset a.button"));
    assert!(world.stranger.open(HERE).await.has(".empty"));
    assert_eq!(world.stranger.open(&page).await.status, StatusCode::NOT_FOUND);
    let again = world.owner.submit(HERE, &[("name", "менеджер  по опту."), ("role", "head")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text("#name-error").contains("уже есть"));
    let odd = world.owner.submit(HERE, &[("name", ""), ("role", "boss")]).await;
    assert!(odd.has("#name-error") && odd.has("#role-error"));
}

#[tokio::test]
async fn the_owners_version_is_approved_at_once_and_counts_from_its_day() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;

    let seen = world.owner.open(&page).await;
    assert_eq!(seen.texts("#present .weights b"), ["60 %", "30 %", "10 %"]);
    assert!(seen.text("#present").contains("Версия 1, действует с 1 декабря 2026"));
    assert!(seen.text("#present").contains("пробный расчёт"));
    let rules = seen.text("#rules");
    for said in [
        "Результат и деньги — 60 %",
        "Шаги — 30 %",
        "Дисциплина отчёта — 10 %",
        "до 50 % плана — ничего",
    ] {
        assert!(rules.contains(said), "{rules}");
    }
    assert!(world.owner.open(HERE).await.text("#cards").contains("ещё не действует"));
    let december = world.after(TimeDelta::days(13), &world.head).open(HERE).await;
    assert!(december.text("#cards").contains("с 1 декабря 2026"), "{}", december.body);
    let journal = world.owner.open("/changes?subject=scorecard").await.texts("#changes td.wrap");
    assert!(
        journal[0].contains("Менеджер: утверждена версия 1, действует с 1 декабря 2026"),
        "{journal:?}"
    );
    assert!(journal[0].contains("Оплаты: нет → 60 %"), "{journal:?}");
}

#[tokio::test]
async fn a_refused_version_comes_back_as_typed_with_what_is_wrong() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = card(&world, "Менеджер", "manager").await;
    let off = |weights: [&'static str; 2]| {
        vec![(metrics[4].to_string(), weights[0]), (metrics[1].to_string(), weights[1])]
    };
    for (lines, more, field, said) in [
        (off(["60", "30"]), FIRST, "weights", "не хватает 10 %"),
        (off(["60", "60"]), FIRST, "weights", "лишние 20 %"),
        (off(["шестьдесят", "40"]), FIRST, "weight_0", "не число"),
        (off(["60", "1000000000000000"]), FIRST, "weight_1", "Слишком большое"),
        (off(["60", "400"]), FIRST, "weight_1", "от 0 до 100"),
        (
            vec![(metrics[4].to_string(), "50"), (metrics[4].to_string(), "50")],
            FIRST,
            "what_1",
            "уже есть выше",
        ),
        (vec![(String::new(), "100")], FIRST, "what_0", "Выберите"),
        (
            off(["60", "40"]),
            [("effective_on", "2026-11-17"), ("base", "0"), ("is_trial", "")],
            "effective_on",
            "прошёл",
        ),
        (
            off(["60", "40"]),
            [("effective_on", "скоро"), ("base", "0"), ("is_trial", "")],
            "effective_on",
            "Такой даты нет",
        ),
    ] {
        let refused = send(&world.owner, &page, &rows(&lines, &more)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let told = refused.text(&format!("#{field}-error"));
        assert!(told.contains(said), "{field}: {told}");
        assert_eq!(refused.attribute("#weight_0", "value"), lines[0].1);
    }
    assert_eq!(world.count(OURS, "select count(*) from scorecard_version").await, 0);
}

#[tokio::test]
async fn a_row_is_taken_out_by_its_empty_weight_and_a_change_says_why() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    let form = world.owner.open(&format!("{page}/change")).await;
    assert_eq!(form.attribute("#weight_1", "value"), "30");
    assert_eq!(form.attribute("#effective_on", "value"), "2026-12-01");
    assert_eq!(form.texts("#rows select").len(), 7);
    let mut lines = usual(&metrics);
    (lines[0].1, lines[1].1) = ("90", " ");
    let silent =
        send(&world.owner, &page, &rows(&lines, &[("effective_on", "2027-01-01"), ("base", "1")]))
            .await;
    assert!(silent.has("#reason-error"));

    let more =
        [("effective_on", "2027-01-01"), ("base", "1"), ("reason", "Встречи перестали вести")];
    let sent = send(&world.owner, &page, &rows(&lines, &more)).await;

    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let versions = world.owner.open(&page).await.texts("#versions li");
    assert!(
        versions[0].contains("Встречи: 30 % → убрано")
            && versions[0].contains("Встречи перестали вести"),
        "{versions:?}"
    );
    assert!(versions[0].contains("пробный расчёт → платится"), "{versions:?}");
    assert_eq!(
        world.owner.open(&page).await.texts("#present .weights b").len(),
        3,
        "the first version is as it was"
    );
}

#[tokio::test]
async fn an_expert_proposes_and_the_owner_approves_from_a_day_of_his() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    let seen = proposed(&world, &page, &metrics).await;
    let proposal = seen.text("#proposal");
    for said in ["эксперт", "Больше встреч", "Оплаты: 60 % → 50 %", "Встречи: 30 % → 40 %"]
    {
        assert!(proposal.contains(said), "{proposal}");
    }
    assert!(!world.expert.open(&page).await.has("#approval"));
    assert!(world.head.open(HERE).await.text("#cards").contains("ждёт собственника"));
    let past = answer(&seen, ("effective_on", "2026-11-01"));
    let refused = say(&world.owner, format!("{page}/approval"), &past).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.attribute("#effective_on", "value"), "2026-11-01");
    assert!(refused.has("#effective_on-error"));

    let fields = answer(&seen, ("effective_on", "2027-02-01"));
    let said = say(&world.owner, format!("{page}/approval"), &fields).await;

    assert_eq!(said.location.as_deref(), Some(page.as_str()), "{}", said.body);
    let seen = world.owner.open(&page).await;
    assert!(
        !seen.has("#proposal")
            && seen.text("#versions").contains("Версия 2, действует с 1 февраля 2027")
    );
    let twice = say(&world.owner, format!("{page}/approval"), &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text("#form-error").contains("изменили другое"));
}

#[tokio::test]
async fn the_owner_returns_a_proposal_with_a_reason_and_the_next_form_says_it() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    let seen = proposed(&world, &page, &metrics).await;
    let path = || format!("{page}/return");
    let silent = say(&world.owner, path(), &answer(&seen, ("answer", " "))).await;
    assert!(silent.has("#answer-error"));

    let said = say(&world.owner, path(), &answer(&seen, ("answer", "Мало денег"))).await;

    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let versions = world.expert.open(&page).await.texts("#versions li");
    assert!(
        versions[0].contains("возвращена") && versions[0].contains("почему вернули: Мало денег"),
        "{versions:?}"
    );
    let form = world.expert.open(&format!("{page}/change")).await;
    assert!(form.text("#returned").contains("Мало денег"));
    assert_eq!(form.attribute("#weight_0", "value"), "50", "one goes on from what was returned");
}

#[tokio::test]
async fn a_newer_proposal_stands_in_for_the_one_that_waits_and_its_answer_comes_too_late() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    let seen = proposed(&world, &page, &metrics).await;
    let more = [("effective_on", "2027-01-01"), ("base", "2"), ("reason", "Ещё подумали")];
    let sent = send(&world.head, &page, &rows(&usual(&metrics), &more)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);

    let late = say(
        &world.owner,
        format!("{page}/approval"),
        &answer(&seen, ("effective_on", "2027-01-01")),
    )
    .await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("РОП") && told.contains("версия 3"), "{told}");
    assert_eq!(
        world.count(OURS, "select count(*) from scorecard_version where state = 'approved'").await,
        1
    );
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    proposed(&world, &page, &metrics).await;
    let more = [("effective_on", "2027-01-01"), ("base", "1"), ("reason", "Моё")];

    let late = send(&world.owner, &page, &rows(&usual(&metrics), &more)).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("эксперт") && told.contains("версия 2"), "{told}");
    assert_eq!(late.attribute("#reason", "value"), "Моё");
    assert_eq!(late.attribute("#version [name=base]", "value"), "2");
}

#[tokio::test]
async fn a_double_click_makes_one_version() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = card(&world, "Менеджер", "manager").await;
    let lines = usual(&metrics);
    let fields = rows(&lines, &FIRST);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let (token, path) = (world.owner.token(), format!("{page}/versions"));
    for _ in 0..2 {
        let sent = world.owner.submit_with(&token, &path, &fields).await;
        assert_eq!(sent.location.as_deref(), Some(page.as_str()), "{}", sent.body);
    }
    assert_eq!(world.count(OURS, "select count(*) from scorecard_version").await, 1);
}

#[tokio::test]
async fn two_proposals_at_once_leave_one_open() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    let more = [("effective_on", "2027-01-01"), ("base", "1"), ("reason", "Сразу")];
    let (lines, other) = (usual(&metrics), usual(&metrics));
    let (one, two) = (rows(&lines, &more), rows(&other, &more));
    let (one, two) = tokio::join!(send(&world.expert, &page, &one), send(&world.head, &page, &two));
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
}

#[tokio::test]
async fn a_metric_off_the_tables_stays_in_a_card_with_a_remark_and_is_not_chosen_anew() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    let seen = proposed(&world, &page, &metrics).await;
    for hidden in [metrics[1], metrics[0]] {
        let hide = format!("/metrics/{hidden}/visibility");
        world.owner.submit(&hide, &[("hidden", "true"), ("row_version", "1")]).await;
    }
    let shown = world.owner.open(&page).await;
    assert!(shown.text("#present .weights").contains("не показываем"));
    assert!(shown.text("#proposal").contains("не считаем: «Встречи»"));

    let fields = answer(&seen, ("effective_on", "2027-01-01"));
    let said = say(&world.owner, format!("{page}/approval"), &fields).await;

    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let mut lines = usual(&metrics);
    lines[2] = (metrics[0].to_string(), "10");
    let more = [("effective_on", "2027-02-01"), ("base", "2"), ("reason", "Звонки вместо отчёта")];
    let typed = send(&world.owner, &page, &rows(&lines, &more)).await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(typed.text("#what_2-error").contains("«Звонки» не показывают"));
    assert!(!typed.has("#what_1-error"), "what was there may stay");
    assert_eq!(typed.texts("#what_2 option[selected]"), ["Звонки (не показываем) · шаг"]);
}

#[tokio::test]
async fn a_card_is_called_otherwise_put_aside_and_taken_back() {
    let world = World::new().await;
    let page = card(&world, "Менеджер", "manager").await;
    card(&world, "РОП", "head").await;
    let rename = |name: &'static str, version: &'static str| {
        [("name", name), ("role", "manager"), ("row_version", version)]
    };
    assert!(world.owner.submit(&page, &rename("роп", "1")).await.has("#name-error"));
    world.expert.submit(&page, &rename("Продавец", "1")).await;
    let late = world.owner.submit(&page, &rename("Агент", "1")).await;
    assert!(late.text("#form-error").contains("«Продавец»"), "{}", late.body);
    assert_eq!(late.attribute("#name", "value"), "Агент");
    let hide = format!("{page}/visibility");
    assert!(
        world
            .owner
            .submit(&hide, &[("hidden", "true"), ("row_version", "1")])
            .await
            .has("#form-error")
    );

    world.owner.submit(&hide, &[("hidden", "true"), ("row_version", "2")]).await;

    assert_eq!(world.owner.open(HERE).await.texts("#cards .off h2"), ["Продавец"]);
    let sent = send(&world.owner, &page, &rows(&[("rhythm".into(), "100")], &FIRST)).await;
    assert!(sent.text("#form-error").contains("больше не действует"));
    world.owner.submit(&hide, &[("hidden", "false"), ("row_version", "3")]).await;
    assert!(!world.owner.open(HERE).await.has("#cards .off"));
}

#[tokio::test]
async fn colleagues_without_the_right_are_refused() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    let seen = proposed(&world, &page, &metrics).await;
    let yes = answer(&seen, ("effective_on", "2027-01-01"));
    for who in [&world.expert, &world.head, &world.partner, &world.manager] {
        for path in ["approval", "return"] {
            assert_eq!(
                say(who, format!("{page}/{path}"), &yes).await.status,
                StatusCode::FORBIDDEN
            );
        }
    }
    for who in [&world.head, &world.partner, &world.manager] {
        assert_eq!(
            who.submit(HERE, &[("name", "Моя"), ("role", "head")]).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(who.submit(&page, &[("name", "Моя")]).await.status, StatusCode::FORBIDDEN);
        let hide = who.submit(&format!("{page}/visibility"), &[("hidden", "true")]).await;
        assert_eq!(hide.status, StatusCode::FORBIDDEN);
    }
    for who in [&world.partner, &world.manager] {
        assert_eq!(
            send(who, &page, &rows(&usual(&metrics), &FIRST)).await.status,
            StatusCode::FORBIDDEN
        );
    }
    assert!(world.partner.open(&page).await.has("#present"));
    assert_eq!(world.manager.open(&page).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_stranger_finds_no_card_of_ours() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    let seen = proposed(&world, &page, &metrics).await;
    for path in [page.clone(), format!("{page}/change")] {
        assert_eq!(world.stranger.open(&path).await.status, StatusCode::NOT_FOUND);
    }
    let fields = answer(&seen, ("effective_on", "2027-01-01"));
    for path in ["approval", "return"] {
        assert_eq!(
            say(&world.stranger, format!("{page}/{path}"), &fields).await.status,
            StatusCode::NOT_FOUND
        );
    }
    assert_eq!(
        send(&world.stranger, &page, &rows(&usual(&metrics), &FIRST)).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        world.stranger.submit(&page, &[("name", "Моя"), ("role", "head")]).await.status,
        StatusCode::NOT_FOUND
    );
    let hide = world.stranger.submit(&format!("{page}/visibility"), &[("hidden", "true")]).await;
    assert_eq!(hide.status, StatusCode::NOT_FOUND);
    // Nor can a metric of ours be put into a card of his.
    let theirs = world.stranger.submit(HERE, &[("name", "Чужая"), ("role", "manager")]).await;
    let theirs = theirs.location.unwrap();
    let sent =
        send(&world.stranger, theirs.trim_end_matches("/change"), &rows(&usual(&metrics), &FIRST))
            .await;
    assert!(sent.has("#what_0-error") && sent.has("#what_1-error"));
}

#[tokio::test]
async fn the_pages_take_few_statements() {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    let page = approved(&world, &metrics).await;
    proposed(&world, &page, &metrics).await;
    for path in [HERE.to_owned(), page.clone(), format!("{page}/change")] {
        let (seen, statements) = world.owner.open_counting(&path).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
}
