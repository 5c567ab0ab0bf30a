-- Handlers behind the answer: how far each has followed the recorded callbacks, and what did not go well.

-- Processes that run handlers. One counts as alive until `expires_at`, by this server's clock.
create table imhook.reactors (
    id uuid primary key,
    -- Host and data folder, for people.
    home text not null,
    -- Its own journal: whoever opens that next knows that this process is gone.
    journal uuid not null,
    -- The handlers it could run.
    handlers integer[] not null default '{}',
    expires_at timestamptz not null
);

-- One row per handler that ever ran here. Its name is its identity.
create table imhook.handlers (
    id integer generated always as identity primary key,
    name text not null unique,
    command text not null,
    first_seen timestamptz not null default now(),
    -- The process that runs it, for as long as that one is alive: every change of what is below is made under a
    -- lock of this row, by its owner or by the command line.
    owner uuid
);

-- How far a handler has come in a journal. A journal that is not here is followed from its first record.
create table imhook.cursors (
    handler_id integer not null references imhook.handlers on delete cascade,
    journal_id integer not null references imhook.journals,
    -- Callbacks up to this offset are handled, or stand in `retries` or `handler_dead_letters`.
    handled bigint not null,
    primary key (handler_id, journal_id)
) with (fillfactor = 50);

-- Callbacks that were passed by: those that failed or take long, and those behind them in their conversation.
create table imhook.retries (
    handler_id integer not null references imhook.handlers on delete cascade,
    journal_id integer not null,
    journal_offset bigint not null,
    -- For reading the callback from its partition.
    received_at timestamptz not null,
    -- The conversation; for a callback without one, something of its own. One lane is handled in order.
    lane text not null,
    -- The order in a lane.
    seq bigint generated always as identity,
    -- How often it has failed.
    tries integer not null default 0,
    -- When the first of a lane is tried, `infinity` while it runs; null for those behind it.
    due_at timestamptz,
    error text,
    primary key (handler_id, journal_id, journal_offset)
);
create index retries_lane on imhook.retries (handler_id, lane, seq);
create index retries_due on imhook.retries (handler_id, due_at) where due_at is not null;

-- Callbacks that a handler has given up.
create table imhook.handler_dead_letters (
    id bigint generated always as identity primary key,
    handler_id integer not null references imhook.handlers on delete cascade,
    journal_id integer not null,
    journal_offset bigint not null,
    received_at timestamptz not null,
    lane text not null,
    tries integer not null,
    error text not null,
    died_at timestamptz not null default now(),
    unique (handler_id, journal_id, journal_offset)
);

-- Makes the first of each of these lanes due, where it waited for one that is gone now. The caller holds the lock
-- of the handler's row.
create function imhook.advance(handler integer, lanes text[]) returns void language sql as $$
    update imhook.retries r set due_at = now()
    from (
        select (
            select f.seq from imhook.retries f
            where f.handler_id = handler and f.lane = l.lane
            order by f.seq limit 1
        ) as seq, l.lane
        from (select distinct unnest(lanes) as lane) l
    ) first
    where r.handler_id = handler and r.lane = first.lane and r.seq = first.seq and r.due_at is null
$$;
