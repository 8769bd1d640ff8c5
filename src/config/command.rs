//! The commands of the program and what each is told.

use super::backtest::{self, Backtest};
use super::{TEMPLATE, value};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Запускает Маяк; эта команда выполняется и тогда, когда никакая не названа.
    #[command(help_template = TEMPLATE, override_usage = "mayak serve [ПАРАМЕТРЫ]")]
    Serve,
    /// Запускает Маяк с показательной компанией в отдельной базе данных.
    #[command(help_template = TEMPLATE, override_usage = "mayak demo [ПАРАМЕТРЫ]")]
    Demo(Demo),
    /// Обновляет схему базы данных и завершает работу.
    #[command(help_template = TEMPLATE, override_usage = "mayak migrate [ПАРАМЕТРЫ]")]
    Migrate,
    /// Печатает одноразовую ссылку, по которой человек с этой почтой задаёт новый пароль.
    #[command(help_template = TEMPLATE, override_usage = "mayak reset-link ПОЧТА [ПАРАМЕТРЫ]",
        after_help = ABOUT_LINKS)]
    ResetLink(ResetLink),
    /// Наполняет пустую базу данных множеством компаний с годом данных: для измерения скорости.
    #[command(help_template = TEMPLATE, override_usage = "mayak load [ПАРАМЕТРЫ]", after_help = ABOUT_LOAD)]
    Load(Load),
    /// Делает человека с этой почтой оператором: ему видны очередь задач и её сбои, а данные компаний — нет.
    #[command(help_template = TEMPLATE, override_usage = "mayak operator ПОЧТА [ПАРАМЕТРЫ]",
        after_help = ABOUT_OPERATORS)]
    Operator(Operator),
    /// Пишет в файл копию всей базы на один момент; Маяк при этом может работать.
    #[command(help_template = TEMPLATE, override_usage = "mayak backup ФАЙЛ [ПАРАМЕТРЫ]",
        after_help = ABOUT_COPIES)]
    Backup(Copy),
    /// Восстанавливает копию в пустую базу; Маяк с ней работать не должен.
    #[command(help_template = TEMPLATE, override_usage = "mayak restore ФАЙЛ [ПАРАМЕТРЫ]",
        after_help = ABOUT_COPIES)]
    Restore(Copy),
    /// Проверяет, что копия цела: строки и контрольная сумма каждой таблицы.
    #[command(help_template = TEMPLATE, override_usage = "mayak verify ФАЙЛ [ПАРАМЕТРЫ]",
        after_help = ABOUT_COPIES)]
    Verify(Verify),
    /// Проверяет прогноз на прошлом: читает файл сделок, счетов или поступлений и печатает ошибки.
    #[command(help_template = TEMPLATE, override_usage = "mayak backtest ФАЙЛ [ПАРАМЕТРЫ]",
        after_help = backtest::ABOUT)]
    Backtest(Backtest),
}

const ABOUT_LOAD: &str = "Печатает роль и ключ входа каждого, кто открывает страницы при измерении; ту же команду можно повторить. \
     База данных с настоящими компаниями не тронется: для измерений нужна отдельная папка MAYAK_DATA.";

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Параметры измерения")]
pub struct Load {
    /// Сколько компаний должно быть в базе; обычно 200.
    #[arg(long, value_name = "ЧИСЛО", default_value = "200", hide_default_value = true,
        value_parser = value::companies)]
    pub companies: u32,
    /// С каким числом делаются их номера и ключи: то же число даёт те же.
    #[arg(long, value_name = "ЧИСЛО", default_value = "1", hide_default_value = true,
        value_parser = value::seed)]
    pub seed: u64,
}

const ABOUT_OPERATORS: &str = "Если по этой почте ещё никто не входит, вход создаётся и печатается ссылка, по которой задают \
     пароль. Страница оператора — /operator/jobs. Команду можно выполнять и тогда, когда Маяк работает.";

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Параметры оператора")]
pub struct Operator {
    /// Почта, по которой человек входит.
    #[arg(value_name = "ПОЧТА")]
    pub email: String,
    /// Наоборот: он больше не оператор.
    #[arg(long)]
    pub dismiss: bool,
}

const ABOUT_COPIES: &str = "В копии есть всё, что есть в базе, в том числе хеши паролей: храните её как саму базу. \
     MAYAK_KEY в неё не входит. С готовой базой нужен DATABASE_OWNER_URL: вход программы видит одну компанию за раз.";

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Параметры копии")]
pub struct Copy {
    /// Файл копии.
    #[arg(value_name = "ФАЙЛ", value_parser = value::file)]
    pub file: PathBuf,
}

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Параметры проверки")]
pub struct Verify {
    /// Файл копии.
    #[arg(value_name = "ФАЙЛ", value_parser = value::file)]
    pub file: PathBuf,
    /// Сверяет копию ещё и с базой, какая она сейчас.
    #[arg(long)]
    pub against: bool,
}

const ABOUT_LINKS: &str = "Ссылка открывает все компании этого человека, поэтому передайте её ему лично. Прежние ссылки \
     перестают действовать, а когда пароль задан, завершаются все входы человека. Адрес в ссылке берётся из \
     MAYAK_PUBLIC_URL. Команду можно выполнять и тогда, когда Маяк работает.";

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Параметры ссылки")]
pub struct ResetLink {
    /// Почта, по которой человек входит.
    #[arg(value_name = "ПОЧТА")]
    pub email: String,
    /// Сколько часов ссылка действует, от 1 до 24; обычно один час.
    #[arg(long, value_name = "ЧАСЫ", default_value = "1", hide_default_value = true,
        value_parser = value::hours)]
    pub hours: i64,
    /// Ссылка заодно снимет второй фактор: для того, кто потерял и телефон, и запасные коды.
    #[arg(long)]
    pub without_second_factor: bool,
}

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Параметры показательной компании")]
pub struct Demo {
    /// Останавливает часы на этом дне или минуте по Москве: 2026-11-18 (полдень) или
    /// 2026-11-18T12:00. Без параметра часы идут как обычно.
    #[arg(long, value_name = "ДЕНЬ", value_parser = value::moment)]
    pub today: Option<DateTime<Utc>>,
    /// Занимает этот порт вместо того, что назван в адресе.
    #[arg(long, value_name = "ПОРТ", value_parser = value::port)]
    pub port: Option<u16>,
}

impl Demo {
    /// The demonstration never shares a database with real work, nor with another day's.
    pub fn database(&self) -> String {
        match self.today {
            Some(at) => format!("mayak_demo_{}", value::moscow_day(at).format("%Y%m%d")),
            None => "mayak_demo".to_owned(),
        }
    }
}
