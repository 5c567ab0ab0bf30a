//! Verifying.

use super::claims::Claims;
use super::error::VerifyError;
use super::grant::Grant;
use super::sign::Signer;
use super::wire;
use hmac::Mac as _;
use subtle::ConstantTimeEq as _;

/// How far ahead of our clock a `UserSig` may have been signed, in seconds. Tencent's own verifier takes any time;
/// an hour is what clocks that were set by hand are off by.
pub const CLOCK_SKEW: u64 = 3600;

/// The `userbuf` that is expected.
#[derive(Debug, Clone, Copy)]
pub enum Buffer<'a> {
    /// No `userbuf`: logins and REST.
    Absent,
    /// Exactly this permit, for the account, app and time of the `UserSig`.
    Of(&'a Grant),
    /// Any or none; [`Claims`] holds it.
    Any,
}

impl Signer {
    /// Checks a `UserSig` of `user` at `now` (Unix seconds), in the order of the official verifier, and gives its content.
    /// In the second of its expiry it is still good.
    ///
    /// # Errors
    /// The first thing that is wrong.
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
        // In constant time: the time taken must not tell how close a guess came.
        wire::mac(&claims, &self.mac).verify_slice(&mac).map_err(|_| VerifyError::Signature)?;
        Ok(claims)
    }
}
