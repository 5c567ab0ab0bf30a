//! Robots: accounts that answer (`@RBT#…`).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{MsgKey, UserId};
use crate::rest::define::{endpoint, new};
use crate::rest::{Done, Response};

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

new!(Create(user into UserId) { ..Self::default() });
endpoint!(Create => Done, "v4/openim_robot_http_svc/create_robot", "创建机器人", Safe,
    "The text about itself has 500 bytes or fewer.");

/// Deletes a robot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "delete_robot")]
pub struct Delete {
    /// The robot, `@RBT#…`.
    #[serde(rename = "Robot_Account")]
    pub robot: UserId,
}

new!(Delete(robot into UserId));
endpoint!(Delete => Done, "v4/openim_robot_http_svc/delete_robot", "删除机器人", Safe, "One robot a call.");

/// Names all robots of the app.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_all_robots")]
pub struct GetAll {}

endpoint!(GetAll => GetAllResponse, "v4/openim_robot_http_svc/get_all_robots", "拉取所有机器人", Safe,
    "One call tells all.");

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

new!(SendChunk(from into UserId, to into UserId, chunk into String) { msg_key: None, finish: None });
// A second try would say the piece twice.
endpoint!(SendChunk => SendChunkResponse, "v4/openim_robot_http_svc/send_stream_msg",
    "发送流式响应消息", Never, "One piece a call.");

/// The answer to [`SendChunk`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendChunkResponse {
    /// The answer, for the next piece.
    pub msg_key: Option<MsgKey>,
}

impl Response for SendChunkResponse {}
