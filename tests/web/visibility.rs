//! «Что обо мне видно и кому»: the page says what the pages show.
use axum::http::StatusCode;
use mayak::access::Permission;

use crate::metrics::furnished;
use crate::support::{Browser, DEPARTMENT, MANAGER, OTHER_DEPARTMENT, OURS, Seen, World, member};

const HERE: &str = "/account/visibility";
const LINES: [&str; 4] = ["Цифры по дням", "План", "Карточка", "Вход"];

/// Who sees each thing, by the lines of the page.
fn said(seen: &Seen, section: &str) -> Vec<String> {
    assert_eq!(seen.texts(&format!("{section} dt"))[..4], LINES, "{}", seen.body);
    seen.texts(&format!("{section} dd b"))
}

/// Whether a page that shows the manager opens to somebody and names him.
async fn names_him(who: &Browser, path: &str, css: &str) -> bool {
    let seen = who.open(path).await;
    seen.status == StatusCode::OK && seen.texts(css).iter().any(|text| text.starts_with("менеджер"))
}

#[tokio::test]
async fn the_page_says_what_the_pages_show() {
    let world = World::new().await;
    furnished(&world).await;
    let said = said(&world.manager.open(HERE).await, "#mine");
    for (who, name) in [
        (&world.owner, "собственник"),
        (&world.partner, "партнёр"),
        (&world.head, "РОП"),
        (&world.expert, "эксперт"),
        (&world.accountant, "бухгалтер"),
    ] {
        let entries = format!("/entries?member={MANAGER}");
        let shown = [
            who.open(&entries).await.status == StatusCode::OK,
            names_him(who, "/plan", ".grid tbody th").await,
            names_him(who, "/people", "#people tbody th").await,
            names_him(who, "/security", "#sign-ins tbody th").await,
        ];
        for (line, (is_shown, by)) in LINES.iter().zip(shown.iter().zip(&said)) {
            let is_said = by.contains(&format!("{name} ({name})"));
            assert_eq!(is_said, *is_shown, "{name}, {line}: {by}");
        }
    }
    assert!(
        said[0].starts_with("собственник (собственник), партнёр (партнёр), РОП (РОП)"),
        "{said:?}"
    );
}

#[tokio::test]
async fn it_changes_with_who_heads_the_department() {
    let world = World::new().await;
    let by = async || said(&world.manager.open(HERE).await, "#mine");
    assert!(by().await.iter().all(|line| line.contains("РОП")));

    let heads = format!(
        "insert into department_head (company_id, department_id, from_on, member_id)
         values ('{OURS}', '{DEPARTMENT}', '2026-11-18', '{}')",
        member(0)
    );
    world.run(OURS, &heads).await;
    assert!(by().await.iter().all(|line| !line.contains("РОП")), "the owner heads it himself now");

    let moved = format!(
        "insert into department_head (company_id, department_id, from_on, member_id)
         values ('{OURS}', '{OTHER_DEPARTMENT}', '2026-01-01', '{}');
         update member_department set department_id = '{OTHER_DEPARTMENT}' where member_id = '{MANAGER}'",
        member(2)
    );
    world.run(OURS, &moved).await;
    assert!(by().await.iter().all(|line| line.contains("РОП")), "gone to the other department");
}

#[tokio::test]
async fn who_has_left_sees_nothing() {
    let world = World::new().await;
    world.run(OURS, "update member set dismissed_on = '2026-11-18' where role = 'partner'").await;
    world
        .run(OURS, "update member set access_until = '2026-11-18T08:00Z' where role = 'expert'")
        .await;
    let lines = said(&world.manager.open(HERE).await, "#mine").join("; ");
    assert!(!lines.contains("партнёр") && !lines.contains("эксперт"), "{lines}");
}

#[tokio::test]
async fn everybody_has_the_page_of_few_statements_and_no_stranger_on_it() {
    let world = World::new().await;
    for who in [
        &world.owner,
        &world.partner,
        &world.head,
        &world.manager,
        &world.expert,
        &world.accountant,
    ] {
        let (seen, statements) = who.open_counting(HERE).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(statements.len() <= 4, "{statements:#?}");
        assert!(!seen.body.contains("Чужой"));
    }
    let theirs = world.stranger.open(HERE).await;
    assert_eq!(said(&theirs, "#mine"), ["Никто"; 4], "alone in the company");
}

#[tokio::test]
async fn the_owner_is_seen_by_the_same_rules() {
    let world = World::new().await;
    let seen = world.partner.open(HERE).await;
    assert_eq!(seen.texts("#owner h3"), ["собственник"]);
    let by = said(&seen, "#owner");
    assert_eq!(by[0], "вы (партнёр) и эксперт (эксперт)");
    assert_eq!(by[3], "Никто", "nobody helps the owner to a new password");
    let own = world.owner.open(HERE).await;
    assert!(own.text("#owner").contains("Вы собственник") && own.texts("#owner dl").is_empty());
    assert_eq!(
        said(&own, "#mine"),
        by.iter().map(|by| by.replace("вы", "партнёр")).collect::<Vec<_>>()
    );
}

#[test]
fn every_permission_of_a_route_is_asked() {
    for (method, path, permission) in mayak::web::all_routes().table() {
        assert!(Permission::ALL.contains(permission), "{method} {path}");
    }
}
