//! Messages in groups: before and after sending, failed, recalled, read.

use serde::{Deserialize, Serialize};

use super::conversation;
use crate::callback::ack::{GroupCode, Message, Received, Verdict};
use crate::callback::object::whole;
use crate::callback::{Callback, List};
use crate::model::{Conversation, Element, GroupId, Other, TopicId, UserId, flag, number, text};

/// Before a group message is delivered, whether a client or the REST interface sends it: the answer decides
/// its fate. It has no `MsgSeq` yet; `random` links it to its [`AfterSendMessage`]. Tencent's page: 群内发言之前回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeSendMsg")]
pub struct BeforeSendMessage {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The sender; `@TLS#NOT_FOUND` for sends by the console or the system.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Who asked for it: an administrator where the REST interface sends in a user's name.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// A random that the sender chose.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub random: Option<u32>,
    /// Whether only members who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub online_only: Option<bool>,
    /// `High`, `Normal`, `Low` or `Lowest`; seen in live groups, not documented here.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub msg_priority: Option<String>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
    /// The topic, if the message belongs to one.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    /// When the callback was made, Unix milliseconds; missing before 2021.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for BeforeSendMessage {
    const COMMAND: &'static str = "Group.CallbackBeforeSendMsg";
    type Ack = Verdict<GroupCode>;

    fn conversation(&self) -> Option<Conversation> {
        Some(conversation(&self.group_id, self.topic_id.as_ref()))
    }
}

impl Message for BeforeSendMessage {
    type Code = GroupCode;

    fn content(&mut self) -> (&mut List<Element>, &mut Option<String>) {
        (&mut self.body, &mut self.cloud_custom_data)
    }
}

/// After a group message was sent; a failed one comes as [`SendMessageException`]. Tencent's page: 群内发言之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterSendMsg")]
pub struct AfterSendMessage {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The sender; `@TLS#NOT_FOUND` for sends by the console or the system.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Who asked for it: an administrator where the REST interface sends in a user's name.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// A random that the sender chose.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub random: Option<u32>,
    /// The identity that the client gave it, `tinyid-seconds-random`; since 2024.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub msg_id: Option<String>,
    /// The message's number in its group or topic, from 1 upwards; missing in 2016.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_seq: Option<u32>,
    /// When it was sent, Unix seconds; missing in 2016.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_time: Option<i64>,
    /// Whether only members who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub online_only: Option<bool>,
    /// `High`, `Normal`, `Low` or `Lowest`; seen in live groups, not documented here.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub msg_priority: Option<String>,
    /// 0 if it was delivered, else an error code; seen, not documented here.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub send_msg_result: Option<i64>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
    /// The topic, if the message belongs to one.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    /// Who is mentioned, 30 at most.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub group_at_info: List<Mention>,
    /// When the callback was made, Unix milliseconds; missing before 2021.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterSendMessage {
    const COMMAND: &'static str = "Group.CallbackAfterSendMsg";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(conversation(&self.group_id, self.topic_id.as_ref()))
    }
}

/// Somebody mentioned in a group message.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[doc(alias = "GroupAtInfo")]
pub struct Mention {
    /// Whether everybody is meant.
    #[serde(rename = "GroupAtAllFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub everybody: Option<bool>,
    /// The member, if one is meant.
    #[serde(rename = "GroupAt_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<UserId>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// After a group message could not be sent, for example because of the frequency limit. Tencent's page:
/// 发送群聊消息异常回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackSendMsgException")]
pub struct SendMessageException {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Who asked for it: an administrator where the REST interface sends in a user's name.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// A random that the sender chose.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub random: Option<u32>,
    /// Whether only members who are online would have got it.
    #[serde(rename = "OnlineOnlyFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub online_only: Option<bool>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
    /// The topic, if the message belongs to one; not documented here.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    /// Why it failed, such as 10023 (frequency limit).
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub error_code: Option<i64>,
    /// Why it failed, in words.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub error_info: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for SendMessageException {
    const COMMAND: &'static str = "Group.CallbackSendMsgException";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(conversation(&self.group_id, self.topic_id.as_ref()))
    }
}

/// After a client or the REST interface recalled messages of a group; it may come before the messages
/// themselves. Tencent's page: 撤回群消息之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterRecallMsg")]
pub struct AfterRecall {
    /// Who recalled them.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The group.
    pub group_id: GroupId,
    /// The messages.
    pub msg_seq_list: List<Recalled>,
    /// The topic, if the messages belong to one.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterRecall {
    const COMMAND: &'static str = "Group.CallbackAfterRecallMsg";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(conversation(&self.group_id, self.topic_id.as_ref()))
    }
}

/// A recalled group message.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "MsgSeqList")]
pub struct Recalled {
    /// Its number in the group or topic.
    #[serde(deserialize_with = "number::required")]
    pub msg_seq: u32,
    /// The identity that the client gave it; newer pages only.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub msg_id: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// After a read receipt was asked for or a member confirmed reading; not in communities. Tencent's page:
/// 已读回执后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterReadReceipt")]
pub struct AfterReadReceipt {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting` or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The receipts, one for each message.
    pub group_msg_receipt_list: List<Receipt>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterReadReceipt {
    const COMMAND: &'static str = "Group.CallbackAfterReadReceipt";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// How far a group message is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "GroupMsgReceiptList")]
pub struct Receipt {
    /// The message's number in its group.
    #[serde(deserialize_with = "number::required")]
    pub msg_seq: u32,
    /// How many members have read it.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub read_num: Option<i64>,
    /// How many members have not.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub unread_num: Option<i64>,
    /// Who has read it.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub read_receipt_members: List<Reader>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// A member who has read a group message.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[doc(alias = "ReadReceiptMembers")]
pub struct Reader {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

whole! { BeforeSendMessage, AfterSendMessage, SendMessageException, AfterRecall, AfterReadReceipt; Mention, Recalled, Receipt, Reader }
