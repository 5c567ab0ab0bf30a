-- The public contract for analysts: changed only by addition.
create schema if not exists analytics;
comment on schema analytics is 'What imhook has received, for reading. Columns are only ever added.';

create view analytics.messages as
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
left join imhook.revocations r on r.identity = m.identity;

comment on view analytics.messages is 'One row per message, whatever road it came by';
comment on column analytics.messages.app_id is 'SDKAppID';
comment on column analytics.messages.kind is 'c2c, group or official';
comment on column analytics.messages.conversation is 'c2c:<a>:<b> (users in byte order), group:<group or topic id> or official:<id>; % and : inside ids are percent-encoded. For people and grouping, not an identity';
comment on column analytics.messages.msg_key is 'MsgKey, the argument of a recall: as received, or rebuilt as MsgSeq_MsgRandom_MsgTime; null for groups';
comment on column analytics.messages.msg_seq is 'MsgSeq: chosen by the sender in c2c, counted by the server in groups';
comment on column analytics.messages.msg_random is 'MsgRandom (c2c) or Random (groups)';
comment on column analytics.messages.sent_at is 'MsgTime, else the time in MsgKey, else the arrival';
comment on column analytics.messages.sender is 'From_Account; the account itself for official accounts';
comment on column analytics.messages.recipient is 'To_Account; null for groups and official accounts';
comment on column analytics.messages.group_id is 'GroupId';
comment on column analytics.messages.topic_id is 'TopicId, where the message belongs to a topic of a community';
comment on column analytics.messages.text is 'The texts of the text elements, joined by line feeds; null where there is none';
comment on column analytics.messages.element_types is 'MsgType of each element, in order; null for an element without one';
comment on column analytics.messages.body is 'MsgBody as received';
comment on column analytics.messages.cloud_custom_data is 'CloudCustomData';
comment on column analytics.messages.platform is 'OptPlatform of the sender';
comment on column analytics.messages.client_ip is 'ClientIP of the sender';
comment on column analytics.messages.online_only is 'OnlineOnlyFlag';
comment on column analytics.messages.send_result is 'SendMsgResult: 0 delivered, else Tencent''s error code; null where Tencent does not send it, as for groups';
comment on column analytics.messages.source is 'The road it came by: callback';
comment on column analytics.messages.revoked_at is 'When it was recalled';
comment on column analytics.messages.revoked_by is 'Who recalled it, where Tencent says so; null for a one-to-one recall by REST';
comment on column analytics.messages.read_at is 'One-to-one only: the smallest reported LastReadTime that reaches the message';
comment on column analytics.messages.received_at is 'When the first callback about it arrived';
comment on column analytics.messages.read_count is 'Groups only: readers by the highest read receipt';

create view analytics.callbacks as
select
    app_id,
    command,
    received_at,
    event_time,
    client_ip,
    platform,
    body,
    verdict_code,
    decided_by,
    took_ms,
    flags,
    raw
from imhook.callbacks;

comment on view analytics.callbacks is 'Every authenticated callback as it came, redeliveries too';
comment on column analytics.callbacks.app_id is 'SDKAppID';
comment on column analytics.callbacks.command is 'CallbackCommand of the URL, else of the body; null where neither has one';
comment on column analytics.callbacks.received_at is 'When its headers had been read';
comment on column analytics.callbacks.event_time is 'EventTime of the body';
comment on column analytics.callbacks.client_ip is 'ClientIP of the query';
comment on column analytics.callbacks.platform is 'OptPlatform of the query';
comment on column analytics.callbacks.body is 'The body as received; cleaned or null where flags say why';
comment on column analytics.callbacks.verdict_code is 'Before-callbacks: the ErrorCode that was answered';
comment on column analytics.callbacks.decided_by is 'Before-callbacks: who decided';
comment on column analytics.callbacks.took_ms is 'Milliseconds from the headers to the decision';
comment on column analytics.callbacks.flags is 'What was odd about it: not_json, bad_utf8, nul, lone_surrogate, too_deep, bom, no_command, undecodable, malformed_element, rebuilt_key, no_identity, odd_time, oversized_id, unsigned, redelivered, dead_letter';
comment on column analytics.callbacks.raw is 'The exact bytes, where body is cleaned or null';
