//! Why a copy is not taken, in words for whoever runs the server.

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("Это не копия Маяка")]
    NotACopy,
    #[error("Копия оборвана или повреждена: {0}")]
    Broken(String),
    #[error("Копию сделала более новая программа ({0}): возьмите ту же версию Маяка или новее")]
    Newer(String),
    #[error("Миграция {0} в копии не та, что в программе: это другая сборка Маяка")]
    OtherBuild(i64),
    #[error(
        "База не пуста: копия восстанавливается только в пустую. Назовите новую папку в MAYAK_DATA или новую базу"
    )]
    NotEmpty,
    #[error("База сейчас в работе: остановите Маяк, который её открыл")]
    InUse,
    #[error("Таблица {table}: в базе {found}, в копии {wanted}")]
    Differs { table: String, found: String, wanted: String },
}

impl Refusal {
    pub fn broken(why: impl std::fmt::Display) -> Self {
        Self::Broken(why.to_string())
    }
}
