/// One line of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

impl Choice {
    /// The same under a first line that means all of them.
    pub fn or_all(
        all: &str,
        lines: impl IntoIterator<Item = (String, String)>,
        chosen: &str,
    ) -> Vec<Self> {
        let first = std::iter::once((String::new(), all.to_owned()));
        Self::among(first.chain(lines), chosen)
    }

    /// The lines of a list of (value, label) with the present one marked.
    pub fn among<V: Into<String>, L: Into<String>>(
        lines: impl IntoIterator<Item = (V, L)>,
        chosen: &str,
    ) -> Vec<Self> {
        lines
            .into_iter()
            .map(|(value, label)| {
                let value = value.into();
                Self { is_chosen: value == chosen, label: label.into(), value }
            })
            .collect()
    }
}
