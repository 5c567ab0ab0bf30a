//! The line that `imhook tail` shows for a callback.

use super::filter::Body;
use crate::cli::escape::{json_line, printable, shortened};
use crate::model::Element;
use crate::store::Arrived;
use anstyle::{AnsiColor, Style};
use base64::Engine as _;
use chrono::{DateTime, Local, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Characters of what happened, at most.
const LENGTH: usize = 200;

/// Fields of the user who acted, in order of preference.
const FROM: &[&str] = &[
    "From_Account",
    "Operator_Account",
    "Report_Account",
    "Requester_Account",
    "Requestor_Account",
    "Official_Account",
    "Caller_Account",
    "Owner_Account",
];

/// Fields of the recipient or group, in order of preference.
const TO: &[&str] = &["TopicId", "GroupId", "To_Account", "Peer_Account", "Subscriber_Account"];

/// Fields that a line has elsewhere, or that tell nothing.
const KNOWN: &[&str] = &["CallbackCommand", "EventTime", "SdkAppId"];

/// A line for people: time, app, command, who → whom, what, verdict, flags.
pub(super) fn text(row: &Arrived, body: &Body) -> String {
    let (dim, cyan, bold) = (Style::new().dimmed(), AnsiColor::Cyan.on_default(), Style::new().bold());
    let time = row.received_at.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S%.3f");
    let command = printable(row.command.as_deref().unwrap_or("-"));
    let app = row.app_id;
    let mut line = format!("{dim}{time}{dim:#}  {app}  {cyan}{command}{cyan:#}");
    let mut add = |style: Style, text: &str| {
        if !text.is_empty() {
            // Writing to a String does not fail.
            let _ = write!(line, "  {style}{}{style:#}", printable(text));
        }
    };
    let parties: Vec<_> = [FROM, TO].iter().filter_map(|fields| first(body, fields)).collect();
    add(bold, &parties.join(" → "));
    add(Style::new(), &shortened(&short(row, body), LENGTH));
    if let Some(code) = row.verdict_code {
        let colour = if code == 0 { AnsiColor::Green } else { AnsiColor::Red };
        let by = row.decided_by.as_deref().unwrap_or("nobody");
        add(colour.on_default(), &format!("verdict {code} by {by}"));
    }
    if !row.flags.is_empty() {
        add(AnsiColor::Yellow.on_default(), &format!("[{}]", row.flags.join(", ")));
    }
    line
}

/// The value of the first of these fields that is not empty, at the top or else further in.
fn first(body: &Body, fields: &[&str]) -> Option<String> {
    let said = |value: &Value| match value {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    };
    let Value::Object(own) = body else {
        return body.as_array()?.iter().find_map(|value| first(value, fields));
    };
    let on_top = || fields.iter().find_map(|field| own.get(*field).and_then(said));
    on_top().or_else(|| own.values().find_map(|value| first(value, fields)))
}

/// What happened: a message's elements, else the fields that the line does not show elsewhere, else the bytes.
fn short(row: &Arrived, body: &Body) -> String {
    let Some(text) = &row.body else {
        return row.raw.as_deref().map(String::from_utf8_lossy).unwrap_or_default().into_owned();
    };
    if let Some(message) = message(text) {
        return message;
    }
    match body {
        Value::Object(fields) => {
            let told = |field: &str| [FROM, TO, KNOWN].iter().any(|known| known.contains(&field));
            let rest: serde_json::Map<_, _> = fields
                .iter()
                .filter(|(field, _)| !told(field))
                .map(|(f, v)| (f.clone(), v.clone()))
                .collect();
            if rest.is_empty() { String::new() } else { Value::Object(rest).to_string() }
        }
        _ => text.clone(),
    }
}

fn message(body: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Message {
        #[serde(rename = "MsgBody")]
        body: Vec<Element>,
    }
    let message: Message = serde_json::from_str(body).ok()?;
    let elements = message.body.iter().map(|element| {
        element.text().unwrap_or_else(|| {
            let kind = element.msg_type().unwrap_or_default();
            let name = kind.strip_prefix("TIM").and_then(|name| name.strip_suffix("Elem"));
            Cow::Owned(format!("<{}>", name.unwrap_or(&kind)))
        })
    });
    Some(elements.collect::<Vec<_>>().join(" "))
}

/// A line for programs: one JSON object, with the body as received.
pub(super) fn json(row: &Arrived) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Line<'a> {
        received_at: DateTime<Utc>,
        app_id: i64,
        command: Option<&'a str>,
        event_time: Option<DateTime<Utc>>,
        client_ip: Option<&'a str>,
        platform: Option<&'a str>,
        verdict_code: Option<i64>,
        decided_by: Option<&'a str>,
        took_ms: f64,
        flags: &'a [String],
        body: Option<Box<RawValue>>,
        /// Base64.
        raw: Option<String>,
    }
    let line = serde_json::to_string(&Line {
        received_at: row.received_at,
        app_id: row.app_id,
        command: row.command.as_deref(),
        event_time: row.event_time,
        client_ip: row.client_ip.as_deref(),
        platform: row.platform.as_deref(),
        verdict_code: row.verdict_code,
        decided_by: row.decided_by.as_deref(),
        took_ms: row.took_ms,
        flags: &row.flags,
        body: row.body.clone().map(RawValue::from_string).transpose()?,
        raw: row.raw.as_deref().map(|raw| base64::engine::general_purpose::STANDARD.encode(raw)),
    })?;
    Ok(json_line(&line))
}
