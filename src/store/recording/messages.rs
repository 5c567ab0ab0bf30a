//! Messages: the first arrival is copied in, a later one fills what is missing and overwrites nothing.

use super::copy::Rows;
use crate::store::rows::signed;
use crate::store::{Error, Message, MessageRow};
use chrono::{DateTime, Utc};
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{FromRow, Row as _};
use std::collections::HashMap;
use uuid::Uuid;

/// Copies messages that are new.
pub(in crate::store) async fn copy(
    connection: &mut PgConnection,
    messages: &[&Message],
) -> Result<(), Error> {
    if messages.is_empty() {
        return Ok(());
    }
    let mut rows = Rows::into(
        "imhook.messages",
        &[
            "identity",
            "app_id",
            "kind",
            "conversation",
            "msg_key",
            "msg_seq",
            "msg_random",
            "sent_at",
            "sender",
            "recipient",
            "group_id",
            "topic_id",
            "text",
            "element_types",
            "body",
            "cloud_custom_data",
            "platform",
            "client_ip",
            "online_only",
            "send_result",
            "source",
            "received_at",
        ],
    );
    for message in messages {
        let row = &message.row;
        rows.row()
            .value(message.identity)?
            .value(signed(row.app_id.0))?
            .value(<&str>::from(row.kind))?
            .value(row.conversation.as_str())?
            .value(row.msg_key.as_deref())?
            .value(row.msg_seq)?
            .value(row.msg_random)?
            .value(row.sent_at)?
            .value(row.sender.as_deref())?
            .value(row.recipient.as_deref())?
            .value(row.group_id.as_deref())?
            .value(row.topic_id.as_deref())?
            .value(row.text.as_deref())?
            .value(row.element_types.as_slice())?
            .value(row.body.as_deref())?
            .value(row.cloud_custom_data.as_deref())?
            .value(row.platform.as_deref())?
            .value(row.client_ip.as_deref())?
            .value(row.online_only)?
            .value(row.send_result)?
            .value(row.source)?
            .value(row.received_at)?;
    }
    Ok(rows.send(connection).await?)
}

/// What a second arrival may fill, as it stands in Postgres.
struct Known {
    sent_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
    msg_key: Option<String>,
    msg_seq: Option<i64>,
    msg_random: Option<i64>,
    sender: Option<String>,
    text: Option<String>,
    element_types: Vec<Option<String>>,
    body: Option<String>,
    cloud_custom_data: Option<String>,
    platform: Option<String>,
    client_ip: Option<String>,
    online_only: Option<bool>,
    send_result: Option<i64>,
}

impl FromRow<'_, PgRow> for Known {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            sent_at: row.try_get("sent_at")?,
            received_at: row.try_get("received_at")?,
            msg_key: row.try_get("msg_key")?,
            msg_seq: row.try_get("msg_seq")?,
            msg_random: row.try_get("msg_random")?,
            sender: row.try_get("sender")?,
            text: row.try_get("text")?,
            element_types: row.try_get("element_types")?,
            body: row.try_get("body")?,
            cloud_custom_data: row.try_get("cloud_custom_data")?,
            platform: row.try_get("platform")?,
            client_ip: row.try_get("client_ip")?,
            online_only: row.try_get("online_only")?,
            send_result: row.try_get("send_result")?,
        })
    }
}

/// Merges second arrivals, in order, into what is known.
pub(in crate::store) async fn merge(connection: &mut PgConnection, again: &[&Message]) -> Result<(), Error> {
    if again.is_empty() {
        return Ok(());
    }
    let mut known = fetch(connection, again).await?;
    for message in again {
        let Some(first) = known.get_mut(&message.identity) else { continue };
        let known_at = first.sent_at;
        let Merge { filled, differing } = first.merge(message);
        if filled {
            update(connection, message, known_at, first).await?;
        }
        if !differing.is_empty() {
            note_conflict(connection, message, &differing).await?;
        }
    }
    Ok(())
}

struct Merge {
    filled: bool,
    differing: Vec<&'static str>,
}

