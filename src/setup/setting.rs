//! What a line of the list is.
use super::present::Present;
use crate::access::Permission;

/// Something of a company that can be set.
#[derive(Clone, Copy)]
pub struct Setting {
    pub name: &'static str,
    /// One sentence: what it changes.
    pub changes: &'static str,
    /// Other words people look for it by.
    pub synonyms: &'static str,
    /// Where it is changed, and who may open that page.
    pub href: &'static str,
    pub see: Permission,
    /// Its present value in words.
    pub value: fn(&Present) -> String,
    /// The changes of the journal that are changes of this: nouns and their verbs; none: nothing is logged.
    pub since: &'static [(&'static str, &'static [&'static str])],
}

/// Settings that belong together.
pub struct Section {
    pub title: &'static str,
    pub settings: &'static [Setting],
}
