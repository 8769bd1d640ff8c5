//! Letters: written with their cause, sent to a real server, refused by it, answered by their readers.
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use mayak::app::{App, Settings};
use mayak::clock::Clock;
use mayak::jobs::{enqueue_due, run_due};
use mayak::mail::{Authority, Post, State, numbers};
use sqlx::{AssertSqlSafe, Executor};
use tokio_rustls::TlsAcceptor;

use crate::invitation::{link, manager};
use crate::support::{
    Centre, MANAGER, OURS, PASSWORD, Received, Secured, Seen, Smtp, World, member, noon, owner_of,
};

const SITE: &str = "http://mayak.test";

/// The world with a mail server.
pub async fn world() -> (World, Smtp) {
    let smtp = Smtp::start().await;
    let world = World::with(settings(&smtp)).await;
    (world, smtp)
}

fn settings(smtp: &Smtp) -> Settings {
    let (post, public_url) = (Some(smtp.post()), Some(SITE.to_owned()));
    Settings { post, public_url, ..Settings::default() }
}

/// Sends what waits; gives what came.
async fn sent(world: &World, smtp: &Smtp) -> Vec<Received> {
    run_due(&world.app).await.unwrap();
    smtp.taken()
}

async fn one(world: &World, smtp: &Smtp) -> Received {
    let mut sent = sent(world, smtp).await;
    assert_eq!(sent.len(), 1, "{sent:#?}");
    sent.remove(0)
}

fn at(app: &App, now: DateTime<Utc>) -> App {
    App { clock: Clock::fixed(now), ..app.clone() }
}

async fn sql(world: &World, statement: &str) {
    owner_of(&world.pool).await.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
}

async fn confirm_all(world: &World) {
    sql(world, "update person set email_confirmed_at = now()").await;
}

async fn number(world: &World, of: State) -> i64 {
    let numbers = numbers(&world.app).await.unwrap();
    numbers.into_iter().find(|(state, _)| *state == of).unwrap().1
}

async fn failure(world: &World) -> String {
    sqlx::query_scalar(
        "select error from job where error is not null order by made_at desc limit 1",
    )
    .fetch_one(&world.pool)
    .await
    .unwrap()
}

async fn invite(world: &World, email: &str) -> Seen {
    let fields = [&manager("Орлова М.")[..], &[("email", email)]].concat();
    world.owner.submit("/people/invitations", &fields).await
}

#[tokio::test]
async fn an_invitation_comes_by_letter_and_its_reader_has_confirmed_the_address() {
    let (world, smtp) = world().await;
    let page = link(&invite(&world, "Orlova@firma.example").await);

    let letter = one(&world, &smtp).await;

    assert_eq!(letter.to, "orlova@firma.example");
    assert_eq!(letter.subject, "Приглашение в «Наша»");
    assert_eq!(letter.field("Auto-Submitted"), "auto-generated");
    for said in [&letter.text, &letter.html] {
        assert!(said.contains("собственник приглашает вас в компанию «Наша»"), "{said}");
        assert!(said.contains("менеджер, отдел «Отдел продаж»") && said.contains("25\u{a0}ноября"));
    }
    assert!(!letter.html.contains("<img") && !letter.html.contains("src="), "nothing from outside");
    let link = letter.link(&format!("{SITE}/invitations/"));
    assert_ne!(link, page, "neither secret is kept, so there are two");
    assert_eq!(world.nobody.open(&page).await.status, StatusCode::OK, "the page's link opens too");

    let agreed = world.nobody.submit(&format!("{link}/consent"), &[("agree", "yes")]).await;
    let mut newcomer = world.nobody.clone();
    newcomer.cookies = agreed.cookie("consent").unwrap();
    let fields = [("name", "Орлова"), ("email", "orlova@firma.example"), ("password", PASSWORD)];
    let seen = newcomer.submit(&format!("{link}/registration"), &fields).await;
    let account = newcomer.with(&seen).open("/account").await;
    assert!(account.text("#letters").contains("адрес подтверждён"), "{}", account.text("#letters"));
    assert!(sent(&world, &smtp).await.is_empty(), "nothing to confirm any more");
}

