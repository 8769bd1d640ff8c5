use super::words;
use crate::import::figures::Problem;

/// The places of a file that could not be read: how many, and the first of them.
#[derive(Debug, Clone, Copy)]
pub struct Unread<'a> {
    pub all: usize,
    pub first: &'a [Problem],
}

impl Unread<'_> {
    /// Nothing to list: everything was read, or the file was written before its places were kept.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// «4 места»
    pub fn count(&self) -> String {
        words::places(self.all)
    }

    /// Those that are not listed.
    pub fn more(&self) -> Option<String> {
        let more = self.all.saturating_sub(self.first.len());
        (more > 0).then(|| words::places(more))
    }
}
