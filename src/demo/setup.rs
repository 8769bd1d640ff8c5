//! What the companies of the demonstration are set up with: wholesale, with the five metrics whose days are told.
use crate::template::{Template, by_code, starter};

/// The template of wholesale around the metrics every company starts with; the others wait to be shown.
pub fn setup() -> Option<Template> {
    let mut template = by_code("wholesale")?.clone();
    for (at, known) in starter().metrics.into_iter().enumerate() {
        match template.metrics.iter_mut().find(|metric| metric.code == known.code) {
            Some(metric) => metric.name = known.name,
            None => template.metrics.insert(at, known),
        }
    }
    let shown: Vec<String> = starter().metrics.into_iter().map(|metric| metric.code).collect();
    for metric in &mut template.metrics {
        metric.is_hidden = !shown.contains(&metric.code);
    }
    let place = |code: &str| shown.iter().position(|known| known == code).unwrap_or(shown.len());
    template.metrics.sort_by_key(|metric| place(&metric.code));
    Some(template)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_stand_first_and_everything_holds_together() {
        let template = setup().unwrap();
        assert_eq!(crate::template::check(&template), [""; 0]);
        let shown = template.metrics.iter().filter(|metric| !metric.is_hidden);
        let names: Vec<&str> = shown.map(|metric| metric.name.as_str()).collect();
        assert_eq!(names, ["Звонки", "Встречи", "КП", "Счета", "Оплаты"]);
    }
}
