-- An upload that was never written is a draft: its author or the owner takes it out of the list, and its bytes go with it.
-- The row and the log keep what it was called, whose it was and who took it away.
alter table import_run
    add column discarded_at timestamptz,
    add column unread jsonb, -- the places that could not be read, as shown when the file was written
    add constraint import_run_discarded_is_draft check (discarded_at is null or applied_at is null);

-- Files are only added, but for the bytes of a discarded draft: the database itself keeps those of every written file.
create policy drafts_only on import_file as restrictive for delete using (exists (
    select from import_run r
    where r.company_id = import_file.company_id and r.id = import_file.import_id and r.discarded_at is not null));
grant delete on import_file to mayak_app;
