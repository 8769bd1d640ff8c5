//! A text as a square code for a phone's camera: one path of an SVG, no image and no style.
use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// The quiet frame around the code that cameras ask for, in squares.
const FRAME: i32 = 4;

/// The code as a drawing of `side` by `side` squares.
#[derive(Debug)]
pub struct Square {
    pub side: i32,
    /// The `d` of a path: the dark squares, row by row.
    pub path: String,
}

/// None when the text is too long for any code.
pub fn square(text: &str) -> Option<Square> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|at| code.get_module(*at, y)).count();
            let run = i32::try_from(run).ok()?;
            if run > 0 {
                write!(path, "M{} {}h{run}v1h-{run}z", x + FRAME, y + FRAME).ok()?;
            }
            x += run.max(1);
        }
    }
    Some(Square { side: code.size() + 2 * FRAME, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_the_mark_of_its_corner() {
        let square = square("otpauth://totp/x").unwrap();
        assert_eq!(square.side, 21 + 8);
        assert!(square.path.starts_with("M4 4h7v1h-7z"), "{}", square.path);
        assert!(square.path.contains("M4 5h1v1h-1z"));
    }

    #[test]
    fn a_text_too_long_has_none() {
        assert!(super::square(&"я".repeat(3000)).is_none());
    }
}
