-- Sign-in made safer. Everything is added: the program that runs while this is applied goes on as before.

-- A change of password puts another session in the place of the one it was asked in. That one has ended (ends_at), but is
-- known for a minute to a repetition of the very same form, whose key stands here.
alter table session
    add column replaced_at timestamptz,
    add column replaced_by uuid,
    add constraint session_replaced check ((replaced_at is null) = (replaced_by is null));

-- A one-time link by which a person sets a new password. The secret is in the link alone, its digest here.
create table reset_link (
    token_hash bytea primary key,
    person_id uuid not null references person,
    company_id uuid references company, -- whose member made it; null: made on the server
    made_by uuid,
    made_by_name text not null,
    made_at timestamptz not null,
    ends_at timestamptz not null,
    revoked_at timestamptz, -- a newer one was made, or the password was changed otherwise
    used_at timestamptz,
    foreign key (company_id, made_by) references member,
    check (ends_at > made_at and ends_at <= made_at + interval '24 hours'),
    check ((company_id is null) = (made_by is null))
);
create unique index reset_link_one_open on reset_link (person_id) where used_at is null and revoked_at is null;
create index reset_link_of_person on reset_link (person_id);
grant select, insert, update, delete on reset_link to mayak_login;

-- The second factor: six digits that change every half a minute (RFC 6238). The secret is sealed with the server's key where
-- there is one: its first byte says how. A code is taken once: last_step is that of the latest taken.
alter table reset_link add column lifts_second_factor bool not null default false;

create table second_factor (
    person_id uuid primary key references person,
    secret bytea not null,
    last_step bigint not null,
    made_at timestamptz not null
);
create table recovery_code (
    person_id uuid not null references second_factor on delete cascade,
    code_hash bytea not null,
    used_at timestamptz,
    primary key (person_id, code_hash)
);

-- Between the password and the code of the second factor. It is no session and opens nothing.
create table pending_sign_in (
    token_hash bytea primary key,
    person_id uuid not null references person,
    next text not null,
    tries int not null default 0,
    ends_at timestamptz not null,
    done_at timestamptz,
    done_by uuid, -- the key of the code that was taken: sent twice it leads to the same session
    check ((done_at is null) = (done_by is null))
);
create index pending_sign_in_of_person on pending_sign_in (person_id);
grant select, insert, update, delete on second_factor, recovery_code, pending_sign_in to mayak_login;

-- Whom a company asks for a second factor, and from which day on.
create table second_factor_rule (
    company_id uuid primary key references company,
    roles text[] not null check (roles <@ array['owner', 'partner', 'head', 'manager', 'expert', 'accountant']),
    from_on date not null,
    row_version int not null default 1
);
call make_tenant_table('second_factor_rule', 'head');
create policy sign_in on second_factor_rule for select to mayak_login using (true);
grant select on second_factor_rule to mayak_login;

-- «Мои входы»: a name by which a person ends a session, and what tells one from another. Both are of the latest visit and no
-- more than a person needs: «Chrome, Windows», «203.0.113.*».
alter table session
    add column id uuid not null default gen_random_uuid(),
    add column device text not null default '',
    add column network text not null default '';
create unique index session_by_id on session (id);
