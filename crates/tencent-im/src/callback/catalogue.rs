//! Every command, once: what the router, the recorder, the docs and the tests know of them.

use std::any::type_name;
use std::fmt;

use super::{Ack, Callback, DecodeError, decode};
use super::{
    alert, bot, c2c, call, follow, group, live, mic, moderation, official, profile, push, room, sns, state,
};

/// When a callback comes, and what its answer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Before the thing happens: the answer decides. It is never sent again and has 2 seconds.
    Before,
    /// After it: the answer says no more than "received".
    After,
    /// A question: the answer is content.
    Content,
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.pad(match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Content => "content",
        })
    }
}

/// A callback command.
#[derive(Debug)]
pub struct Command {
    /// Its name, as the query has it (`CallbackCommand`).
    pub name: &'static str,
    /// When it comes.
    pub kind: Kind,
    /// The title of Tencent's page; of `Call`, `Live`, `Mic` and `Room` a description.
    pub title: &'static str,
    /// Reads a body as its type: whether it can be.
    pub check: fn(&str) -> Result<(), DecodeError>,
    /// Reads a body and answers it with "carry on", as JSON. Where that differs from the plain answer whatever the
    /// body says, the body need not be readable.
    pub pass: fn(&str) -> Result<String, DecodeError>,
    /// Reads a body and refuses what it asks for, as JSON; `None` where Tencent knows no refusal. Where there is one
    /// that fits every body, the body need not be readable.
    pub refuse: fn(&str) -> Result<Option<String>, DecodeError>,
    /// Reads a body and writes it again: in the documented spelling, without `CallbackCommand`.
    pub rewrite: fn(&str) -> Result<String, DecodeError>,
    event: fn() -> &'static str,
    ack: fn() -> &'static str,
}

impl Command {
    /// The command of a type.
    #[must_use]
    pub const fn of<C: Callback>(title: &'static str) -> Self {
        Self {
            name: C::COMMAND,
            kind: if <C::Ack as Ack<C>>::DECIDES { Kind::Before } else { Kind::After },
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
            event: type_name::<C>,
            ack: type_name::<C::Ack>,
        }
    }

    /// One whose answer is content.
    const fn content(self) -> Self {
        Self { kind: Kind::Content, ..self }
    }

    /// Its type, below this module: `c2c::BeforeSendMessage`; another crate's by its path.
    #[must_use]
    pub fn event(&self) -> String {
        let path = (self.event)();
        let mut names = path.split("::").skip_while(|name| *name != "callback").skip(1);
        let family = names.next().unwrap_or(path);
        names.last().map_or_else(|| family.to_owned(), |name| format!("{family}::{name}"))
    }

    /// The type of its answer: `Verdict<C2cCode>`.
    #[must_use]
    pub fn ack(&self) -> String {
        let names = (self.ack)().split_inclusive(['<', ',', '>']);
        names.map(|path| path.rsplit("::").next().unwrap_or(path)).collect()
    }
}

fn json<A: serde::Serialize>(ack: &A) -> Result<String, DecodeError> {
    serde_json::to_string(ack).map_err(|error| DecodeError { reason: error.to_string() })
}

