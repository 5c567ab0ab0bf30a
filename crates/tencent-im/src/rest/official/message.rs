//! What official accounts say to their subscribers.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{Element, MsgKey, OfficialAccountId, UserId};
use crate::rest::Response;
use crate::rest::define::{batch, endpoint, failures, new, outcome, paged};
use crate::rest::message::{CallbackControl, OfflinePushInfo, SendControl};

/// Sends a message to all subscribers.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "send_official_account_msg")]
pub struct Send {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// Marks a message sent twice.
    pub random: u32,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The push to recipients who are offline.
    pub offline_push_info: Option<OfflinePushInfo>,
    /// Callbacks that this message shall not cause.
    pub forbid_callback_control: Option<Vec<CallbackControl>>,
    /// 1: only recipients who are online get the message, and no history keeps it.
    pub online_only_flag: Option<i64>,
    /// Effects that this message shall not have.
    pub send_msg_control: Option<Vec<SendControl>>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
}

new! {
    /// A message with a new random.
    Send(account into OfficialAccountId, body: Vec<Element>) { random: fastrand::u32(..), ..Self::default() }
}

endpoint!(Send => SendResponse, "v4/official_account_open_http_svc/send_official_account_msg",
    "公众号发送广播消息", Keyed, "No limits of its own.");

/// The answer to [`Send`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendResponse {
    /// The time of sending, Unix seconds.
    pub msg_time: Option<i64>,
    /// The message.
    pub msg_key: Option<MsgKey>,
}

impl Response for SendResponse {}

/// Recalls messages.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("official_account_msg_recall", "recall_official_account_msg"))]
pub struct Recall {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The messages.
    pub msg_key_list: Vec<MsgKey>,
    /// The reason, for the clients to show.
    pub reason: Option<String>,
}

new!(Recall(account into OfficialAccountId, msg_key_list each MsgKey) { reason: None });
endpoint!(Recall => RecallResponse, "v4/official_account_open_http_svc/official_account_msg_recall",
    "撤回公众号消息", Safe, "10 messages a call; the reason has 100 bytes or fewer.");
batch!(Recall, 10 of msg_key_list: MsgKey => recall_ret_list);

/// The answer to [`Recall`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RecallResponse {
    /// The result for each message.
    pub recall_ret_list: Vec<RecallResult>,
}

failures!(RecallResponse: recall_ret_list);

/// The result for one message.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RecallResult {
    /// 0, or the code of the failure.
    pub ret_code: Option<i64>,
    /// The message.
    pub msg_key: Option<MsgKey>,
}

outcome!(RecallResult: msg_key, ret_code);

/// Reads what an official account said, newest first, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("official_account_msg_get_simple", "get_official_account_msg_simple"))]
pub struct Get {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The start of the page: missing at first, then the value of the page before.
    pub last_msg_key: Option<MsgKey>,
    /// Messages at most, 20 or fewer.
    pub req_msg_number: i64,
    /// 1: recalled ones, too.
    pub with_recalled_msg: Option<i64>,
}

new! {
    /// The first page, the newest messages.
    Get(account into OfficialAccountId) { last_msg_key: None, req_msg_number: 20, with_recalled_msg: None }
}

endpoint!(Get => GetResponse, "v4/official_account_open_http_svc/official_account_msg_get_simple",
    "拉取公众号历史消息", Safe, "20 messages a page.");
paged!(Get at last_msg_key: Option<MsgKey>, rsp_msg_list: HistoryMessage, |response|
    response.last_msg_key.clone().filter(|_| response.is_finished == Some(0)));

/// The answer to [`Get`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: Option<OfficialAccountId>,
    /// 1 on the last page.
    pub is_finished: Option<i64>,
    /// The messages, newest first.
    pub rsp_msg_list: Vec<HistoryMessage>,
    /// The start of the next page.
    pub last_msg_key: Option<MsgKey>,
}

impl Response for GetResponse {}

/// A message of the history.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct HistoryMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// 0: as it was sent; 1: expired or deleted, its body is empty; 2: recalled.
    pub is_place_msg: Option<i64>,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// 1: a system message.
    pub is_system_msg: Option<i64>,
    /// 1 high, 2 normal, 3 low, 4 lowest.
    pub msg_priority: Option<i64>,
    /// The sender's random.
    pub msg_random: Option<u32>,
    /// The message.
    pub msg_key: Option<MsgKey>,
    /// The number.
    pub msg_seq: Option<i64>,
    /// The time of sending, Unix seconds.
    pub msg_time_stamp: Option<i64>,
}
