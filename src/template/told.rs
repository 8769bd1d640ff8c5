//! Lines of a difference in words, before it is applied and after.
use super::merge::{Change, Line, Part};
use crate::values::russian::counted;

/// The lines of a part of the set-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub title: &'static str,
    /// «добавится 8, изменится 2»
    pub summary: String,
    /// Names of what is added now and of what comes later.
    pub added: Vec<String>,
    pub later: Vec<String>,
    /// What is changed, kept and taken off: sign, word, name, detail.
    pub rows: Vec<(&'static str, &'static str, String, String)>,
}

impl Told {
    /// A few rows are read at once, many are opened.
    pub fn is_short(&self) -> bool {
        (1..=6).contains(&self.rows.len())
    }
}

/// Whether it is to be done or has been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    Future,
    Past,
}

/// Part by part; a part without a line is left out.
pub fn told(lines: &[Line], tense: Tense) -> Vec<Told> {
    let parts = Part::ALL.into_iter().map(|part| {
        let own: Vec<&Line> = lines.iter().filter(|line| line.part == part).collect();
        (part, own)
    });
    parts.filter(|(_, own)| !own.is_empty()).map(|(part, own)| of_part(part, &own, tense)).collect()
}

fn of_part(part: Part, lines: &[&Line], tense: Tense) -> Told {
    let names = |change: &Change| {
        let found = lines.iter().filter(|line| line.change == *change);
        found.map(|line| line.subject.clone()).collect::<Vec<_>>()
    };
    let rows = lines.iter().filter(|line| !matches!(line.change, Change::Added | Change::Later));
    let row = |line: &&Line| {
        let (sign, word) = word(&line.change, part, tense);
        (sign, word, line.subject.clone(), detail(&line.change))
    };
    Told {
        title: part.name(),
        summary: summary(lines.iter().copied(), tense),
        added: names(&Change::Added),
        later: names(&Change::Later),
        rows: rows.map(row).collect(),
    }
}

fn word(change: &Change, part: Part, tense: Tense) -> (&'static str, &'static str) {
    let in_tables = part == Part::Metrics;
    match (change, tense) {
        (Change::Added, Tense::Future) => ("good", "добавится"),
        (Change::Added, Tense::Past) => ("good", "добавлено"),
        (Change::Later, _) => ("none", "появится позже"),
        (Change::Changed { .. }, Tense::Future) => ("sea", "изменится"),
        (Change::Changed { .. }, Tense::Past) => ("sea", "изменено"),
        (Change::Kept { .. }, Tense::Future) => ("none", "останется ваше"),
        (Change::Kept { .. }, Tense::Past) => ("none", "осталось ваше"),
        (Change::Hidden, Tense::Future) if in_tables => ("watch", "убираем с таблиц"),
        (Change::Hidden, Tense::Past) if in_tables => ("watch", "убрано с таблиц"),
        (Change::Hidden, Tense::Future) => ("watch", "убираем со страниц"),
        (Change::Hidden, Tense::Past) => ("watch", "убрано со страниц"),
    }
}

fn detail(change: &Change) -> String {
    match change {
        Change::Changed { what, from, to } => format!("{what}: {from} → {to}"),
        Change::Kept { what, yours, .. } if what.is_empty() => yours.clone(),
        Change::Kept { what, yours, offered } => format!("{what}: {yours}; в шаблоне {offered}"),
        Change::Hidden => "ничего не удаляется, вернуть можно в любой день".into(),
        Change::Added | Change::Later => String::new(),
    }
}

/// «добавится 8, изменится 2, останется ваше 1»
pub fn summary<'a>(lines: impl Iterator<Item = &'a Line>, tense: Tense) -> String {
    let mut counts: Vec<(&str, i64)> = Vec::new();
    for line in lines {
        let (_, word) = word(&line.change, line.part, tense);
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let said: Vec<String> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
    said.join(", ")
}

/// «11 показателей, 10 стадий, 2 карты KPI, 10 регулярных действий, 6 упражнений»
pub fn inside(template: &super::content::Template) -> String {
    let count = |list: usize| i64::try_from(list).unwrap_or(i64::MAX);
    let stages = template.pipelines.iter().map(|pipeline| pipeline.stages.len()).sum();
    [
        counted(count(template.metrics.len()), "показатель", "показателя", "показателей"),
        counted(count(stages), "стадия воронки", "стадии воронки", "стадий воронки"),
        counted(count(template.cards.len()), "карта KPI", "карты KPI", "карт KPI"),
        counted(
            count(template.rituals.len()),
            "регулярное действие",
            "регулярных действия",
            "регулярных действий",
        ),
        counted(count(template.exercises.len()), "упражнение", "упражнения", "упражнений"),
    ]
    .join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(part: Part, subject: &str, change: Change) -> Line {
        Line { part, subject: subject.into(), change }
    }

    #[test]
    fn a_part_says_how_much_of_what() {
        let changed = Change::Changed {
            what: "норма".into(),
            from: "40 в день".into(),
            to: "50 в день".into(),
        };
        let lines = [
            line(Part::Metrics, "Звонки", changed),
            line(Part::Metrics, "Встречи", Change::Added),
            line(Part::Metrics, "КП", Change::Added),
            line(Part::Cards, "РОП", Change::Later),
        ];
        let told = told(&lines, Tense::Future);
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].summary, "изменится 1, добавится 2");
        assert_eq!(told[0].added, ["Встречи", "КП"]);
        assert_eq!(told[0].rows[0].3, "норма: 40 в день → 50 в день");
        assert_eq!(told[1].later, ["РОП"]);
    }
}
