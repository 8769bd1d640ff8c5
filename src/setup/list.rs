//! The list of settings. A new page of the set-up adds its line here and, for the value, a field to [`Present`].
use super::present::Present;
use super::setting::{Section, Setting};
use crate::access::Permission;

pub const SECTIONS: [Section; 5] = [
    Section { title: "Компания", settings: &COMPANY },
    Section { title: "Как настроено", settings: &SETUP },
    Section { title: "Люди", settings: &PEOPLE },
    Section { title: "План и факты", settings: &FIGURES },
    Section { title: "Безопасность и данные", settings: &DATA },
];

const COMPANY: [Setting; 4] = [
    Setting {
        name: "Название и часовой пояс",
        changes: "Название видят все; по часовому поясу начинается и закрывается рабочий день.",
        synonyms: "компания имя переименовать время город МСК",
        href: "/setup/company",
        see: Permission::SettingsSee,
        value: Present::company,
        since: &[("company", &["found", "edit"])],
    },
    Setting {
        name: "Когда закрываются день и месяц",
        changes: "После этого часа записи дня помечаются поздними, а с этого рабочего дня числа месяца заморожены.",
        synonyms: "закрытие час срок заморозка поздние итоги месяца",
        href: "/closing#timing",
        see: Permission::ClosingSee,
        value: Present::closing,
        since: &[("company", &["found", "set_closing"])],
    },
    Setting {
        name: "Рабочий календарь",
        changes: "По рабочим дням раскладывается план и считаются темп и нормы; меняются только дни после сегодняшнего.",
        synonyms: "праздники выходные переносы субботы сокращённый день график",
        href: "/setup/calendar",
        see: Permission::SetupSee,
        value: Present::calendar,
        since: &[("work_calendar", &["change"])],
    },
    Setting {
        name: "Начало учёта",
        changes: "Недели до этого дня подтверждать не нужно: это история. Задаётся один раз, при создании компании.",
        synonyms: "учёт ведётся старт первый день просроченные",
        href: "/setup/company",
        see: Permission::SettingsSee,
        value: Present::tracking,
        since: &[],
    },
];

const SETUP: [Setting; 8] = [
    Setting {
        name: "Отрасль",
        changes: "Шаблон отрасли настраивает показатели с нормами, воронку, карты KPI и регулярные действия; введённое вами остаётся.",
        synonyms: "шаблон опт услуги производство типовая настройка лёгкий старт",
        href: "/setup/template",
        see: Permission::SetupSee,
        value: Present::industry,
        since: &[("template", &["apply"])],
    },
    Setting {
        name: "Воронка и стадии",
        changes: "Через какие стадии идёт сделка, когда она на стадии зависла и с какой вероятностью дойдёт до оплаты.",
        synonyms: "сделки этапы вероятность конверсия",
        href: "/setup/funnel",
        see: Permission::SetupSee,
        value: Present::stages,
        since: &[("stage", &["add", "edit", "hide", "show", "move"]), ("template", &["apply"])],
    },
    Setting {
        name: "Карты KPI",
        changes: "За что платится премия и сколько весит каждый показатель; утверждённая версия не меняется задним числом.",
        synonyms: "премия мотивация веса зарплата бонус",
        href: "/setup/cards",
        see: Permission::CardsSee,
        value: Present::cards,
        since: &[
            ("scorecard", &["add", "edit", "hide", "show", "approve"]),
            ("template", &["apply"]),
        ],
    },
    Setting {
        name: "Регулярные действия",
        changes: "Какие планёрки, беседы и разборы РОП проводит и как часто; новое правило действует с названного дня.",
        synonyms: "ритм планёрка беседа встреча повестка совещание",
        href: "/setup/rhythm",
        see: Permission::SetupSee,
        value: Present::rituals,
        since: &[("ritual", &["add", "edit", "hide", "show"]), ("template", &["apply"])],
    },
    Setting {
        name: "Упражнения",
        changes: "Чему РОП учит на отработке навыков: список проверки и готовые фразы.",
        synonyms: "тренировка навыки скрипты фразы обучение",
        href: "/setup/exercises",
        see: Permission::SetupSee,
        value: Present::exercises,
        since: &[("exercise", &["add", "edit", "hide", "show"]), ("template", &["apply"])],
    },
    Setting {
        name: "Условия прогноза",
        changes: "По каким вероятностям, срокам и сезонам считается прогноз денег.",
        synonyms: "деньги сезонность задержка оплаты вероятность прогнозирование",
        href: "/setup/forecast",
        see: Permission::SetupSee,
        value: Present::terms,
        since: &[("forecast_terms", &["set"]), ("template", &["apply"])],
    },
    Setting {
        name: "Первая настройка",
        changes: "Пять шагов: отрасль, цель, люди, хватит ли сил, готово; пройти можно снова, ничего не потеряв.",
        synonyms: "мастер старт начать заново цель",
        href: "/start",
        see: Permission::SetupEdit,
        value: |_| "пять шагов".into(),
        since: &[],
    },
    Setting {
        name: "Мои шаблоны эксперта",
        changes: "Эксперт берёт настройку с собой, без людей и чисел, и применяет её в других компаниях.",
        synonyms: "свой шаблон сохранить перенести методика",
        href: "/setup/own-templates",
        see: Permission::ExpertWork,
        value: |_| "видны только самому эксперту".into(),
        since: &[("company", &["take_template"])],
    },
];

