//! The flags of callbacks.

use strum::{IntoStaticStr, VariantNames};

/// What was odd about a callback: the names in the column `flags` of `analytics.callbacks`, whose comment and
/// README list them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Flag {
    /// The body is not JSON: only its bytes are kept.
    NotJson,
    /// Bytes of the body are not UTF-8: U+FFFD in the kept text.
    BadUtf8,
    /// The body has U+0000, which Postgres refuses: U+FFFD in the kept text.
    Nul,
    /// The body has half a surrogate pair, which Postgres refuses: U+FFFD in the kept text.
    LoneSurrogate,
    /// The body nests too deep for Postgres: only its bytes are kept.
    TooDeep,
    /// The body began with a byte order mark, which the kept text lacks.
    Bom,
    /// Neither the query nor the body names a command.
    NoCommand,
    /// The body lacks what its command needs, or has another shape.
    Undecodable,
    /// A message element has a known type and a content that does not fit it.
    MalformedElement,
    /// An entry of a list could not be read and was left out.
    OddEntry,
    /// The message came without its `MsgKey`, which was rebuilt from sequence, random and time.
    RebuiltKey,
    /// The message has no identity: a digest of the body stands for it.
    NoIdentity,
    /// A time that cannot be: before Tencent IM existed, or far in the future.
    OddTime,
    /// An id too long for an index: the message is kept in the callback's body only.
    OversizedId,
    /// The app has no token, so the callback came without a Sign.
    Unsigned,
    /// The same callback had come before.
    Redelivered,
    /// Postgres refused what the callback says: its row has the exact bytes only.
    DeadLetter,
}
