//! An owner alone: from registration to the first planned week, with one number and a list of people.
use std::time::{Duration, Instant};

use crate::support::{Person, Site};

/// A person needs so long for a field and for a screen (read, decide, press), to be honest about the ten minutes.
const A_FIELD: Duration = Duration::from_secs(12);
const A_SCREEN: Duration = Duration::from_secs(20);

/// What the owner has done so far.
#[derive(Default)]
struct Effort {
    fields: u32,
    screens: u32,
}

impl Effort {
    async fn fill(&mut self, owner: &Person, css: &str, text: &str) {
        self.fields += 1;
        owner.fill(css, text).await;
    }

    async fn press(&mut self, owner: &Person, text: &str) {
        self.screens += 1;
        owner.press(text).await;
    }
}

async fn registered(owner: &Person, effort: &mut Effort) {
    owner.goto("/").await;
    effort.press(owner, "Зарегистрировать компанию").await;
    owner.click("#agree").await;
    effort.press(owner, "Продолжить").await;
    effort.fill(owner, "#company", "Рога и копыта").await;
    effort.fill(owner, "#name", "Анна Климова").await;
    effort.fill(owner, "#email", "anna@firma.example").await;
    effort.fill(owner, "#password", "лошадь скрепка батарея").await;
    effort.press(owner, "Зарегистрировать").await;
}

#[tokio::test]
async fn an_owner_alone_comes_from_registration_to_the_first_planned_week() {
    Person::at(&Site::empty(), async |owner| {
        let began = Instant::now();
        let mut effort = Effort::default();
        registered(&owner, &mut effort).await;

        owner.read("h1", "Чем занимается компания?").await;
        owner.both_widths("start-1-industry").await;
        owner.click("#industry-wholesale").await;
        effort.press(&owner, "Дальше").await;

        owner.read("h1", "Сколько денег должно прийти?").await;
        effort.fill(&owner, "#goal", "много").await;
        effort.press(&owner, "Дальше").await;
        owner.read("#goal-error", "цифрами").await;
        owner.both_widths("start-2-goal-refused").await;
        effort.fill(&owner, "#goal", "6 млн").await;
        owner.both_widths("start-2-goal").await;
        effort.press(&owner, "Дальше").await;

        owner.read("h1", "Кто продаёт?").await;
        let team = "Петров Иван\nБелова Анна; новичок\nСидоров Олег\nГромова Ольга\nЛебедев Пётр";
        effort.fill(&owner, "#people", team).await;
        owner.both_widths("start-3-people").await;
        effort.press(&owner, "Дальше").await;

        owner.read("#needs", "Исходящие звонки").await;
        owner.both_widths("start-4-check").await;
        effort.press(&owner, "Дальше").await;

        owner.read("h1", "Проверьте план").await;
        owner.both_widths("start-5-done").await;
        effort.press(&owner, "Утвердить план").await;
        owner.read("h1", "Настройка закончена").await;
        owner.both_widths("start-5-finished").await;

        owner.goto("/plan").await;
        owner.see("form").await;
        effort.screens += 1;
        owner.goto("/week").await;
        effort.screens += 1;
        owner.see("h1").await;
        owner.picture("start-first-week-1400").await;

        let person = A_FIELD * effort.fields + A_SCREEN * effort.screens;
        println!(
            "{} fields, {} screens, {person:?} of a person, {:?} of a machine",
            effort.fields,
            effort.screens,
            began.elapsed()
        );
        assert!(effort.fields <= 25, "{} fields", effort.fields);
        assert!(person <= Duration::from_mins(10), "{person:?}");
        owner
    })
    .await;
}
