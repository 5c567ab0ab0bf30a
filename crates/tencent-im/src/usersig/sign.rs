//! Signing.

use super::claims::Claims;
use super::error::SignError;
use super::grant::Grant;
use super::wire;
use hmac::{Hmac, KeyInit as _};
use sha2::Sha256;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A `UserSig`. Whoever has it can log in as the account, so `Debug` is redacted. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct UserSig(Arc<str>);

impl UserSig {
    /// The text. No character of it needs percent-encoding.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UserSig {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("UserSig([redacted])")
    }
}

/// The error of an empty secret key, with which nothing can be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret key is empty: copy it from the IM console")]
pub struct EmptyKey;

/// The signer and verifier of one app. The key stays inside: `Debug` is redacted.
#[derive(Clone)]
pub struct Signer {
    pub(super) sdk_app_id: u64,
    /// The HMAC with its key, before any text.
    pub(super) mac: Hmac<Sha256>,
}

impl fmt::Debug for Signer {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.debug_struct("Signer").field("sdk_app_id", &self.sdk_app_id).finish_non_exhaustive()
    }
}

impl Signer {
    /// A signer with the app's secret key as the console shows it. (The key looks like hex, but its text is what signs.)
    ///
    /// # Errors
    /// If the key is empty.
    pub fn new(sdk_app_id: u64, secret_key: &str) -> Result<Self, EmptyKey> {
        if secret_key.is_empty() {
            return Err(EmptyKey);
        }
        let mac = Hmac::new_from_slice(secret_key.as_bytes()).map_err(|_| EmptyKey)?;
        Ok(Self { sdk_app_id, mac })
    }

    /// A `UserSig` of `user`, good for `expire` (whole seconds) from `now` (Unix seconds) on.
    ///
    /// # Errors
    /// If the account or the lifetime cannot be signed.
    pub fn sign(&self, user: &str, now: u64, expire: Duration) -> Result<UserSig, SignError> {
        self.pack(self.claims(user, now, expire)?)
    }

    /// A `UserSig` with a permit for a room.
    ///
    /// # Errors
    /// If the account, the lifetime or the room cannot be signed.
    pub fn sign_with(
        &self,
        user: &str,
        now: u64,
        expire: Duration,
        grant: &Grant,
    ) -> Result<UserSig, SignError> {
        let mut claims = self.claims(user, now, expire)?;
        claims.userbuf = Some(grant.userbuf(&claims)?);
        self.pack(claims)
    }

    fn claims(&self, user: &str, time: u64, expire: Duration) -> Result<Claims, SignError> {
        let expire = expire.as_secs();
        // Tencent's libraries calculate with signed numbers.
        let ends = time.checked_add(expire).and_then(|end| i64::try_from(end).ok());
        match (user, expire, ends) {
            ("", ..) => Err(SignError::EmptyUser),
            (user, ..) if user.contains(['\n', '\r']) => Err(SignError::LineBreak),
            (_, 0, _) => Err(SignError::NoLifetime),
            (.., None) => Err(SignError::Lifetime),
            _ => {
                Ok(Claims { user: user.to_owned(), sdk_app_id: self.sdk_app_id, time, expire, userbuf: None })
            }
        }
    }

    fn pack(&self, claims: Claims) -> Result<UserSig, SignError> {
        let text = wire::pack(claims, &self.mac)?.ok_or(SignError::TooLong)?;
        Ok(UserSig(text.into()))
    }
}
