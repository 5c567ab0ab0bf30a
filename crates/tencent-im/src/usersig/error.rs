//! Why a `UserSig` cannot be signed, or is refused.

use super::time::instant;

/// Why there is no `UserSig` for this account, time and grant.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The account is empty.
    #[error("the account is empty")]
    EmptyUser,
    /// The account has a line break. The signed text has a line for each field, so it could fake other fields.
    #[error("the account holds a line break")]
    LineBreak,
    /// The lifetime is shorter than a second: Tencent counts whole seconds.
    #[error("the lifetime is shorter than a second")]
    NoLifetime,
    /// The expiry, time and lifetime together, is more than the format holds.
    #[error("the lifetime is too long")]
    Lifetime,
    /// A number or a text that does not fit into the fields of a `userbuf`.
    #[error("the {0} is too large for a room's UserSig")]
    Grant(&'static str),
    /// The packed text is longer than what the verifiers read.
    #[error("the account or the room is too long")]
    TooLong,
    /// The packing fails.
    #[error("the UserSig cannot be packed: {0}")]
    Pack(#[from] std::io::Error),
}

/// Why a `UserSig` is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// There is no `UserSig`.
    #[error("the UserSig is empty")]
    Empty,
    /// The text is no `UserSig`, or a part of one.
    #[error("this is no UserSig: {0}")]
    Malformed(&'static str),
    /// The version is 1, or a later one than 2.
    #[error("TLS.ver is not 2.0: other versions are not verified here")]
    Version,
    /// The `UserSig` is of another app.
    #[error("the UserSig is of the app {found}, not of {expected}")]
    SdkAppId {
        /// The app of the `UserSig`.
        found: u64,
        /// Our app.
        expected: u64,
    },
    /// The `UserSig` is of another account.
    #[error("the UserSig is of the account {found:?}, not of {expected:?}")]
    User {
        /// The account of the `UserSig`.
        found: String,
        /// The account that was asked for.
        expected: String,
    },
    /// The lifetime is over.
    #[error("the UserSig expired at {}, {} s ago", instant(*.at), now.saturating_sub(*at))]
    Expired {
        /// The last second in which it was good, in Unix seconds.
        at: u64,
        /// Our clock, in Unix seconds.
        now: u64,
    },
    /// The time of signing is in the future: one of the two clocks is wrong.
    #[error("the UserSig was signed at {}, {} s ahead of our clock: is it wrong?", instant(*.time), time.saturating_sub(*now))]
    Ahead {
        /// The time of signing, in Unix seconds.
        time: u64,
        /// Our clock, in Unix seconds.
        now: u64,
    },
    /// There is a permit for a room, and none is expected.
    #[error("the UserSig has a userbuf (it is for a room), and none is expected")]
    UnexpectedBuffer,
    /// There is no permit for a room, and one is expected.
    #[error("the UserSig has no userbuf (it is for no room), and one is expected")]
    MissingBuffer,
    /// The permit is another one than expected.
    #[error("the userbuf of the UserSig is not the expected one: another room, or other privileges")]
    OtherBuffer,
    /// The `UserSig` was signed with another key, or changed since.
    #[error("the signature does not fit: signed with another secret key, or changed since")]
    Signature,
}

impl VerifyError {
    /// The `ErrorCode` that Tencent answers such a `UserSig` with; 70003 ("invalid") where it has no other.
    #[must_use]
    pub fn code(&self) -> i64 {
        match self {
            Self::Expired { .. } => 70001,
            Self::Empty => 70002,
            Self::Signature => 70009,
            Self::User { .. } => 70013,
            Self::SdkAppId { .. } => 70014,
            _ => 70003,
        }
    }
}
