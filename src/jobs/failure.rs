//! Why a job was not done: whether to try again, and what the operator reads of it.

/// A failure in words without personal data: the operator reads them, and no member of a company does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It may do the next time.
    Again(String),
    /// It never will.
    Final(String),
}

/// What an error of ours may tell. The text of errors can hold what people typed, so it goes to the log alone.
const INSIDE: &str = "Внутренняя ошибка, подробности в журнале сервера";

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| Some(error.code()?.into_owned()));
        tracing::error!(%error, "a job met the database's refusal");
        Self::Again(match (&error, code) {
            (_, Some(code)) => format!("База данных отказала, код {code}"),
            (sqlx::Error::PoolTimedOut, _) => "Не нашлось свободного соединения с базой".into(),
            (sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed, _) => {
                "Связь с базой прервалась".into()
            }
            _ => INSIDE.into(),
        })
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<sqlx::Error>() {
            Ok(error) => error.into(),
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "a job broke");
                Self::Again(INSIDE.into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_not_told() {
        let error = anyhow::anyhow!("no such address: anna@firma.example");
        assert_eq!(Failure::from(error), Failure::Again(INSIDE.into()));
        let Failure::Again(text) = anyhow::Error::from(sqlx::Error::PoolTimedOut).into() else {
            panic!("a busy pool is no end")
        };
        assert!(text.contains("соединения"), "{text}");
    }
}
