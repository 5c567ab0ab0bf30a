//! A callback as Tencent posts it.

use super::app::{APP, TOKEN};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::sync::atomic::{AtomicU32, Ordering};

pub const C2C: &str = "C2C.CallbackAfterSendMsg";
pub const GROUP: &str = "Group.CallbackAfterSendMsg";
pub const OFFICIAL: &str = "OfficialAccount.CallbackAfterSendMsg";
/// `MsgTime` of samples: 2025-01-01 03:00 UTC.
pub const SENT: i64 = 1_735_700_400;

/// A signed callback.
#[derive(Debug, Clone)]
pub struct Callback {
    pub app: u64,
    pub token: &'static str,
    pub command: String,
    /// Added to the query, beginning with `&`.
    pub more: String,
    pub body: Vec<u8>,
}

impl Callback {
    pub fn new(command: &str, body: &Value) -> Self {
        Self::raw(command, body.to_string())
    }

    pub fn raw(command: &str, body: impl Into<Vec<u8>>) -> Self {
        let more = "&contenttype=json&ClientIP=203.0.113.24&OptPlatform=iOS".to_owned();
        Self { app: APP, token: TOKEN, command: command.to_owned(), more, body: body.into() }
    }

    /// A sent message (c2c: amy to ben, group: amy in g1, official: @TOA#_news) of 2025-01-01 03:00 UTC with
    /// `changes`; null takes a field away.
    pub fn sample(command: &str, changes: &Value) -> Self {
        let mut body = json!({
            "CallbackCommand": command, "MsgTime": SENT, "OnlineOnlyFlag": 0, "CloudCustomData": "cloud",
            "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "hello" } }],
        });
        let key = format!("1_2_{SENT}");
        let of_kind = match command {
            C2C => json!({
                "From_Account": "amy", "To_Account": "ben", "MsgSeq": 1, "MsgRandom": 2, "MsgKey": key,
                "SendMsgResult": 0,
            }),
            GROUP => json!({ "GroupId": "g1", "From_Account": "amy", "MsgSeq": 1, "Random": 2 }),
            OFFICIAL => json!({ "Official_Account": "@TOA#_news", "MsgKey": key }),
            _ => panic!("{command} sends no message"),
        };
        let body_fields = body.as_object_mut().unwrap();
        for (name, value) in of_kind.as_object().unwrap().iter().chain(changes.as_object().unwrap()) {
            body_fields.insert(name.clone(), value.clone());
        }
        body_fields.retain(|_, value| !value.is_null());
        Self::new(command, &body)
    }

    /// The query, signed now.
    pub fn query(&self) -> String {
        let Self { app, command, more, .. } = self;
        let sign = signature(self.token, chrono::Utc::now().timestamp());
        format!("SdkAppid={app}&CallbackCommand={command}{more}&{sign}")
    }
}

/// `Sign` and `RequestTime` as query parameters.
pub fn signature(token: &str, time: i64) -> String {
    let sign = hex::encode(Sha256::digest(format!("{token}{time}")));
    format!("Sign={sign}&RequestTime={time}")
}

/// A message from amy to ben with a key of its own, which is returned, too.
pub fn message(text: &str) -> (Callback, String) {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let (seq, time) = (NUMBER.fetch_add(1, Ordering::Relaxed), chrono::Utc::now().timestamp());
    let key = format!("{seq}_77_{time}");
    let body = json!({
        "CallbackCommand": "C2C.CallbackAfterSendMsg",
        "From_Account": "amy", "To_Account": "ben",
        "MsgSeq": seq, "MsgRandom": 77, "MsgTime": time, "MsgKey": key,
        "OnlineOnlyFlag": 0, "SendMsgResult": 0, "ErrorInfo": "send msg succeed",
        "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }],
        "CloudCustomData": "",
    });
    (Callback::new("C2C.CallbackAfterSendMsg", &body), key)
}
