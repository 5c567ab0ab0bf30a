//! Messages to bots.

use serde::{Deserialize, Serialize};

use super::ack::{Question, Received, Reply};
use super::object::whole;
use super::{Callback, List};
use crate::model::{Conversation, Element, GroupId, MsgKey, Other, TopicId, UserId, flag, number, text};

/// After a message to a bot was sent, in addition to the callbacks of one-to-one messages. Tencent's page:
/// 单聊机器人消息回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Bot.OnC2CMessage")]
pub struct AfterMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient, a bot such as `@RBT#001`.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// A sequence that the sender chose; it may repeat.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_seq: Option<u32>,
    /// A random that the sender chose.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_random: Option<u32>,
    /// When it was sent, Unix seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_time: Option<i64>,
    /// The message's identity.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub msg_key: Option<MsgKey>,
    /// The identity that the client gave it, `tinyid-seconds-random`.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub msg_id: Option<String>,
    /// Whether only users who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub online_only: Option<bool>,
    /// 0 if it was delivered, else an error code.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub send_msg_result: Option<i64>,
    /// The result in words.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub error_info: Option<String>,
    /// How many one-to-one messages the recipient has not read.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub unread_msg_num: Option<i64>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterMessage {
    const COMMAND: &'static str = "Bot.OnC2CMessage";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::c2c(&self.from, &self.to))
    }
}

/// After a message of a group mentioned bots. Tencent's page: 群内@机器人之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Bot.OnGroupMessage")]
pub struct AfterMention {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// A random that the sender chose.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub random: Option<u32>,
    /// The message's number in its group or topic.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_seq: Option<u32>,
    /// When it was sent, Unix seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_time: Option<i64>,
    /// Whether only members who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub online_only: Option<bool>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
    /// The bots, as documented; see [`robots`](Self::robots).
    #[serde(rename = "AtRobots_Account", default, deserialize_with = "List::or_bare")]
    #[serde(skip_serializing_if = "List::is_absent")]
    pub at_robots: List<UserId>,
    /// The bots, as an SDK of Tencent's reads them.
    #[serde(rename = "AtRobotAccount", default, deserialize_with = "List::or_bare")]
    #[serde(skip_serializing_if = "List::is_absent")]
    pub at_robot: List<UserId>,
    /// The topic, if the message belongs to one.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterMention {
    const COMMAND: &'static str = "Bot.OnGroupMessage";
    type Ack = Received;

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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Chatbot.OnC2CSignalMessage")]
pub struct BeforeAnswer {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient, a bot such as `@RBT#001`.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// A sequence that the sender chose; it may repeat.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_seq: Option<u32>,
    /// A random that the sender chose.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_random: Option<u32>,
    /// The message's identity; a sample has its parts in another order.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub msg_key: Option<MsgKey>,
    /// What the client passed, a JSON document.
    #[serde(deserialize_with = "text::required")]
    pub data: String,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for BeforeAnswer {
    const COMMAND: &'static str = "Chatbot.OnC2CSignalMessage";
    type Ack = Reply;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::c2c(&self.from, &self.to))
    }
}

impl Question for BeforeAnswer {}

whole! { AfterMessage, AfterMention, BeforeAnswer }