const PEOPLE: [Setting; 5] = [
    Setting {
        name: "Люди и роли",
        changes: "Роль решает, что человек видит и может; кто продаёт, у того есть свой план.",
        synonyms: "команда сотрудники менеджеры собственник партнёр бухгалтер права доступ уволить",
        href: "/people",
        see: Permission::PeopleSee,
        value: Present::people,
        since: &[("member", &["add", "admit", "join", "change_role", "dismiss", "take_back"])],
    },
    Setting {
        name: "Отпуска, больничные и графики",
        changes: "В эти дни человека не ждут: план ложится на его рабочие дни, а чего он не унесёт, видно в плане.",
        synonyms: "отсутствия командировка смены 2/2 новичок выход на план отпуск",
        href: "/people/absences",
        see: Permission::PeopleSee,
        value: Present::absences,
        since: &[("member", &["be_away", "not_be_away", "schedule", "carry"])],
    },
    Setting {
        name: "Отделы и руководители",
        changes: "По отделам складываются план и факт; руководитель подтверждает неделю своего отдела.",
        synonyms: "РОП подразделение структура начальник",
        href: "/people#departments",
        see: Permission::PeopleEdit,
        value: Present::departments,
        since: &[("department", &["add", "rename", "archive", "restore", "appoint_head"])],
    },
    Setting {
        name: "Приглашения",
        changes: "По одноразовой ссылке человек получает вход с названной ролью; отозванная не откроется.",
        synonyms: "пригласить ссылка новый сотрудник вход",
        href: "/people#invitations",
        see: Permission::PeopleSee,
        value: Present::invitations,
        since: &[("invitation", &["invite", "renew", "revoke", "accept"])],
    },
    Setting {
        name: "Вход эксперта",
        changes: "Эксперт настраивает и видит всё до названного дня; закрыть вход можно сразу, одной кнопкой.",
        synonyms: "консультант внедрение тренер срок доступа закрыть",
        href: "/people",
        see: Permission::PeopleSee,
        value: Present::experts,
        since: &[("member", &["close_access", "admit", "change_role"])],
    },
];