/// All commands, by name.
pub static COMMANDS: &[Command] = &[
    Command::of::<alert::RequestOverLimit>("接口超频告警回调"),
    Command::of::<bot::AfterMessage>("单聊机器人消息回调"),
    Command::of::<bot::AfterMention>("群内@机器人之后回调"),
    Command::of::<c2c::AfterSetExtension>("设置单聊消息扩展回调"),
    Command::of::<c2c::AfterReadReport>("单聊消息已读上报后回调"),
    Command::of::<c2c::AfterRecall>("单聊消息撤回后回调"),
    Command::of::<c2c::AfterSendMessage>("发单聊消息之后回调"),
    Command::of::<c2c::BeforeSendMessage>("发单聊消息之前回调"),
    Command::of::<call::AfterEnd>("通话结束之后回调"),
    Command::of::<call::AfterMemberChange>("通话成员变更之后回调"),
    Command::of::<call::AfterStart>("通话开始之后回调"),
    Command::of::<bot::BeforeAnswer>("智能机器人单聊消息自定义回调").content(),
    Command::of::<moderation::Judgement>("审核结果回调"),
    Command::of::<follow::AfterFollow>("关注之后回调"),
    Command::of::<follow::AfterUnfollow>("取关之后回调"),
    Command::of::<group::AfterOwnerChange>("转让群主后回调"),
    Command::of::<group::AfterCreate>("创建群组之后回调"),
    Command::of::<group::AfterCreateTopic>("创建话题之后回调"),
    Command::of::<group::AfterAttributeChange>("群自定义属性变更后回调"),
    Command::of::<group::AfterDestroy>("群组解散之后回调"),
    Command::of::<group::AfterFull>("群组满员之后回调"),
    Command::of::<group::AfterInfoChange>("群组资料变动之后回调"),
    Command::of::<group::AfterSetExtension>("设置群消息扩展回调"),
    Command::of::<group::AfterExit>("群成员离开之后回调"),
    Command::of::<group::AfterFieldChange>("群成员资料变更后回调"),
    Command::of::<group::AfterJoin>("新成员入群之后回调"),
    Command::of::<group::AfterReadReceipt>("已读回执后回调"),
    Command::of::<group::AfterRecall>("撤回群消息之后回调"),
    Command::of::<group::AfterSendMessage>("群内发言之后回调"),
    Command::of::<group::AfterDestroyTopic>("解散话题之后回调"),
    Command::of::<group::AfterTopicInfoChange>("话题资料修改之后回调"),
    Command::of::<group::BeforeApply>("申请入群之前回调"),
    Command::of::<group::BeforeCreate>("创建群组之前回调"),
    Command::of::<group::BeforeCreateTopic>("创建话题之前回调"),
    Command::of::<group::BeforeInvite>("拉人入群之前回调"),
    Command::of::<group::BeforeSendMessage>("群内发言之前回调"),
    Command::of::<group::DailyQuotaAlarm>("群组日净增上限阈值告警回调"),
    Command::of::<group::StateChange>("直播群成员在线状态回调"),
    Command::of::<group::SendMessageException>("发送群聊消息异常回调"),
    Command::of::<live::AfterOwnerChange>("变更房主之后回调"),
    Command::of::<live::AfterCreateBattle>("创建对战之后回调"),
    Command::of::<live::AfterCreate>("创建房间之后回调"),
    Command::of::<live::AfterReachThreshold>("创建房间达到阈值告警回调"),
    Command::of::<live::AfterDeleteMetadata>("删除元数据之后回调"),
    Command::of::<live::AfterDestroy>("解散房间之后回调"),
    Command::of::<live::AfterEndBattle>("结束对战之后回调"),
    Command::of::<live::AfterMemberStateChange>("房间成员状态变更回调"),
    Command::of::<live::AfterAdminChange>("变更管理员之后回调"),
    Command::of::<live::AfterSetMetadata>("设置元数据之后回调"),
    Command::of::<live::AfterStartBattle>("开始对战之后回调"),
    Command::of::<live::AfterInfoChange>("更新房间信息之后回调"),
    Command::of::<live::BeforeSendGift>("发送礼物之前回调"),
    Command::of::<mic::AfterSeatChange>("麦位列表变更之后回调"),
    Command::of::<official::AfterSubscribe>("订阅公众号之后回调"),
    Command::of::<official::AfterCreate>("创建公众号之后回调"),
    Command::of::<official::AfterUnsubscribe>("删除订阅者之后回调"),
    Command::of::<official::AfterRecall>("撤回公众号消息之后回调"),
    Command::of::<official::AfterDestroy>("销毁公众号之后回调"),
    Command::of::<official::AfterFull>("公众号可订阅的人数已满之后回调"),
    Command::of::<official::AfterInfoChange>("公众号资料变动之后回调"),
    Command::of::<official::AfterSendMessage>("发公众号消息之后回调"),
    Command::of::<official::BeforeSubscribe>("订阅公众号之前回调"),
    Command::of::<official::BeforeCreate>("创建公众号之前回调"),
    Command::of::<official::BeforeSendMessage>("发公众号消息之前回调"),
    Command::of::<profile::ProfileSet>("更新资料之后回调"),
    Command::of::<push::AllMemberPush>("全员推送结果回调"),
    Command::of::<push::OfflinePush>("普通推送结果回调 / 其他推送回调"),
    Command::of::<room::AfterCreate>("创建房间之后回调"),
    Command::of::<room::AfterDestroy>("解散房间之后回调"),
    Command::of::<room::AfterEnter>("成员进入房间之后回调"),
    Command::of::<room::AfterLeave>("成员离开房间之后回调"),
    Command::of::<room::AfterInfoChange>("更新房间信息之后回调"),
    Command::of::<sns::AfterBlockAdd>("添加黑名单之后回调"),
    Command::of::<sns::AfterBlockDelete>("删除黑名单之后回调"),
    Command::of::<sns::AfterFriendAdd>("添加好友之后回调"),
    Command::of::<sns::AfterFriendDelete>("删除好友之后回调"),
    Command::of::<sns::BeforeFriendAdd>("添加好友之前回调"),
    Command::of::<sns::BeforeFriendResponse>("添加好友回应之前回调"),
    Command::of::<state::StateChange>("状态变更回调"),
];

/// The command of this name, in its exact spelling.
#[must_use]
pub fn command(name: &str) -> Option<&'static Command> {
    COMMANDS.binary_search_by(|command| command.name.cmp(name)).ok().and_then(|place| COMMANDS.get(place))
}

/// Whether this command is sent before something happens, so that the answer decides.
#[must_use]
pub fn is_before(name: &str) -> bool {
    command(name).is_some_and(|command| command.kind == Kind::Before)
}
