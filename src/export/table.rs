//! Which tables the owner takes along. Every table of a company is in one of the two lists; a test sees to that.

/// A table of the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    /// What is in it, for people.
    pub title: &'static str,
    /// Columns that stay behind: secrets.
    pub hidden: &'static [&'static str],
}

const fn table(name: &'static str, title: &'static str) -> Table {
    Table { name, title, hidden: &[] }
}

pub const EXPORTED: [Table; 46] = [
    table("company", "Компания: название, часовой пояс, когда закрываются день и месяц"),
    table("member", "Люди: роль, продаёт ли сам, когда уволен"),
    table("department", "Отделы"),
    table("member_department", "Кто в каком отделе и с какого дня"),
    table("department_head", "Кто во главе отдела и с какого дня"),
    Table {
        name: "invitation",
        title: "Приглашения: кого, кем и когда; сами ссылки не выгружаются",
        hidden: &["token_hash", "letter_hash"],
    },
    Table {
        name: "letter",
        title: "Письма: какое, кому и дошло ли; их текст не хранится",
        hidden: &["token_hash"],
    },
    table("second_factor_rule", "От кого требуется второй фактор"),
    table("metric", "Показатели; scale — сколько знаков после запятой в их числах"),
    table("plan_version", "Версии планов: период, кто и когда утвердил"),
    table("target", "Числа планов"),
    table("fact_entry", "Записи фактов со всеми исправлениями: прежняя запись не стирается"),
    table("payment", "Оплаты со всеми исправлениями"),
    table("client", "Клиенты"),
    table("fact_day", "Факт человека по показателю за день, как его считают отчёты"),
    table("day_log", "Сохранённые дни"),
    table("period_close", "Закрытия и открытия недель и месяцев"),
    table("period_figure", "План и факт, замороженные при закрытии"),
    table("correction_proposal", "Предложенные исправления закрытых дней"),
    table("signal", "Отклонения"),
    table("explanation", "Причины и меры"),
    table("import_run", "Загрузки файлов; сами файлы — в папке files"),
    table("company_setup", "Настройка: отрасль, лёгкий старт, на каком шаге остановились"),
    table("template_applied", "Применённые шаблоны: что предлагали и что из этого сделано"),
    table("norm", "Нормы роли или человека и с какого дня"),
    table("pipeline", "Воронки"),
    table("stage", "Стадии воронок"),
    table("stage_probability", "Вероятность оплаты на стадии и с какого дня; 10000 — это 100 %"),
    table("scorecard", "Карты KPI"),
    table("scorecard_version", "Версии карт KPI: с какого дня, кто утвердил, пробный ли расчёт"),
    table("scorecard_item", "Веса карт KPI; 10000 — это 100 %"),
    table("ritual", "Регулярные действия"),
    table("ritual_rule", "Как часто и когда они проходят, с какого дня"),
    table("exercise", "Упражнения для отработки навыков"),
    table("forecast_terms", "Параметры прогноза и с какого дня"),
    table("introduction", "Ход внедрения, как его видит эксперт"),
    table("handover", "Передачи дел: что настроено и слова эксперта"),
    table("company_day", "Дни компании, не такие, как в производственном календаре"),
    table("absence", "Отпуска, больничные, командировки"),
    table("schedule", "Графики и с какого дня; пн — 1, вт — 2, ср — 4 и так далее"),
    table("capacity", "Какую долю полного плана несёт человек и с какого дня"),
    table("plan_cover", "Что решили о плане тех, кого часть месяца нет; дни умножены на 100"),
    table("period_uncovered", "План закрытых периодов, который никто не нёс"),
    table("client_owner", "Чей клиент и с какого дня"),
    table("change_log", "Журнал изменений"),
    table("company_deletion", "Просьба удалить компанию"),
];

/// Tables that are no CSV of the archive, and why.
pub const LEFT_OUT: [(&str, &str); 4] = [
    ("import_file", "загруженные файлы лежат в папке files как есть"),
    ("company_revision", "служебный счётчик изменений, данных компании в нём нет"),
    ("job", "очередь служебных задач сервера"),
    ("idempotency", "служебные отметки об отправленных формах, данных компании в них нет"),
];
