//! Robots: accounts that answer (`@RBT#…`).
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Create`] | `openim_robot_http_svc/create_robot` | 创建机器人 |
//! | [`Delete`] | `openim_robot_http_svc/delete_robot` | 删除机器人 |
//! | [`GetAll`] | `openim_robot_http_svc/get_all_robots` | 拉取所有机器人 |
//! | [`SendChunk`] | `openim_robot_http_svc/send_stream_msg` | 发送流式响应消息 |

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{MsgKey, UserId, list};
use crate::rest::{Done, Endpoint, Response, Retry};

/// Makes a robot. Tencent's page: 创建机器人. The text about itself has 500 bytes or fewer.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "create_robot")]
pub struct Create {
    /// The robot, `@RBT#…`.
    #[serde(rename = "UserID")]
    pub user: UserId,
    /// The nickname.
    pub nick: Option<String>,
    /// Where the picture is.
    pub face_url: Option<String>,
    /// What the robot says of itself, 500 bytes or fewer.
    pub self_signature: Option<String>,
}

impl Create {
    /// With what is required.
    #[must_use]
    pub fn new(user: impl Into<UserId>) -> Self {
        Self { user: user.into(), nick: None, face_url: None, self_signature: None }
    }
}

impl Endpoint for Create {
    const PATH: &'static str = "v4/openim_robot_http_svc/create_robot";
    const TITLE: &'static str = "创建机器人";
    const LIMITS: &'static str = "The text about itself has 500 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Deletes a robot. Tencent's page: 删除机器人. One robot a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "delete_robot")]
pub struct Delete {
    /// The robot, `@RBT#…`.
    #[serde(rename = "Robot_Account")]
    pub robot: UserId,
}

impl Delete {
    /// With what is required.
    #[must_use]
    pub fn new(robot: impl Into<UserId>) -> Self {
        Self { robot: robot.into() }
    }
}

impl Endpoint for Delete {
    const PATH: &'static str = "v4/openim_robot_http_svc/delete_robot";
    const TITLE: &'static str = "删除机器人";
    const LIMITS: &'static str = "One robot a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Names all robots of the app. Tencent's page: 拉取所有机器人. One call tells all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_all_robots")]
pub struct GetAll {}

impl Endpoint for GetAll {
    const PATH: &'static str = "v4/openim_robot_http_svc/get_all_robots";
    const TITLE: &'static str = "拉取所有机器人";
    const LIMITS: &'static str = "One call tells all.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetAllResponse;
}

/// What [`GetAll`] gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetAllResponse {
    /// The robots.
    #[serde(rename = "Robot_Account", deserialize_with = "list::deserialize")]
    pub robots: Vec<UserId>,
}

impl Response for GetAllResponse {}

/// Sends a robot's answer piece by piece: the first call gives a `MsgKey`, which goes with all others.
/// Tencent's page: 发送流式响应消息. One piece a call.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "send_stream_msg")]
pub struct SendChunk {
    /// The robot, `@RBT#…`.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The next piece of text.
    pub chunk: String,
    /// The answer that it belongs to; missing with the first piece.
    pub msg_key: Option<MsgKey>,
    /// 1: the last piece.
    pub finish: Option<i64>,
}

impl SendChunk {
    /// With what is required.
    #[must_use]
    pub fn new(from: impl Into<UserId>, to: impl Into<UserId>, chunk: impl Into<String>) -> Self {
        Self { from: from.into(), to: to.into(), chunk: chunk.into(), msg_key: None, finish: None }
    }
}

impl Endpoint for SendChunk {
    const PATH: &'static str = "v4/openim_robot_http_svc/send_stream_msg";
    const TITLE: &'static str = "发送流式响应消息";
    const LIMITS: &'static str = "One piece a call.";
    // A second try would say the piece twice.
    const RETRY: Retry = Retry::Never;
    type Response = SendChunkResponse;
}

/// What [`SendChunk`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendChunkResponse {
    /// The answer, for the next piece.
    pub msg_key: Option<MsgKey>,
}

impl Response for SendChunkResponse {}
