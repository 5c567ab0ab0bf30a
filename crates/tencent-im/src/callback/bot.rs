//! Messages to bots.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::ack::{Question, Received, Reply};
use super::{Callback, List};
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
    /// A sequence that the sender chose; it may repeat.
    pub msg_seq: Option<u32>,
    /// A random that the sender chose.
    pub msg_random: Option<u32>,
    /// When it was sent, Unix seconds.
    pub msg_time: Option<i64>,
    /// The message's identity.
    pub msg_key: Option<MsgKey>,
    /// The identity that the client gave it, `tinyid-seconds-random`.
    #[serde(default, deserialize_with = "text::filled")]
    pub msg_id: Option<String>,
    /// Whether only users who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// 0 if it was delivered, else an error code.
    pub send_msg_result: Option<i64>,
    /// The result in words.
    pub error_info: Option<String>,
    /// How many one-to-one messages the recipient has not read.
    pub unread_msg_num: Option<i64>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterMessage {
    const COMMAND: &'static str = "Bot.OnC2CMessage";
    type Ack = Received;
    const IDENTITY: &'static [&'static str] = &["MsgSeq", "MsgRandom", "MsgTime", "MsgKey", "MsgBody"];

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::c2c(&self.from, &self.to))
    }
}

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
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// A random that the sender chose.
    pub random: Option<u32>,
    /// The message's number in its group or topic.
    pub msg_seq: Option<u32>,
    /// When it was sent, Unix seconds.
    pub msg_time: Option<i64>,
    /// Whether only members who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// What it says.
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
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterMention {
    const COMMAND: &'static str = "Bot.OnGroupMessage";
    type Ack = Received;
    const IDENTITY: &'static [&'static str] = &["MsgSeq", "Random", "MsgTime", "TopicId", "MsgBody"];

    fn conversation(&self) -> Option<Conversation> {
        Some(self.topic_id.as_ref().map_or_else(|| Conversation::group(&self.group_id), Conversation::group))
    }
}

impl AfterMention {
    /// The bots, in whichever field they came.
    #[must_use]
    pub fn robots(&self) -> &[UserId] {
        if self.at_robots.is_empty() { &self.at_robot } else { &self.at_robots }
    }
}

/// A message to a chatbot whose custom element is passed through (`chatbotPlugin` 1, `src` 3): the answer is
/// what the bot is given to say. Tencent's page: 智能机器人单聊消息自定义回调.
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
    /// A sequence that the sender chose; it may repeat.
    pub msg_seq: Option<u32>,
    /// A random that the sender chose.
    pub msg_random: Option<u32>,
    /// The message's identity; a sample has its parts in another order.
    pub msg_key: Option<MsgKey>,
    /// What the client passed, a JSON document.
    pub data: String,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for BeforeAnswer {
    const COMMAND: &'static str = "Chatbot.OnC2CSignalMessage";
    type Ack = Reply;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::c2c(&self.from, &self.to))
    }
}

impl Question for BeforeAnswer {}
