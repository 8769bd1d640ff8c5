//! The engine on companies whose truth is known, because it was drawn.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod company;
mod coverage;
