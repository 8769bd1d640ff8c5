-- The schema's owner copies whole companies, and a company is deleted when its owner asked for it and did not think better
-- of it. Neither passes a wall: each has a policy of its own. Everything is added: the program that runs meanwhile goes on.

-- Asked and not taken back. Its going is what takes the permission to delete away again.
create table company_deletion (
    company_id uuid primary key references company on delete cascade,
    asked_by uuid not null, -- no key to the member: he goes first, and this permits the rest to go
    asked_at timestamptz not null,
    due_on date not null -- from that day on in the company's zone
);

-- What make_tenant_table gives every table besides the wall: the copy sees all rows, the eraser those of a company that asked.
create procedure open_tenant_table(t regclass) language plpgsql as $$
begin
    execute format('create policy copy on %s for select to mayak_owner using (true)', t);
    execute format( -- planned once a statement, like the wall
        'create policy erasure on %s as restrictive for delete to mayak_eraser using (exists (select from company_deletion d '
        'where d.company_id = (select nullif(current_setting(''app.company_id'', true), '''')::uuid)))', t);
    execute format('grant select, delete on %s to mayak_eraser', t);
end $$;

create or replace procedure make_tenant_table(t regclass, kind text, key name default 'company_id') language plpgsql as $$
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
    call open_tenant_table(t);
end $$;

do $$
declare
    walled regclass;
begin
    for walled in select polrelid from pg_policy where polname = 'tenant' loop
        call open_tenant_table(walled);
    end loop;
end $$;

call make_tenant_table('company_deletion', 'projection');
-- Sign-in says on every page that a company will be deleted, and finds those whose day has come.
create policy sign_in on company_deletion for select to mayak_login using (true);
grant select on company_deletion to mayak_login;
grant usage on schema public to mayak_eraser;

-- The bytes of written files stay as long as their company does.
alter policy drafts_only on import_file to mayak_app;
