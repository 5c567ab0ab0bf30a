//! What goes along with a message: pushes to who is offline, and what it shall not do.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::word::words;

words! {
    /// An effect that a message shall not have.
    SendControl {
        /// Count as unread.
        NoUnread = "NoUnread",
        /// Become the last message of the conversation.
        NoLastMsg = "NoLastMsg",
        /// Be pushed, or make a sound, as if notices were off.
        WithMuteNotifications = "WithMuteNotifications",
    }
    /// A callback that a message shall not cause.
    CallbackControl {
        /// The one before it is sent.
        BeforeSend = "ForbidBeforeSendMsgCallback",
        /// The one after it was sent.
        AfterSend = "ForbidAfterSendMsgCallback",
    }
}

/// How a message is pushed to recipients who are offline. 0 and missing are not the same: what is missing follows the
/// settings of the app.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OfflinePushInfo {
    /// 0: push it; 1: do not.
    pub push_flag: Option<i64>,
    /// The title.
    pub title: Option<String>,
    /// The text, in place of what the elements say.
    pub desc: Option<String>,
    /// Data for the client, a JSON document as text.
    pub ext: Option<String>,
    /// The display on Android.
    pub android_info: Option<AndroidInfo>,
    /// The display on iOS.
    pub apns_info: Option<ApnsInfo>,
}

/// How Android shows a push, by vendor.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AndroidInfo {
    /// The sound file.
    pub sound: Option<String>,
    /// The style, a number of Tencent's.
    pub push_style: Option<i64>,
    /// Huawei: the channel of the notice.
    #[serde(rename = "HuaWeiChannelID")]
    pub huawei_channel_id: Option<String>,
    /// Xiaomi: the channel of the notice.
    #[serde(rename = "XiaoMiChannelID")]
    pub xiaomi_channel_id: Option<String>,
    /// OPPO: the channel of the notice.
    #[serde(rename = "OPPOChannelID")]
    pub oppo_channel_id: Option<String>,
    /// OPPO: the category of the notice.
    #[serde(rename = "OPPOCategory")]
    pub oppo_category: Option<String>,
    /// Google: the channel of the notice.
    #[serde(rename = "GoogleChannelID")]
    pub google_channel_id: Option<String>,
    /// Google: the URL of the picture.
    pub google_image: Option<String>,
    /// vivo: 0 for operating notices, 1 for those of the system.
    #[serde(rename = "VIVOClassification")]
    pub vivo_classification: Option<i64>,
    /// vivo: the category of the notice.
    #[serde(rename = "VIVOCategory")]
    pub vivo_category: Option<String>,
    /// Huawei: `LOW` or `NORMAL`.
    #[serde(rename = "HuaWeiImportance")]
    pub huawei_importance: Option<String>,
    /// Huawei: 0: `ext` is the action; 1: `ext` is the intent.
    pub ext_as_huawei_intent_param: Option<i64>,
    /// Huawei: the category of the notice.
    #[serde(rename = "HuaWeiCategory")]
    pub huawei_category: Option<String>,
    /// Huawei: the URL of the picture.
    #[serde(rename = "HuaWeiImage")]
    pub huawei_image: Option<String>,
    /// Honor: the URL of the picture.
    pub honor_image: Option<String>,
    /// Honor: `LOW` or `NORMAL`.
    pub honor_importance: Option<String>,
    /// Meizu: the type of the notice, a number of Meizu's.
    #[serde(rename = "MeiZuNoticeMsgType")]
    pub meizu_notice_msg_type: Option<i64>,
}

/// How iOS shows a push.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ApnsInfo {
    /// The sound file.
    pub sound: Option<String>,
    /// 0: it counts on the badge; 1: it does not.
    pub badge_mode: Option<i64>,
    /// The title, in place of the common one.
    pub title: Option<String>,
    /// The line below the title.
    pub sub_title: Option<String>,
    /// The URL of the picture.
    pub image: Option<String>,
    /// 1: the app's extension may change it.
    pub mutable_content: Option<i64>,
    /// How much it interrupts, a word of Apple's.
    pub interruption_level: Option<String>,
    /// 1: it wakes the app up in the background.
    pub content_available: Option<i64>,
}
