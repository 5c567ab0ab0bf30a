//! Words that both directions share: ids, message elements, platforms, and how they are read.
//!
//! Tencent's fields do not always have the type its pages promise: numbers come quoted, ids come bare, flags
//! are 0 and 1, lists are null. Callbacks and message elements are read by a reader of JSON that takes all of that,
//! so that their structs are plain. Structs that `serde_json` reads name [`number`] and [`list`] at their fields:
//!
//! ```
//! use tencent_im::model::number;
//!
//! #[derive(serde::Deserialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct Renamed {
//!     #[serde(default, with = "number")]
//!     event_time: Option<i64>,
//! }
//!
//! let quoted: Renamed = serde_json::from_str(r#"{"EventTime":"1735702100007"}"#)?;
//! assert_eq!(quoted.event_time, Some(1_735_702_100_007));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod conversation;
mod decode_error;
pub mod element;
pub mod flag;
pub mod ids;
pub(crate) mod json;
pub mod list;
pub mod number;
pub(crate) mod part;
pub mod platform;
pub mod text;

pub use conversation::Conversation;
pub use decode_error::DecodeError;
pub use element::{Element, texts};
pub use ids::{GroupId, MsgKey, OfficialAccountId, SdkAppId, TopicId, UserId};
pub use json::Other;
pub use part::Part;
pub use platform::Platform;
