//! Saying something in groups.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{Element, GroupId, TopicId, UserId};
use crate::rest::batch::Batch;
use crate::rest::define::{batch, endpoint, new};
use crate::rest::group::Priority;
use crate::rest::message::{CallbackControl, OfflinePushInfo, SendControl};
use crate::rest::{Done, Failure, Response};

/// Sends a message to a group, as anybody or as the administrator.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("send_group_msg", "Group.SendMessage"))]
pub struct Send {
    /// The group.
    pub group_id: GroupId,
    /// Marks a message sent twice: the same sender, random and content within 5 minutes.
    pub random: u32,
    /// The importance: where a group has too many messages, the least important are dropped first.
    pub msg_priority: Option<Priority>,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The sender; the administrator who calls if missing.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The push to recipients who are offline.
    pub offline_push_info: Option<OfflinePushInfo>,
    /// Callbacks that this message shall not cause.
    pub forbid_callback_control: Option<Vec<CallbackControl>>,
    /// 1: only recipients who are online get the message, and no history keeps it.
    #[serde(alias = "MsgOnlineOnlyFlag")]
    pub online_only_flag: Option<i64>,
    /// Effects that this message shall not have.
    pub send_msg_control: Option<Vec<SendControl>>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
    /// 1: extensions may be set on it.
    pub support_message_extension: Option<i64>,
    /// Only these members get it, 50 or fewer.
    #[serde(rename = "To_Account")]
    pub to: Option<Vec<UserId>>,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
    /// 1: ask for a read receipt.
    pub need_read_receipt: Option<i64>,
    /// The members who are mentioned.
    pub group_at_info: Option<Vec<Mention>>,
}

new! {
    /// A message with a new random.
    Send(group_id into GroupId, body: Vec<Element>) { random: fastrand::u32(..), ..Self::default() }
}

endpoint!(Send => SendResponse, "v4/group_open_http_svc/send_group_msg", "在群组中发送普通消息", Keyed,
    "40 messages a second for a group; editions for trial and development send 1000 messages a day.";
    "MsgOnlineOnlyFlag" is now "OnlineOnlyFlag");

/// Who is mentioned in a message.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mention {
    /// 1: everybody; 0: one member.
    pub group_at_all_flag: Option<i64>,
    /// The member; missing for everybody.
    #[serde(rename = "GroupAt_Account")]
    pub member: Option<UserId>,
}

impl Mention {
    /// Mentions everybody.
    #[must_use]
    pub fn everybody() -> Self {
        Self { group_at_all_flag: Some(1), member: None }
    }

    /// Mentions one member.
    #[must_use]
    pub fn member(member: impl Into<UserId>) -> Self {
        Self { group_at_all_flag: Some(0), member: Some(member.into()) }
    }
}

/// The answer to [`Send`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendResponse {
    /// The time of sending, Unix seconds.
    pub msg_time: Option<i64>,
    /// The number of the message in the group.
    pub msg_seq: Option<i64>,
    /// Why it was dropped, if it was.
    pub msg_drop_reason: Option<String>,
}

impl Response for SendResponse {}

/// Sends a notice of the system to a group; it is in no history.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("send_group_system_notification", "Group.SendNotification"))]
pub struct Notify {
    /// The group.
    pub group_id: GroupId,
    /// Who gets it; everybody if missing or empty.
    #[serde(rename = "ToMembers_Account")]
    pub to_members: Option<Vec<UserId>>,
    /// The content of the notice.
    pub content: String,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
}

new!(Notify(group_id into GroupId, content into String) { to_members: None, topic_id: None });
// Nothing marks a notice that is sent twice.
endpoint!(Notify => Done, "v4/group_open_http_svc/send_group_system_notification",
    "在群组中发送系统通知", Never, "500 recipients a call.");

impl Batch for Notify {
    const MAX: usize = 500;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        self.to_members.as_mut()
    }

    fn append(_: &mut Done, _: Done) {}
}

/// Sends a message to all live groups of the app.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "send_broadcast_msg")]
pub struct Broadcast {
    /// The sender; the administrator who calls if missing.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// Marks a message sent twice: the same sender, random and content within 5 minutes.
    pub random: u32,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
}

new! {
    /// A message with a new random.
    Broadcast(body: Vec<Element>) { from: None, random: fastrand::u32(..), cloud_custom_data: None }
}

endpoint!(Broadcast => BroadcastResponse, "v4/group_open_http_svc/send_broadcast_msg",
    "直播群广播消息", Keyed, "1 call a second.", 1 a second);

/// The answer to [`Broadcast`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct BroadcastResponse {
    /// The number.
    pub msg_seq: Option<i64>,
}

impl Response for BroadcastResponse {}

/// Puts old messages into a group's history, in the order of their times. No callbacks are made.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("import_group_msg", "Group.ImportMessages"))]
pub struct Import {
    /// The group.
    pub group_id: GroupId,
    /// 1: the group moves up in its members' conversations.
    pub recent_contact_flag: Option<i64>,
    /// The messages, by time.
    pub msg_list: Vec<ImportedMessage>,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
}

new!(Import(group_id into GroupId, msg_list: Vec<ImportedMessage>)
    { recent_contact_flag: None, topic_id: None });
// No page says that a second import of the same messages is recognized.
endpoint!(Import => ImportResponse, "v4/group_open_http_svc/import_group_msg", "导入群消息", Never,
    "20 messages a call, of 12 KB or fewer each (10020).");
batch!(Import, 20 of msg_list: ImportedMessage => import_msg_result);

/// A message to import.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImportedMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// When it was sent, Unix seconds: after the one before, and after the group was made.
    pub send_time: i64,
    /// The sender's random.
    pub random: Option<u32>,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
}

new!(ImportedMessage(from into UserId, send_time: i64, body: Vec<Element>) { random: None });

/// The answer to [`Import`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResponse {
    /// The result for each message, in the order given.
    pub import_msg_result: Vec<ImportResult>,
}

impl Response for ImportResponse {
    /// A message that failed has no number: it is `#` and its place in the request, from 1.
    fn failures(&self) -> Vec<Failure> {
        let places = (1..).zip(&self.import_msg_result);
        places.filter_map(|(place, it)| Failure::of(Some(format!("#{place}")), it.result, None)).collect()
    }
}

/// The result for one message.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResult {
    /// The number of the message in the group.
    pub msg_seq: Option<i64>,
    /// The time of the message, Unix seconds.
    pub msg_time: Option<i64>,
    /// 0: done; 10004: its time does not fit; 80001: refused for a word; 80002: too long.
    pub result: Option<i64>,
}
