//! What a letter says.

/// A letter as it goes out: one text for two kinds of readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The address that ends such letters at one press, for those that come again and again.
    pub unsubscribe: Option<String>,
}

/// What every letter shows around its own words.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The address people type, without a slash at its end.
    pub site: String,
}

impl Frame {
    /// «mayak.example.ru»
    pub fn host(&self) -> &str {
        self.site.split_once("://").map_or(&*self.site, |(_, host)| host)
    }
}
