use crate::clock::Clock;
use crate::db::Login;
use crate::expert::store;
use crate::expert::views::{Desk, Index};
use crate::signin;
use crate::web::{Answer, Result, Visit};

pub async fn index(login: Login, clock: Clock, visit: Visit) -> Result<Answer<Index>> {
    let mut db = login.begin_as(visit.person).await?;
    let clients = store::clients(&mut db, visit.person).await?;
    let name = signin::name_of(&mut db, visit.person).await?;
    Ok(Answer::Page(Index { desk: Desk::of(visit, name, "/clients"), now: clock.now(), clients }))
}
