-- One-time links by which people come into a company.

create table invitation (
    company_id uuid not null references company,
    id uuid not null,
    token_hash bytea not null, -- the table opens nothing by itself
    name text not null check (name <> ''), -- whom, until somebody comes by it
    role text not null check (role in ('owner', 'partner', 'head', 'manager', 'expert', 'accountant')),
    sells bool not null,
    member_id uuid, -- somebody without a sign-in: the one who comes is joined to this member
    department_id uuid, -- where a newcomer starts; what a head will head
    access_until timestamptz,
    by_member uuid not null,
    made_at timestamptz not null,
    ends_at timestamptz not null,
    used_at timestamptz,
    used_by uuid,
    revoked_at timestamptz,
    row_version int not null default 1,
    primary key (company_id, id),
    unique (company_id, token_hash),
    foreign key (company_id, member_id) references member,
    foreign key (company_id, department_id) references department,
    foreign key (company_id, by_member) references member,
    foreign key (company_id, used_by) references member,
    check ((used_at is null) = (used_by is null)),
    check (used_at is null or revoked_at is null)
);
create index invitation_by_token on invitation (token_hash);
create unique index invitation_one_open on invitation (company_id, member_id) where used_at is null and revoked_at is null;
call make_tenant_table('invitation', 'head');

-- One who comes by a link has no company yet: sign-in finds which it is, and nothing else of it.
create policy sign_in on invitation for select to mayak_login using (true);
grant select (company_id, id, token_hash) on invitation to mayak_login;
