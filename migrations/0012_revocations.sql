-- Apart from 0009, whose lock would keep revocations from being recorded for as long as this takes.
update imhook.revocations r set sent_at = i.sent_at from imhook.message_identities i where i.identity = r.identity;

-- As before, but that a revocation leads to its message by time as well: from what was revoked in the last week, say,
-- only the partitions with those messages are read.
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
    (select max(g.read_num) from imhook.receipts g where g.identity = m.identity) as read_count
from imhook.messages m
left join imhook.revocations r on r.identity = m.identity and r.sent_at = m.sent_at;
