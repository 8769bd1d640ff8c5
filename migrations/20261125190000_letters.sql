-- Letters: written in the transaction of their cause, sent by a job. The text is made when a letter is sent, so what it would
-- say no more is not sent, and no secret of a link is ever kept.

create table letter (
    id uuid primary key,
    company_id uuid references company, -- null: about a sign-in, which belongs to no company
    kind text not null check (kind in ('invitation', 'reset', 'confirmation', 'day_reminder')),
    dedupe_key text check (dedupe_key <> ''),
    address text not null check (address <> ''),
    person_id uuid references person, -- whose address it is, where that is known
    subject_id uuid, -- the invitation, or the member
    day date,
    token_hash bytea, -- of the link in the letter that was sent last
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'failed', 'dropped')),
    refusal text, -- why the addressee's server does not take it
    made_at timestamptz not null,
    ended_at timestamptz,
    check ((state = 'waiting') = (ended_at is null)),
    check ((state = 'refused') = (refusal is not null))
);
create unique index letter_once on letter (company_id, dedupe_key) nulls not distinct where dedupe_key is not null;
create index letter_of_subject on letter (company_id, subject_id, made_at) where subject_id is not null;
create index letter_of_person on letter (person_id) where person_id is not null;
create index letter_by_token on letter (token_hash) where token_hash is not null;
create index letter_ended on letter (ended_at) where ended_at is not null;
call make_tenant_table('letter', 'ledger');
-- Whoever sends is the same reader across companies that takes jobs.
create policy sender on letter to mayak_login using (true) with check (true);
grant select, insert, update, delete on letter to mayak_login;

-- Letters go to confirmed addresses only, but for those that confirm and those that invite.
alter table person add column email_confirmed_at timestamptz;

-- The link in the letter is another than the one on the page: its secret is made when the letter is sent.
alter table invitation
    add column email text check (email <> ''),
    add column letter_hash bytea;
create index invitation_by_letter on invitation (letter_hash) where letter_hash is not null;
grant select (letter_hash) on invitation to mayak_login;

-- Whether the person is reminded of a day that is not closed.
alter table member add column is_reminded bool not null default true;
