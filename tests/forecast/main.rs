//! The engine on companies whose truth is known, because it was drawn.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "drawn numbers are small"
)]

mod company;
mod coverage;
mod oracle;
