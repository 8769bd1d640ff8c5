//! What `mayak backtest` is asked.
use super::value;
use clap::Args;
use std::path::PathBuf;

pub(super) const ABOUT: &str = "Файл CSV с названиями столбцов в первой строке. Сделки: id, owner, created, closed, outcome \
     (won, lost, open), amount и, если есть, list_amount (что ждали до закрытия) и size. Счета: id, customer, issued, \
     due, settled, amount. Поступления: date, amount. База данных этой команде не нужна.";

#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Параметры проверки")]
pub struct Backtest {
    /// Файл CSV.
    #[arg(value_name = "ФАЙЛ")]
    pub file: PathBuf,
    /// Печатает JSON для программ вместо таблицы.
    #[arg(long)]
    pub json: bool,
    /// Сколько недель от первого закрытия (оплаты) проходит до первого проверяемого прогноза; обычно 13.
    #[arg(long, value_name = "НЕДЕЛИ", default_value = "13", hide_default_value = true,
        value_parser = value::weeks)]
    pub warm_up: usize,
    /// Предсказывает число выигранных сделок (оплат), а не сумму.
    #[arg(long)]
    pub count: bool,
    /// Счета: не считает те, что в день прогноза ещё не выставлены.
    #[arg(long)]
    pub open_only: bool,
    /// Сделки: сколько новых сделок из ста обычно выигрывают в отрасли; вместе с --weeks.
    #[arg(long, value_name = "ПРОЦЕНТ", value_parser = value::percent)]
    pub won: Option<u8>,
    /// Сделки: за сколько недель сделка в отрасли обычно кончается; вместе с --won.
    #[arg(long, value_name = "НЕДЕЛИ", value_parser = value::cycle)]
    pub weeks: Option<u8>,
    /// Поступления: по месяцам, на 1 и 3 месяца вперёд.
    #[arg(long)]
    pub monthly: bool,
}
