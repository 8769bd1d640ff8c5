//! The first set-up, step by step.
use axum::http::StatusCode;

use crate::metrics::furnished;
use crate::support::{Browser, OURS, Seen, World};

fn plain(text: &str) -> String {
    text.replace(['\u{202F}', '\u{A0}'], " ")
}

async fn goal(who: &Browser, goal: &str, period: &str) -> Seen {
    who.submit("/start/goal", &[("goal", goal), ("period", period)]).await
}

async fn set_up(who: &Browser) {
    let chosen = [("industry", "wholesale"), ("light", "yes")];
    let answer = who.submit("/start/industry", &chosen).await;
    assert_eq!(answer.location.as_deref(), Some("/start/goal"), "{}", answer.body);
    let answer = goal(who, "5,7 млн", "2026-12").await;
    assert_eq!(answer.location.as_deref(), Some("/start/people"), "{}", answer.body);
}

#[tokio::test]
async fn five_steps_lead_from_nothing_to_an_approved_plan() {
    let world = World::new().await;
    furnished(&world).await;
    set_up(&world.owner).await;
    let typed = "Климов Андрей; РОП\nСидоров Олег; oleg@firma.example\nБелова Анна; новичок";
    let answer = world.owner.submit("/start/people", &[("people", typed)]).await;
    assert_eq!(answer.location.as_deref(), Some("/start/check"), "{}", answer.body);

    let seen = world.owner.open("/start/check").await;
    assert!(
        plain(&seen.text("h1")).contains("в день на человека при норме"),
        "{}",
        seen.text("h1")
    );
    assert!(plain(&seen.text(".lead")).contains("Декабрь: 5,7 млн ₽"), "{}", seen.text(".lead"));
    assert!(seen.texts("#needs tbody tr").len() >= 3);

    world
        .owner
        .submit("/start/check", &[("people", ""), ("conversion", "10"), ("check", "")])
        .await;
    let seen = world.owner.open("/start/done").await;
    let digest = seen.attribute("[name=seen]", "value");
    let answer = world.owner.submit("/start/done", &[("seen", &digest), ("approve", "yes")]).await;
    assert_eq!(answer.location.as_deref(), Some("/start/done"), "{}", answer.body);

    let money = "select coalesce(sum(t.value), 0)::bigint from target t join metric m on m.company_id = t.company_id and m.id = t.metric_id
                 where t.company_id = '{}' and m.code = 'payments'".replace("{}", &OURS.to_string());
    assert_eq!(world.count(OURS, &money).await, 570_000_000);
    let seen = world.owner.open("/start/done").await;
    let invitation =
        seen.attributes("#next a", "href").into_iter().find(|href| href.contains("email"));
    let invitation = invitation.expect("the address typed is not typed again");
    assert!(invitation.ends_with("email=oleg%40firma%2Eexample"), "{invitation}");
    assert_eq!(world.owner.open(&invitation).await.status, StatusCode::OK);
    assert!(
        world.owner.open("/changes").await.text("#changes").contains("первая настройка закончена")
    );
}

#[tokio::test]
async fn the_sliders_work_without_a_script_and_write_nothing() {
    let world = World::new().await;
    furnished(&world).await;
    set_up(&world.owner).await;
    let staff = |seen: &Seen| plain(&seen.text("#feasibility .pill"));
    let now = world.owner.open("/start/check").await;
    let more = world.owner.open("/start/check?people=2&conversion=10&check=0").await;
    assert!(
        staff(&now).contains("3 человека") && staff(&more).contains("5 человек"),
        "{}",
        staff(&more)
    );
    assert_eq!(more.attribute("#levers #people", "value"), "2");
    let beyond = world.owner.open("/start/check?people=999&conversion=x&check=").await;
    assert_eq!(staff(&beyond), staff(&now));
    assert_eq!(staff(&world.owner.open("/start/check").await), staff(&now));
}

#[tokio::test]
async fn it_goes_on_where_it_was_left_and_every_step_can_be_skipped() {
    let world = World::new().await;
    assert_eq!(world.owner.open("/start").await.location.as_deref(), Some("/start/industry"));
    for (step, next) in [("industry", "goal"), ("goal", "people"), ("people", "check")] {
        let answer = world.owner.submit(&format!("/start/{step}"), &[("skip", "yes")]).await;
        assert_eq!(answer.location, Some(format!("/start/{next}")), "{}", answer.body);
    }
    assert_eq!(world.expert.open("/start").await.location.as_deref(), Some("/start/check"));
    assert!(world.owner.open("/start/check").await.text("h1").contains("Проверять пока нечего"));
    let seen = world.owner.open("/start/done").await;
    assert!(seen.text("#plan").contains("Цель не задана"), "{}", seen.text("#plan"));
    let digest = seen.attribute("[name=seen]", "value");
    let answer = world.owner.submit("/start/done", &[("seen", &digest), ("approve", "")]).await;
    assert_eq!(answer.location.as_deref(), Some("/start/done"));
}

