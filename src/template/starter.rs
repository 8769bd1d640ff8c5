//! What a company has before its first template: the metrics every one starts with.
use super::content::{Counted, Counting, Measure, Template};
use crate::metric;

pub fn starter() -> Template {
    let measure = |draft: metric::Draft| Measure {
        code: draft.code,
        name: draft.name,
        counted: Counted {
            unit: draft.unit,
            kind: draft.kind,
            direction: draft.direction,
            over_time: Counting::Sum,
            over_people: draft.over_people,
            scale: draft.scale,
        },
        minutes: None,
        manager: None,
        head: None,
        range: String::new(),
        is_published: false,
        is_hidden: false,
    };
    Template {
        metrics: metric::starter().into_iter().map(measure).collect(),
        ..Template::default()
    }
}
