use std::fmt::Write;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt;
use uuid::Uuid;

use super::{Seen, statements};

/// A person at a browser, signed in or not.
#[derive(Clone)]
pub struct Browser {
    pub router: Router,
    /// All cookies, as sent.
    pub cookies: String,
    pub company: Uuid,
}

impl Browser {
    pub fn new(router: &Router, session: Option<&str>, company: Uuid) -> Self {
        let cookies = session.map(|token| format!("mayak={token}")).unwrap_or_default();
        Self { router: router.clone(), cookies, company }
    }

    /// The same person with the session an answer has given.
    pub fn with(&self, seen: &Seen) -> Self {
        let cookies = seen.cookie("mayak").unwrap_or_else(|| panic!("no session in {seen:?}"));
        Self { cookies, ..self.clone() }
    }

    pub async fn open(&self, path: &str) -> Seen {
        self.send(Method::GET, path, "", String::new().into_bytes()).await
    }

    /// Opens a page and gives its SQL statements besides.
    pub async fn open_counting(&self, path: &str) -> (Seen, Vec<String>) {
        statements::watch();
        statements::taken();
        let seen = self.open(path).await;
        (seen, statements::taken())
    }

    /// A new form token, as a page would carry it.
    pub fn token(&self) -> String {
        let key: u128 = rand::random();
        format!("{}.{}", self.company, Uuid::from_u128(key))
    }

    /// Sends a form freshly opened.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        self.submit_with(&self.token(), path, fields).await
    }

    /// Sends a form with the token given: twice the same token and typing is a double click.
    pub async fn submit_with(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let mut body = format!("token={token}");
        for (name, value) in fields {
            let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            write!(body, "&{}={}", encoded(name), encoded(value)).unwrap();
        }
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, kind, body.into_bytes()).await
    }

    /// Sends a file with a form.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Seen {
        const EDGE: &str = "edge-of-a-part";
        let token = self.token();
        let mut body = Vec::new();
        for (name, value) in fields.iter().chain(&[("token", token.as_str())]) {
            let head =
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        let (name, file_name, content) = file;
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        self.send(Method::POST, path, &format!("multipart/form-data; boundary={EDGE}"), body).await
    }

    pub async fn send(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Seen {
        let mut request = Request::builder().method(method).uri(path).header("host", "mayak.test");
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, &self.cookies);
        }
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a bare form and takes the file that comes.
    pub async fn download(&self, path: &str) -> (HeaderMap, Vec<u8>) {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("host", "mayak.test")
            .header(header::COOKIE, &self.cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("token={}", self.token())));
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        assert_eq!(head.status, StatusCode::OK);
        (head.headers, body.collect().await.unwrap().to_bytes().to_vec())
    }

    /// Sends a request as it is.
    pub async fn ask(&self, request: Request<Body>) -> Seen {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let location = head.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Seen { status: head.status, headers: head.headers, location, body }
    }
}
