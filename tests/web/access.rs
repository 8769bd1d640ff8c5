//! Who may do what, route by route: a checked-in table. Forms are sent with their token and nothing else, `{id}` is a person
//! of our company (or nothing that exists): 2xx and 4xx but 403 are the handler's own word, 403 the guard's, 303 leads away.
use std::fmt::Write;

use axum::http::Method;
use uuid::Uuid;

use crate::support::{IVANOVA, World};

#[tokio::test]
async fn every_route_by_every_role() {
    let world = World::new().await;
    let mut table = String::from(
        "                                                          owner part head mana expe acco stra oper nobody\n",
    );
    let people = [
        &world.owner,
        &world.partner,
        &world.head,
        &world.manager,
        &world.expert,
        &world.accountant,
        &world.stranger,
        &world.operator,
        &world.nobody,
    ];
    for (method, path, permission) in mayak::web::all_routes().table() {
        write!(table, "{:<6}{path:<36}{:<16}", method.as_str(), format!("{permission:?}")).unwrap();
        let id = if path.starts_with("/people") { IVANOVA } else { Uuid::from_u128(0xC0) };
        let unknown = "0".repeat(64);
        let concrete = path
            .replace("{id}", &id.to_string())
            .replace("{date}", "2026-11-18")
            .replace("{starts_on}", "2026-11-16")
            .replace("{token}", &unknown);
        if *path == "/sign-out" || *path == "/sign-out-everywhere" {
            table.push_str(" (ends the session: tests/web/signin.rs)\n");
            continue;
        }
        for who in people {
            let seen = match *method {
                Method::POST => who.submit(&concrete, &[]).await,
                _ => who.open(&concrete).await,
            };
            write!(table, " {:>4}", seen.status.as_u16()).unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}
