-- The journal of changes turns its pages by (at, id): of everybody, of an author, of a kind, of one thing.
create index change_log_by_page on change_log (company_id, at, id);
create index change_log_by_author on change_log (company_id, by_member, at, id);
create index change_log_by_kind on change_log (company_id, subject, at, id);
create index change_log_of_subject on change_log (company_id, subject_id, at, id);
drop index change_log_by_time;
drop index change_log_by_subject;
