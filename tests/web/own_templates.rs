//! Templates of an expert's own: a company's set-up taken along and applied to another.
use axum::http::StatusCode;
use uuid::Uuid;

use crate::support::{Browser, OURS, Seen, THEIRS, World, member};

const HERE: &str = "/setup/own-templates";

/// The expert of our company leads the other one too; gives his browser there.
async fn there(world: &World) -> Browser {
    let sql = format!(
        "insert into member (company_id, id, person_id, name, name_norm, role, access_until)
         values ('{THEIRS}', '{}', '{}', 'эксперт', 'эксперт', 'expert', '2027-01-31 21:00+00')",
        Uuid::from_u128(0xB44),
        member(4)
    );
    world.write(THEIRS, sql).await;
    let theirs = THEIRS.to_string();
    world.expert.submit("/companies/current", &[("company", &theirs)]).await;
    Browser { company: THEIRS, ..world.expert.clone() }
}

/// Sets our company up by an industry.
async fn set_up(world: &World) {
    let page = world.expert.open("/setup/template/wholesale").await;
    let (seen, start) =
        (page.attribute("[name=seen]", "value"), page.attribute("[name=start]", "value"));
    let fields = [("seen", seen.as_str()), ("start", start.as_str())];
    let applied = world.expert.submit("/setup/template/wholesale/application", &fields).await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.body);
}

async fn save(who: &Browser, of: &str, name: &str) -> Seen {
    who.submit(HERE, &[("of", of), ("name", name)]).await
}

#[tokio::test]
async fn a_set_up_is_taken_along_and_applied_elsewhere_after_its_difference_is_seen() {
    let world = World::new().await;
    set_up(&world).await;
    let saved = save(&world.expert, "", "Мой опт").await;
    assert_eq!(saved.location.as_deref(), Some(HERE), "{}", saved.body);
    let journal = world.owner.open("/changes").await.text("#changes");
    assert!(journal.contains("настройка сохранена экспертом как «Мой опт»"), "{journal}");

    let there = there(&world).await;
    let href = there.open(HERE).await.attribute("#offers a", "href");
    let offered = there.open(&href).await;
    assert!(offered.text("#diff").contains("Чужая") && offered.text("#diff").contains("Добавится"));
    let stages = "select count(*) from stage";
    assert_eq!(world.count(THEIRS, stages).await, 0, "looking changes nothing");
    let seen = offered.attribute("#apply [name=seen]", "value");
    let applied = there.submit(&format!("{href}/applying"), &[("seen", &seen)]).await;
    assert_eq!(applied.location.as_deref(), Some(HERE), "{}", applied.body);

    assert_eq!(world.count(THEIRS, stages).await, world.count(OURS, stages).await);
    assert!(world.count(THEIRS, stages).await > 3);
    assert_eq!(world.count(THEIRS, "select count(*) from member").await, 2, "no people came along");
    let again = there.open(&href).await;
    assert!(again.text("#diff .notice").contains("менять нечего"), "{}", again.text("#diff"));
    assert!(there.open("/setup?q=отрасль").await.text(".settings").contains("собственный шаблон"));
}

#[tokio::test]
async fn what_changed_meanwhile_is_looked_at_again() {
    let world = World::new().await;
    set_up(&world).await;
    save(&world.expert, "", "Мой опт").await;
    let there = there(&world).await;
    let href = there.open(HERE).await.attribute("#offers a", "href");
    let refused = there.submit(&format!("{href}/applying"), &[("seen", "earlier")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#form-error").contains("настройку изменили") && refused.has("#apply"));
    assert_eq!(world.count(THEIRS, "select count(*) from stage").await, 0);
}

#[tokio::test]
async fn a_save_under_the_same_template_is_a_version_and_names_are_told_apart() {
    let world = World::new().await;
    save(&world.expert, "", "Мой опт").await;
    let page = world.expert.open(HERE).await;
    let id = page.attributes("#of option", "value")[1].clone();
    for (of, name, field) in [
        ("", " ", "name"),
        ("", "мой ОПТ", "name"),
        ("00000000-0000-0000-0000-0000000000ff", "Другой", "of"),
        ("", &"я".repeat(10_000), "name"),
    ] {
        let refused = save(&world.expert, of, name).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.has(&format!("#{field}-error")), "{field}");
        assert_eq!(refused.attribute("#name", "value"), name);
    }
    let token = world.expert.token();
    let fields = [("of", id.as_str()), ("name", "")];
    for _ in 0..2 {
        let saved = world.expert.submit_with(&token, HERE, &fields).await;
        assert_eq!(saved.location.as_deref(), Some(HERE), "twice is once");
    }
    let mine = world.expert.open("/clients/templates").await;
    assert_eq!(mine.texts("#templates tbody tr").len(), 1);
    assert_eq!(mine.texts("#templates tbody td")[0], "2");
}

#[tokio::test]
async fn a_hidden_one_is_offered_no_more_until_it_is_shown() {
    let world = World::new().await;
    save(&world.expert, "", "Мой опт").await;
    let href = world.expert.open(HERE).await.attribute("#offers a", "href");
    let hiding =
        world.expert.open("/clients/templates").await.attribute("#templates form", "action");
    world.expert.submit(&hiding, &[]).await;
    assert!(!world.expert.open(HERE).await.has("#offers"));
    assert_eq!(world.expert.open(&href).await.status, StatusCode::NOT_FOUND);
    world.expert.submit(&hiding, &[("hidden", "no")]).await;
    assert!(world.expert.open(HERE).await.has("#offers"));
}

#[tokio::test]
async fn ones_own_are_nobody_elses() {
    let world = World::new().await;
    save(&world.expert, "", "Мой опт").await;
    let href = world.expert.open(HERE).await.attribute("#offers a", "href");
    let hiding =
        world.expert.open("/clients/templates").await.attribute("#templates form", "action");
    for who in [&world.owner, &world.partner, &world.head, &world.manager, &world.accountant] {
        assert_eq!(save(who, "", "Чужой").await.status, StatusCode::FORBIDDEN);
        assert_eq!(who.open(&href).await.status, StatusCode::FORBIDDEN);
        assert!(!who.open("/clients/templates").await.has("#templates"));
        assert_eq!(who.submit(&hiding, &[]).await.status, StatusCode::NOT_FOUND);
    }
    // Another expert of the same company.
    world.write(OURS, "update member set role = 'expert' where role = 'partner'").await;
    assert!(!world.partner.open(HERE).await.has("#offers"));
    assert_eq!(world.partner.open(&href).await.status, StatusCode::NOT_FOUND);
    let applied = world.partner.submit(&format!("{href}/applying"), &[]).await;
    assert_eq!(applied.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_pages_take_few_statements() {
    let world = World::new().await;
    save(&world.expert, "", "Мой опт").await;
    let href = world.expert.open(HERE).await.attribute("#offers a", "href");
    for (page, most) in [(HERE, 8), ("/clients/templates", 8), (href.as_str(), 8)] {
        let (_, statements) = world.expert.open_counting(page).await;
        assert!(statements.len() <= most, "{page}: {statements:#?}");
    }
}
