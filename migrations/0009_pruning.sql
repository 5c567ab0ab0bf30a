-- When the message was sent: leads from a revocation into the message's partition. Null where the message is not
-- known. 0012 fills it in for the revocations that are there already.
alter table imhook.revocations add column sent_at timestamptz;

-- Callbacks of a journal beyond `since_offset` arrived at `since` or later: leads followers into the last partitions.
-- Null where nothing is promised.
alter table imhook.journals add column since timestamptz, add column since_offset bigint;

-- As before, but for the lock, which is of the parent only: that of a partition may be held by an autovacuum.
create or replace function imhook.ensure_month(parent text, month date) returns void language plpgsql as $$
declare
    child text := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
    lower_bound text := to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00';
    upper_bound text := to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
    by_column text := case parent when 'callbacks' then 'received_at' else 'sent_at' end;
begin
    if to_regclass('imhook.' || child) is not null then
        return;
    end if;
    set local lock_timeout = '500ms';
    -- One at a time, whichever process asks first. Inserts go on meanwhile.
    execute format('lock table only imhook.%I in share update exclusive mode', parent);
    if to_regclass('imhook.' || child) is not null then
        return;
    end if;
    execute format('create table imhook.%I (like imhook.%I including defaults including constraints)', child, parent);
    execute format(
        'with moved as (delete from imhook.%I where %I >= %L and %I < %L returning *) insert into imhook.%I select * from moved',
        parent || '_default', by_column, lower_bound, by_column, upper_bound, child
    );
    execute format(
        'alter table imhook.%I attach partition imhook.%I for values from (%L) to (%L)',
        parent, child, lower_bound, upper_bound
    );
end
$$;
