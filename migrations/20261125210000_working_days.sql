-- Who works on which days: the company's own days, absences, schedules, how far a newcomer has come; and what a month's plan
-- was made for. Everything keeps the day it was learnt, so that plans of days that passed stay as they were.

-- A day on which the company differs from the production calendar. The last edition counts; without a kind the day is as in
-- the calendar again.
create table company_day (
    company_id uuid not null references company,
    day date not null,
    edition int not null check (edition > 0),
    kind text check (kind in ('work', 'short', 'off')),
    name text not null default '',
    by_member uuid not null,
    recorded_at timestamptz not null,
    primary key (company_id, day, edition),
    foreign key (company_id, by_member) references member
);
call make_tenant_table('company_day', 'ledger');

create table absence (
    company_id uuid not null references company,
    id uuid not null,
    member_id uuid not null,
    kind text not null check (kind in ('vacation', 'sickness', 'trip', 'other')),
    starts_on date not null,
    ends_on date not null,
    note text not null default '',
    by_member uuid not null,
    recorded_at timestamptz not null,
    voided_by uuid,
    voided_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    check (starts_on <= ends_on),
    check ((voided_by is null) = (voided_at is null)),
    foreign key (company_id, member_id) references member,
    foreign key (company_id, by_member) references member,
    foreign key (company_id, voided_by) references member
);
create index absence_by_end on absence (company_id, ends_on);
create index absence_of_member on absence (company_id, member_id);
call make_tenant_table('absence', 'head');

-- Holds from a day until the next one of the same person; of several of one day the last counts.
create table schedule (
    company_id uuid not null,
    member_id uuid not null,
    from_on date not null,
    no int not null check (no > 0),
    kind text not null check (kind in ('void', 'company', 'week', 'cycle')), -- void: as if it had not been written
    weekdays smallint not null default 0 check (weekdays between 0 and 127), -- of «week»: Monday is 1, Tuesday 2, Wednesday 4 …
    works smallint not null default 0 check (works between 0 and 31), -- of «cycle»: so many days on, then so many off,
    rests smallint not null default 0 check (rests between 0 and 31), -- the first day on is from_on
    by_member uuid not null,
    recorded_at timestamptz not null,
    primary key (company_id, member_id, from_on, no),
    check (kind <> 'week' or weekdays > 0),
    check (kind <> 'cycle' or works > 0 and rests > 0),
    foreign key (company_id, member_id) references member,
    foreign key (company_id, by_member) references member
);
call make_tenant_table('schedule', 'ledger');

-- What share of a full plan a person carries from a day on; without a percent, as if it had not been written.
create table capacity (
    company_id uuid not null,
    member_id uuid not null,
    from_on date not null,
    no int not null check (no > 0),
    percent smallint check (percent between 0 and 100),
    by_member uuid not null,
    recorded_at timestamptz not null,
    primary key (company_id, member_id, from_on, no),
    foreign key (company_id, member_id) references member,
    foreign key (company_id, by_member) references member
);
call make_tenant_table('capacity', 'ledger');

-- For how much of a month's work a person's plan was made, once somebody has decided on what the person cannot carry.
create table plan_cover (
    company_id uuid not null,
    department_id uuid not null,
    member_id uuid not null,
    month date not null,
    no int not null check (no > 0),
    decision text not null check (decision in ('share', 'show', 'keep')), -- given to the others, shown apart, left as it is
    carries int not null check (carries >= 0), -- hundredths of working days
    plan_version_id uuid, -- the version that it made
    by_member uuid not null,
    recorded_at timestamptz not null,
    primary key (company_id, department_id, member_id, month, no),
    check ((decision = 'keep') = (plan_version_id is null)),
    foreign key (company_id, department_id) references department,
    foreign key (company_id, member_id) references member,
    foreign key (company_id, plan_version_id) references plan_version,
    foreign key (company_id, by_member) references member
);
create index plan_cover_by_month on plan_cover (company_id, month);
call make_tenant_table('plan_cover', 'ledger');

-- What of a closed period's plan no person carried.
create table period_uncovered (
    company_id uuid not null,
    close_id uuid not null,
    metric_id uuid not null,
    plan bigint not null,
    primary key (company_id, close_id, metric_id),
    foreign key (company_id, close_id) references period_close,
    foreign key (company_id, metric_id) references metric
);
call make_tenant_table('period_uncovered', 'ledger');

-- Whose a client is from a day on.
create table client_owner (
    company_id uuid not null,
    client_id uuid not null,
    from_on date not null,
    no int not null check (no > 0), -- of several of one day the last counts
    member_id uuid not null,
    by_member uuid not null,
    recorded_at timestamptz not null,
    primary key (company_id, client_id, from_on, no),
    foreign key (company_id, client_id) references client,
    foreign key (company_id, member_id) references member,
    foreign key (company_id, by_member) references member
);
create index client_owner_by_member on client_owner (company_id, member_id);
call make_tenant_table('client_owner', 'ledger');

-- The company's own days alone, oldest edition first: [day, kind, name, learnt on]. In plpgsql, whose statements are planned
-- once a connection; those of a function in SQL would be planned at each call.
create function company_days(of_company uuid) returns jsonb language plpgsql stable as $$
begin
    return (select coalesce(jsonb_agg(
        jsonb_build_array(d.day, d.kind, d.name, (d.recorded_at at time zone c.tz)::date) order by d.day, d.edition), '[]')
    from company_day d join company c on c.id = of_company
    where d.company_id = of_company);
end $$;

-- All that says who works when between two days. One value, so that a page that has no statement to spare can read it along
-- with something else. Learnt days are of the company's zone.
create function working_days(of_company uuid, first date, last date, only_member uuid default null) returns jsonb
language plpgsql stable as $$
begin
    return (select jsonb_build_object(
        'company', company_days(of_company),
        'absences', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'member', a.member_id, 'kind', a.kind, 'starts_on', a.starts_on, 'ends_on', a.ends_on,
                'learnt_on', (a.recorded_at at time zone c.tz)::date,
                'voided_on', (a.voided_at at time zone c.tz)::date) order by a.starts_on, a.id), '[]')
            from absence a
            where a.company_id = of_company and a.ends_on >= first and a.starts_on <= last
                and (only_member is null or a.member_id = only_member)),
        'schedules', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'member', s.member_id, 'from_on', s.from_on, 'kind', s.kind, 'weekdays', s.weekdays, 'works', s.works,
                'rests', s.rests, 'learnt_on', (s.recorded_at at time zone c.tz)::date) order by s.from_on, s.no), '[]')
            from schedule s
            where s.company_id = of_company and s.from_on <= last and (only_member is null or s.member_id = only_member)),
        'capacities', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'member', k.member_id, 'from_on', k.from_on, 'percent', k.percent) order by k.from_on, k.no), '[]')
            from capacity k
            where k.company_id = of_company and k.from_on <= last and (only_member is null or k.member_id = only_member)))
    from company c where c.id = of_company);
end $$;

-- Which months are due to close depends on the company's own days, and what asks that asks of all companies.
create policy sign_in on company_day for select to mayak_login using (true);
grant select on company_day to mayak_login;
