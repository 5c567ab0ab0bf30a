//! Messages to bots.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::List;
use super::ack::{Question, Received, Reply};
use crate::model::{Conversation, Element, GroupId, MsgKey, TopicId, UserId, flag, text};

/// After a message to a bot was sent, in addition to the callbacks of one-to-one messages. Tencent's page:
/// 单聊机器人消息回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Bot.OnC2CMessage")]
pub struct AfterMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient, a bot such as `@RBT#001`.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// A sequence chosen by the sender; two messages may share one.
    pub msg_seq: Option<u32>,
    /// A random number chosen by the sender.
    pub msg_random: Option<u32>,
    /// The time of sending, Unix seconds.
    pub msg_time: Option<i64>,
    /// The message's key, its identity.
    pub msg_key: Option<MsgKey>,
    /// The identity that the client gave the message, `tinyid-seconds-random`.
    #[serde(default, deserialize_with = "text::filled")]
    pub msg_id: Option<String>,
    /// Whether only users who are online get the message; no history has it then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// 0 if the message was delivered, else an error code.
    pub send_msg_result: Option<i64>,
    /// The result as text.
    pub error_info: Option<String>,
    /// Unread one-to-one messages of the recipient.
    pub unread_msg_num: Option<i64>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterMessage = "Bot.OnC2CMessage" => Received,
    |event| Conversation::c2c(&event.from, &event.to),
    identity: ["MsgSeq", "MsgRandom", "MsgTime", "MsgKey", "MsgBody"]
);

/// After a message of a group mentioned bots. Tencent's page: 群内@机器人之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Bot.OnGroupMessage")]
pub struct AfterMention {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// A random number chosen by the sender.
    pub random: Option<u32>,
    /// The message's number in its group or topic.
    pub msg_seq: Option<u32>,
    /// The time of sending, Unix seconds.
    pub msg_time: Option<i64>,
    /// Whether only members who are online get the message; no history has it then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// The bots, as documented; see [`robots`](Self::robots).
    #[serde(rename = "AtRobots_Account", default)]
    #[serde(deserialize_with = "List::or_bare", skip_serializing_if = "List::is_absent")]
    pub at_robots: List<UserId>,
    /// The bots, as an SDK of Tencent's reads them.
    #[serde(rename = "AtRobotAccount", default)]
    #[serde(deserialize_with = "List::or_bare", skip_serializing_if = "List::is_absent")]
    pub at_robot: List<UserId>,
    /// The topic, if the message belongs to one.
    pub topic_id: Option<TopicId>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterMention = "Bot.OnGroupMessage" => Received,
    |event| event.topic_id.as_ref().map_or_else(|| Conversation::group(&event.group_id), Conversation::group),
    identity: ["MsgSeq", "Random", "MsgTime", "TopicId", "MsgBody"]
);

impl AfterMention {
    /// The bots, in whichever field they came.
    #[must_use]
    pub fn robots(&self) -> &[UserId] {
        if self.at_robots.is_empty() { &self.at_robot } else { &self.at_robots }
    }
}

/// A message to a chatbot whose custom element is passed through (`chatbotPlugin` 1, `src` 3): the answer holds
/// what the bot is to say. Tencent's page: 智能机器人单聊消息自定义回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Chatbot.OnC2CSignalMessage")]
pub struct BeforeAnswer {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient, a bot such as `@RBT#001`.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// A sequence chosen by the sender; two messages may share one.
    pub msg_seq: Option<u32>,
    /// A random number chosen by the sender.
    pub msg_random: Option<u32>,
    /// The message's key, its identity; a sample has its parts in another order.
    pub msg_key: Option<MsgKey>,
    /// The data that the client passed, a JSON document.
    pub data: String,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    BeforeAnswer = "Chatbot.OnC2CSignalMessage" => Reply, |event| Conversation::c2c(&event.from, &event.to)
);

impl Question for BeforeAnswer {}