#[tokio::test]
async fn a_goal_of_nothing_of_words_or_of_too_much_is_told_and_kept() {
    let world = World::new().await;
    for typed in ["", "0", "много", "1000000000000000", "-5"] {
        let refused = goal(&world.owner, typed, "2026-12").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(refused.has("#goal-error"), "{typed}");
        assert_eq!(refused.attribute("#goal", "value"), typed);
    }
    assert!(goal(&world.owner, "5 млн", "2020-01").await.has("#period-error"));
}

#[tokio::test]
async fn a_list_is_taken_whole_or_told_line_by_line() {
    let world = World::new().await;
    let people = "select count(*) from member";
    let before = world.count(OURS, people).await;
    let wrong = "Сидоров\nБелова; водолаз\nсидоров\nA; a@b.ru\nB; a@b.ru";
    let refused = world.owner.submit("/start/people", &[("people", wrong)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = refused.text("#people-error");
    for part in ["Строка 2: не понимаю «водолаз»", "Строка 3", "такая почта уже есть в строке 4"]
    {
        assert!(told.contains(part), "{told}");
    }
    assert!(refused.text("#people").contains("водолаз"));
    assert_eq!(world.count(OURS, people).await, before);

    let line = |n: i32| format!("{n}\tНовый Человек {n};\tменеджер");
    let many = (0..500).map(line).collect::<Vec<_>>().join("\n");
    let taken = world.owner.submit("/start/people", &[("people", &many)]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert_eq!(world.count(OURS, people).await, before + 500);
    let again =
        world.owner.submit("/start/people", &[("people", &format!("{many}\nЕщё Один"))]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "501 of them");
}

#[tokio::test]
async fn who_is_in_the_team_already_is_not_added_twice() {
    let world = World::new().await;
    let before = world.count(OURS, "select count(*) from member").await;
    world.owner.submit("/start/people", &[("people", "иванова о.\nНовая Анна")]).await;
    assert_eq!(world.count(OURS, "select count(*) from member").await, before + 1);
}

#[tokio::test]
async fn numbers_that_changed_meanwhile_are_looked_at_again() {
    let world = World::new().await;
    furnished(&world).await;
    set_up(&world.owner).await;
    let seen = world.owner.open("/start/done").await;
    let digest = seen.attribute("[name=seen]", "value");
    goal(&world.owner, "6 млн", "2026-12").await;
    let refused = world.owner.submit("/start/done", &[("seen", &digest), ("approve", "yes")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#form-error").contains("Проверьте новые числа"));
    assert_eq!(world.count(OURS, "select count(*) from plan_version").await, 0);
}

#[tokio::test]
async fn the_expert_prepares_and_the_owner_approves() {
    let world = World::new().await;
    furnished(&world).await;
    set_up(&world.expert).await;
    let seen = world.expert.open("/start/done").await;
    assert!(seen.text("#plan").contains("План утверждает собственник"));
    let digest = seen.attribute("[name=seen]", "value");
    world.expert.submit("/start/done", &[("seen", &digest), ("approve", "yes")]).await;
    assert_eq!(world.count(OURS, "select count(*) from plan_version").await, 0);
    let digest = world.owner.open("/start/done").await.attribute("[name=seen]", "value");
    world.owner.submit("/start/done", &[("seen", &digest), ("approve", "yes")]).await;
    assert_eq!(world.count(OURS, "select count(*) from plan_version").await, 1);
}

#[tokio::test]
async fn a_plan_that_is_there_stays() {
    let world = World::new().await;
    furnished(&world).await;
    set_up(&world.owner).await;
    let digest = world.owner.open("/start/done").await.attribute("[name=seen]", "value");
    world.owner.submit("/start/done", &[("seen", &digest), ("approve", "yes")]).await;
    let seen = world.owner.open("/start/done").await;
    assert!(seen.text("#next").contains("Пригласить"));
    assert!(!seen.has("#plan"), "there is nothing left to approve");
    world.owner.submit("/start/done", &[("seen", &digest), ("approve", "yes")]).await;
    assert_eq!(world.count(OURS, "select count(*) from plan_version").await, 1);
}

#[tokio::test]
async fn others_may_not_and_a_stranger_sets_up_his_own() {
    let world = World::new().await;
    for path in ["/start/industry", "/start/goal", "/start/people", "/start/check", "/start/done"] {
        for colleague in [&world.partner, &world.head, &world.manager, &world.accountant] {
            assert_eq!(colleague.open(path).await.status, StatusCode::FORBIDDEN, "{path}");
            let answer = colleague.submit(path, &[("skip", "yes")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        world.stranger.submit(path, &[("skip", "yes")]).await;
    }
    assert_eq!(world.count(OURS, "select count(*) from company_setup").await, 0);
}

#[tokio::test]
async fn each_step_takes_few_statements() {
    let world = World::new().await;
    furnished(&world).await;
    set_up(&world.owner).await;
    for path in ["/start/industry", "/start/goal", "/start/people", "/start/check", "/start/done"] {
        let (_, statements) = world.owner.open_counting(path).await;
        assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
}
