//! The forms of one's own account: sign-in, change of password.
use serde::Deserialize;

use super::password;
use crate::form::FieldErrors;

/// As typed.
#[derive(Debug, Default, Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub password: String,
    /// Where the person was going.
    #[serde(default)]
    pub next: String,
}

/// As typed; a password is never shown again.
#[derive(Debug, Default, Deserialize)]
pub struct PasswordForm {
    pub old: String,
    pub new: String,
    pub again: String,
}

impl PasswordForm {
    /// Whether the new password will do. Whether the old one is right takes a hash.
    pub fn check(&self, personal: &[&str]) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        password::check_twice(&mut errors, &self.new, &self.again, personal);
        if errors.on("again").is_none() && self.new == self.old {
            errors.add("new", "Новый пароль совпадает со старым");
        }
        errors.or(())
    }
}
