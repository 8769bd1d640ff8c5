use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use mayak::access::Role;
use mayak::app::{App, Settings};
use mayak::clock::Clock;
use mayak::signin::token_hash;
use mayak::values::Ids;
use mayak::web;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{Browser, Seen, database};

pub const OURS: Uuid = Uuid::from_u128(0xA0);
pub const THEIRS: Uuid = Uuid::from_u128(0xB0);
/// «Отдел продаж» of our company; the head heads it, the manager and the two people are in it since 2020.
pub const DEPARTMENT: Uuid = Uuid::from_u128(0xA1);
/// Another department of our company, headed by nobody here.
pub const OTHER_DEPARTMENT: Uuid = Uuid::from_u128(0xA2);

/// The members of our company by role, in the order of `Role::ALL`, then «Иванова О.» and «Петров И.», who have no sign-in.
pub fn member(of: usize) -> Uuid {
    Uuid::from_u128(0xA10 + of as u128)
}
pub const MANAGER: Uuid = Uuid::from_u128(0xA13);
pub const IVANOVA: Uuid = Uuid::from_u128(0xA16);
pub const PETROV: Uuid = Uuid::from_u128(0xA17);
/// The operator: a person without a company.
const OPERATOR: Uuid = Uuid::from_u128(0xC1);
pub const STRANGER: Uuid = Uuid::from_u128(0xB10);
/// The stranger as a member of ours, once made one.
pub const GUEST: Uuid = Uuid::from_u128(0xA20);

/// Wednesday, 18 November 2026, noon in Moscow: the 12th working day of 20.
pub fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 18, 9, 0, 0).unwrap()
}

/// What people of the world sign in with once [`World::give_password`] was called.
pub const PASSWORD: &str = "лошадь скрепка батарея";

/// Two companies at noon, and everybody at a browser.
pub struct World {
    pub app: App,
    pub pool: PgPool,
    pub owner: Browser,
    pub partner: Browser,
    pub head: Browser,
    pub manager: Browser,
    pub expert: Browser,
    pub accountant: Browser,
    /// The owner of the other company.
    pub stranger: Browser,
    /// In no company, but with the flag.
    pub operator: Browser,
    /// Not signed in.
    pub nobody: Browser,
}

impl World {
    pub async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(mut settings: Settings) -> Self {
        settings.reader = Some(env!("CARGO_BIN_EXE_mayak").into());
        let pool = database().await;
        let app = App::new(pool.clone(), Clock::fixed(noon()), Ids::seeded(1), settings);
        let router = web::router(app.clone());
        let signed_in = |name: &str, company| Browser::new(&router, Some(name), company);
        Self {
            owner: signed_in("owner", OURS),
            partner: signed_in("partner", OURS),
            head: signed_in("head", OURS),
            manager: signed_in("manager", OURS),
            expert: signed_in("expert", OURS),
            accountant: signed_in("accountant", OURS),
            stranger: signed_in("stranger", THEIRS),
            operator: signed_in("operator", Uuid::nil()),
            nobody: Browser::new(&router, None, OURS),
            app,
            pool,
        }
    }

    /// Gives a person of the world a password: `head` then signs in as head@mayak.test.
    pub async fn give_password(&self, name: &str) {
        sqlx::query("update person set password_hash = $2 where email_norm = $1")
            .bind(format!("{name}@mayak.test"))
            .bind(mayak::signin::hash(PASSWORD).await.unwrap())
            .execute(&self.pool)
            .await
            .unwrap();
    }

    /// Signs a person in at another browser.
    pub async fn sign_in(&self, name: &str, password: &str) -> Seen {
        let email = format!("{name}@mayak.test");
        self.nobody.submit("/sign-in", &[("email", &email), ("password", password)]).await
    }

    /// Runs statements as the product inside a company.
    pub async fn run(&self, company: Uuid, sql: &str) {
        let begin =
            format!("begin; set local role mayak_app; set local app.company_id = '{company}'");
        let mut tx = self.pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Makes a person of our company a manager of the other one too.
    pub async fn join_them(&self, person: Uuid) {
        let sql = format!(
            "insert into member (company_id, id, person_id, name, name_norm, role)
             values ('{THEIRS}', '{person}', '{person}', 'Совместитель', 'совместитель', 'manager')"
        );
        self.run(THEIRS, &sql).await;
    }

    /// A superuser's connection would see everything: tests look through the product's role and a company.
    pub async fn count(&self, company: Uuid, sql: &str) -> i64 {
        let begin =
            format!("begin; set local role mayak_app; set local app.company_id = '{company}'");
        let mut tx = self.pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut *tx).await.unwrap()
    }

