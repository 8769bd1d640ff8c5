use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::document::{Document, Section};
use crate::db::{Change, TenantTx, log};
use crate::setup;
use crate::values::russian::{counted, time};

/// A handover that was written.
#[derive(Debug, Clone)]
pub struct Written {
    pub id: Uuid,
    pub by_name: String,
    pub made_at: DateTime<Utc>,
    /// His access ended with it.
    pub is_last: bool,
    pub document: Document,
}

/// All of them, the latest first.
pub async fn written(db: &mut TenantTx) -> anyhow::Result<Vec<Written>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select h.id, m.name, h.made_at, h.is_last, h.content from handover h
         join member m on m.company_id = $1 and m.id = h.by_member
         where h.company_id = $1 order by h.made_at desc, h.id desc limit 100",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let document = serde_json::from_value(row.content)?;
            let (id, by_name, made_at) = (row.id, row.name, row.made_at);
            Ok(Written { id, by_name, made_at, is_last: row.is_last, document })
        })
        .collect()
}

/// Keeps a handover.
pub async fn add(db: &mut TenantTx, document: &Document, is_last: bool) -> anyhow::Result<()> {
    let (company, id, now) = (db.company().0, db.new_id::<Uuid>(), db.now());
    let member = db.member().map(|member| member.0).unwrap_or_default();
    sqlx::query!(
        "insert into handover (company_id, id, by_member, made_at, content, is_last) values ($1, $2, $3, $4, $5, $6)",
        company,
        id,
        member,
        now,
        serde_json::to_value(document)?,
        is_last
    )
    .execute(&mut **db)
    .await?;
    let (subject, action) = ("handover", if is_last { "leave" } else { "write" });
    let after = Some(json!({ "is_last": is_last }));
    log(db, Change { subject, id, action, before: None, after }).await?;
    Ok(())
}

/// The set-up as it is now, in words. Two statements.
pub async fn set_up(db: &mut TenantTx, today: NaiveDate) -> anyhow::Result<Vec<Section>> {
    let present = setup::present(db, today).await?;
    let company = db.company().0;
    let row = sqlx::query!(
        r#"select
               array(select d.name || coalesce(' — ведёт ' || m.name, '') from department d
                   left join lateral (
                       select member_id from department_head h where h.company_id = $1 and h.department_id = d.id and h.from_on <= $2
                       order by h.from_on desc limit 1) h on true
                   left join member m on m.company_id = $1 and m.id = h.member_id
                   where d.company_id = $1 and d.archived_on is null order by d.name collate "ru-x-icu") as "departments!",
               array(select name from metric where company_id = $1 and hidden_at is null order by position) as "metrics!",
               array(select p.name || ': ' || coalesce((select string_agg(s.name, ' → ' order by s.position) from stage s
                       where s.company_id = $1 and s.pipeline_id = p.id and s.hidden_at is null), 'без стадий')
                   from pipeline p where p.company_id = $1 and p.hidden_at is null order by p.position) as "funnels!",
               array(select c.name from scorecard c where c.company_id = $1 and c.hidden_at is null order by c.position) as "cards!",
               array(select r.name from ritual r where r.company_id = $1 and r.hidden_at is null order by r.position) as "rituals!",
               (select count(*) from exercise where company_id = $1 and hidden_at is null) as "exercises!",
               exists (select from forecast_terms where company_id = $1) as "has_terms!",
               (select light_until from company_setup where company_id = $1) as light_until"#,
        company,
        today
    )
    .fetch_one(&mut **db)
    .await?;
    let light = row
        .light_until
        .map(|day| format!("лёгкий старт до {}", crate::values::russian::numeric_date(day)));
    let norms = (present.norms > 0).then(|| format!("нормы: {}", present.norms()));
    let exercises = (row.exercises > 0)
        .then(|| counted(row.exercises, "упражнение", "упражнения", "упражнений"));
    let closes = format!("день закрывается в {}", time(present.day_closes_at));
    let metrics = row.metrics.join(", ");
    Ok(vec![
        Section::new(
            "company",
            "Компания",
            [Some(present.company()), Some(closes), light].into_iter().flatten(),
        ),
        Section::new(
            "people",
            "Люди и отделы",
            std::iter::once(present.people()).chain(row.departments),
        ),
        Section::new("metrics", "Показатели и нормы", [Some(metrics), norms].into_iter().flatten()),
        Section::new("plan", "План", [present.plan()]),
        Section::new("funnel", "Воронка", row.funnels),
        Section::new("cards", "Карты KPI", row.cards),
        Section::new("rhythm", "Регулярные действия", row.rituals.into_iter().chain(exercises)),
        Section::new(
            "forecast",
            "Прогноз",
            row.has_terms.then(|| "параметры прогноза заданы".to_owned()),
        ),
    ])
}
