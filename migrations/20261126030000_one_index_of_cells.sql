-- One index tells the first word of an origin about a cell, finds a cell, and a day of a person or of all: two others did it
-- before and were half of the ledger. An entry is replaced once (unique replaces_id), so a replaced one is no obstacle here.
drop index fact_entry_first;
drop index fact_entry_by_cell;
create unique index fact_entry_of_cell on fact_entry (company_id, day, member_id, metric_id, tag, origin, replaces_id) nulls not distinct;