    /// What no form does yet, written as the product's role in a company.
    pub async fn write(&self, company: Uuid, sql: impl Into<String>) {
        let begin =
            format!("begin; set local role mayak_app; set local app.company_id = '{company}'");
        let mut tx = self.pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
        let sql = format!(
            "{}; insert into company_revision (company_id, no) values ('{company}', 1)
             on conflict (company_id) do update set no = company_revision.no + 1",
            sql.into().trim_end().trim_end_matches(';')
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The same browser at the same instance as time goes by.
    pub fn later(&self, time: TimeDelta, who: &Browser) -> Browser {
        let app = App { clock: Clock::fixed(noon() + time), ..self.app.clone() };
        let mut later = Browser::new(&web::router(app), None, OURS);
        later.cookies.clone_from(&who.cookies);
        later
    }

    /// A browser of somebody of our company at another instance as time goes by.
    pub fn after(&self, time: TimeDelta, who: &Browser) -> Browser {
        let clock = Clock::fixed(noon() + time);
        let (ids, settings) = (Ids::random(), self.app.settings.clone());
        let app = App::new(self.pool.clone(), clock, ids, settings);
        let mut later = Browser::new(&web::router(app), None, OURS);
        later.cookies.clone_from(&who.cookies);
        later
    }

    /// The owner of the other company becomes a member of ours too.
    pub async fn stranger_is_ours(&self, role: Role) {
        let code = role.code();
        self.write(
            OURS,
            format!(
                "insert into member (company_id, id, person_id, name, name_norm, role)
                 values ('{OURS}', '{GUEST}', '{STRANGER}', 'Чужой', 'чужой', '{code}')"
            ),
        )
        .await;
    }
}

/// Puts the two companies into the template. Runs as the server's owner, whom no wall stops.
pub async fn furnish(db: &mut PgConnection) {
    for (company, name) in [(OURS, "Наша"), (THEIRS, "Чужая")] {
        sqlx::query("insert into company (id, name, tz, tracking_from) values ($1, $2, 'Europe/Moscow', '2026-11-01')")
            .bind(company)
            .bind(name)
            .execute(&mut *db)
            .await
            .unwrap();
    }
    for (company, id, name) in [
        (OURS, DEPARTMENT, "Отдел продаж"),
        (OURS, OTHER_DEPARTMENT, "Опт"),
        (THEIRS, Uuid::from_u128(0xB1), "Отдел продаж"),
    ] {
        sqlx::query("insert into department (company_id, id, name) values ($1, $2, $3)")
            .bind(company)
            .bind(id)
            .bind(name)
            .execute(&mut *db)
            .await
            .unwrap();
    }
    for (at, role) in Role::ALL.into_iter().enumerate() {
        let sells = role == Role::Manager;
        let person = person(db, member(at), role.code()).await;
        add_member(db, (OURS, member(at)), Some(person), role.name(), role, sells).await;
    }
    let operator = person(db, OPERATOR, "operator").await;
    sqlx::query("update person set is_operator = true where id = $1")
        .bind(operator)
        .execute(&mut *db)
        .await
        .unwrap();
    let stranger = person(db, STRANGER, "stranger").await;
    add_member(db, (THEIRS, STRANGER), Some(stranger), "Чужой", Role::Owner, false).await;
    add_member(db, (OURS, IVANOVA), None, "Иванова О.", Role::Manager, true).await;
    add_member(db, (OURS, PETROV), None, "Петров И.", Role::Manager, true).await;
    let long_ago = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    for member in [MANAGER, IVANOVA, PETROV] {
        sqlx::query("insert into member_department (company_id, member_id, from_on, department_id) values ($1, $2, $3, $4)")
            .bind(OURS)
            .bind(member)
            .bind(long_ago)
            .bind(DEPARTMENT)
            .execute(&mut *db)
            .await
            .unwrap();
    }
    sqlx::query("insert into department_head (company_id, department_id, from_on, member_id) values ($1, $2, $3, $4)")
        .bind(OURS)
        .bind(DEPARTMENT)
        .bind(long_ago)
        .bind(member(2))
        .execute(&mut *db)
        .await
        .unwrap();
}

/// A person with the id of the member, an address after the name, and a session whose token is the name.
async fn person(db: &mut PgConnection, id: Uuid, name: &str) -> Uuid {
    sqlx::query("insert into person (id, email_norm, name) values ($1, $2, $3)")
        .bind(id)
        .bind(format!("{name}@mayak.test"))
        .bind(name)
        .execute(&mut *db)
        .await
        .unwrap();
    let company = match name {
        "stranger" => Some(THEIRS),
        "operator" => None,
        _ => Some(OURS),
    };
    sqlx::query("insert into session (token_hash, person_id, company_id, made_at, seen_at, ends_at) values ($1, $2, $3, $4, $4, $5)")
        .bind(token_hash(name))
        .bind(id)
        .bind(company)
        .bind(noon())
        .bind(noon() + mayak::signin::LONGEST)
        .execute(&mut *db)
        .await
        .unwrap();
    id
}

async fn add_member(
    db: &mut PgConnection,
    (company, id): (Uuid, Uuid),
    person: Option<Uuid>,
    name: &str,
    role: Role,
    sells: bool,
) {
    sqlx::query(
        "insert into member (company_id, id, person_id, name, name_norm, role, sells) values ($1, $2, $3, $4, lower($4), $5, $6)",
    )
    .bind(company)
    .bind(id)
    .bind(person)
    .bind(name)
    .bind(role.code())
    .bind(sells)
    .execute(&mut *db)
    .await
    .unwrap();
}
