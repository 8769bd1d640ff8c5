-- Work that is done outside a request. A job is written in the transaction of its cause; the instances of the product take
-- jobs in turn, no two the same one.

create table job (
    id uuid primary key,
    company_id uuid references company, -- null: the product's own
    kind text not null check (kind <> ''),
    dedupe_key text check (dedupe_key <> ''), -- what is asked for twice is done once
    payload jsonb not null default '{}',
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'dropped')),
    made_at timestamptz not null,
    run_at timestamptz not null,
    attempts int not null default 0,
    most_attempts int not null check (most_attempts > 0),
    lease uuid, -- the instance that runs it
    locked_until timestamptz, -- by the clock of the database, which all instances share; renewed while the job runs
    ended_at timestamptz,
    error text, -- for the operator: never personal data
    check ((state = 'running') = (lease is not null)),
    check ((lease is null) = (locked_until is null)),
    check ((state in ('done', 'failed', 'dropped')) = (ended_at is not null))
);
create unique index job_once on job (company_id, dedupe_key) nulls not distinct where dedupe_key is not null;
-- The product's own jobs stand in line as one company more.
create index job_in_line on job ((coalesce(company_id, '00000000-0000-0000-0000-000000000000')), run_at, id) where state = 'waiting';
create index job_running on job (locked_until) where state = 'running';
create index job_ended on job (ended_at) where ended_at is not null;
call make_tenant_table('job', 'ledger');

-- A company asks for its own work; who takes jobs sees those of all companies and acts in the company of each.
create policy runner on job to mayak_login using (true) with check (true);
grant select, insert, update, delete on job to mayak_login;

-- The nightly tidying.
grant delete on idempotency to mayak_app;