impl Known {
    fn merge(&mut self, message: &Message) -> Merge {
        let row = &message.row;
        let mut merge = Merge { filled: false, differing: Vec::new() };
        if message.own_time && self.sent_at != row.sent_at {
            // Where the first arrival told no time, its arrival stands for it.
            if self.sent_at == self.received_at {
                self.sent_at = row.sent_at;
                merge.filled = true;
            } else {
                merge.differing.push("sent_at");
            }
        }
        merge.column("msg_key", &mut self.msg_key, row.msg_key.as_ref());
        merge.column("msg_seq", &mut self.msg_seq, row.msg_seq.as_ref());
        merge.column("msg_random", &mut self.msg_random, row.msg_random.as_ref());
        merge.column("sender", &mut self.sender, row.sender.as_ref());
        merge.column("text", &mut self.text, row.text.as_ref());
        match (&self.body, &row.body) {
            // The same JSON in other spelling is the same body.
            (Some(old), Some(new)) if same_json(old, new) => {}
            (None, Some(_)) => {
                self.element_types.clone_from(&row.element_types);
                merge.column("body", &mut self.body, row.body.as_ref());
            }
            _ => merge.column("body", &mut self.body, row.body.as_ref()),
        }
        merge.column("cloud_custom_data", &mut self.cloud_custom_data, row.cloud_custom_data.as_ref());
        merge.column("platform", &mut self.platform, row.platform.as_ref());
        merge.column("client_ip", &mut self.client_ip, row.client_ip.as_ref());
        merge.column("online_only", &mut self.online_only, row.online_only.as_ref());
        merge.column("send_result", &mut self.send_result, row.send_result.as_ref());
        merge
    }
}

impl Merge {
    fn column<T: PartialEq + Clone>(&mut self, name: &'static str, old: &mut Option<T>, new: Option<&T>) {
        match (&old, new) {
            (None, Some(value)) => {
                *old = Some(value.clone());
                self.filled = true;
            }
            (Some(before), Some(value)) if before != value => self.differing.push(name),
            _ => {}
        }
    }
}

fn same_json(a: &str, b: &str) -> bool {
    let parse = serde_json::from_str::<serde_json::Value>;
    a == b || matches!((parse(a), parse(b)), (Ok(a), Ok(b)) if a == b)
}

async fn fetch(connection: &mut PgConnection, again: &[&Message]) -> Result<HashMap<Uuid, Known>, Error> {
    // The conversation leads into the index, the known time into the partition.
    let rows = sqlx::query(
        "select m.identity, m.sent_at, m.received_at, m.msg_key, m.msg_seq, m.msg_random, m.sender, m.text,
                m.element_types, m.body::text as body, m.cloud_custom_data, m.platform, m.client_ip,
                m.online_only, m.send_result
         from (select distinct on (identity) * from unnest($1::uuid[], $2::text[]) as u (identity, conversation)) u
         join imhook.message_identities i using (identity)
         join imhook.messages m
             on m.sent_at = i.sent_at and m.conversation = u.conversation and m.identity = u.identity",
    )
    .bind(again.iter().map(|message| message.identity).collect::<Vec<_>>())
    .bind(again.iter().map(|message| message.row.conversation.as_str()).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("identity")?, Known::from_row(row)?))).collect()
}

async fn update(
    connection: &mut PgConnection,
    message: &Message,
    known_at: DateTime<Utc>,
    known: &Known,
) -> Result<(), Error> {
    if known.sent_at != known_at {
        sqlx::query("update imhook.message_identities set sent_at = $2 where identity = $1")
            .bind(message.identity)
            .bind(known.sent_at)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "update imhook.messages
         set msg_key = $4, msg_seq = $5, msg_random = $6, text = $7, body = $8::json, cloud_custom_data = $9,
             platform = $10, client_ip = $11, online_only = $12, send_result = $13, sent_at = $14, sender = $15,
             element_types = $16
         where sent_at = $1 and conversation = $2 and identity = $3",
    )
    .bind(known_at)
    .bind(&message.row.conversation)
    .bind(message.identity)
    .bind(&known.msg_key)
    .bind(known.msg_seq)
    .bind(known.msg_random)
    .bind(&known.text)
    .bind(&known.body)
    .bind(&known.cloud_custom_data)
    .bind(&known.platform)
    .bind(&known.client_ip)
    .bind(known.online_only)
    .bind(known.send_result)
    .bind(known.sent_at)
    .bind(&known.sender)
    .bind(&known.element_types)
    .execute(connection)
    .await?;
    Ok(())
}

async fn note_conflict(
    connection: &mut PgConnection,
    message: &Message,
    differing: &[&'static str],
) -> Result<(), Error> {
    let arrival: &MessageRow = &message.row;
    sqlx::query(
        "insert into imhook.message_conflicts (identity, app_id, fields, arrival, received_at)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(message.identity)
    .bind(signed(arrival.app_id.0))
    .bind(differing)
    .bind(sqlx::types::Json(arrival))
    .bind(arrival.received_at)
    .execute(connection)
    .await?;
    Ok(())
}
