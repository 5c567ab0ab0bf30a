//! The history of groups: reading, recalling, changing, clearing.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{Element, GroupId, TopicId, UserId};
use crate::rest::define::{batch, endpoint, failures, new, outcome, paged};
use crate::rest::{Done, Response};

/// Reads a group's messages, newest first, a page at a time. Not of live groups.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("group_msg_get_simple", "get_group_msg_simple", "Group.FetchMessages", "Group.PullMessages"))]
pub struct Get {
    /// The group.
    pub group_id: GroupId,
    /// The greatest number wanted; the newest if missing.
    pub req_msg_seq: Option<i64>,
    /// Messages at most, 20 or fewer.
    pub req_msg_number: i64,
    /// 1: recalled ones, too.
    pub with_recalled_msg: Option<i64>,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
}

new! {
    /// The first page, the newest messages.
    Get(group_id into GroupId) { req_msg_number: 20, ..Self::default() }
}

endpoint!(Get => GetResponse, "v4/group_open_http_svc/group_msg_get_simple", "拉取群历史消息", Safe,
    "20 messages a page.");
paged!(Get at req_msg_seq: Option<i64>, rsp_msg_list: HistoryMessage, |response| {
    // 2: what is left has expired.
    if matches!(response.is_finished, Some(1 | 2)) {
        return None;
    }
    response.rsp_msg_list.iter().filter_map(|message| message.msg_seq).min()
        .filter(|smallest| *smallest > 1).map(|smallest| smallest - 1)
});

/// The answer to [`Get`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The group.
    pub group_id: Option<GroupId>,
    /// 1: all that was asked is here; 0: there is more; 2: there is more, and all of it has expired.
    pub is_finished: Option<i64>,
    /// The messages, newest first.
    pub rsp_msg_list: Vec<HistoryMessage>,
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
    /// The number of the message in the group.
    pub msg_seq: Option<i64>,
    /// The time of sending, Unix seconds.
    pub msg_time_stamp: Option<i64>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
}

/// Recalls messages.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("group_msg_recall", "recall_group_msg", "Group.RevokeMessage", "Group.RevokeMessages"))]
pub struct Recall {
    /// The group.
    pub group_id: GroupId,
    /// The messages, by number.
    pub msg_seq_list: Vec<SeqItem>,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
    /// The reason, for the clients to show.
    pub reason: Option<String>,
}

impl Recall {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, msg_seqs: impl IntoIterator<Item = i64>) -> Self {
        Self {
            group_id: group_id.into(),
            msg_seq_list: msg_seqs.into_iter().map(|msg_seq| SeqItem { msg_seq }).collect(),
            ..Self::default()
        }
    }
}

endpoint!(Recall => RecallResponse, "v4/group_open_http_svc/group_msg_recall", "撤回群消息", Safe,
    "10 messages a call, as old as the history goes back; the reason has 100 bytes or fewer.";
    "Results" is now "RecallRetList");
batch!(Recall, 10 of msg_seq_list: SeqItem => recall_ret_list);

/// A message to recall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SeqItem {
    /// The message.
    pub msg_seq: i64,
}

/// The answer to [`Recall`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RecallResponse {
    /// The result for each message.
    #[serde(alias = "Results")]
    pub recall_ret_list: Vec<RecallResult>,
}

failures!(RecallResponse: recall_ret_list);

/// The result for one message.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RecallResult {
    /// The message.
    pub msg_seq: Option<i64>,
    /// 0, or the code of the failure.
    pub ret_code: Option<i64>,
}

outcome!(RecallResult: msg_seq, ret_code);

/// Recalls what a member said. Clients are not told; they see it with their next pull. In live groups it does
/// nothing.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("delete_group_msg_by_sender", "Group.RevokeMemberMessages"))]
pub struct DeleteBySender {
    /// The group.
    pub group_id: GroupId,
    /// The kind of conversation.
    #[serde(rename = "Sender_Account")]
    pub sender: UserId,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
}

new!(DeleteBySender(group_id into GroupId, sender into UserId) { topic_id: None });
endpoint!(DeleteBySender => Done, "v4/group_open_http_svc/delete_group_msg_by_sender",
    "撤回指定用户发送的消息", Safe, "It looks at the newest 1000 messages of the group.");

/// Changes what a message says, or its own data.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_group_msg")]
pub struct Modify {
    /// The group.
    pub group_id: GroupId,
    /// The message.
    pub msg_seq: i64,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Option<Vec<Element>>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
}

new!(Modify(group_id into GroupId, msg_seq: i64) { ..Self::default() });
endpoint!(Modify => Done, "v4/openim/modify_group_msg", "修改群聊历史消息", Safe, "One message a call.");

/// Hides a group's messages from its members, up to one or all. An administrator still reads them. Not for
/// communities.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "clear_group_msg")]
pub struct Clear {
    /// The group.
    pub group_id: GroupId,
    /// The last message to hide; all of them if missing.
    pub msg_seq: Option<i64>,
}

new!(Clear(group_id into GroupId) { msg_seq: None });
// Without a number, a second try would hide what was said in between.
endpoint!(Clear => Done, "v4/group_open_http_svc/clear_group_msg", "清空群聊历史消息", Never,
    "One group a call.");
