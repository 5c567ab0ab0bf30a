//! What the app is up to: figures, archives of messages, addresses of the callbacks' senders.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::rest::Response;
use crate::rest::define::{endpoint, new};
use crate::rest::word::words;

/// Reads the figures of the app, a row a day. All of them are texts.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("getappinfo", "get_app_info", "Operation.GetOperationData"))]
pub struct GetFigures {
    /// The figures wanted; all if missing.
    pub request_field: Option<Vec<String>>,
}

endpoint!(GetFigures => GetFiguresResponse, "v4/openconfigsvr/getappinfo", "拉取运营数据", Safe,
    "The last 30 days.");

/// The answer to [`GetFigures`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetFiguresResponse {
    /// The days.
    pub result: Vec<DayFigures>,
}

impl Response for GetFiguresResponse {}

/// The figures of a day.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DayFigures {
    /// The app's name.
    pub app_name: Option<String>,
    /// The app.
    pub app_id: Option<String>,
    /// Who owns the app.
    pub company: Option<String>,
    /// Users who were active.
    pub active_user_num: Option<String>,
    /// New users of the day.
    pub regist_user_num_one_day: Option<String>,
    /// Users in all.
    pub regist_user_num_total: Option<String>,
    /// Logins.
    pub login_times: Option<String>,
    /// Users who logged in.
    pub login_user_num: Option<String>,
    /// Messages sent.
    pub up_msg_num: Option<String>,
    /// Users who sent a message.
    pub send_msg_user_num: Option<String>,
    /// Messages pushed by APNs.
    #[serde(rename = "APNSMsgNum")]
    pub apns_msg_num: Option<String>,
    /// One-to-one messages sent.
    #[serde(rename = "C2CUpMsgNum")]
    pub c2c_up_msg_num: Option<String>,
    /// One-to-one messages delivered.
    #[serde(rename = "C2CDownMsgNum")]
    pub c2c_down_msg_num: Option<String>,
    /// Users who sent a one-to-one message.
    #[serde(rename = "C2CSendMsgUserNum")]
    pub c2c_send_msg_user_num: Option<String>,
    /// One-to-one messages pushed by APNs.
    #[serde(rename = "C2CAPNSMsgNum")]
    pub c2c_apns_msg_num: Option<String>,
    /// The most users online at once.
    pub max_online_num: Option<String>,
    /// Messages delivered.
    pub down_msg_num: Option<String>,
    /// New friendships.
    pub chain_increase: Option<String>,
    /// Ended friendships.
    pub chain_decrease: Option<String>,
    /// Group messages sent.
    pub group_up_msg_num: Option<String>,
    /// Group messages delivered.
    pub group_down_msg_num: Option<String>,
    /// Users who sent a group message.
    pub group_send_msg_user_num: Option<String>,
    /// Group messages pushed by APNs.
    #[serde(rename = "GroupAPNSMsgNum")]
    pub group_apns_msg_num: Option<String>,
    /// Groups in which something was said.
    pub group_send_msg_group_num: Option<String>,
    /// Times that users joined a group.
    pub group_join_group_times: Option<String>,
    /// Times that users left a group.
    pub group_quit_group_times: Option<String>,
    /// New groups.
    pub group_new_group_num: Option<String>,
    /// Groups in all.
    pub group_all_group_num: Option<String>,
    /// Groups dissolved.
    pub group_destroy_group_num: Option<String>,
    /// Callbacks made.
    pub call_back_req: Option<String>,
    /// Callbacks answered.
    pub call_back_rsp: Option<String>,
    /// The day, `YYYYMMDD`.
    pub date: Option<String>,
}

/// Names the archives of one hour of messages. They are made after that hour has passed, usually within one
/// more: until then, and if nobody spoke, 1004; 1005 if it is too old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_history", "Operation.GetHistoryData"))]
pub struct GetHistory {
    /// One-to-one or groups.
    pub chat_type: ChatType,
    /// The hour, `YYYYMMDDHH` in Beijing time.
    pub msg_time: String,
}

new!(GetHistory(chat_type: ChatType, msg_time into String));
endpoint!(GetHistory => GetHistoryResponse, "v4/open_msg_svc/get_history", "下载最近消息记录", Safe,
    "10 calls a second; one hour a call; the last 7 days.", 10 a second);

/// The answer to [`GetHistory`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetHistoryResponse {
    /// The archives.
    pub file: Vec<Archive>,
}

impl Response for GetHistoryResponse {}

/// An archive to fetch.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Archive {
    /// The URL of the file.
    #[serde(rename = "URL")]
    pub url: Option<String>,
    /// Until when it can be fetched: `YYYY-MM-DD HH:MM:SS`, Beijing time.
    pub expire_time: Option<String>,
    /// The size of the unpacked file, in bytes.
    pub file_size: Option<i64>,
    /// The MD5 sum of the unpacked file, in hex.
    #[serde(rename = "FileMD5")]
    pub file_md5: Option<String>,
    /// The size of the packed file, in bytes.
    pub gzip_size: Option<i64>,
    /// The MD5 sum of the packed file, in hex.
    #[serde(rename = "GzipMD5")]
    pub gzip_md5: Option<String>,
}

/// Tells from which addresses Tencent's callbacks come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias("get_ip_list", "Operation.GetIPList"))]
pub struct GetIpList {}

endpoint!(GetIpList => GetIpListResponse, "v4/ConfigSvc/GetIPList", "获取服务器 IP 地址", Safe,
    "One call tells all.");

/// The answer to [`GetIpList`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetIpListResponse {
    /// Addresses and ranges of addresses.
    #[serde(rename = "IPList")]
    pub ip_list: Vec<String>,
}

impl Response for GetIpListResponse {}

words! {
    /// The kind of conversation.
    ChatType {
        /// One-to-one messages.
        C2c = "C2C",
        /// Group messages.
        Group = "Group",
    }
}
