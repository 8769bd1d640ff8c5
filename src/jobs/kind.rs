//! The kinds of work there are.
use std::str::FromStr;
use std::time::Duration;

/// What a job does. A kind that is gone keeps its jobs waiting: an older or newer instance may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Closes the months whose day has come, in all companies.
    CloseMonths,
    /// Forgets sign-ins that have ended.
    ForgetSignIns,
    /// Forgets jobs that ended long ago.
    Tidy,
    /// Forgets what one company no longer needs.
    TidyCompany,
    /// Copies the whole database.
    CopyDatabase,
    /// Deletes the companies whose owners asked for it, when their thirty days are over.
    EraseCompanies,
    /// Sends one letter.
    Letter,
    /// Writes to those who have not closed their day.
    RemindOfDay,
    /// Looks how far a company that an expert leads has come; without a company, all of them.
    Introduction,
}

impl Kind {
    pub const ALL: [Self; 9] = [
        Self::CloseMonths,
        Self::ForgetSignIns,
        Self::Tidy,
        Self::TidyCompany,
        Self::CopyDatabase,
        Self::EraseCompanies,
        Self::Letter,
        Self::RemindOfDay,
        Self::Introduction,
    ];

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CloseMonths => "close_months",
            Self::ForgetSignIns => "forget_sign_ins",
            Self::Tidy => "tidy",
            Self::TidyCompany => "tidy_company",
            Self::CopyDatabase => "copy_database",
            Self::EraseCompanies => "erase_companies",
            Self::Letter => "letter",
            Self::RemindOfDay => "remind_of_day",
            Self::Introduction => "introduction",
        }
    }

    /// As the operator reads it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CloseMonths => "Закрытие месяцев",
            Self::ForgetSignIns => "Уборка входов",
            Self::Tidy => "Ночная уборка",
            Self::TidyCompany => "Ночная уборка компании",
            Self::CopyDatabase => "Ночная копия базы",
            Self::EraseCompanies => "Удаление компаний в их срок",
            Self::Letter => "Письмо",
            Self::RemindOfDay => "Напоминания о дне",
            Self::Introduction => "Ход внедрения у клиентов экспертов",
        }
    }

    /// After so many it has failed for good. What comes again by itself needs few.
    pub const fn most_attempts(self) -> i32 {
        match self {
            Self::CloseMonths | Self::ForgetSignIns | Self::EraseCompanies | Self::Introduction => {
                3
            }
            Self::Tidy | Self::TidyCompany | Self::CopyDatabase | Self::RemindOfDay => 5,
            // Over five hours: a server that takes strangers only after a while has let us in by then.
            Self::Letter => 14,
        }
    }

    /// A run that takes longer hangs: it is given up and tried again.
    pub const fn longest(self) -> Duration {
        match self {
            Self::CloseMonths | Self::Tidy | Self::Introduction => Duration::from_mins(10),
            Self::CopyDatabase | Self::EraseCompanies => Duration::from_hours(1),
            Self::ForgetSignIns | Self::TidyCompany | Self::Letter | Self::RemindOfDay => {
                Duration::from_mins(2)
            }
        }
    }
}

impl FromStr for Kind {
    type Err = String;
    fn from_str(code: &str) -> Result<Self, String> {
        let kind = Self::ALL.into_iter().find(|kind| kind.code() == code);
        kind.ok_or_else(|| format!("unknown kind of job {code:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_code_and_no_two_share_one() {
        for kind in Kind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
        }
        assert!("fly".parse::<Kind>().is_err());
    }
}
