//! A callback as a type: its command, its answers, and how its body is read.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ack::Ack;
use crate::model::{Conversation, DecodeError, json};

/// A callback command, with the fields of its body.
///
/// A command that is not here yet is a struct with serde's derives and an implementation of this trait, in any crate.
pub trait Callback: DeserializeOwned + Serialize + Clone + Send + 'static {
    /// The command as the query names it (`CallbackCommand`).
    const COMMAND: &'static str;

    /// The answers that it takes.
    type Ack: Ack<Self>;

    /// The optional fields that tell one message from another, in Tencent's spelling. A callback cannot be read where
    /// one of them is there and cannot be: it would be taken for another message, or for none.
    const IDENTITY: &'static [&'static str] = &[];

    /// The conversation that it belongs to: after-handlers get the callbacks of one conversation in order.
    fn conversation(&self) -> Option<Conversation> {
        None
    }
}

/// Reads the body of a callback. Where a field comes twice, the last one counts; null counts as absent, and so does a
/// value that cannot be read as its field's type.
///
/// ```
/// use tencent_im::callback::{self, c2c};
///
/// let body = r#"{"From_Account":"amy","To_Account":10001,"MsgTime":"1735700400","UnreadMsgNum":"many","New":[]}"#;
/// let event: c2c::AfterSendMessage = callback::decode(body)?;
/// assert_eq!(event.to, "10001");
/// assert_eq!((event.msg_time, event.unread_msg_num), (Some(1_735_700_400), None));
///
/// let odd = callback::decode::<c2c::AfterSendMessage>(r#"{"From_Account":"amy","To_Account":"ben","MsgSeq":-1}"#);
/// assert_eq!(odd.unwrap_err().field(), Some("MsgSeq"));
/// # Ok::<(), callback::DecodeError>(())
/// ```
///
/// # Errors
/// If the body is no JSON object, lacks a field without which the callback means nothing, or has one of
/// [`IDENTITY`](Callback::IDENTITY) that cannot be read.
pub fn decode<C: Callback>(body: &str) -> Result<C, DecodeError> {
    json::read(body, C::IDENTITY)
}
