//! Who may do what, route by route: a checked-in table.
use std::fmt::Write;

use axum::http::Method;

use crate::support::World;

#[tokio::test]
async fn every_route_by_every_role() {
    let world = World::new().await;
    let mut table = String::from(
        "                                                          owner part head mana expe acco stra nobody\n",
    );
    let people = [
        &world.owner,
        &world.partner,
        &world.head,
        &world.manager,
        &world.expert,
        &world.accountant,
        &world.stranger,
        &world.nobody,
    ];
    for (method, path, permission) in mayak::web::all_routes().table() {
        write!(table, "{:<6}{path:<36}{:<16}", method.as_str(), format!("{permission:?}")).unwrap();
        let concrete = path.replace("{id}", "00000000-0000-0000-0000-0000000000c0");
        if *path == "/sign-out" || *path == "/sign-out-everywhere" {
            table.push_str(" (ends the session: tests/web/signin.rs)\n");
            continue;
        }
        for who in people {
            let kind =
                if *method == Method::POST { "application/x-www-form-urlencoded" } else { "" };
            let seen = who.send(method.clone(), &concrete, kind, Vec::new()).await;
            write!(table, " {:>4}", seen.status.as_u16()).unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}
