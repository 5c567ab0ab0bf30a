-- Which messages are known. One row per message over all months: a unique index of a partitioned table
-- would have to contain the partition key, and a second arrival may come with another time or none.
create table imhook.message_identities (
    identity uuid primary key,
    -- The partition key of its row in `messages`.
    sent_at timestamptz not null
);

-- One row per message, whatever road it came by, by month of the message's own time. Insert-only on the hot
-- path: what happens to a message later stands in tables of its own and is joined by the views.
create table imhook.messages (
    identity uuid not null,
    app_id bigint not null,
    kind text not null,
    conversation text not null,
    msg_key text,
    msg_seq bigint,
    msg_random bigint,
    sent_at timestamptz not null,
    sender text,
    recipient text,
    group_id text,
    topic_id text,
    text text,
    element_types text[] not null,
    body json,
    cloud_custom_data text,
    platform text,
    client_ip text,
    online_only boolean,
    send_result bigint,
    source text not null,
    received_at timestamptz not null
) partition by range (sent_at);
create table imhook.messages_default partition of imhook.messages default;
create index messages_conversation on imhook.messages (conversation, sent_at);
create index messages_msg_key on imhook.messages (msg_key) where msg_key is not null;

-- A second arrival of a message that says something else than the first.
create table imhook.message_conflicts (
    id bigint generated always as identity primary key,
    identity uuid not null,
    app_id bigint not null,
    -- The columns that differ.
    fields text[] not null,
    -- The second arrival, by the columns of `messages`.
    arrival jsonb not null,
    received_at timestamptz not null
);
create index message_conflicts_identity on imhook.message_conflicts (identity);

create table imhook.revocations (
    identity uuid primary key,
    app_id bigint not null,
    revoked_at timestamptz not null,
    revoked_by text,
    source text not null
);

-- One-to-one read reports: `reader` has read what `peer` sent up to `last_read_time`.
create table imhook.read_marks (
    app_id bigint not null,
    reader text not null,
    peer text not null,
    last_read_time timestamptz not null,
    reported_at timestamptz not null,
    primary key (app_id, reader, peer, last_read_time)
);

-- Group read receipts, one row a message and report.
create table imhook.receipts (
    identity uuid not null,
    app_id bigint not null,
    group_id text not null,
    msg_seq bigint not null,
    read_num bigint not null,
    unread_num bigint not null,
    members text[] not null,
    reported_at timestamptz not null,
    primary key (identity, read_num, reported_at)
);
