//! The templates of industries, as they stand in `data/templates`.
use std::sync::LazyLock;

use super::check::check;
use super::content::Template;
use super::file::{read, read_base};

const BASE: &str = include_str!("../../data/templates/base.toml");

const FILES: [(&str, &str); 9] = [
    ("wholesale", include_str!("../../data/templates/wholesale.toml")),
    ("services", include_str!("../../data/templates/services.toml")),
    ("manufacturing", include_str!("../../data/templates/manufacturing.toml")),
    ("realty", include_str!("../../data/templates/realty.toml")),
    ("construction", include_str!("../../data/templates/construction.toml")),
    ("school", include_str!("../../data/templates/school.toml")),
    ("cars", include_str!("../../data/templates/cars.toml")),
    ("car_service", include_str!("../../data/templates/car_service.toml")),
    ("medicine", include_str!("../../data/templates/medicine.toml")),
];

/// Every industry in its order. What is wrong with one leaves it out and is logged; a test reads them all.
static ALL: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let (templates, faults) = read_all();
    for fault in faults {
        tracing::error!("{fault}");
    }
    templates
});

pub fn all() -> &'static [Template] {
    &ALL
}

pub fn by_code(code: &str) -> Option<&'static Template> {
    ALL.iter().find(|template| template.code == code)
}

/// The good ones, and what is wrong with the others, each fault with its file.
fn read_all() -> (Vec<Template>, Vec<String>) {
    let base = match read_base(BASE) {
        Ok(base) => base,
        Err(fault) => return (Vec::new(), vec![format!("base.toml: {fault}")]),
    };
    let (mut good, mut faults) = (Vec::new(), Vec::new());
    for (name, text) in FILES {
        let template = read(text, &base).and_then(|template| {
            let mut faults = check(&template);
            if template.code != name {
                faults.push(format!("код «{}» не тот, что в имени файла", template.code));
            }
            if faults.is_empty() { Ok(template) } else { Err(faults) }
        });
        match template {
            Ok(template) => good.push(template),
            Err(found) => faults.extend(found.iter().map(|fault| format!("{name}.toml: {fault}"))),
        }
    }
    (good, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_holds_together() {
        let (templates, faults) = read_all();
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(templates.len(), FILES.len());
    }
}