const FIGURES: [Setting; 5] = [
    Setting {
        name: "Показатели",
        changes: "Что записывают за день и что сравнивают с планом; скрытый показатель хранит своё прошлое.",
        synonyms: "метрики шаги звонки встречи оплаты единицы формула",
        href: "/metrics",
        see: Permission::MetricsSee,
        value: Present::metrics,
        since: &[("metric", &["add", "edit", "hide", "show", "move"]), ("template", &["apply"])],
    },
    Setting {
        name: "Нормы",
        changes: "Сколько обычно делает один человек: по нормам проверяют, хватит ли сил на план.",
        synonyms: "норматив сколько звонков в день медиана шаблон роль",
        href: "/norms",
        see: Permission::MetricsSee,
        value: Present::norms,
        since: &[("metric", &["norm"]), ("template", &["apply"])],
    },
    Setting {
        name: "План",
        changes: "Число месяца раскладывается на недели и дни; новая версия меняет только оставшиеся дни.",
        synonyms: "цель норма выручка утвердить версия",
        href: "/plan",
        see: Permission::PlanSee,
        value: Present::plan,
        since: &[("plan", &["approve"])],
    },
    Setting {
        name: "Загрузка из файлов",
        changes: "Факты, оплаты и план из таблиц; загрузку можно отменить целиком.",
        synonyms: "импорт эксель excel csv crm таблица",
        href: "/imports",
        see: Permission::ImportFacts,
        value: Present::imports,
        since: &[("import", &["apply", "undo"])],
    },
    Setting {
        name: "Напоминания о дне",
        changes: "Кто продаёт и не закрыл день, получает письмо в час закрытия; каждый включает это у себя.",
        synonyms: "письмо почта уведомления напомнить",
        href: "/account",
        see: Permission::Member,
        value: |_| "каждый решает сам: «Мой вход»".into(),
        since: &[("member", &["remind", "stop_reminding"])],
    },
];

const DATA: [Setting; 6] = [
    Setting {
        name: "Второй фактор",
        changes: "Кого компания пускает только с кодом из телефона и с какого дня.",
        synonyms: "безопасность код телефон двухфакторная пароль 2fa",
        href: "/security",
        see: Permission::SecondFactors,
        value: Present::second_factor,
        since: &[("second_factor_rule", &["edit"])],
    },
    Setting {
        name: "Входы людей",
        changes: "Кто по какому адресу входит; отсюда помогают тому, кто забыл пароль.",
        synonyms: "пароль сброс почта забыл безопасность войти",
        href: "/security",
        see: Permission::SignInsReset,
        value: Present::sign_ins,
        since: &[("member", &["reset_link", "lift_second_factor", "join"])],
    },
    Setting {
        name: "Журнал изменений",
        changes: "Кто, когда и что изменил; записи нельзя ни исправить, ни стереть.",
        synonyms: "аудит история лог изменения эксперт",
        href: "/changes",
        see: Permission::ChangesSee,
        value: |_| "ведётся всегда".into(),
        since: &[],
    },
    Setting {
        name: "Передача дел",
        changes: "Что настроил эксперт, почему так и за чем следить: пишется, когда он уходит, и остаётся в компании.",
        synonyms: "эксперт завершить работу уход почему настройка",
        href: "/setup/handover",
        see: Permission::SettingsSee,
        value: Present::handovers,
        since: &[("handover", &["write", "leave"])],
    },
    Setting {
        name: "Выгрузка данных",
        changes: "Все данные компании одним архивом: таблицы и загруженные файлы.",
        synonyms: "экспорт скачать архив копия забрать данные",
        href: "/export",
        see: Permission::CompanyData,
        value: |_| "по запросу собственника".into(),
        since: &[("company", &["export"])],
    },
    Setting {
        name: "Удаление компании",
        changes: "Через тридцать дней после просьбы не останется ничего; до того её можно отменить.",
        synonyms: "стереть закрыть уйти прекратить",
        href: "/deletion",
        see: Permission::CompanyData,
        value: Present::deletion,
        since: &[("company", &["ask_deletion", "keep"])],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::has_words;

    #[test]
    fn every_setting_says_what_it_changes_and_is_dated_by_changes_that_there_are() {
        for setting in SECTIONS.iter().flat_map(|section| section.settings) {
            assert!(setting.changes.ends_with('.'), "{}", setting.name);
            for (subject, actions) in setting.since {
                for action in *actions {
                    assert!(has_words(subject, action), "{subject} {action}");
                }
            }
        }
    }
}
