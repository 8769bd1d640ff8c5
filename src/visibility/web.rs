use chrono::NaiveDate;

use super::sight::Seen;
use super::store;
use super::views::Visibility;
use crate::access::{Actor, Role};
use crate::clock::Clock;
use crate::company::{self, Member};
use crate::db::Tenant;
use crate::signin::{self, SignIn};
use crate::web::{Answer, Error, Result, Shell};

pub async fn show(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Visibility>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let members = company::members(&mut db, today).await?;
    let onlookers = store::onlookers(&mut db).await?;
    let mut db = db.into_login().await?;
    let sign_ins = signin::sign_ins(&mut db, shell.actor.company).await?;
    let seen = |member| seen(member, &sign_ins, today);
    let actors: Vec<Actor> = onlookers.iter().map(|one| one.acting(&shell.actor)).collect();
    let me =
        members.iter().find(|member| member.id == shell.actor.member).ok_or(Error::NotFound)?;
    let owners = members.iter().filter(|member| {
        member.role == Role::Owner && member.id != me.id && !member.is_dismissed(today)
    });
    let owners: Vec<_> = owners.map(|owner| (owner.name.clone(), seen(owner))).collect();
    Ok(Answer::Page(Visibility::new(&shell, &seen(me), &owners, &actors)))
}

fn seen<'a>(member: &'a Member, sign_ins: &'a [SignIn], today: NaiveDate) -> Seen<'a> {
    let sign_in = sign_ins.iter().find(|one| one.member == member.id);
    Seen { member, sign_in, today }
}
