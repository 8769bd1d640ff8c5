-- The day of a manager, the week of a head, and what is frozen when a period closes.

-- The working day of the next month at whose closing hour a month closes by itself, and the last month that did.
alter table company
    add column month_closes_on smallint not null default 5 check (month_closes_on between 1 and 15),
    add column closed_through date; -- the first day of that month; a reopened one is not closed by itself again

create table client (
    company_id uuid not null references company,
    id uuid not null,
    name text not null check (name <> ''),
    name_norm text not null,
    external_id text,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, name_norm),
    unique (company_id, external_id)
);
call make_tenant_table('client', 'head');

-- Append-only. An edit is a new line that names the one it replaces; null amount = void; a refund is below zero.
create table payment (
    company_id uuid not null references company,
    id uuid not null,
    day date not null,
    member_id uuid not null,
    metric_id uuid not null,
    tag text not null default '',
    client_id uuid,
    amount bigint check (amount <> 0 and amount between -1000000000000000 and 1000000000000000), -- minor units of the metric
    comment text not null default '',
    origin text not null check (origin in ('manual', 'import', 'crm')),
    source_key text, -- the line's own key: a line sent twice is one
    replaces_id uuid,
    import_id uuid,
    late bool not null default false,
    by_member uuid,
    recorded_at timestamptz not null,
    primary key (company_id, id),
    unique (company_id, replaces_id),
    foreign key (company_id, member_id) references member,
    foreign key (company_id, metric_id) references metric,
    foreign key (company_id, client_id) references client,
    foreign key (company_id, replaces_id) references payment,
    foreign key (company_id, import_id) references import_run
);
create unique index payment_source on payment (company_id, origin, source_key) where replaces_id is null;
create index payment_by_day on payment (company_id, day, member_id);
create index payment_by_client on payment (company_id, client_id, day) where client_id is not null;
call make_tenant_table('payment', 'ledger');

-- A day of zeros is not a day of silence.
create table day_log (
    company_id uuid not null references company,
    member_id uuid not null,
    day date not null,
    closed_at timestamptz not null,
    late bool not null default false,
    row_version int not null default 1,
    primary key (company_id, member_id, day),
    foreign key (company_id, member_id) references member
);
create index day_log_by_day on day_log (company_id, day);
call make_tenant_table('day_log', 'head');

-- The last word on a period says whether it is closed. Null department: the whole company.
create table period_close (
    company_id uuid not null references company,
    id uuid not null,
    department_id uuid,
    period text not null check (period in ('week', 'month')),
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    action text not null check (action in ('close', 'reopen')),
    no int not null check (no > 0),
    reason text,
    by_member uuid, -- null: by itself
    recorded_at timestamptz not null,
    primary key (company_id, id),
    unique nulls not distinct (company_id, department_id, period, starts_on, no),
    foreign key (company_id, department_id) references department,
    foreign key (company_id, by_member) references member,
    check (action = 'close' or reason is not null)
);
create index period_close_by_days on period_close (company_id, starts_on);
call make_tenant_table('period_close', 'ledger');

-- What was frozen: plan and fact of the period in minor units of the metric.
create table period_figure (
    company_id uuid not null,
    close_id uuid not null,
    member_id uuid not null,
    metric_id uuid not null,
    tag text not null default '',
    plan bigint,
    fact bigint,
    primary key (company_id, close_id, member_id, metric_id, tag),
    foreign key (company_id, close_id) references period_close,
    foreign key (company_id, member_id) references member,
    foreign key (company_id, metric_id) references metric
);
call make_tenant_table('period_figure', 'ledger');

-- What somebody says of a closed day, until the head takes it as a correction or not.
create table correction_proposal (
    company_id uuid not null references company,
    id uuid not null,
    member_id uuid not null,
    metric_id uuid not null,
    day date not null,
    tag text not null default '',
    value bigint not null check (value between -1000000000000000 and 1000000000000000),
    reason text not null check (reason <> ''),
    state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn')),
    by_member uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    answer text,
    row_version int not null default 1,
    primary key (company_id, id),
    foreign key (company_id, member_id) references member,
    foreign key (company_id, metric_id) references metric,
    foreign key (company_id, by_member) references member,
    foreign key (company_id, decided_by) references member,
    check ((state = 'open') = (decided_at is null))
);
create unique index correction_proposal_open on correction_proposal (company_id, member_id, metric_id, day, tag) where state = 'open';
create index correction_proposal_by_day on correction_proposal (company_id, day);
call make_tenant_table('correction_proposal', 'head');

-- Deviations, and what their head says of them.
create table signal (
    company_id uuid not null references company,
    id uuid not null,
    kind text not null check (kind in ('deviation')),
    cause_key text not null,
    department_id uuid,
    member_id uuid,
    metric_id uuid,
    starts_on date not null,
    ends_on date not null,
    opened_at timestamptz not null,
    state text not null check (state in ('open', 'explained')),
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, cause_key),
    foreign key (company_id, department_id) references department,
    foreign key (company_id, member_id) references member,
    foreign key (company_id, metric_id) references metric
);
create index signal_by_days on signal (company_id, department_id, starts_on);
call make_tenant_table('signal', 'head');

create table explanation (
    company_id uuid not null,
    id uuid not null,
    signal_id uuid not null,
    happened text not null check (happened <> ''),
    we_do text not null check (we_do <> ''),
    due_on date,
    needed text not null default '',
    replaces_id uuid,
    by_member uuid not null,
    recorded_at timestamptz not null,
    primary key (company_id, id),
    unique (company_id, replaces_id),
    foreign key (company_id, signal_id) references signal,
    foreign key (company_id, replaces_id) references explanation,
    foreign key (company_id, by_member) references member
);
create unique index explanation_first on explanation (company_id, signal_id) where replaces_id is null;
call make_tenant_table('explanation', 'ledger');
