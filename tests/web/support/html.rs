use axum::http::{HeaderMap, StatusCode};
use scraper::{Html, Selector};

/// An answer as a person sees it.
#[derive(Debug)]
pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Where a redirect leads.
    pub location: Option<String>,
    pub body: String,
}

impl Seen {
    /// The cookie set under a name, as it is sent back; none when it is taken away or not spoken of.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
            .find(|cookie| cookie.starts_with(&format!("{name}=")) && cookie.len() > name.len() + 1)
            .map(ToOwned::to_owned)
    }

    /// The trimmed texts of what a CSS selector finds, white space folded.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let fold = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.select(css, |element| fold(element.text().collect()))
    }

    pub fn text(&self, css: &str) -> String {
        self.texts(css).into_iter().next().unwrap_or_else(|| panic!("no {css} in {}", self.body))
    }

    pub fn has(&self, css: &str) -> bool {
        !self.texts(css).is_empty()
    }

    /// The values of an attribute of what a CSS selector finds.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.select(css, |element| element.value().attr(name).unwrap_or_default().to_owned())
    }

    pub fn attribute(&self, css: &str, name: &str) -> String {
        self.attributes(css, name).into_iter().next().unwrap_or_else(|| panic!("no {css}"))
    }

    fn select(&self, css: &str, of: impl Fn(scraper::ElementRef<'_>) -> String) -> Vec<String> {
        let selector = Selector::parse(css).unwrap();
        Html::parse_document(&self.body).select(&selector).map(of).collect()
    }
}
