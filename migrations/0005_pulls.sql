-- Pulls of history that have not come to their end: where each goes on.
create table imhook.pulls (
    app_id bigint not null,
    -- Whose history, and of which time.
    what text not null,
    -- The request for the next page, as JSON.
    next text not null,
    kept bigint not null default 0,
    updated_at timestamptz not null default now(),
    primary key (app_id, what)
);

comment on column analytics.messages.source is 'The road it came by first: callback, or roaming (pulled from Tencent''s history)';
comment on column analytics.messages.received_at is 'When the first callback about it arrived, or when it was pulled';
comment on column analytics.messages.revoked_at is 'When it was recalled; where only a pull told so, when that was';
