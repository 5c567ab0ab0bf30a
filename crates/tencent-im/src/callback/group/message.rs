//! Messages in groups: before and after sending, failed, revoked, read.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::conversation;
use crate::callback::List;
use crate::callback::ack::{GroupCode, Message, Received, Verdict};
use crate::model::{Conversation, Element, GroupId, TopicId, UserId, flag, text};

/// Before a group message is delivered, whether a client or the REST interface sends it: the answer lets it through,
/// changes it or refuses it. There is no `MsgSeq` yet; `random` links the message to its [`AfterSendMessage`].
/// Tencent's page: 群内发言之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeSendMsg")]
pub struct BeforeSendMessage {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The sender; `@TLS#NOT_FOUND` for sends by the console or the system.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The user who asked for it; an administrator where the REST interface sends in a user's name.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// A random number chosen by the sender.
    pub random: Option<u32>,
    /// Whether only members who are online get the message; no history has it then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// `High`, `Normal`, `Low` or `Lowest`; seen in live groups, not documented here.
    pub msg_priority: Option<String>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// The topic, if the message belongs to one.
    pub topic_id: Option<TopicId>,
    /// The time of the callback, Unix milliseconds; missing before 2021.
    pub event_time: Option<i64>,
}

callback!(
    BeforeSendMessage = "Group.CallbackBeforeSendMsg" => Verdict<GroupCode>,
    |event| conversation(&event.group_id, event.topic_id.as_ref())
);

impl Message for BeforeSendMessage {
    type Code = GroupCode;

    fn content(&mut self) -> (&mut List<Element>, &mut Option<String>) {
        (&mut self.body, &mut self.cloud_custom_data)
    }
}

/// After a group message was sent; a failed one comes as [`SendMessageException`]. Tencent's page: 群内发言之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterSendMsg")]
pub struct AfterSendMessage {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The sender; `@TLS#NOT_FOUND` for sends by the console or the system.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The user who asked for it; an administrator where the REST interface sends in a user's name.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// A random number chosen by the sender.
    pub random: Option<u32>,
    /// The identity that the client gave the message, `tinyid-seconds-random`; since 2024.
    #[serde(default, deserialize_with = "text::filled")]
    pub msg_id: Option<String>,
    /// The message's number in its group or topic, from 1 upwards; missing in 2016.
    pub msg_seq: Option<u32>,
    /// The time of sending, Unix seconds; missing in 2016.
    pub msg_time: Option<i64>,
    /// Whether only members who are online get the message; no history has it then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// `High`, `Normal`, `Low` or `Lowest`; seen in live groups, not documented here.
    pub msg_priority: Option<String>,
    /// 0 if the message was delivered, else an error code; seen, not documented here.
    pub send_msg_result: Option<i64>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// The topic, if the message belongs to one.
    pub topic_id: Option<TopicId>,
    /// The mentions, 30 at most.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub group_at_info: List<Mention>,
    /// The time of the callback, Unix milliseconds; missing before 2021.
    pub event_time: Option<i64>,
}

callback!(
    AfterSendMessage = "Group.CallbackAfterSendMsg" => Received,
    |event| conversation(&event.group_id, event.topic_id.as_ref()),
    identity: ["MsgSeq", "Random", "MsgTime", "TopicId", "MsgBody"]
);

/// A user who is mentioned in a group message.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[doc(alias = "GroupAtInfo")]
pub struct Mention {
    /// Whether everybody is meant.
    #[serde(rename = "GroupAtAllFlag", serialize_with = "flag::serialize")]
    pub everybody: Option<bool>,
    /// The member, if one is meant.
    #[serde(rename = "GroupAt_Account")]
    pub member: Option<UserId>,
}

/// After a group message could not be sent, for example because of the frequency limit. Tencent's page:
/// 发送群聊消息异常回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackSendMsgException")]
pub struct SendMessageException {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The user who asked for it; an administrator where the REST interface sends in a user's name.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// A random number chosen by the sender.
    pub random: Option<u32>,
    /// Whether only members who are online would have got the message.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// The topic, if the message belongs to one; not documented here.
    pub topic_id: Option<TopicId>,
    /// The error code, such as 10023 (frequency limit).
    pub error_code: Option<i64>,
    /// The error as text.
    pub error_info: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    SendMessageException = "Group.CallbackSendMsgException" => Received,
    |event| conversation(&event.group_id, event.topic_id.as_ref())
);

/// After a client or the REST interface revoked messages of a group. The callback may come before the
/// messages' own. Tencent's page: 撤回群消息之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterRecallMsg")]
pub struct AfterRecall {
    /// The user who revoked the messages.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The group.
    pub group_id: GroupId,
    /// The messages.
    pub msg_seq_list: List<Recalled>,
    /// The topic, if the messages belong to one.
    pub topic_id: Option<TopicId>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterRecall = "Group.CallbackAfterRecallMsg" => Received,
    |event| conversation(&event.group_id, event.topic_id.as_ref()),
    identity: ["TopicId"]
);

/// A revoked group message.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "MsgSeqList")]
pub struct Recalled {
    /// The message's number in its group or topic.
    pub msg_seq: u32,
    /// The identity that the client gave the message; newer pages only.
    #[serde(default, deserialize_with = "text::filled")]
    pub msg_id: Option<String>,
}

/// After a read receipt was asked for or a member confirmed reading; not in communities. Tencent's page:
/// 已读回执后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterReadReceipt")]
pub struct AfterReadReceipt {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting` or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The receipts, one for each message.
    pub group_msg_receipt_list: List<Receipt>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterReadReceipt = "Group.CallbackAfterReadReceipt" => Received,
    |event| Conversation::group(&event.group_id)
);

/// How far a group message is read.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "GroupMsgReceiptList")]
pub struct Receipt {
    /// The message's number in its group.
    pub msg_seq: u32,
    /// The number of members who have read the message.
    pub read_num: Option<i64>,
    /// The number of members who have not.
    pub unread_num: Option<i64>,
    /// The members who have read the message.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub read_receipt_members: List<Reader>,
}

/// A member who has read a group message.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[doc(alias = "ReadReceiptMembers")]
pub struct Reader {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
}
