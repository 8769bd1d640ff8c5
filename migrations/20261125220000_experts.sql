-- An expert leads several companies: who is one, how far each company has come, what he takes along and what he leaves behind.
-- Everything is added: the program that runs meanwhile goes on.

-- Registered to lead others' companies; in a company an expert is a member with that role, whatever stands here.
alter table person add column is_expert bool not null default false;

-- How far a company has come, for the expert's list: days and counts only, nothing of people and no amounts. Renewed by a job.
create table introduction (
    company_id uuid primary key references company,
    is_set_up bool not null,
    first_entry_on date, -- the first day with facts since the company is in the product
    last_entry_on date,
    first_week_on date, -- the first day of the first week that was confirmed
    planned_month date, -- the latest month up to the present one that has an approved plan
    weeks_overdue int not null check (weeks_overdue >= 0),
    owner_seen_at timestamptz, -- sessions are forgotten; this is not
    computed_at timestamptz not null
);
call make_tenant_table('introduction', 'projection');
-- The expert's list is read across companies, as sign-in; this wall lets through what the named person leads and nothing else.
create policy led on introduction for select to mayak_login using (exists (
    select from member m where m.company_id = introduction.company_id and m.role = 'expert'
        and m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid)));
grant select on introduction to mayak_login;

-- A set-up that an expert keeps for other companies: no people, no figures. It is the person's, not a company's. A save under the
-- same id is a new version.
create table own_template (
    id uuid not null,
    version int not null check (version > 0),
    person_id uuid not null references person,
    name text not null check (name <> ''),
    content jsonb not null,
    made_at timestamptz not null,
    hidden_at timestamptz,
    primary key (id, version)
);
create index own_template_of_person on own_template (person_id);
grant select, insert, update on own_template to mayak_login;

-- What an expert leaves: the set-up as it was, why it is so and what to watch, in his words.
create table handover (
    company_id uuid not null references company,
    id uuid not null,
    by_member uuid not null,
    made_at timestamptz not null,
    content jsonb not null,
    is_last bool not null, -- his access ended with it
    primary key (company_id, id),
    foreign key (company_id, by_member) references member
);
create index handover_by_time on handover (company_id, made_at);
call make_tenant_table('handover', 'ledger');
