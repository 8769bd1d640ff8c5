//! A large team: what the pages of figures are measured on.
use sqlx::AssertSqlSafe;

use crate::figures::begin;
use crate::support::{DEPARTMENT, OURS, World, member, noon};

pub const PEOPLE: usize = 30;
pub const METRICS: usize = 12;

/// Thirty sellers by twelve metrics in «Отдел продаж»: plans of the quarter, a fact of everybody on every day of a year.
pub async fn furnish(world: &World) {
    let people = PEOPLE - 3; // three sell already
    let owner = member(0);
    let statements = [
        format!(
            "insert into metric (company_id, id, code, name, unit, kind, direction, over_time, over_people, scale, position)
             select '{OURS}', gen_random_uuid(), 'm' || n, 'Показатель ' || n, case when n = {METRICS} then '₽' else 'шт' end,
                 case when n = {METRICS} then 'money' else 'step' end, 'up', 'sum', 'sum', case when n = {METRICS} then 2 else 0 end, n
             from generate_series(1, {METRICS}) n"
        ),
        format!(
            "insert into member (company_id, id, name, name_norm, role, sells)
             select '{OURS}', gen_random_uuid(), 'Продавец ' || n, 'продавец ' || n, 'manager', true
             from generate_series(1, {people}) n"
        ),
        format!(
            "insert into member_department (company_id, member_id, from_on, department_id)
             select company_id, id, '2020-01-01', '{DEPARTMENT}' from member where company_id = '{OURS}' and name like 'Продавец%'"
        ),
        format!(
            "insert into plan_version (company_id, id, department_id, period, starts_on, no, state, effective_on, by_member,
                 made_at, approved_by, approved_at)
             select '{OURS}', gen_random_uuid(), '{DEPARTMENT}', 'month', first, no, 'approved',
                 first + 10 * (no - 1), '{owner}', now(), '{owner}', now()
             from unnest(array['2026-10-01', '2026-11-01', '2026-12-01']::date[]) first, generate_series(1, 2) no"
        ),
        format!(
            "insert into target (company_id, id, plan_version_id, metric_id, member_id, value)
             select '{OURS}', gen_random_uuid(), v.id, k.id, m.id, 400 + v.no from plan_version v, metric k, member m
             where v.company_id = '{OURS}' and k.company_id = '{OURS}' and m.company_id = '{OURS}' and m.sells"
        ),
        format!(
            "insert into fact_day (company_id, day, member_id, metric_id, department_id, value, late, corrected, conflict)
             select '{OURS}', day, m.id, k.id, '{DEPARTMENT}', 20, false, false, false
             from generate_series(date '2025-11-19', date '2026-11-18', '1 day') day, member m, metric k
             where m.company_id = '{OURS}' and m.sells and k.company_id = '{OURS}'"
        ),
    ];
    let mut db = begin(world, noon()).await;
    for statement in statements {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut *db).await.unwrap();
    }
    db.commit().await.unwrap();
}
