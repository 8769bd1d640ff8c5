use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;

use super::list::page;
use super::opened::{may_bring, reader};
use crate::app::App;
use crate::db::Tenant;
use crate::form::FieldErrors;
use crate::import::jobs;
use crate::import::limits::DRAFTS;
use crate::import::mapping::{Kind, Mapping, Measure};
use crate::import::reading::FileKind;
use crate::import::recognition::fingerprint;
use crate::import::refusal::Refusal;
use crate::import::sheet::Book;
use crate::import::store::{self, NewRun};
use crate::import::views::Index;
use crate::metric;
use crate::web::{Answer, Error, Result, Shell, Upload, check_token, digest};

/// The form has three; whatever a browser's extension adds.
const MOST_FIELDS: usize = 16;

/// The form as sent.
#[derive(Default)]
struct Sent {
    token: String,
    kind: Option<Kind>,
    file_name: String,
    content: Bytes,
    is_too_large: bool,
}

pub async fn upload(
    State(app): State<App>,
    tenant: Tenant,
    shell: Shell,
    Upload(multipart): Upload,
) -> Result<Answer<Index>> {
    let sent = receive(multipart).await?;
    check_token(&shell.actor, &sent.token)?;
    let kind = sent.kind.ok_or_else(|| Error::BadRequest("Не выбрано, что загружать.".into()))?;
    may_bring(&shell, kind)?;
    if sent.content.is_empty() && !sent.is_too_large {
        let mut index = page(&mut tenant.begin().await?, shell, kind).await?;
        index.errors = FieldErrors::one("file", nothing_sent(&sent.file_name));
        return Ok(Answer::Refused(index));
    }
    match recognise(&app, &tenant, kind, &sent).await? {
        Ok(read) => keep(&tenant, kind, &sent, &read).await,
        Err(refusal) => {
            let mut index = page(&mut tenant.begin().await?, shell, kind).await?;
            index.refused = Some((sent.file_name, refusal));
            Ok(Answer::Refused(index))
        }
    }
}

/// A browser sends a file without a name when none was chosen.
fn nothing_sent(file_name: &str) -> String {
    if file_name.is_empty() {
        return "Выберите файл".into();
    }
    format!("Файл пустой: «{file_name}». Проверьте его и выберите снова")
}

async fn receive(mut multipart: Multipart) -> Result<Sent> {
    let mut sent = Sent::default();
    for _ in 0..=MOST_FIELDS {
        let field = multipart.next_field().await.map_err(|error| broken(&error))?;
        let Some(field) = field else { return Ok(sent) };
        match field.name().unwrap_or_default() {
            "token" => sent.token = field.text().await.map_err(|error| broken(&error))?,
            "kind" => {
                let code = field.text().await.map_err(|error| broken(&error))?;
                sent.kind = Kind::from_code(&code);
            }
            "file" => receive_file(field, &mut sent).await?,
            _ => {}
        }
    }
    Err(Error::BadRequest("В форме слишком много полей. Откройте страницу заново.".into()))
}

/// Browsers send the token before the file, so that even a file too large is answered on the page.
async fn receive_file(field: Field<'_>, sent: &mut Sent) -> Result<()> {
    let name = field.file_name().unwrap_or_default().replace(['\0', '\n', '\r'], "");
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    sent.file_name = name.chars().take(200).collect();
    match field.bytes().await {
        Ok(content) => sent.content = content,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.is_too_large = true,
        Err(error) => return Err(broken(&error)),
    }
    Ok(())
}

fn broken(error: &MultipartError) -> Error {
    tracing::info!(status = %error.status(), "an upload did not arrive whole");
    Error::BadRequest("Файл не дошёл целиком или больше 20 МБ. Отправьте его ещё раз.".into())
}

/// A file read and recognised.
struct Read {
    book: Arc<Book>,
    mapping: Mapping,
}

async fn recognise(
    app: &App,
    tenant: &Tenant,
    kind: Kind,
    sent: &Sent,
) -> Result<std::result::Result<Read, Refusal>> {
    if sent.is_too_large {
        return Ok(Err(FileKind::too_large()));
    }
    let mut db = tenant.begin().await?;
    let measures = Measure::all(&metric::all(&mut db).await?);
    let earlier = store::applied_mappings(&mut db, kind).await?;
    let drafts = store::open_drafts(&mut db).await?;
    drop(db);
    if measures.is_empty() {
        return Ok(Err(nothing_to_bring()));
    }
    if drafts >= DRAFTS {
        return Ok(Err(too_many_drafts()));
    }
    let _turn = app.turns.to_read_upload(tenant.company()).await?;
    let book = match jobs::read_file(&reader(app), sent.content.clone()).await? {
        Ok(book) => Arc::new(book),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let name = sent.file_name.clone();
    let mapping = jobs::recognise(Arc::clone(&book), kind, measures, name, earlier).await?;
    Ok(mapping.map(|mapping| Read { book, mapping }))
}

/// A company that measures nothing has nowhere to put figures.
fn nothing_to_bring() -> Refusal {
    Refusal::new(
        "В компании ещё нет показателей.",
        "Добавьте их на странице «Показатели», например «Звонки» и «Оплаты», и загрузите файл снова.",
    )
}

/// Files are kept until their imports end, and one company does not fill the disk of all.
fn too_many_drafts() -> Refusal {
    Refusal::new(
        format!("Начатых и не законченных загрузок уже {DRAFTS}."),
        "Закончите их или уберите из списка ниже, потом загрузите файл снова.",
    )
}

async fn keep(tenant: &Tenant, kind: Kind, sent: &Sent, read: &Read) -> Result<Answer<Index>> {
    let sha256 = jobs::digest(sent.content.clone()).await?;
    let once = digest(&[b"/imports", sent.token.as_bytes(), kind.code().as_bytes(), &sha256]);
    let layout = read.book.sheets.get(read.mapping.sheet);
    let layout = layout.map(|sheet| fingerprint(sheet, read.mapping.header_row));
    let mut db = tenant.begin_once(once).await?;
    let new = NewRun {
        kind,
        file_name: if sent.file_name.is_empty() { "файл" } else { &sent.file_name },
        sha256: &sha256,
        layout: &layout.unwrap_or_default(),
        mapping: &read.mapping,
        content: &sent.content,
    };
    let id = store::add(&mut db, &new).await?;
    Ok(Answer::SeeOther(db.commit_to(format!("/imports/{id}")).await?))
}
