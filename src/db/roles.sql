-- Cluster-wide roles: mayak_owner owns the schema, mayak_login connects, mayak_app is what a company's transaction drops to.
do $$
begin
    perform pg_advisory_xact_lock(7310011);
    if not exists (select from pg_roles where rolname = 'mayak_app') then
        create role mayak_app nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'mayak_login') then
        create role mayak_login login nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'mayak_owner') then
        create role mayak_owner login nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
    grant mayak_app to mayak_login;
    execute format('grant mayak_login to %I', current_user);
end $$;
