-- Sign-in made safer. Everything is added: the program that runs while this is applied goes on as before.

-- A change of password puts another session in the place of the one it was asked in. That one has ended (ends_at), but is
-- known for a minute to a repetition of the very same form, whose key stands here.
alter table session
    add column replaced_at timestamptz,
    add column replaced_by uuid,
    add constraint session_replaced check ((replaced_at is null) = (replaced_by is null));
