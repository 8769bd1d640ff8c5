-- How often a company has changed. Every transaction that changes it counts on, as its last statement, so the row is held for
-- a moment only: whoever keeps a page made of the company's rows knows by the number whether it still holds.
create table company_revision (
    company_id uuid primary key references company,
    no bigint not null
);
call make_tenant_table('company_revision', 'head');
-- The session is looked up together with it.
create policy sign_in on company_revision for select to mayak_login using (true);
grant select on company_revision to mayak_login;
