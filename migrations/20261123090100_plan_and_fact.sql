-- What is measured, what was planned, what happened. Values are whole minor units of the metric (scale digits).

create table metric (
    company_id uuid not null references company,
    id uuid not null,
    code text not null check (code <> ''),
    name text not null check (name <> ''),
    unit text not null check (unit in ('шт', '₽', '%', 'мин')),
    kind text not null check (kind in ('step', 'result', 'quality', 'money')),
    direction text not null check (direction in ('up', 'down')),
    over_time text not null check (over_time in ('sum', 'last', 'ratio')),
    over_people text not null check (over_people in ('sum', 'ratio', 'none')),
    scale smallint not null check (scale between 0 and 3),
    numerator_id uuid,
    denominator_id uuid,
    position int not null,
    hidden_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, code),
    check ((over_time = 'ratio') = (numerator_id is not null and denominator_id is not null)),
    foreign key (company_id, numerator_id) references metric,
    foreign key (company_id, denominator_id) references metric
);
call make_tenant_table('metric', 'head');

create table plan_version (
    company_id uuid not null references company,
    id uuid not null,
    department_id uuid,
    period text not null check (period in ('year', 'month', 'week')),
    starts_on date not null,
    no int not null check (no > 0),
    state text not null check (state in ('draft', 'proposed', 'returned', 'approved')),
    effective_on date not null,
    reason text,
    by_member uuid not null,
    made_at timestamptz not null,
    approved_by uuid,
    approved_at timestamptz,
    import_id uuid,
    row_version int not null default 1,
    primary key (company_id, id),
    unique nulls not distinct (company_id, department_id, period, starts_on, no),
    foreign key (company_id, department_id) references department,
    foreign key (company_id, by_member) references member,
    foreign key (company_id, approved_by) references member
);
create unique index plan_version_one_open on plan_version (company_id, department_id, period, starts_on)
    nulls not distinct where state <> 'approved';
create index plan_version_by_start on plan_version (company_id, period, starts_on);
call make_tenant_table('plan_version', 'head');

create table target (
    company_id uuid not null,
    id uuid not null,
    plan_version_id uuid not null,
    metric_id uuid not null,
    member_id uuid, -- null: the department's own number
    level text not null default 'plan' check (level in ('min', 'plan', 'stretch')),
    tag text not null default '',
    value bigint check (value between -1000000000000000 and 1000000000000000), -- null: не задан
    row_version int not null default 1,
    primary key (company_id, id),
    unique nulls not distinct (company_id, plan_version_id, metric_id, member_id, level, tag),
    foreign key (company_id, plan_version_id) references plan_version,
    foreign key (company_id, metric_id) references metric,
    foreign key (company_id, member_id) references member
);
call make_tenant_table('target', 'head');

create table import_run (
    company_id uuid not null references company,
    id uuid not null,
    kind text not null check (kind in ('facts', 'plan')),
    file_name text not null,
    sha256 bytea not null,
    layout text not null default '', -- digest of the headers: the mapping is remembered by it
    mapping jsonb not null,
    summary jsonb,
    state text not null check (state in ('uploaded', 'mapped', 'applied', 'undone')),
    by_member uuid not null,
    made_at timestamptz not null,
    applied_at timestamptz,
    undone_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    foreign key (company_id, by_member) references member
);
create index import_run_by_layout on import_run (company_id, kind, layout, applied_at);
call make_tenant_table('import_run', 'head');
alter table plan_version add foreign key (company_id, import_id) references import_run;

create table import_file (
    company_id uuid not null,
    import_id uuid not null,
    content bytea not null,
    primary key (company_id, import_id),
    foreign key (company_id, import_id) references import_run
);
call make_tenant_table('import_file', 'ledger');

-- Append-only. An edit is a new row that names the one it replaces; null value = void.
create table fact_entry (
    company_id uuid not null references company,
    id uuid not null,
    member_id uuid not null,
    metric_id uuid not null,
    day date not null,
    tag text not null default '',
    origin text not null check (origin in ('manual', 'import', 'crm', 'correction')),
    value bigint check (value between -1000000000000000 and 1000000000000000),
    replaces_id uuid,
    import_id uuid,
    late bool not null default false,
    reason text,
    by_member uuid,
    recorded_at timestamptz not null,
    primary key (company_id, id),
    unique (company_id, replaces_id),
    foreign key (company_id, member_id) references member,
    foreign key (company_id, metric_id) references metric,
    foreign key (company_id, replaces_id) references fact_entry,
    foreign key (company_id, import_id) references import_run,
    check (origin <> 'correction' or reason is not null)
);
create unique index fact_entry_first on fact_entry (company_id, day, member_id, metric_id, tag, origin)
    where replaces_id is null;
create index fact_entry_by_cell on fact_entry (company_id, member_id, metric_id, day);
create index fact_entry_by_import on fact_entry (company_id, import_id) where import_id is not null;
call make_tenant_table('fact_entry', 'ledger');

-- The current value of each cell: correction, else crm, else import, else manual. The only table of facts that reports read.
create table fact_day (
    company_id uuid not null,
    day date not null,
    member_id uuid not null,
    metric_id uuid not null,
    tag text not null default '',
    department_id uuid, -- as of that day
    value bigint not null,
    original bigint,
    late bool not null,
    corrected bool not null,
    conflict bool not null,
    primary key (company_id, day, member_id, metric_id, tag) include (value, department_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.02);
create index fact_day_by_metric on fact_day (company_id, metric_id, day) include (member_id, value);
call make_tenant_table('fact_day', 'projection');
