-- Who is here and which company's rows a request may see.
-- The roles mayak_owner > mayak_login > mayak_app are cluster-wide and made before migrations (src/db/roles.sql).

-- Walls a table of a company. kind: head (rows are edited), ledger (rows are only added), projection (rebuilt from ledgers).
-- The sub-select in the policy is planned once a statement; a bare call would run once a row.
create procedure make_tenant_table(t regclass, kind text, key name default 'company_id') language plpgsql as $$
begin
    if kind not in ('head', 'ledger', 'projection') then
        raise exception 'unknown kind of table: %', kind;
    end if;
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format(
        'create policy tenant on %1$s using (%2$I = (select nullif(current_setting(''app.company_id'', true), '''')::uuid)) '
        'with check (%2$I = (select nullif(current_setting(''app.company_id'', true), '''')::uuid))', t, key);
    execute format('grant select, insert on %s to mayak_app', t);
    if kind <> 'ledger' then
        execute format('grant update on %s to mayak_app', t);
    end if;
    if kind = 'projection' then
        execute format('grant delete on %s to mayak_app', t);
    end if;
end $$;

grant usage on schema public to mayak_login, mayak_app;

create table person (
    id uuid primary key,
    email_norm text unique,
    name text not null check (name <> ''),
    password_hash text,
    is_operator bool not null default false,
    erased_at timestamptz
);

create table company (
    id uuid primary key,
    name text not null check (name <> ''),
    tz text not null,
    currency char(3) not null default 'RUB',
    country text not null default 'RU',
    is_demo bool not null default false,
    day_closes_at time not null default '20:00',
    tracking_from date not null,
    row_version int not null default 1
);
call make_tenant_table('company', 'head', 'id');
create policy sign_in on company for select to mayak_login using (true);

create table member (
    company_id uuid not null references company,
    id uuid not null,
    person_id uuid references person, -- null: imported or typed, no sign-in yet
    name text not null check (name <> ''),
    name_norm text not null,
    external_id text,
    role text not null check (role in ('owner', 'partner', 'head', 'manager', 'expert', 'accountant')),
    sells bool not null default false,
    access_until timestamptz,
    dismissed_on date,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, person_id),
    unique (company_id, external_id)
);
create index member_by_name on member (company_id, name_norm);
create index member_of_person on member (person_id) where person_id is not null;
call make_tenant_table('member', 'head');
create policy sign_in on member for select to mayak_login using (true);

create table department (
    company_id uuid not null references company,
    id uuid not null,
    name text not null check (name <> ''),
    archived_on date,
    row_version int not null default 1,
    primary key (company_id, id)
);
call make_tenant_table('department', 'head');

-- Effective-dated: a row holds until the next one of the same member; null department = left.
create table member_department (
    company_id uuid not null,
    member_id uuid not null,
    from_on date not null,
    department_id uuid,
    primary key (company_id, member_id, from_on),
    foreign key (company_id, member_id) references member,
    foreign key (company_id, department_id) references department
);
call make_tenant_table('member_department', 'head');
grant delete on member_department to mayak_app;

create table department_head (
    company_id uuid not null,
    department_id uuid not null,
    from_on date not null,
    member_id uuid,
    primary key (company_id, department_id, from_on),
    foreign key (company_id, department_id) references department,
    foreign key (company_id, member_id) references member
);
call make_tenant_table('department_head', 'head');
create policy sign_in on department_head for select to mayak_login using (true);

create table session (
    token_hash bytea primary key,
    person_id uuid not null references person,
    company_id uuid references company,
    made_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null
);
create index session_of_person on session (person_id);

create table consent (
    person_id uuid not null references person,
    document text not null,
    version int not null,
    at timestamptz not null,
    primary key (person_id, document, version)
);

grant select, insert, update on person to mayak_login;
grant select, insert, update, delete on session to mayak_login;
grant select, insert on consent to mayak_login;
grant select on company, member, department_head to mayak_login;

-- A form sent twice is answered once: the key is a digest of the form's token and what was typed.
create table idempotency (
    company_id uuid not null references company,
    key uuid not null,
    member_id uuid not null,
    location text not null,
    at timestamptz not null,
    primary key (company_id, key)
);
create index idempotency_by_age on idempotency (at);
call make_tenant_table('idempotency', 'head');

-- Who changed what, from what, to what. Written by the store function that changes; never the text of talks.
create table change_log (
    company_id uuid not null references company,
    id uuid not null,
    at timestamptz not null,
    by_member uuid,
    as_role text,
    subject text not null,
    subject_id uuid not null,
    action text not null,
    before jsonb,
    after jsonb,
    primary key (company_id, id)
);
create index change_log_by_time on change_log (company_id, at);
create index change_log_by_subject on change_log (company_id, subject_id, at);
call make_tenant_table('change_log', 'ledger');