#[tokio::test]
async fn a_refused_letter_is_told_beside_its_invitation_and_to_the_operator() {
    for (email, told) in [
        ("nobody@firma.example", "Письмо не доставлено: такого ящика нет"),
        ("full@firma.example", "Письмо не доставлено: ящик переполнен"),
    ] {
        let (world, smtp) = world().await;
        invite(&world, email).await;
        let before = world.owner.open("/people").await;
        assert!(before.text("#invitations").contains("Письмо отправляется"));

        assert!(sent(&world, &smtp).await.is_empty());

        let seen = world.owner.open("/people").await;
        assert_eq!(seen.text("#invitations .pill.bad"), told);
        let failed = world.operator.open("/operator/jobs").await.text("#failed tbody tr");
        assert!(failed.starts_with("Письмо Наша Письмо не принято"), "{failed}");
        assert!(!failed.contains("firma.example"), "of an address the operator learns nothing");
        assert_eq!(number(&world, State::Refused).await, 1);
    }
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_asked_again_and_the_letter_is_one() {
    let (world, smtp) = world().await;
    invite(&world, "later@firma.example").await;
    assert!(sent(&world, &smtp).await.is_empty());
    assert_eq!(failure(&world).await, "Почтовый сервер просит подождать, код 451");
    assert_eq!(number(&world, State::Waiting).await, 1);

    sql(&world, "update invitation set email = 'orlova@firma.example'").await;
    sql(&world, "update letter set address = 'orlova@firma.example'").await;
    assert_eq!(run_due(&at(&world.app, noon() + TimeDelta::seconds(12))).await.unwrap(), 1);
    assert_eq!(smtp.taken().len(), 1);
    assert!(sent(&world, &smtp).await.is_empty());
}

#[tokio::test]
async fn a_letter_that_never_goes_out_is_told_too() {
    let (world, _smtp) = world().await;
    invite(&world, "later@firma.example").await;
    sql(&world, "update job set attempts = most_attempts - 1").await;
    run_due(&world.app).await.unwrap();
    let seen = world.owner.open("/people").await;
    assert!(seen.text("#invitations .pill.bad").contains("Отправьте ссылку сами"));
    assert_eq!(number(&world, State::Failed).await, 1);
}

#[tokio::test]
async fn a_server_that_does_not_let_us_in_or_is_gone_is_no_fault_of_the_letter() {
    let smtp = Smtp::start().await;
    let gone = mayak::mail::Server::at("smtp://127.0.0.1:9").unwrap();
    let gone = mayak::mail::Post::new(&gone, "mayak@mayak.test".parse().unwrap());
    for (post, why) in [
        (smtp.post_as("mayak:wrong"), "Почтовый сервер не пускает Маяк, код 535"),
        (gone, "До почтового сервера не достучаться"),
        (
            smtp.post_over_tls(None),
            "С почтовым сервером не вышло защищённое соединение: проверьте его сертификат и порт",
        ),
    ] {
        let settings = Settings { post: Some(post), ..settings(&smtp) };
        let world = World::with(settings).await;
        invite(&world, "orlova@firma.example").await;
        assert!(sent(&world, &smtp).await.is_empty());
        assert_eq!(failure(&world).await, why);
        assert_eq!(number(&world, State::Waiting).await, 1);
    }
}

async fn world_writing_by(post: Post) -> World {
    let (post, public_url) = (Some(post), Some(SITE.to_owned()));
    World::with(Settings { post, public_url, ..Settings::default() }).await
}

/// Both ways to speak TLS, each with a server that does so by that certificate.
async fn over_tls(certificate: TlsAcceptor, authority: Option<&Authority>) -> [(Smtp, Post); 2] {
    let implicit = Smtp::start_as(Secured::FromTheFirstByte(certificate.clone())).await;
    let starttls = Smtp::start_as(Secured::ByStartTls(certificate)).await;
    let posts = (implicit.post_over_tls(authority), starttls.post_by_starttls(authority));
    [(implicit, posts.0), (starttls, posts.1)]
}

#[tokio::test]
async fn a_letter_goes_by_tls_to_a_server_certified_by_the_companys_own_centre() {
    let centre = Centre::named("Наш");
    for (smtp, post) in over_tls(centre.certify("127.0.0.1"), Some(&centre.authority())).await {
        let world = world_writing_by(post).await;
        invite(&world, "orlova@firma.example").await;

        let letter = one(&world, &smtp).await;

        assert_eq!(letter.subject, "Приглашение в «Наша»");
        assert_eq!(number(&world, State::Sent).await, 1);
        let heard: Vec<_> = smtp.overheard().iter().map(|line| line[..4].to_owned()).collect();
        assert!(heard.is_empty() || heard == ["EHLO", "STAR"], "{heard:?}: in the clear");
    }
}

#[tokio::test]
async fn a_letter_waits_while_the_servers_certificate_is_not_to_be_believed() {
    let (centre, other) = (Centre::named("Наш"), Centre::named("Чужой"));
    let (ours, strange) = (centre.authority(), other.authority());
    let unknown =
        "Сертификат почтового сервера подписан неизвестным центром: назовите его в MAYAK_SMTP_CA";
    for (host, authority, why) in [
        ("127.0.0.1", Some(&strange), unknown),
        ("127.0.0.1", None, unknown),
        ("mail.example", Some(&ours), "Сертификат почтового сервера выписан на другое имя"),
    ] {
        for (smtp, post) in over_tls(centre.certify(host), authority).await {
            let world = world_writing_by(post).await;
            invite(&world, "orlova@firma.example").await;
            assert!(sent(&world, &smtp).await.is_empty());
            assert_eq!(failure(&world).await, why);
            assert_eq!(number(&world, State::Waiting).await, 1);
            assert!(!smtp.overheard().iter().any(|line| line.starts_with("AUTH")));
        }
    }
}

#[tokio::test]
async fn a_password_is_not_said_to_a_server_that_hides_its_tls() {
    let (smtp, centre) = (Smtp::start().await, Centre::named("Наш"));
    let world = world_writing_by(smtp.post_by_starttls(Some(&centre.authority()))).await;
    invite(&world, "orlova@firma.example").await;
    assert!(sent(&world, &smtp).await.is_empty());
    assert_eq!(failure(&world).await, "Почтовый сервер не предлагает STARTTLS");
    assert_eq!(number(&world, State::Waiting).await, 1);
    let heard = smtp.overheard();
    assert!(!heard.is_empty() && heard.iter().all(|line| !line.starts_with("AUTH")), "{heard:?}");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for() {
    let (world, smtp) = world().await;
    invite(&world, "silent@firma.example").await;
    assert!(sent(&world, &smtp).await.is_empty());
    assert_eq!(failure(&world).await, "Почтовый сервер не отвечает");
}

#[tokio::test]
async fn what_an_invitation_says_no_more_is_not_sent() {
    let (world, smtp) = world().await;
    invite(&world, "orlova@firma.example").await;
    sql(&world, "update invitation set revoked_at = now()").await;
    assert!(sent(&world, &smtp).await.is_empty());
    assert_eq!(number(&world, State::Dropped).await, 1);
}

#[tokio::test]
async fn a_new_link_is_another_letter_and_the_old_one_opens_nothing() {
    let (world, smtp) = world().await;
    invite(&world, "orlova@firma.example").await;
    let first = one(&world, &smtp).await.link(&format!("{SITE}/invitations/"));
    let form = world.owner.open("/people").await.attribute("#invitations form", "action");
    assert_eq!(world.owner.submit(&form, &[("row_version", "1")]).await.status, StatusCode::OK);
    let second = one(&world, &smtp).await.link(&format!("{SITE}/invitations/"));
    assert_eq!(world.nobody.open(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.nobody.open(&second).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_at_its_field() {
    let (world, smtp) = world().await;
    let seen = invite(&world, "orlova").await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.text("#email-error").contains("anna@firma.ru"));
    assert_eq!(seen.attribute("#email", "value"), "orlova");
    assert!(sent(&world, &smtp).await.is_empty());
}

#[tokio::test]
async fn without_a_mail_server_pages_ask_for_no_address_and_nothing_is_written() {
    let world = World::new().await;
    assert!(!world.owner.open("/people/invitations/new").await.has("#email"));
    link(&invite(&world, "orlova@firma.example").await);
    assert!(!world.nobody.open("/sign-in").await.has("a[href='/forgotten']"));
    let seen = world.nobody.open("/forgotten").await;
    assert!(seen.text("main").contains("Безопасность") && !seen.has("form"));
    assert!(!world.manager.open("/account").await.has("#letters"));
    let asked = world.nobody.submit("/forgotten", &[("email", "head@mayak.test")]).await;
    assert_eq!(asked.status, StatusCode::NOT_FOUND);
    assert_eq!(run_due(&world.app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_forgotten_password_is_set_by_a_letter() {
    let (world, smtp) = world().await;
    confirm_all(&world).await;
    assert!(world.nobody.open("/sign-in").await.has("a[href='/forgotten']"));

    let seen = world.nobody.submit("/forgotten", &[("email", " Head@mayak.test")]).await;

    assert!(seen.text("main").contains("Если по адресу head@mayak.test"));
    let letter = one(&world, &smtp).await;
    assert_eq!(letter.to, "head@mayak.test");
    let link = letter.link(&format!("{SITE}/reset?link="));
    assert_eq!(world.nobody.open(&link).await.status, StatusCode::OK);
    let secret = link.split('=').nth(1).unwrap();
    let form = [("link", secret), ("new", PASSWORD), ("again", PASSWORD)];
    let done = world.nobody.submit("/reset", &form).await;
    assert_eq!(done.location.as_deref(), Some("/sign-in?after=reset"));
    assert_eq!(world.sign_in("head", PASSWORD).await.location.as_deref(), Some("/home"));
    let kept = "select string_agg(l::text, ' ') || string_agg(j::text, ' ') from letter l, job j";
    let kept: String = sqlx::query_scalar(kept).fetch_one(&world.pool).await.unwrap();
    assert!(!kept.contains(secret), "the secret is in the letter alone");
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_an_address() {
    let (world, smtp) = world().await;
    sql(
        &world,
        "update person set email_confirmed_at = now() where email_norm = 'head@mayak.test'",
    )
    .await;
    let mut said = Vec::new();
    for name in ["head", "manager", "unknown"] {
        let email = format!("{name}@mayak.test");
        let seen = world.nobody.submit("/forgotten", &[("email", &email)]).await;
        assert_eq!(seen.status, StatusCode::OK);
        said.push(seen.text("main").replace(&email, ""));
    }
    assert!(said.windows(2).all(|two| two[0] == two[1]), "{said:#?}");
    let letter = one(&world, &smtp).await;
    assert_eq!(letter.to, "head@mayak.test", "not to an unconfirmed address, nor to nobody's");
    assert_eq!(number(&world, State::Dropped).await, 2);
}

#[tokio::test]
async fn nobody_fills_the_box_of_another() {
    let (world, smtp) = world().await;
    confirm_all(&world).await;
    let ask = || world.nobody.submit("/forgotten", &[("email", "head@mayak.test")]);
    for _ in 0..3 {
        assert_eq!(ask().await.status, StatusCode::OK);
    }
    assert_eq!(ask().await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(sent(&world, &smtp).await.len(), 3);
}

async fn register(world: &World) -> Seen {
    let agreed = world.nobody.submit("/consent", &[("agree", "yes")]).await;
    let mut newcomer = world.nobody.clone();
    newcomer.cookies = agreed.cookie("consent").unwrap();
    let form = newcomer.open("/register").await;
    let key = form.attribute("input[name=key]", "value");
    let fields = [
        ("company", "Ремстрой"),
        ("name", "Анна"),
        ("email", "anna@firma.example"),
        ("password", PASSWORD),
        ("zone", "Europe/Moscow"),
        ("key", &key),
    ];
    newcomer.submit("/register", &fields).await
}

#[tokio::test]
async fn an_address_is_confirmed_by_its_reader_and_not_by_his_mail_program() {
    let (world, smtp) = world().await;
    let mut anna = world.nobody.with(&register(&world).await);
    let account = anna.open("/account").await;
    assert!(account.text("#letters").contains("anna@firma.example не подтверждён"));
    assert_eq!(anna.open("/home").await.location.as_deref(), Some("/"), "nothing is held up");

    let link = one(&world, &smtp).await.link(&format!("{SITE}/confirmation?link="));
    assert!(world.nobody.open(&link).await.text("main").contains("anna@firma.example"));
    assert!(anna.open("/account").await.text("#letters").contains("не подтверждён"));
    let secret = link.split('=').nth(1).unwrap();
    let done = world.nobody.submit("/confirmation", &[("link", secret)]).await;
    assert_eq!(done.text("h1"), "Адрес подтверждён");
    assert!(!anna.open("/account").await.text("#letters").contains("не подтверждён"));

    let company = account.attribute("input[name=token]", "value");
    anna.company = company.split('.').next().unwrap().parse().unwrap();
    let again = anna.submit("/account/confirmation", &[]).await;
    assert_eq!(again.location.as_deref(), Some("/account"));
    assert!(sent(&world, &smtp).await.is_empty(), "it is known");
}

#[tokio::test]
async fn a_link_of_a_confirmation_ends_and_is_renewed_from_ones_own_page() {
    let (world, smtp) = world().await;
    let ask = || world.manager.submit("/account/confirmation", &[]);
    ask().await;
    let old = one(&world, &smtp).await.link(&format!("{SITE}/confirmation?link="));
    let late = world.after(TimeDelta::days(7), &world.nobody);
    assert_eq!(late.open(&old).await.status, StatusCode::GONE);
    ask().await;
    let new = one(&world, &smtp).await.link(&format!("{SITE}/confirmation?link="));
    assert_eq!(world.nobody.open(&new).await.status, StatusCode::OK);
    assert_eq!(world.nobody.open("/confirmation?link=abc").await.status, StatusCode::GONE);
}

/// 20:00 in Moscow on that day of November, when the day of our companies closes.
fn closing(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, 17, 0, 0).unwrap()
}

/// All that happens by itself until then.
async fn live_until(world: &World, now: DateTime<Utc>) {
    let app = at(&world.app, now);
    enqueue_due(&app).await.unwrap();
    run_due(&app).await.unwrap();
}

#[tokio::test]
async fn who_has_not_closed_the_day_is_reminded_at_its_hour_and_once() {
    let (world, smtp) = world().await;
    confirm_all(&world).await;
    live_until(&world, closing(18) - TimeDelta::minutes(1)).await;
    assert!(smtp.taken().is_empty(), "not before the hour");

    live_until(&world, closing(18)).await;
    live_until(&world, closing(18) + TimeDelta::minutes(10)).await;

    let letters = smtp.taken();
    assert_eq!(letters.len(), 1, "the owner does not sell, Иванова has no address: {letters:#?}");
    assert_eq!(letters[0].to, "manager@mayak.test");
    assert_eq!(letters[0].subject, "День не закрыт: 18\u{a0}ноября");
    assert_eq!(letters[0].link(&format!("{SITE}/day/")), "/day/2026-11-18");
}

/// The product was away over midnight.
#[tokio::test]
async fn a_day_that_closed_before_midnight_is_reminded_of_after_it() {
    let (world, smtp) = world().await;
    confirm_all(&world).await;
    sql(&world, "update company set day_closes_at = '23:30'").await;
    live_until(&world, closing(18) + TimeDelta::minutes(250)).await;
    let letters = smtp.taken();
    assert_eq!(letters.len(), 1, "at ten past midnight: {letters:#?}");
    assert_eq!(letters[0].subject, "День не закрыт: 18\u{a0}ноября");
}

#[tokio::test]
async fn who_closed_the_day_or_wants_no_letters_or_confirmed_no_address_is_left_alone() {
    let closed = format!(
        "insert into day_log (company_id, member_id, day, closed_at) values ('{OURS}', '{MANAGER}', '2026-11-18', now())"
    );
    let unwanted = "update member set is_reminded = false";
    let unconfirmed = "update person set email_confirmed_at = null";
    let gone = "update member set dismissed_on = '2026-11-18'";
    for why in [&*closed, unwanted, unconfirmed, gone] {
        let (world, smtp) = world().await;
        confirm_all(&world).await;
        sql(&world, why).await;
        live_until(&world, closing(18)).await;
        assert!(smtp.taken().is_empty(), "{why}");
    }
}

#[tokio::test]
async fn there_are_no_reminders_on_days_off() {
    let (world, smtp) = world().await;
    confirm_all(&world).await;
    live_until(&world, closing(21)).await; // a Saturday
    assert!(smtp.taken().is_empty());
}

#[tokio::test]
async fn reminders_end_at_one_press_in_a_mail_program() {
    let (world, smtp) = world().await;
    confirm_all(&world).await;
    live_until(&world, closing(18)).await;
    let letter = smtp.taken().remove(0);
    let link = letter.link(&format!("{SITE}/unsubscribe/"));
    assert_eq!(letter.field("List-Unsubscribe"), format!("<{SITE}{link}>"));
    assert_eq!(letter.field("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(world.nobody.open(&link).await.has("form button"), "opening alone ends nothing");
    assert_eq!(world.count(OURS, "select count(*) from member where not is_reminded").await, 0);

    // As mail programs do it: no cookie, no origin.
    let press = Request::post(&link)
        .header("host", "mayak.test")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("List-Unsubscribe=One-Click"));
    let done = world.nobody.ask(press.unwrap()).await;

    assert_eq!(done.text("h1"), "Больше не напоминаем");
    let mine = format!("select count(*) from member where not is_reminded and id = '{MANAGER}'");
    assert_eq!(world.count(OURS, &mine).await, 1);
    assert!(!world.manager.open("/account").await.has("#remind[checked]"));
    let journal = world.owner.open("/changes").await;
    assert!(journal.body.contains("напоминания о дне выключены"));
    let unknown = format!("/unsubscribe/{}", "0".repeat(64));
    assert_eq!(world.nobody.submit(&unknown, &[]).await.status, StatusCode::GONE);
    live_until(&world, closing(19)).await;
    assert!(smtp.taken().is_empty());
}

#[tokio::test]
async fn everybody_switches_the_own_reminders() {
    let (world, _smtp) = world().await;
    assert!(world.manager.open("/account").await.has("#remind[checked]"));
    let off = world.manager.submit("/account/reminders", &[]).await;
    assert_eq!(off.location.as_deref(), Some("/account"));
    assert!(!world.manager.open("/account").await.has("#remind[checked]"));
    world.manager.submit("/account/reminders", &[("remind", "yes")]).await;
    assert!(world.manager.open("/account").await.has("#remind[checked]"));
    assert!(!world.owner.open("/account").await.has("#remind"), "who does not sell has no days");
    let others = format!(
        "select count(*) from change_log where action = 'remind' and subject_id <> '{}'",
        member(3)
    );
    assert_eq!(world.count(OURS, &others).await, 0);
}

#[tokio::test]
async fn a_new_address_signs_in_at_once_and_gets_letters_when_confirmed() {
    let (world, smtp) = world().await;
    confirm_all(&world).await;
    world.give_password("manager").await;
    let form = [("email", "Novy@firma.example"), ("password", PASSWORD)];

    let done = world.manager.submit("/account/address", &form).await;

    assert_eq!(done.location.as_deref(), Some("/account"), "{}", done.body);
    let account = world.manager.open("/account").await;
    assert!(account.text("#address").contains("novy@firma.example"));
    assert!(account.text("#letters").contains("не подтверждён"));
    let signed_in = [("email", "novy@firma.example"), ("password", PASSWORD)];
    assert!(world.nobody.submit("/sign-in", &signed_in).await.cookie("mayak").is_some());
    let letter = one(&world, &smtp).await;
    assert_eq!(letter.to, "novy@firma.example");
    let secret =
        letter.link(&format!("{SITE}/confirmation?link=")).split('=').nth(1).unwrap().to_owned();
    world.nobody.submit("/confirmation", &[("link", &secret)]).await;
    assert!(world.manager.open("/account").await.text("#letters").contains("подтверждён."));
    assert!(world.owner.open("/changes").await.body.contains("адрес для входа сменён"));
    world.manager.submit("/account/address", &form).await;
    assert!(sent(&world, &smtp).await.is_empty(), "the same form again changes nothing");
}

#[tokio::test]
async fn an_address_is_not_changed_without_the_password_nor_to_anothers() {
    let (world, smtp) = world().await;
    world.give_password("manager").await;
    for (email, password, field) in [
        ("novy@firma.example", "не тот пароль", "#password-error"),
        ("head@mayak.test", PASSWORD, "#email-error"),
        ("novy", PASSWORD, "#email-error"),
    ] {
        let seen = world
            .manager
            .submit("/account/address", &[("email", email), ("password", password)])
            .await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert!(seen.has(field) && seen.has("#address details[open]"), "{email}");
        assert_eq!(seen.attribute("#email", "value"), email);
        assert!(!seen.body.contains(password));
    }
    assert!(world.manager.open("/account").await.text("#address").contains("manager@mayak.test"));
    assert!(sent(&world, &smtp).await.is_empty());
}
