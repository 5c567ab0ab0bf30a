//! The list of all commands: the router, the recorder, the docs and the tests read it.

use strum::Display;

use serde::de::Error as _;

use super::ack::Ack;
use super::ack::{
    Admission, C2cCode, FriendResults, GiftCode, GroupCode, Members, OfficialCode, Permission, Received,
    Reply, Subscribers, Verdict,
};
use super::command::{Callback, decode};
use super::{
    alert, bot, c2c, call, follow, group, live, mic, moderation, official, profile, push, room, sns, state,
};
use crate::model::DecodeError;

/// The moment of a callback, and the effect of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// Before the thing happens: the answer decides. It is never sent again and has 2 seconds.
    Before,
    /// After it: the answer says no more than "received".
    After,
    /// A question: the answer is content.
    Content,
}

/// A callback command.
#[derive(Debug)]
pub struct Command {
    /// The name, as the query has it (`CallbackCommand`).
    pub name: &'static str,
    /// The moment of the callback.
    pub kind: Kind,
    /// The type of its body, below this module: `c2c::BeforeSendMessage`.
    pub event: &'static str,
    /// The type of its answer: `Verdict<C2cCode>`.
    pub ack: &'static str,
    /// The title of Tencent's page; of `Call`, `Live`, `Mic` and `Room` a description.
    pub title: &'static str,
    /// Checks whether a body can be read as its type.
    pub check: fn(&str) -> Result<(), DecodeError>,
    /// Reads a body and answers it with "carry on", as JSON. Where that differs from the plain answer whatever the
    /// body says, the body need not be readable.
    pub pass: fn(&str) -> Result<String, DecodeError>,
    /// Reads a body and refuses what it asks for, as JSON; `None` where Tencent knows no refusal. Where there is one
    /// that fits every body, the body need not be readable.
    pub refuse: fn(&str) -> Result<Option<String>, DecodeError>,
    /// Reads a body and writes it again: in the documented spelling, without `CallbackCommand`.
    pub rewrite: fn(&str) -> Result<String, DecodeError>,
}

impl Command {
    /// The command of a type.
    #[must_use]
    pub const fn of<C: Callback>(event: &'static str, ack: &'static str, title: &'static str) -> Self {
        Self {
            name: C::COMMAND,
            kind: if <C::Ack as Ack<C>>::DECIDES { Kind::Before } else { Kind::After },
            event,
            ack,
            title,
            check: |body| decode::<C>(body).map(drop),
            pass: |body| match decode(body) {
                Ok(event) => json(&C::Ack::pass(&event)),
                Err(error) => C::Ack::pass_unread().map_or(Err(error), |ack| json(&ack)),
            },
            refuse: |body| match decode(body) {
                Ok(event) => C::Ack::refuse(&event).as_ref().map(json).transpose(),
                Err(error) => C::Ack::refuse_unread().map_or(Err(error), |ack| json(&ack).map(Some)),
            },
            rewrite: |body| json(&decode::<C>(body)?),
        }
    }

    /// The command with content as its answer.
    const fn content(self) -> Self {
        Self { kind: Kind::Content, ..self }
    }
}

fn json<A: serde::Serialize>(ack: &A) -> Result<String, DecodeError> {
    serde_json::to_string(ack).map_err(DecodeError::custom)
}

/// Lists commands, each with the type of its answer, which the compiler checks.
macro_rules! commands {
    ($($family:ident::$event:ident => $ack:ty, $title:literal $(, $kind:ident)?;)*) => {
        /// All commands, by name.
        pub static COMMANDS: &[Command] = &[$(
            of::<$family::$event, $ack>(
                concat!(stringify!($family), "::", stringify!($event)), stringify!($ack), $title,
            )$(.$kind())?,
        )*];
    };
}

const fn of<C: Callback<Ack = A>, A>(event: &'static str, ack: &'static str, title: &'static str) -> Command {
    Command::of::<C>(event, ack, title)
}

