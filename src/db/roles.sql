-- The roles of Маяк in a PostgreSQL server. Run at every start; changes nothing when all is in place.
-- An administrator may run it by hand instead: psql -f src/db/roles.sql (in the product's database).
--
--   mayak_owner  login     owns the schema, migrates
--   mayak_login  login     the running product; may become mayak_app
--   mayak_app    no login  inside one company's transaction; row-level security binds it
--   mayak_eraser no login  deletes one company whose owner asked for it; row-level security binds it
--
-- The lock holds back a start on this database. Roles belong to the whole server, so a start on another
-- database may still come between: its role is as good as ours, and the caller repeats the file when the
-- server reports another lost race.
do $$
declare
    -- From version 16 on, being a member no longer means being allowed to become the role.
    become constant text := case
        when current_setting('server_version_num')::int >= 160000 then 'set' else 'member'
    end;
    wanted record;
begin
    perform pg_advisory_xact_lock(7310011);
    for wanted in
        select * from (values
            ('mayak_owner', 'login'), ('mayak_login', 'login noinherit'), ('mayak_app', 'nologin noinherit'),
            ('mayak_eraser', 'nologin noinherit')
        ) as roles (name, can)
    loop
        if not exists (select from pg_roles where rolname = wanted.name) then
            begin
                execute format('create role %I %s nosuperuser nobypassrls nocreatedb nocreaterole', wanted.name, wanted.can);
            exception when duplicate_object or unique_violation then null;
            end;
        end if;
    end loop;

    for wanted in select name from (values ('mayak_app'), ('mayak_eraser')) as roles (name)
        where not pg_has_role('mayak_login', name, become)
    loop
        execute format('grant %I to mayak_login', wanted.name);
    end loop;

    -- An administrator who is not a superuser must be let in to migrate and to serve.
    for wanted in
        select name from (values ('mayak_owner'), ('mayak_login')) as roles (name)
        where not pg_has_role(current_user, name, become)
          and current_user not in ('mayak_owner', 'mayak_login')
    loop
        execute format('grant %I to %I', wanted.name, current_user);
    end loop;

    if not has_schema_privilege('mayak_owner', 'public', 'create') then
        grant usage, create on schema public to mayak_owner;
    end if;
end $$;
