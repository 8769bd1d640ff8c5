//! What versions say, in words that several pages use.
use crate::metric::Metric;
use crate::scorecard::card::Card;
use crate::scorecard::item::{Counted, Item};
use crate::scorecard::version::Version;
use crate::values::russian::{NO_BREAK, full_date};

/// A line of a card with its bar.
pub struct Line {
    pub name: String,
    /// «шаг», or how the product counts it by itself.
    pub note: String,
    pub weight: String,
    pub place: i32,
    /// Its metric is off the tables.
    pub is_hidden: bool,
}

pub fn lines(items: &[Item], metrics: &[Metric]) -> Vec<Line> {
    let line = |item: &Item| Line {
        name: item.counted.name(metrics),
        note: match item.counted {
            Counted::System(system) => system.means().into(),
            Counted::Metric(_) => {
                item.counted.kind(metrics).map_or(String::new(), |kind| kind.name().into())
            }
        },
        weight: item.weight.to_string(),
        place: item.weight.place(),
        is_hidden: item.counted.metric(metrics).is_some_and(|metric| metric.is_hidden),
    };
    items.iter().map(line).collect()
}

impl Version {
    /// Sign and word of how it is paid.
    pub fn paid(&self) -> (&'static str, &'static str) {
        if self.is_trial {
            ("sea", "пробный расчёт")
        } else {
            ("good", "платится")
        }
    }

    /// «с 1 декабря 2026»
    pub fn since(&self) -> String {
        format!("с {}", full_date(self.effective_on))
    }

    /// «версия 3, действует с 1 декабря 2026»
    pub fn titled(&self) -> String {
        format!("версия{NO_BREAK}{}, действует {}", self.no, self.since())
    }
}

/// «Оплаты: 40 % → 45 %»: from one version to another; of the first, all of it.
pub fn changes(version: &Version, before: Option<&Version>, metrics: &[Metric]) -> Vec<String> {
    let Some(before) = before else { return vec!["первая версия".into()] };
    let gone = before.items.iter().filter(|item| version.weight(item.counted).is_none());
    let named = version.items.iter().chain(gone).map(|item| item.counted);
    let mut said: Vec<String> = named
        .filter_map(|counted| {
            let name = counted.name(metrics);
            match (before.weight(counted), version.weight(counted)) {
                (Some(old), Some(new)) if old == new => None,
                (Some(old), Some(new)) => Some(format!("{name}: {old} → {new}")),
                (None, Some(new)) => Some(format!("{name}: нет → {new}")),
                (old, None) => Some(format!("{name}: {} → убрано", old.unwrap_or_default())),
            }
        })
        .collect();
    if before.is_trial != version.is_trial {
        said.push(format!("{} → {}", before.paid().1, version.paid().1));
    }
    if said.is_empty() {
        said.push("веса прежние".into());
    }
    said
}

/// What is written now, for one whose edit came second.
pub fn summary(card: &Card) -> String {
    match card.versions.first() {
        Some(version) => {
            format!("«{}», {} ({})", card.name, version.titled(), version.state.name())
        }
        None => format!("«{}», версий ещё нет", card.name),
    }
}
