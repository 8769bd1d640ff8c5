//! The layers, kept by a test: pure core ← store ← views, web, jobs.
use std::fs;
use std::path::{Path, PathBuf};

/// (file or folder name, words that may not appear); `*` is every other file: a pure core.
const FORBIDDEN: [(&str, &[&str]); 4] = [
    ("store", &["axum", "askama", "crate::web", "super::views"]),
    ("views", &["sqlx", "Tenant", "async fn", "super::store::find"]),
    ("web", &["sqlx::query", "askama::"]),
    ("*", &["async fn", "sqlx::query", "Tenant", "axum::", "askama", "tokio", "::now()"]),
];

/// Folders that are not slices: devices and pure words.
const DEVICES: [&str; 5] = ["access", "config", "db", "serve", "web"];

/// Files of a slice that touch the world under a name of their own, and why.
const WORLDLY: [(&str, &str); 5] = [
    ("mail/post.rs", "talks to the mail server"),
    ("jobs/work.rs", "does what each kind of job is"),
    ("jobs/worker.rs", "takes jobs and runs them"),
    ("signin/hashing.rs", "runs argon2 on blocking threads"),
    ("signin/limits.rs", "counts by the monotonic clock of its library"),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Without the tests inside a file.
fn production(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]").next().unwrap().to_owned()
}

fn layer(inside: &Path) -> &'static str {
    // The slice `jobs` is named like a layer.
    let names: Vec<_> =
        inside.iter().skip(1).map(|part| part.to_string_lossy().replace(".rs", "")).collect();
    ["store", "views", "web", "jobs", "mail", "mod"]
        .into_iter()
        .find(|layer| names.iter().any(|name| name == layer))
        .unwrap_or("*")
}

#[test]
fn slices_keep_their_layers() {
    let mut broken = Vec::new();
    for path in files(&source()) {
        let inside = path.strip_prefix(source()).unwrap();
        let name = inside.to_string_lossy().into_owned();
        let slice = inside.iter().next().unwrap().to_string_lossy().into_owned();
        let is_slice = inside.components().count() > 1 && !DEVICES.contains(&slice.as_str());
        if !is_slice || WORLDLY.iter().any(|(file, _)| *file == name) {
            continue;
        }
        let layer = layer(inside);
        let Some((_, words)) = FORBIDDEN.iter().find(|(of, _)| *of == layer) else { continue };
        let text = production(&path);
        broken.extend(
            words.iter().filter(|word| text.contains(**word)).map(|word| format!("{name}: {word}")),
        );
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Slices read addresses and bodies through `web`, whose refusals are pages; axum's own are bare text.
#[test]
fn requests_are_read_by_extractors_of_our_own() {
    const BARE: [&str; 5] = ["Path", "Query", "Form", "RawForm", "Json"];
    let web = source().join("web");
    let mut bare = Vec::new();
    for path in files(&source()).into_iter().filter(|path| !path.starts_with(&web)) {
        let text = production(&path);
        let taken = text.split(';').filter_map(|statement| statement.split("use axum").nth(1));
        let words = taken.flat_map(|names| names.split(|c: char| !c.is_alphanumeric()));
        bare.extend(
            words.filter(|word| BARE.contains(word)).map(|word| format!("{path:?}: {word}")),
        );
    }
    assert!(bare.is_empty(), "{bare:#?}");
}

#[test]
fn production_files_stay_small() {
    let long: Vec<_> = files(&source())
        .into_iter()
        .map(|path| (production(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > 300)
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn nothing_is_silenced_without_a_reason() {
    let silenced: Vec<_> =
        files(&source()).into_iter().filter(|path| production(path).contains("#[allow(")).collect();
    assert!(silenced.is_empty(), "{silenced:#?}");
}
