//! Messages: the first arrival is copied in, a later one fills what is missing and overwrites nothing.

use super::copy::{Column, copy};
use crate::store::rows::{column, signed};
use crate::store::{Error, Message};
use sqlx::postgres::PgConnection;
use sqlx::types::Json;
use std::sync::LazyLock;

/// All columns of `messages`. A new one stands here, in `MessageRow`, and in [`FILLED`] if second arrivals fill it.
fn columns<'m>() -> [Column<&'m Message>; 22] {
    [
        ("identity", |message, values| values.add(message.identity)),
        ("app_id", |message, values| values.add(signed(message.row.app_id.0))),
        ("kind", |message, values| values.add(<&str>::from(message.row.kind))),
        ("conversation", |message, values| values.add(message.row.conversation.as_str())),
        ("msg_key", |message, values| values.add(message.row.msg_key.as_deref())),
        ("msg_seq", |message, values| values.add(message.row.msg_seq)),
        ("msg_random", |message, values| values.add(message.row.msg_random)),
        ("sent_at", |message, values| values.add(message.row.sent_at)),
        ("sender", |message, values| values.add(message.row.sender.as_deref())),
        ("recipient", |message, values| values.add(message.row.recipient.as_deref())),
        ("group_id", |message, values| values.add(message.row.group_id.as_deref())),
        ("topic_id", |message, values| values.add(message.row.topic_id.as_deref())),
        ("text", |message, values| values.add(message.row.text.as_deref())),
        ("element_types", |message, values| values.add(message.row.element_types.as_slice())),
        ("body", |message, values| values.add(message.row.body.as_deref())),
        ("cloud_custom_data", |message, values| values.add(message.row.cloud_custom_data.as_deref())),
        ("platform", |message, values| values.add(message.row.platform.as_deref())),
        ("client_ip", |message, values| values.add(message.row.client_ip.as_deref())),
        ("online_only", |message, values| values.add(message.row.online_only)),
        ("send_result", |message, values| values.add(message.row.send_result)),
        ("source", |message, values| values.add(message.row.source)),
        ("received_at", |message, values| values.add(message.row.received_at)),
    ]
}

/// The columns that second arrivals fill where they are null. So they do with `body`, which brings `element_types`,
/// and with `sent_at` where the arrival stands for it.
const FILLED: [&str; 10] = [
    "msg_key",
    "msg_seq",
    "msg_random",
    "sender",
    "text",
    "cloud_custom_data",
    "platform",
    "client_ip",
    "online_only",
    "send_result",
];

/// Merges second arrivals, in one statement. The first value in order that fills a column stays; every arrival that
/// says something else than the merged message is noted as a conflict.
///
/// Arrivals come as JSON, for `jsonb_populate_record` knows the columns of `messages`. The conversation leads into the
/// index, the known time into the partition. Where nothing is filled, nothing is updated.
static MERGE: LazyLock<String> = LazyLock::new(|| {
    let each = |form: &str| FILLED.map(|column| form.replace('%', column)).join(", ");
    format!(
        "with arrival as (
             select n.identity, n.own_time, n.arrival, n.position, a.conversation, a.sent_at, a.received_at,
                 (a.body #>> '{{}}')::json as body, {of_arrival}
             from unnest($1::uuid[], $2::boolean[], $3::jsonb[])
                 with ordinality as n (identity, own_time, arrival, position)
             cross join lateral jsonb_populate_record(null::imhook.messages, n.arrival - 'app_id') as a
         ), first as (
             select identity, min(conversation) as conversation,
                 (array_agg(sent_at order by position) filter (where own_time))[1] as sent_at,
                 (array_agg(body order by position) filter (where body is not null))[1] as body,
                 (array_agg(arrival -> 'element_types' order by position) filter (where body is not null))[1]
                     as element_types,
                 {first_ones}
             from arrival group by identity
         ), merged as (
             select m.identity, m.app_id, m.conversation, m.sent_at as known_at, f.element_types,
                 case when m.sent_at = m.received_at then coalesce(f.sent_at, m.sent_at) else m.sent_at end as sent_at,
                 num_nulls(m.body, {of_message}) as missing, coalesce(m.body, f.body) as body, {together}
             from first f
             join imhook.message_identities i using (identity)
             join imhook.messages m
                 on m.sent_at = i.sent_at and m.conversation = f.conversation and m.identity = f.identity
         ), moved as (
             update imhook.message_identities i set sent_at = t.sent_at
             from merged t where i.identity = t.identity and t.sent_at <> t.known_at
         ), filled as (
             update imhook.messages m
             set sent_at = t.sent_at, body = coalesce(m.body, t.body), {set},
                 element_types = case when m.body is null and t.body is not null
                     then array(select jsonb_array_elements_text(t.element_types)) else m.element_types end
             from merged t
             where m.sent_at = t.known_at and m.conversation = t.conversation and m.identity = t.identity
                 and (t.sent_at <> t.known_at or t.missing > num_nulls(t.body, {of_merged}))
         )
         insert into imhook.message_conflicts (identity, app_id, fields, arrival, received_at)
         select a.identity, t.app_id, conflict.fields, a.arrival, a.received_at
         from arrival a join merged t using (identity)
         cross join lateral (select array_remove(array[
             case when a.own_time and a.sent_at <> t.sent_at then 'sent_at' end,
             case when a.body::text <> t.body::text and not imhook.same_json(a.body, t.body) then 'body' end,
             {conflicts}
         ], null) as fields) conflict
         where conflict.fields <> '{{}}'
         order by a.position",
        of_arrival = each("a.%"),
        first_ones = each("(array_agg(% order by position) filter (where % is not null))[1] as %"),
        of_message = each("m.%"),
        together = each("coalesce(m.%, f.%) as %"),
        set = each("% = coalesce(m.%, t.%)"),
        of_merged = each("t.%"),
        conflicts = each("case when a.% <> t.% then '%' end"),
    )
});

/// Copies messages that are new.
pub(in crate::store) async fn insert(
    connection: &mut PgConnection,
    messages: &[&Message],
) -> Result<(), Error> {
    if messages.is_empty() {
        return Ok(());
    }
    copy(connection, "imhook.messages", &columns(), messages.iter().copied()).await
}

/// Merges second arrivals, in order, into the messages that are known.
pub(in crate::store) async fn merge(connection: &mut PgConnection, again: &[&Message]) -> Result<(), Error> {
    if again.is_empty() {
        return Ok(());
    }
    sqlx::query(MERGE.as_str())
        .bind(column(again, |message| message.identity))
        .bind(column(again, |message| message.own_time))
        .bind(column(again, |message| Json(&message.row)))
        .execute(connection)
        .await?;
    Ok(())
}
