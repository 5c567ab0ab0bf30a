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
/// says something else than the merged message is noted as a conflict. Where nothing is filled, nothing is updated.
///
/// Arrivals come as JSON, for `jsonb_populate_record` knows the columns of `messages`. A message is looked up by its
/// conversation, which leads into the index, and the known time, which leads into the partition.
static MERGE: LazyLock<String> = LazyLock::new(|| {
    let each = |form: &str| FILLED.map(|column| form.replace('%', column)).join(", ");
    format!(
        "with arrival as (
             select n.*, a.conversation, a.sent_at, a.received_at, (a.body #>> '{{}}')::json as body, {arrived}
             from unnest($1::uuid[], $2::boolean[], $3::jsonb[])
                 with ordinality as n (identity, own_time, arrival, position)
             cross join lateral jsonb_populate_record(null::imhook.messages, n.arrival - 'app_id') as a
         ), merged as (
             select a.identity, a.position, a.arrival, a.received_at, m.app_id, m.conversation,
                 m.sent_at as known_at, case when m.sent_at = m.received_at
                     then coalesce((array_agg(a.sent_at) filter (where a.own_time) over w)[1], m.sent_at)
                     else m.sent_at end as sent_at,
                 case when a.own_time then a.sent_at end as new_sent_at,
                 coalesce(m.body, (array_agg(a.body) filter (where a.body is not null) over w)[1]) as body,
                 a.body as new_body,
                 (array_agg(a.arrival -> 'element_types') filter (where a.body is not null) over w)[1] as element_types,
                 num_nulls(m.body, {known}) as missing, {merged}
             from arrival a
             join imhook.message_identities i using (identity)
             cross join lateral (
                 select * from imhook.messages m
                 where m.sent_at = i.sent_at and m.conversation = a.conversation and m.identity = a.identity
                 offset 0
             ) m
             window w as (partition by a.identity order by a.position
                 rows between unbounded preceding and unbounded following)
         ), changed as (
             select distinct on (identity) * from merged t
             where t.sent_at <> t.known_at or t.missing > num_nulls(t.body, {filled})
         ), moved as (
             update imhook.message_identities i set sent_at = t.sent_at
             from changed t where i.identity = t.identity and t.sent_at <> t.known_at
         ), filled as (
             update imhook.messages m
             set sent_at = t.sent_at, body = coalesce(m.body, t.body), {set},
                 element_types = case when m.body is null and t.body is not null
                     then array(select jsonb_array_elements_text(t.element_types)) else m.element_types end
             from changed t
             where m.sent_at = t.known_at and m.conversation = t.conversation and m.identity = t.identity
         )
         insert into imhook.message_conflicts (identity, app_id, fields, arrival, received_at)
         select t.identity, t.app_id, conflict.fields, t.arrival, t.received_at
         from merged t cross join lateral (select array_remove(array[
             case when t.new_sent_at <> t.sent_at then 'sent_at' end,
             case when t.new_body::text <> t.body::text and not imhook.same_json(t.new_body, t.body) then 'body' end,
             {conflicts}
         ], null) as fields) conflict
         where conflict.fields <> '{{}}'
         order by t.position",
        arrived = each("a.%"),
        known = each("m.%"),
        merged = each(
            "a.% as new_%, coalesce(m.%, (array_agg(a.%) filter (where a.% is not null) over w)[1]) as %"
        ),
        filled = each("t.%"),
        set = each("% = coalesce(m.%, t.%)"),
        conflicts = each("case when t.new_% <> t.% then '%' end"),
    )
});

/// Makes the planner look each message up, as `offset 0` does in [`MERGE`]. The planner adds up the cost of a look-up
/// over all partitions, though all but one are pruned when it runs, and would rather read them all for a hash join.
const LOOK_UP: &str =
    "select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

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
    sqlx::query(LOOK_UP).execute(&mut *connection).await?;
    sqlx::query(MERGE.as_str())
        .bind(column(again, |message| message.identity))
        .bind(column(again, |message| message.own_time))
        .bind(column(again, |message| Json(&message.row)))
        .execute(connection)
        .await?;
    Ok(())
}