commands! {
    alert::RequestOverLimit => Received, "接口超频告警回调";
    bot::AfterMessage => Received, "单聊机器人消息回调";
    bot::AfterMention => Received, "群内@机器人之后回调";
    c2c::AfterSetExtension => Received, "设置单聊消息扩展回调";
    c2c::AfterReadReport => Received, "单聊消息已读上报后回调";
    c2c::AfterRecall => Received, "单聊消息撤回后回调";
    c2c::AfterSendMessage => Received, "发单聊消息之后回调";
    c2c::BeforeSendMessage => Verdict<C2cCode>, "发单聊消息之前回调";
    call::AfterEnd => Received, "通话结束之后回调";
    call::AfterMemberChange => Received, "通话成员变更之后回调";
    call::AfterStart => Received, "通话开始之后回调";
    bot::BeforeAnswer => Reply, "智能机器人单聊消息自定义回调", content;
    moderation::Judgement => Received, "审核结果回调";
    follow::AfterFollow => Received, "关注之后回调";
    follow::AfterUnfollow => Received, "取关之后回调";
    group::AfterOwnerChange => Received, "转让群主后回调";
    group::AfterCreate => Received, "创建群组之后回调";
    group::AfterCreateTopic => Received, "创建话题之后回调";
    group::AfterAttributeChange => Received, "群自定义属性变更后回调";
    group::AfterDestroy => Received, "群组解散之后回调";
    group::AfterFull => Received, "群组满员之后回调";
    group::AfterInfoChange => Received, "群组资料变动之后回调";
    group::AfterSetExtension => Received, "设置群消息扩展回调";
    group::AfterExit => Received, "群成员离开之后回调";
    group::AfterFieldChange => Received, "群成员资料变更后回调";
    group::AfterJoin => Received, "新成员入群之后回调";
    group::AfterReadReceipt => Received, "已读回执后回调";
    group::AfterRecall => Received, "撤回群消息之后回调";
    group::AfterSendMessage => Received, "群内发言之后回调";
    group::AfterDestroyTopic => Received, "解散话题之后回调";
    group::AfterTopicInfoChange => Received, "话题资料修改之后回调";
    group::BeforeApply => Permission<GroupCode>, "申请入群之前回调";
    group::BeforeCreate => Permission<GroupCode>, "创建群组之前回调";
    group::BeforeCreateTopic => Permission<GroupCode>, "创建话题之前回调";
    group::BeforeInvite => Admission<Members>, "拉人入群之前回调";
    group::BeforeSendMessage => Verdict<GroupCode>, "群内发言之前回调";
    group::DailyQuotaAlarm => Received, "群组日净增上限阈值告警回调";
    group::StateChange => Received, "直播群成员在线状态回调";
    group::SendMessageException => Received, "发送群聊消息异常回调";
    live::AfterOwnerChange => Received, "变更房主之后回调";
    live::AfterCreateBattle => Received, "创建对战之后回调";
    live::AfterCreate => Received, "创建房间之后回调";
    live::AfterReachThreshold => Received, "创建房间达到阈值告警回调";
    live::AfterDeleteMetadata => Received, "删除元数据之后回调";
    live::AfterDestroy => Received, "解散房间之后回调";
    live::AfterEndBattle => Received, "结束对战之后回调";
    live::AfterMemberStateChange => Received, "房间成员状态变更回调";
    live::AfterAdminChange => Received, "变更管理员之后回调";
    live::AfterSetMetadata => Received, "设置元数据之后回调";
    live::AfterStartBattle => Received, "开始对战之后回调";
    live::AfterInfoChange => Received, "更新房间信息之后回调";
    live::BeforeSendGift => Permission<GiftCode>, "发送礼物之前回调";
    mic::AfterSeatChange => Received, "麦位列表变更之后回调";
    official::AfterSubscribe => Received, "订阅公众号之后回调";
    official::AfterCreate => Received, "创建公众号之后回调";
    official::AfterUnsubscribe => Received, "删除订阅者之后回调";
    official::AfterRecall => Received, "撤回公众号消息之后回调";
    official::AfterDestroy => Received, "销毁公众号之后回调";
    official::AfterFull => Received, "公众号可订阅的人数已满之后回调";
    official::AfterInfoChange => Received, "公众号资料变动之后回调";
    official::AfterSendMessage => Received, "发公众号消息之后回调";
    official::BeforeSubscribe => Admission<Subscribers>, "订阅公众号之前回调";
    official::BeforeCreate => Permission<OfficialCode>, "创建公众号之前回调";
    official::BeforeSendMessage => Verdict<OfficialCode>, "发公众号消息之前回调";
    profile::ProfileSet => Received, "更新资料之后回调";
    push::AllMemberPush => Received, "全员推送结果回调";
    push::OfflinePush => Received, "普通推送结果回调 / 其他推送回调";
    room::AfterCreate => Received, "创建房间之后回调";
    room::AfterDestroy => Received, "解散房间之后回调";
    room::AfterEnter => Received, "成员进入房间之后回调";
    room::AfterLeave => Received, "成员离开房间之后回调";
    room::AfterInfoChange => Received, "更新房间信息之后回调";
    sns::AfterBlockAdd => Received, "添加黑名单之后回调";
    sns::AfterBlockDelete => Received, "删除黑名单之后回调";
    sns::AfterFriendAdd => Received, "添加好友之后回调";
    sns::AfterFriendDelete => Received, "删除好友之后回调";
    sns::BeforeFriendAdd => FriendResults, "添加好友之前回调";
    sns::BeforeFriendResponse => FriendResults, "添加好友回应之前回调";
    state::StateChange => Received, "状态变更回调";
}

/// The command of this name, in its exact spelling.
#[must_use]
pub fn command(name: &str) -> Option<&'static Command> {
    COMMANDS.binary_search_by(|command| command.name.cmp(name)).ok().and_then(|place| COMMANDS.get(place))
}
