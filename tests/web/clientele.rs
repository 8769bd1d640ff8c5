//! Whose clients they are, and handing them over with a dismissal. Today is Wednesday, 18 November 2026.
use axum::http::StatusCode;
use mayak::actual::{self, NewPayment};
use uuid::Uuid;

use crate::figures::{Figures, begin, cell};
use crate::support::{
    Browser, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PETROV, Seen, World, noon,
};

const HANDED: &str = "select count(*) from client_owner";

/// Petrov was paid by two clients last, Ivanova by one.
async fn paid(world: &World) -> Figures<'_> {
    let figures = Figures::new(world).await;
    let lines = [
        (PETROV, "2026-11-10", "Ремстрой"),
        (PETROV, "2026-11-12", "Альфа"),
        (PETROV, "2026-11-09", "Бета"),
        (IVANOVA, "2026-11-16", "Бета"),
    ];
    let lines = lines.map(|(who, on, client)| NewPayment {
        cell: cell(who, figures.paid, on),
        key: client.into(),
        amount: Some(100_000),
        client: client.into(),
        comment: String::new(),
        late: false,
        said: None,
    });
    let mut db = begin(world, noon()).await;
    actual::pay(&mut db, &lines).await.unwrap();
    db.commit().await.unwrap();
    figures
}

async fn dismiss(who: &Browser, whom: Uuid, heir: &str) -> Seen {
    let fields = [("day", "2026-11-18"), ("row_version", "1"), ("heir", heir)];
    who.submit(&format!("/people/{whom}/dismissal"), &fields).await
}

async fn clients(who: &Browser, whom: Uuid) -> String {
    who.open(&format!("/people/{whom}")).await.text("#clients").replace('\u{a0}', " ")
}

#[tokio::test]
async fn clients_are_theirs_who_were_paid_last() {
    let world = World::new().await;
    paid(&world).await;
    assert!(clients(&world.owner, PETROV).await.starts_with("2 клиента Альфа, Ремстрой"));
    assert!(clients(&world.owner, IVANOVA).await.starts_with("1 клиент Бета"));
    assert!(!world.owner.open(&format!("/people/{MANAGER}")).await.has("#clients"));
}

#[tokio::test]
async fn who_leaves_hands_the_clients_over_and_keeps_the_payments() {
    let world = World::new().await;
    paid(&world).await;
    let done = dismiss(&world.head, PETROV, &MANAGER.to_string()).await;
    assert_eq!(done.location.as_deref(), Some("/people"), "{}", done.body);
    assert_eq!(world.count(OURS, HANDED).await, 2);
    assert!(clients(&world.owner, MANAGER).await.starts_with("2 клиента Альфа, Ремстрой"));
    assert!(!world.owner.open(&format!("/people/{PETROV}")).await.has("#clients"));
    let of_petrov = format!("select count(*) from payment where member_id = '{PETROV}'");
    assert_eq!(world.count(OURS, &of_petrov).await, 3);
    let day = world.manager.open("/day").await;
    let known = day.attributes("datalist option", "value");
    assert!(
        known.contains(&"Альфа".to_owned()) && !known.contains(&"Бета".to_owned()),
        "{known:?}"
    );
    let journal = world.owner.open("/changes").await.text("main").replace('\u{a0}', " ");
    assert!(journal.contains("2 клиента, теперь их ведёт менеджер"), "{journal}");
}

#[tokio::test]
async fn an_heir_is_asked_for_and_must_be_somebody_who_works_here() {
    let world = World::new().await;
    paid(&world).await;
    let owner = crate::support::member(0).to_string();
    for heir in ["", "кто-нибудь", &PETROV.to_string(), &owner, &OTHER_DEPARTMENT.to_string()]
    {
        let refused = dismiss(&world.owner, PETROV, heir).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{heir}");
        assert!(refused.has("#heir-error"));
        assert_eq!(refused.attribute("#day", "value"), "2026-11-18");
    }
    assert_eq!(world.count(OURS, HANDED).await, 0);
    let left = dismiss(&world.owner, PETROV, "nobody").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.body);
    assert_eq!(world.count(OURS, HANDED).await, 0);
}

#[tokio::test]
async fn neither_colleagues_nor_strangers_hand_over() {
    let world = World::new().await;
    paid(&world).await;
    let heir = MANAGER.to_string();
    assert_eq!(dismiss(&world.partner, PETROV, &heir).await.status, StatusCode::FORBIDDEN);
    assert_eq!(dismiss(&world.manager, PETROV, &heir).await.status, StatusCode::FORBIDDEN);
    assert_eq!(dismiss(&world.stranger, PETROV, &heir).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, HANDED).await, 0);
}
