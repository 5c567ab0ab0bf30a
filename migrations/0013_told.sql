-- Null where only Tencent's "recalled before" or a pull told so: when that was is not known.
alter table imhook.revocations alter column revoked_at drop not null;

create or replace view analytics.messages as
select
    m.app_id,
    m.kind,
    m.conversation,
    m.msg_key,
    m.msg_seq,
    m.msg_random,
    m.sent_at,
    m.sender,
    m.recipient,
    m.group_id,
    m.topic_id,
    m.text,
    m.element_types,
    m.body,
    m.cloud_custom_data,
    m.platform,
    m.client_ip,
    m.online_only,
    m.send_result,
    m.source,
    r.revoked_at,
    r.revoked_by,
    -- A subquery in the select list runs only where the column is asked for.
    case when m.kind = 'c2c' then (
        select k.last_read_time
        from imhook.read_marks k
        where k.app_id = m.app_id and k.reader = m.recipient and k.peer = m.sender and k.last_read_time >= m.sent_at
        order by k.last_read_time
        limit 1
    ) end as read_at,
    m.received_at,
    (select max(g.read_num) from imhook.receipts g where g.identity = m.identity) as read_count,
    r.source as revoked_told_by
from imhook.messages m
left join imhook.revocations r on r.identity = m.identity and r.sent_at = m.sent_at;

comment on column analytics.messages.revoked_at is 'When it was recalled; null where it was not (revoked_told_by is null, too), or where that time is not known';
comment on column analytics.messages.revoked_told_by is 'Who told that it was recalled: callback, rest (imhook revoke) or roaming (a pull of history); null where it was not recalled';
