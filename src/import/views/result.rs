use askama::Template;

use super::unread::Unread;
use super::words;
use crate::db::Editor;
use crate::form::FieldErrors;
use crate::import::figures::Problem;
use crate::import::run::{Run, State, Summary};
use crate::values::russian::listed;
use crate::web::Shell;

/// What came of an import, with its undo.
#[derive(Debug, Template)]
#[template(path = "import/result.html")]
pub struct Done {
    pub shell: Shell,
    pub run: Run,
    pub errors: FieldErrors,
    /// Who took it back or away.
    pub ended_by: Option<Editor>,
    pub unread: Vec<Problem>,
    /// Files applied later that found figures there already.
    pub confirming: Vec<String>,
}

impl Done {
    fn history(&self) -> Option<String> {
        self.shell.history("import", self.run.id.0)
    }

    fn is_applied(&self) -> bool {
        self.run.state == State::Applied
    }

    /// The files that may lose figures by the undo.
    fn confirming(&self) -> String {
        let names: Vec<String> = self.confirming.iter().map(|name| format!("«{name}»")).collect();
        listed(&names)
    }

    fn not_selling(&self) -> String {
        listed(&self.summary().not_selling)
    }

    fn summary(&self) -> Summary {
        self.run.summary.clone().unwrap_or_default()
    }

    /// What happened last, by whom and when.
    fn ended(&self) -> (&'static str, String) {
        let run = &self.run;
        let what = match run.state {
            State::Undone => "Отменено",
            State::Discarded => "Убрано",
            State::Uploaded | State::Mapped | State::Applied => "Загружено",
        };
        let at = run.undone_at.or(run.applied_at).unwrap_or(run.made_at);
        let (who, at) = match &self.ended_by {
            Some(editor) => (&editor.name, editor.at),
            None => (&run.by_name, at),
        };
        (what, format!("{who}, {}", words::moment(at, self.shell.actor.zone)))
    }

    fn unread(&self) -> Unread<'_> {
        Unread { all: self.summary().problems, first: &self.unread }
    }

    fn title(&self) -> String {
        let summary = self.summary();
        match self.run.state {
            State::Undone => "Загрузка отменена".into(),
            State::Discarded => "Убрано из списка, ничего не записано".into(),
            _ => format!(
                "Загружено: {}",
                words::figures(summary.added + summary.changed + summary.corrected)
            ),
        }
    }

    /// What was done, line by line: name and value.
    fn lines(&self) -> Vec<(&'static str, String)> {
        let summary = self.summary();
        let count = |name, count: usize| (count > 0).then(|| (name, words::figures(count)));
        let lines = [
            count("Новых", summary.added),
            count("Изменено", summary.changed),
            count("Стало корректировками закрытых дней", summary.corrected),
            count("Уже было таким же", summary.unchanged),
            count("Оставлено как введено руками", summary.kept),
            (summary.problems > 0).then(|| ("Не прочитано", words::places(summary.problems))),
            (summary.totals > 0).then(|| ("Итоговых строк пропущено", words::rows(summary.totals))),
            (!summary.not_selling.is_empty())
                .then(|| ("Больше не продают сами", listed(&summary.not_selling))),
            (!summary.people.is_empty()).then(|| ("Добавлены люди", listed(&summary.people))),
        ];
        lines.into_iter().flatten().collect()
    }
}
