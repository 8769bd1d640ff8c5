-- A proposed version of a KPI card is answered once: approved, or returned with a reason. A newer proposal withdraws the one
-- that waits; both stay in the history, for the lines of a version are only ever added.
alter table scorecard_version drop constraint scorecard_version_state_check;
alter table scorecard_version add constraint scorecard_version_state_check
    check (state in ('draft', 'proposed', 'returned', 'withdrawn', 'approved'));
alter table scorecard_version add column answer text; -- why it was returned
alter table scorecard_version add column answered_by uuid;
alter table scorecard_version add column answered_at timestamptz;
alter table scorecard_version add foreign key (company_id, answered_by) references member;
drop index scorecard_version_one_open;
create unique index scorecard_version_one_open on scorecard_version (company_id, scorecard_id) where state in ('draft', 'proposed');
