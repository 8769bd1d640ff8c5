use askama::Template;

use super::sight::Seen;
use crate::access::{Actor, Aspect, Role};
use crate::values::russian::listed;
use crate::web::Shell;

/// «Что обо мне видно и кому».
#[derive(Template)]
#[template(path = "visibility/index.html")]
pub struct Visibility {
    shell: Shell,
    lines: Vec<Line>,
    /// Every other owner by name: whom the owner is seen by.
    owners: Vec<(String, Vec<Line>)>,
}

/// One thing and who sees it.
struct Line {
    title: &'static str,
    what: &'static str,
    /// «Смирнов (собственник) и Орлов (РОП)»; empty: nobody.
    by: String,
}

impl Visibility {
    pub fn new(
        shell: &Shell,
        me: &Seen<'_>,
        owners: &[(String, Seen<'_>)],
        onlookers: &[Actor],
    ) -> Self {
        let lines = |seen: &Seen<'_>| {
            let line = |aspect| Line::of(aspect, &seen.seen_by(aspect, onlookers), &shell.actor);
            Aspect::ALL.into_iter().map(line).collect::<Vec<_>>()
        };
        let owners = owners.iter().map(|(name, seen)| (name.clone(), lines(seen))).collect();
        Self { shell: shell.clone(), lines: lines(me), owners }
    }

    fn is_owner(&self) -> bool {
        self.shell.actor.role == Role::Owner
    }
}

impl Line {
    fn of(aspect: Aspect, by: &[&Actor], reader: &Actor) -> Self {
        let (title, what) = words(aspect);
        let name = |one: &&Actor| {
            let who = if one.member == reader.member { "вы" } else { one.name.as_str() };
            format!("{who} ({})", one.role.name())
        };
        Self { title, what, by: listed(&by.iter().map(name).collect::<Vec<_>>()) }
    }
}

const fn words(aspect: Aspect) -> (&'static str, &'static str) {
    match aspect {
        Aspect::Facts => (
            "Цифры по дням",
            "Звонки, встречи, оплаты и другое: каждая запись, кто и когда её сделал и что исправил.",
        ),
        Aspect::Plan => ("План", "Сколько нужно сделать за месяц и по дням."),
        Aspect::Card => (
            "Карточка",
            "Имя, отдел, роль, внешний номер, работает ли человек и есть ли у него вход.",
        ),
        Aspect::SignIn => (
            "Вход",
            "Почта для входа, включён ли второй фактор, есть ли ссылка для нового пароля и до какого времени.",
        ),
    }
}
