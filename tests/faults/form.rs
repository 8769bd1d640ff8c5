//! «Мой день» as a browser fills it in.
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use scraper::{ElementRef, Html, Selector};

pub const KIND: &str = "application/x-www-form-urlencoded";

pub struct Day {
    pub action: String,
    /// The company the form belongs to: the first part of its token.
    pub company: String,
    /// The metric whose counter is turned.
    pub metric: String,
    fields: Vec<(String, String)>,
}

impl Day {
    /// The form of the page, when the day takes numbers.
    pub fn read(page: &str) -> Option<Self> {
        let page = Html::parse_document(page);
        let form = page.select(&selector("form#day")).next()?;
        let counter = form.select(&selector("[data-scale='0'] input")).next()?;
        let metric = counter.attr("name")?.strip_prefix("count.")?.to_owned();
        let fields: Vec<_> = form.select(&selector("input")).filter_map(field).collect();
        let token = &fields.iter().find(|(name, _)| name == "token")?.1;
        let company = token.split('.').next()?.to_owned();
        Some(Self { action: form.attr("action")?.to_owned(), company, metric, fields })
    }

    /// What the browser sends when the counter says this.
    pub fn saying(&self, value: i64) -> Vec<u8> {
        let counter = format!("count.{}", self.metric);
        let pairs = self.fields.iter().map(|(name, typed)| {
            let typed = if *name == counter { value.to_string() } else { typed.clone() };
            encoded(name) + "=" + &encoded(&typed)
        });
        pairs.collect::<Vec<_>>().join("&").into_bytes()
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// An empty counter is a zero that has to be said.
fn field(input: ElementRef<'_>) -> Option<(String, String)> {
    let is_off = input.attr("type") == Some("checkbox") && input.attr("checked").is_none();
    let name = input.attr("name").filter(|_| !is_off)?;
    let typed = input.attr("value").unwrap_or_default();
    let typed = if typed.is_empty() && name.starts_with("count.") { "0" } else { typed };
    Some((name.to_owned(), typed.to_owned()))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The token of any page's forms.
pub fn token(page: &str) -> Option<String> {
    let page = Html::parse_document(page);
    Some(page.select(&selector("input[name=token]")).next()?.attr("value")?.to_owned())
}
