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
