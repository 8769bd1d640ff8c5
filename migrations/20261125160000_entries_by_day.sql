-- A person's day is read far more often than a person's metric over all days.
drop index fact_entry_by_cell;
create index fact_entry_by_cell on fact_entry (company_id, member_id, day, metric_id);
