//! Extensions: names and values attached to a message, such as the votes of a poll. Each pair has a version that
//! rises with every change.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, MsgKey, UserId};
use crate::rest::define::{batch, endpoint, failures, new, paged};
use crate::rest::outcome::Outcome;
use crate::rest::{Failure, Response};

/// Reads the extensions of a one-to-one message, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_key_values", "get_c2c_msg_extensions"))]
pub struct GetC2c {
    /// The sender of the message.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipient of the message.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The message.
    pub msg_key: MsgKey,
    /// The first version wanted; 0 at first.
    pub start_seq: Option<i64>,
}

new!(GetC2c(to into UserId, msg_key into MsgKey) { from: None, start_seq: None });
endpoint!(GetC2c => GetResponse, "v4/openim_msg_ext_http_svc/get_key_values", "拉取单聊消息扩展", Safe,
    "200 pairs a page.");
paged!(GetC2c at start_seq: Option<i64>, extension_list: Extension, |response|
    response.extension_list.iter().filter_map(|pair| pair.seq).max()
        .filter(|_| response.complete_flag == Some(0)).map(|largest| largest + 1));

/// The answer to [`GetC2c`] and [`GetGroup`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// Not 0 on the last page.
    pub complete_flag: Option<i64>,
    /// The newest version.
    pub latest_seq: Option<i64>,
    /// The version of the last clearing: pairs up to it are gone.
    pub clear_seq: Option<i64>,
    /// The pairs.
    pub extension_list: Vec<Extension>,
}

impl Response for GetResponse {}

/// A pair.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Extension {
    /// The name, 100 bytes or fewer.
    pub key: Option<String>,
    /// The value, 1000 bytes or fewer.
    pub value: Option<String>,
    /// The pair's version.
    pub seq: Option<i64>,
}

/// Sets, deletes or clears extensions of a one-to-one message. A pair that somebody else changed in between
/// fails (23001): read it again.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("set_key_values", "set_c2c_msg_extensions"))]
pub struct SetC2c {
    /// The sender of the message.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipient of the message.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The message.
    pub msg_key: MsgKey,
    /// 1: set; 2: delete; 3: clear all.
    pub operate_type: i64,
    /// The pairs.
    pub extension_list: Vec<NewExtension>,
}

impl SetC2c {
    /// Sets pairs.
    #[must_use]
    pub fn new(to: impl Into<UserId>, msg_key: impl Into<MsgKey>, pairs: Vec<NewExtension>) -> Self {
        Self { from: None, to: to.into(), msg_key: msg_key.into(), operate_type: 1, extension_list: pairs }
    }

    /// Deletes pairs.
    #[must_use]
    pub fn delete(to: impl Into<UserId>, msg_key: impl Into<MsgKey>, pairs: Vec<NewExtension>) -> Self {
        Self { operate_type: 2, ..Self::new(to, msg_key, pairs) }
    }

    /// Deletes all pairs.
    #[must_use]
    pub fn clear(to: impl Into<UserId>, msg_key: impl Into<MsgKey>) -> Self {
        Self { operate_type: 3, ..Self::new(to, msg_key, Vec::new()) }
    }
}

endpoint!(SetC2c => SetResponse, "v4/openim_msg_ext_http_svc/set_key_values", "设置单聊消息扩展", Safe,
    "20 pairs a call, 300 a message; 200 writes a minute for a message.");
batch!(SetC2c, 20 of extension_list: NewExtension => extension_list);

/// A pair to set or to delete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewExtension {
    /// The name, 100 bytes or fewer.
    pub key: String,
    /// The value, 1000 bytes or fewer.
    pub value: String,
    /// 0 for a new pair, else its version as read. Administrators may leave it at 0.
    pub seq: i64,
}

new! {
    /// A pair without regard to its version.
    NewExtension(key into String, value into String) { seq: 0 }
}

/// The answer to [`SetC2c`] and [`SetGroup`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SetResponse {
    /// The result for each pair.
    pub extension_list: Vec<SetResult>,
}

failures!(SetResponse: extension_list);

/// The result for one pair.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SetResult {
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
    /// The pair as it is now.
    pub extension: Option<Extension>,
}

impl Outcome for SetResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.extension.as_ref().and_then(|pair| pair.key.as_ref()), self.error_code, None)
    }
}

/// Reads the extensions of a group message, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("group_get_key_values", "get_group_msg_extensions"))]
pub struct GetGroup {
    /// The group.
    pub group_id: GroupId,
    /// The message.
    pub msg_seq: i64,
    /// The first version wanted; 0 at first.
    pub start_seq: Option<i64>,
}

new!(GetGroup(group_id into GroupId, msg_seq: i64) { start_seq: None });
endpoint!(GetGroup => GetResponse, "v4/openim_msg_ext_http_svc/group_get_key_values", "拉取群消息扩展", Safe,
    "200 pairs a page.");
paged!(GetGroup at start_seq: Option<i64>, extension_list: Extension, |response|
    response.extension_list.iter().filter_map(|pair| pair.seq).max()
        .filter(|_| response.complete_flag == Some(0)).map(|largest| largest + 1));

/// Sets, deletes or clears extensions of a group message. A pair that somebody else changed in between fails
/// (23001): read it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("group_set_key_values", "set_group_msg_extensions"))]
pub struct SetGroup {
    /// The group.
    pub group_id: GroupId,
    /// The message.
    pub msg_seq: i64,
    /// 1: set; 2: delete; 3: clear all.
    pub operate_type: i64,
    /// The pairs.
    pub extension_list: Vec<NewExtension>,
}

impl SetGroup {
    /// Sets pairs.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, msg_seq: i64, pairs: Vec<NewExtension>) -> Self {
        Self { group_id: group_id.into(), msg_seq, operate_type: 1, extension_list: pairs }
    }

    /// Deletes pairs.
    #[must_use]
    pub fn delete(group_id: impl Into<GroupId>, msg_seq: i64, pairs: Vec<NewExtension>) -> Self {
        Self { operate_type: 2, ..Self::new(group_id, msg_seq, pairs) }
    }

    /// Deletes all pairs.
    #[must_use]
    pub fn clear(group_id: impl Into<GroupId>, msg_seq: i64) -> Self {
        Self { operate_type: 3, ..Self::new(group_id, msg_seq, Vec::new()) }
    }
}

endpoint!(SetGroup => SetResponse, "v4/openim_msg_ext_http_svc/group_set_key_values", "设置群消息扩展", Safe,
    "20 pairs a call, 300 a message; 200 writes a minute for a message.");
batch!(SetGroup, 20 of extension_list: NewExtension => extension_list);
