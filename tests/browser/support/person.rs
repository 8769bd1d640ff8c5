use std::future::Future;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::Site;

const PATIENCE: Duration = Duration::from_secs(15);

/// Somebody at a browser.
pub struct Person {
    pub client: Client,
    address: String,
    driver: Child,
    _profile: TempDir,
}

impl Person {
    /// Opens a browser at the product, plays the journey and closes the browser whatever happens.
    pub async fn at<F: Future<Output = Self>>(site: &Site, journey: impl FnOnce(Self) -> F) {
        let person = Self::open(site).await;
        let mut person = journey(person).await;
        person.client.clone().close().await.unwrap();
        let _ = person.driver.kill().await;
    }

    async fn open(site: &Site) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let profile = tempfile::tempdir().unwrap();
        let capabilities = capabilities(profile.path());
        let begun = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.clone());
            match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(client) => break client,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "{error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        Self { client, address: site.address.clone(), driver, _profile: profile }
    }

    pub async fn goto(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.address)).await.unwrap();
    }

    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.as_str().replacen(&self.address, "", 1)
    }

    /// Waits until something is there.
    pub async fn see(&self, css: &str) -> fantoccini::elements::Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => {
                let body = self.client.source().await.unwrap();
                panic!("{css} at {}: {error}\n{body}", self.path().await)
            }
        }
    }

    /// Replaces what a field holds.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.see(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    pub async fn click(&self, css: &str) {
        self.tap(self.see(css).await).await;
    }

    /// Presses the button or link with this text.
    pub async fn press(&self, text: &str) {
        let path = format!("//*[self::button or self::a][normalize-space()='{text}']");
        let wait = self.client.wait().at_most(PATIENCE);
        self.tap(wait.for_element(Locator::XPath(&path)).await.unwrap()).await;
    }

    /// Clicks where a person would: not under what stands fixed at an edge of the page.
    async fn tap(&self, element: fantoccini::elements::Element) {
        let place = serde_json::to_value(&element).unwrap();
        let script = "arguments[0].scrollIntoView({ block: 'center' })";
        self.client.execute(script, vec![place]).await.unwrap();
        element.click().await.unwrap();
    }

    pub async fn key(&self, css: &str, key: Key) {
        self.see(css).await.send_keys(&char::from(key).to_string()).await.unwrap();
    }

    pub async fn text(&self, css: &str) -> String {
        fold(&self.see(css).await.text().await.unwrap())
    }

    pub async fn texts(&self, css: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await.unwrap() {
            // What the page has just taken away is not there.
            texts.extend(element.text().await.ok().map(|text| fold(&text)));
        }
        texts
    }

    pub async fn attribute(&self, css: &str, name: &str) -> String {
        self.see(css).await.attr(name).await.unwrap().unwrap_or_default()
    }

    /// An attribute of all that is found.
    pub async fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let mut values = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await.unwrap() {
            values.extend(element.attr(name).await.unwrap());
        }
        values
    }

    /// What a field holds.
    pub async fn value(&self, css: &str) -> String {
        self.see(css).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Waits until a field holds this, however often the page is made anew meanwhile.
    pub async fn holds(&self, css: &str, value: &str) {
        let begun = Instant::now();
        let script = "return document.querySelector(arguments[0])?.value ?? ''";
        loop {
            let found = self.client.execute(script, vec![json!(css)]).await.unwrap();
            if found == json!(value) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "{css} holds {found}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Pastes a block copied elsewhere into a field.
    pub async fn paste(&self, css: &str, block: &str) {
        let script = "const [css, text] = arguments; const field = document.querySelector(css); field.focus();
            const data = new DataTransfer(); data.setData('text/plain', text);
            field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));";
        self.client.execute(script, vec![json!(css), json!(block)]).await.unwrap();
    }

    /// Waits until a text stands somewhere under the selector.
    pub async fn read(&self, css: &str, text: &str) {
        let begun = Instant::now();
        loop {
            let texts = self.texts(css).await;
            if texts.iter().any(|found| found.contains(text)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "no «{text}» in {css}: {texts:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn is_at_width(&self, width: u32) {
        self.client.set_window_size(width, 1000).await.unwrap();
    }

    /// The page must not scroll sideways.
    pub async fn fits(&self) {
        let script = "return document.documentElement.scrollWidth - window.innerWidth";
        let over = self.client.execute(script, Vec::new()).await.unwrap();
        assert!(over.as_i64().unwrap() <= 0, "{} is too wide: {over}", self.path().await);
    }

    /// Nothing that scrolls by itself hides a part to the side either.
    pub async fn fits_whole(&self) {
        self.fits().await;
        let script = "return Math.max(0, ...[...document.querySelectorAll('.table-wrap')]
            .map(wrap => wrap.scrollWidth - wrap.clientWidth))";
        let over = self.client.execute(script, Vec::new()).await.unwrap();
        assert!(over.as_i64().unwrap() <= 0, "a table of {} scrolls: {over}", self.path().await);
    }

    /// A picture of the page, under `target/pictures`.
    pub async fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
        std::fs::create_dir_all(&folder).unwrap();
        let png = self.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }

    /// The page at both widths, whole, without a scroll sideways.
    pub async fn both_widths(&self, name: &str) {
        for width in [390, 1400] {
            self.is_at_width(width).await;
            self.fits().await;
            self.picture(&format!("{name}-{width}")).await;
        }
    }

    pub async fn sign_in(&self, email: &str, password: &str) {
        self.goto("/sign-in").await;
        self.fill("#email", email).await;
        self.fill("#password", password).await;
        self.press("Войти").await;
        self.see(".frame").await;
    }
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn capabilities(profile: &Path) -> Map<String, Value> {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--window-size=1400,1000",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--disable-sync",
        "--disable-extensions",
        "--lang=ru",
    ];
    let mut arguments: Vec<Value> = arguments.iter().map(|argument| json!(argument)).collect();
    arguments.push(json!(format!("--user-data-dir={}", profile.display())));
    let mut chrome = json!({ "args": arguments });
    if let Some(binary) =
        ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| on_path(name))
    {
        chrome["binary"] = json!(binary);
    }
    let mut all = Map::new();
    all.insert("browserName".into(), json!("chrome"));
    all.insert("goog:chromeOptions".into(), chrome);
    all
}

fn on_path(name: &str) -> Option<String> {
    let path = std::env::var_os("PATH")?;
    let found =
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    found.map(|file| file.display().to_string())
}
