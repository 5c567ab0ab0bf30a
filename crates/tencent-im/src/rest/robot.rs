//! Robots: accounts that answer (`@RBT#…`).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{MsgKey, UserId};
use crate::rest::{Done, Endpoint, Response, Retry};

/// Makes a robot.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "create_robot")]
pub struct Create {
    /// The robot, `@RBT#…`.
    #[serde(rename = "UserID")]
    pub user: UserId,
    /// The nickname.
    pub nick: Option<String>,
    /// The URL of the picture.
    pub face_url: Option<String>,
    /// The introduction of the robot, 500 bytes or fewer.
    pub self_signature: Option<String>,
}

impl Create {
    /// A value with the required fields.
    #[must_use]
    pub fn new(user: impl Into<UserId>) -> Self {
        Self { user: user.into(), ..Self::default() }
    }
}

impl Endpoint for Create {
    const PATH: &'static str = "v4/openim_robot_http_svc/create_robot";
    const TITLE: &'static str = "创建机器人";
    const LIMITS: &'static str = "The text about itself has 500 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Deletes a robot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "delete_robot")]
pub struct Delete {
    /// The robot, `@RBT#…`.
    #[serde(rename = "Robot_Account")]
    pub robot: UserId,
}

impl Delete {
    /// A value with the required fields.
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

/// Names all robots of the app.
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

/// The answer to [`GetAll`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetAllResponse {
    /// The robots.
    #[serde(rename = "Robot_Account")]
    pub robots: Vec<UserId>,
}

impl Response for GetAllResponse {}

/// Sends a robot's answer piece by piece: the first call gives a `MsgKey`, which goes with all others.
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
    /// A value with the required fields.
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

/// The answer to [`SendChunk`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendChunkResponse {
    /// The answer, for the next piece.
    pub msg_key: Option<MsgKey>,
}

impl Response for SendChunkResponse {}
