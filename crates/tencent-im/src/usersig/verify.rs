//! Is this `UserSig` good?

use super::{Claims, Grant, Signer, instant, wire};
use hmac::Mac as _;
use subtle::ConstantTimeEq as _;

/// How far ahead of our clock a `UserSig` may have been signed, in seconds. Tencent's own verifier takes any time;
/// an hour is what clocks that were set by hand are off by.
pub const CLOCK_SKEW: u64 = 3600;

/// What is expected of the `userbuf`.
#[derive(Debug, Clone, Copy)]
pub enum Buffer<'a> {
    /// There is none: logins and REST.
    Absent,
    /// Exactly this permit, for the account, app and time of the `UserSig`.
    Of(&'a Grant),
    /// Whatever there is; what it says stands in [`Claims`].
    Any,
}

/// Why a `UserSig` is not good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// There is none.
    #[error("the UserSig is empty")]
    Empty,
    /// It is none, or a part of one.
    #[error("this is no UserSig: {0}")]
    Malformed(&'static str),
    /// Version 1, or one to come.
    #[error("TLS.ver is not 2.0: other versions are not verified here")]
    Version,
    /// Of another app.
    #[error("the UserSig is of the app {found}, not of {expected}")]
    SdkAppId {
        /// The app that it is of.
        found: u64,
        /// Ours.
        expected: u64,
    },
    /// Of another account.
    #[error("the UserSig is of the account {found:?}, not of {expected:?}")]
    User {
        /// The account that it is of.
        found: String,
        /// The one that was asked for.
        expected: String,
    },
    /// Its time is over.
    #[error("the UserSig expired at {}, {} s ago", instant(*.at), now.saturating_sub(*at))]
    Expired {
        /// The last second it was good in, in Unix seconds.
        at: u64,
        /// Our clock, in Unix seconds.
        now: u64,
    },
    /// Signed in the future: one of the two clocks is wrong.
    #[error("the UserSig was signed at {}, {} s ahead of our clock: is it wrong?", instant(*.time), time.saturating_sub(*now))]
    Ahead {
        /// When it was signed, in Unix seconds.
        time: u64,
        /// Our clock, in Unix seconds.
        now: u64,
    },
    /// A permit where none belongs.
    #[error("the UserSig has a userbuf (it is for a room), and none is expected")]
    UnexpectedBuffer,
    /// No permit where one belongs.
    #[error("the UserSig has no userbuf (it is for no room), and one is expected")]
    MissingBuffer,
    /// Another permit.
    #[error("the userbuf of the UserSig is not the expected one: another room, or other privileges")]
    OtherBuffer,
    /// Signed with another key, or changed since.
    #[error("the signature does not fit: signed with another secret key, or changed since")]
    Signature,
}

impl VerifyError {
    /// The `ErrorCode` that Tencent answers such a `UserSig` with; 70003 ("invalid") where it knows no better.
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

impl Signer {
    /// Checks a `UserSig` of `user` at `now` (Unix seconds), in the order of the official verifier; what it says,
    /// if it is good. The second of its expiry still counts.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn verify(&self, user: &str, sig: &str, buffer: Buffer, now: u64) -> Result<Claims, VerifyError> {
        let (claims, mac) = wire::unpack(sig)?;
        if claims.sdk_app_id != self.sdk_app_id {
            return Err(VerifyError::SdkAppId { found: claims.sdk_app_id, expected: self.sdk_app_id });
        }
        if claims.user != user {
            return Err(VerifyError::User { found: claims.user, expected: user.to_owned() });
        }
        if now > claims.expires_at() {
            return Err(VerifyError::Expired { at: claims.expires_at(), now });
        }
        if claims.time > now.saturating_add(CLOCK_SKEW) {
            return Err(VerifyError::Ahead { time: claims.time, now });
        }
        match (buffer, &claims.userbuf) {
            (Buffer::Any, _) | (Buffer::Absent, None) => {}
            (Buffer::Absent, Some(_)) => return Err(VerifyError::UnexpectedBuffer),
            (Buffer::Of(_), None) => return Err(VerifyError::MissingBuffer),
            (Buffer::Of(grant), Some(found)) => {
                if !grant.userbuf(&claims).is_ok_and(|expected| expected.ct_eq(found).into()) {
                    return Err(VerifyError::OtherBuffer);
                }
            }
        }
        // In constant time: how long it takes must not tell how close a guess came.
        wire::mac(&claims, &self.mac).verify_slice(&mac).map_err(|_| VerifyError::Signature)?;
        Ok(claims)
    }
}
