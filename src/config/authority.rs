//! The file with the root certificates of a mail server, read at start: later nobody would see that it is missing.

use crate::mail::Authority;
use std::fs;
use std::io::ErrorKind;

pub(super) fn read(path: &str) -> Result<Authority, String> {
    if path.trim().is_empty() {
        return Err("нужен путь к файлу PEM, например /etc/mayak/ca.pem".to_owned());
    }
    let pem = fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!("нет файла {path}"),
        _ => format!("файл {path} не читается: {error}"),
    })?;
    Authority::from_pem(&String::from_utf8_lossy(&pem)).ok_or_else(|| {
        format!(
            "в файле {path} нет сертификата PEM (он начинается с -----BEGIN CERTIFICATE-----) или \
             он повреждён"
        )
    })
}
