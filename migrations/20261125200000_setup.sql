-- What a company is set up with: norms, the funnel, KPI cards, regular actions, exercises, the terms of the forecast, and which
-- industry template it came from. Everything is changed by date and nothing is deleted: what is no longer wanted is hidden.

alter table metric drop constraint metric_unit_check;
alter table metric add constraint metric_unit_check check (unit in ('шт', '₽', '%', 'мин', 'ч', 'н-ч', 'дн', 'балл'));
-- How long one step takes, in minutes: what a plan asks of a person's day is counted with it.
alter table metric add column minutes_each smallint check (minutes_each between 1 and 600);

-- The set-up of a company as a whole; no row: never begun.
create table company_setup (
    company_id uuid primary key references company,
    industry text, -- code of the template it was set up by
    light_until date, -- the last day of the light start; null: off
    -- The wizard: where it was left, and what was typed there and is not yet applied.
    step smallint not null default 1 check (step between 1 and 5),
    typed jsonb not null default '{}',
    finished_at timestamptz,
    row_version int not null default 1
);
call make_tenant_table('company_setup', 'head');

-- A template as it was applied: what it proposed, and what was done with each line of it. The latest is what the next one is
-- compared with: a value that differs from it was entered by the company and is kept.
create table template_applied (
    company_id uuid not null references company,
    id uuid not null,
    no int not null check (no > 0), -- the first application is 1: times may be equal
    template text not null, -- code of an industry, or the id of an expert's own
    version int not null,
    content jsonb not null,
    diff jsonb not null,
    by_member uuid not null,
    applied_at timestamptz not null,
    primary key (company_id, id),
    unique (company_id, no),
    foreign key (company_id, by_member) references member
);
call make_tenant_table('template_applied', 'ledger');

-- What is usual for one person who works full time: of a role, or of one person. Holds until the next row of the same.
create table norm (
    company_id uuid not null,
    id uuid not null,
    metric_id uuid not null,
    role text check (role in ('manager', 'head')),
    member_id uuid,
    from_on date not null,
    value bigint check (value between -1000000000000000 and 1000000000000000), -- minor units of the metric; null: none from that day
    per text not null check (per in ('day', 'week', 'month', 'value')), -- value: a ratio or a level, not multiplied by days
    source text not null check (source in ('template', 'own', 'median')),
    by_member uuid,
    recorded_at timestamptz not null,
    row_version int not null default 1,
    primary key (company_id, id),
    unique nulls not distinct (company_id, metric_id, role, member_id, from_on),
    check (num_nonnulls(role, member_id) = 1),
    foreign key (company_id, metric_id) references metric,
    foreign key (company_id, member_id) references member,
    foreign key (company_id, by_member) references member
);
call make_tenant_table('norm', 'head');

create table pipeline (
    company_id uuid not null references company,
    id uuid not null,
    code text not null check (code <> ''),
    name text not null check (name <> ''),
    position int not null,
    hidden_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, code)
);
call make_tenant_table('pipeline', 'head');

create table stage (
    company_id uuid not null,
    id uuid not null,
    pipeline_id uuid not null,
    code text not null check (code <> ''),
    name text not null check (name <> ''),
    position int not null,
    criterion text not null default '', -- when a deal may enter it
    stale_days smallint not null check (stale_days between 1 and 250), -- working days without a move
    metric_id uuid, -- the metric that counts entries into it
    hidden_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, pipeline_id, code),
    foreign key (company_id, pipeline_id) references pipeline,
    foreign key (company_id, metric_id) references metric
);
call make_tenant_table('stage', 'head');

create table stage_probability (
    company_id uuid not null,
    stage_id uuid not null,
    from_on date not null,
    basis_points int check (basis_points between 0 and 10000), -- null: not forecast by (after the payment)
    primary key (company_id, stage_id, from_on),
    foreign key (company_id, stage_id) references stage
);
call make_tenant_table('stage_probability', 'head');

create table scorecard (
    company_id uuid not null references company,
    id uuid not null,
    code text not null check (code <> ''),
    name text not null check (name <> ''),
    role text not null check (role in ('manager', 'head')),
    position int not null,
    hidden_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, code)
);
call make_tenant_table('scorecard', 'head');

-- An approved version is frozen; a change is a new one with a day from which it counts.
create table scorecard_version (
    company_id uuid not null,
    id uuid not null,
    scorecard_id uuid not null,
    no int not null check (no > 0),
    state text not null check (state in ('draft', 'proposed', 'returned', 'approved')),
    effective_on date not null,
    is_trial bool not null default false, -- counted and shown, not paid
    reason text,
    by_member uuid not null,
    made_at timestamptz not null,
    approved_by uuid,
    approved_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, scorecard_id, no),
    check ((state = 'approved') = (approved_at is not null)),
    foreign key (company_id, scorecard_id) references scorecard,
    foreign key (company_id, by_member) references member,
    foreign key (company_id, approved_by) references member
);
create unique index scorecard_version_one_open on scorecard_version (company_id, scorecard_id) where state <> 'approved';
call make_tenant_table('scorecard_version', 'head');

create table scorecard_item (
    company_id uuid not null,
    version_id uuid not null,
    position int not null,
    metric_id uuid, -- either a metric of the company
    system_code text, -- or what the product counts by itself
    weight int not null check (weight between 1 and 10000), -- basis points; a version's add up to 10,000
    curve jsonb not null, -- points: share of the plan met, share of the premium earned
    primary key (company_id, version_id, position),
    check (num_nonnulls(metric_id, system_code) = 1),
    foreign key (company_id, version_id) references scorecard_version,
    foreign key (company_id, metric_id) references metric
);
call make_tenant_table('scorecard_item', 'ledger');

create table ritual (
    company_id uuid not null references company,
    id uuid not null,
    code text not null check (code <> ''),
    name text not null check (name <> ''),
    position int not null,
    hidden_at timestamptz, -- not held: offered later, or taken off
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, code)
);
call make_tenant_table('ritual', 'head');

-- Holds until the next one: a change of cadence is a new rule, so what was planned earlier stays.
create table ritual_rule (
    company_id uuid not null,
    ritual_id uuid not null,
    from_on date not null,
    rrule text not null check (rrule <> ''),
    starts_at time not null,
    minutes smallint not null check (minutes between 1 and 480),
    is_per_person bool not null default false, -- held with each manager
    agenda text not null default '',
    outcome text not null default '', -- what must remain after it
    weight int not null default 0 check (weight between 0 and 10000), -- in the head's index of discipline, basis points before scaling
    by_member uuid,
    recorded_at timestamptz not null,
    primary key (company_id, ritual_id, from_on),
    foreign key (company_id, ritual_id) references ritual,
    foreign key (company_id, by_member) references member
);
call make_tenant_table('ritual_rule', 'head');

create table exercise (
    company_id uuid not null references company,
    id uuid not null,
    code text not null check (code <> ''),
    name text not null check (name <> ''),
    minutes smallint not null check (minutes between 1 and 480),
    checklist text[] not null,
    phrases text[] not null,
    position int not null,
    hidden_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, code)
);
call make_tenant_table('exercise', 'head');

-- Hit rates of categories, calibration, delay of payments, profile of a month, seasons: as one state, until the next row.
create table forecast_terms (
    company_id uuid not null references company,
    from_on date not null,
    terms jsonb not null,
    by_member uuid,
    recorded_at timestamptz not null,
    row_version int not null default 1,
    primary key (company_id, from_on),
    foreign key (company_id, by_member) references member
);
call make_tenant_table('forecast_terms', 'head');
