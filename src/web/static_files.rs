//! Style, scripts and fonts, kept inside the program.
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::Path;

/// The script that answers for «Мой день» without a network; it may stand for pages outside its folder.
const WORKER: &str = "worker.js";

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// The address of a file with its digest, so that browsers may keep it for ever.
pub fn asset(name: &str) -> String {
    match Files::get(name) {
        Some(file) => format!("/static/{name}?v={}", digest(&file)),
        None => format!("/static/{name}"),
    }
}

fn digest(file: &EmbeddedFile) -> String {
    let first = file.metadata.sha256_hash().first_chunk().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(first))
}

pub(super) async fn serve(Path(path): Path<String>, uri: Uri) -> Response {
    let Some(file) = Files::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let mime = mime_guess::from_path(&path).first_or_octet_stream();
    let keep = if uri.query().is_some_and(|query| query.starts_with("v=")) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let head = [(header::CONTENT_TYPE, mime.to_string()), (header::CACHE_CONTROL, keep.to_owned())];
    let mut response = (head, file.data.into_owned()).into_response();
    if path == WORKER {
        let pages = HeaderValue::from_static("/day");
        response.headers_mut().insert("service-worker-allowed", pages);
    }
    response
}
