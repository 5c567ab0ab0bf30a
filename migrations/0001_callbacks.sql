-- Schema `imhook` (made before the first migration: their list is in it) belongs to the service; analysts see
-- only schema `analytics` (0003).

-- One row per journal that ever fed this database. `recorded` is the cursor: the offset of the last record
-- that is in Postgres. It moves in the transaction that writes the records, by compare-and-set.
create table imhook.journals (
    id integer generated always as identity primary key,
    uuid uuid not null unique,
    -- Where the journal lives (host and folder), so that a replaced one is noticed.
    home text not null,
    recorded bigint not null,
    -- Which opening of the journal wrote the record at `recorded`: a journal that was restored from an old
    -- copy and then written on has another one there.
    opening uuid,
    first_seen timestamptz not null default now(),
    last_recorded timestamptz
);

-- What cannot be in Postgres any more: never a silent skip.
create table imhook.gaps (
    id bigint generated always as identity primary key,
    journal_id integer not null references imhook.journals,
    -- Offsets that are missing, both inclusive; null where the end is unknown.
    from_offset bigint not null,
    to_offset bigint,
    reason text not null,
    noticed_at timestamptz not null default now()
);

-- Every authenticated callback as it came, by month of arrival.
create table imhook.callbacks (
    journal_id integer not null,
    journal_offset bigint not null,
    app_id bigint not null,
    command text,
    received_at timestamptz not null,
    event_time timestamptz,
    client_ip text,
    platform text,
    -- The query as it came, without its Sign.
    query text not null,
    -- `json`, not `jsonb`: the text as received (and a third faster to write).
    body json,
    -- The exact bytes, where `body` is cleaned or null.
    raw bytea,
    verdict_code bigint,
    decided_by text,
    took_ms double precision not null,
    flags text[] not null default '{}',
    -- The message that this callback carried, if it carried one.
    identity uuid,
    primary key (journal_id, journal_offset, received_at)
) partition by range (received_at);
create table imhook.callbacks_default partition of imhook.callbacks default;
-- Arrival follows the heap's order: a BRIN index costs next to nothing.
create index callbacks_received_at on imhook.callbacks using brin (received_at);

-- Callbacks other than messages, by app, command and exact body: a second arrival is a redelivery.
create table imhook.callback_digests (
    digest uuid primary key,
    first_seen timestamptz not null default now()
);

-- Records that Postgres would not take, found by bisection, with their exact bytes.
create table imhook.dead_letters (
    journal_id integer not null references imhook.journals,
    journal_offset bigint not null,
    app_id bigint not null,
    command bytea,
    query bytea not null,
    raw bytea not null,
    received_at timestamptz not null,
    error text not null,
    noticed_at timestamptz not null default now(),
    primary key (journal_id, journal_offset)
);

-- Makes the partition of `parent` for the month that `month` (its first day, UTC) begins. Rows that lay in
-- the default partition until now move into it. Gives up after half a second behind somebody's long query: whoever
-- waits for a table's strongest lock holds up all who come after.
create function imhook.ensure_month(parent text, month date) returns void language plpgsql as $$
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
    execute format('lock table imhook.%I in share update exclusive mode', parent);
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
