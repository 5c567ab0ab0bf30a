//! `UserSig`, version 2: the signature that an account logs in with, and an administrator calls REST with.
//!
//! A `UserSig` is an HMAC-SHA256 over account, app, time and lifetime, packed as JSON, zlib and a base64 with an alphabet
//! of Tencent's own: <https://cloud.tencent.com/document/product/269/32688>. A second form, for rooms, carries a
//! [`Grant`]. Apps of before 2019-07-19 may still run version 1; the console switches them.
//!
//! ```
//! use tencent_im::usersig::{self, Buffer, Signer};
//!
//! let signer = Signer::new(1_400_000_000, "the secret key of the console")?;
//! let now = usersig::now();
//! let sig = signer.sign("amy", now, usersig::LIFETIME)?;
//! let claims = signer.verify("amy", sig.as_str(), Buffer::Absent, now)?;
//! assert_eq!(claims.expires_at(), now + 180 * 86_400);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cache;
mod grant;
mod verify;
mod wire;

pub use cache::Cache;
pub use grant::{Grant, Privileges, Room};
pub use verify::{Buffer, CLOCK_SKEW, VerifyError};

use chrono::DateTime;
use hmac::{Hmac, KeyInit as _};
use sha2::Sha256;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a `UserSig` is good in the official texts: 180 days.
pub const LIFETIME: Duration = Duration::from_hours(180 * 24);

/// The time of this machine's clock, in Unix seconds.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// A time for people, in UTC.
#[must_use]
pub fn instant(unix_seconds: u64) -> String {
    let time = i64::try_from(unix_seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    time.map_or_else(|| unix_seconds.to_string(), |time| time.format("%FT%TZ").to_string())
}

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

/// The content of a `UserSig`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The account.
    pub user: String,
    /// The app.
    pub sdk_app_id: u64,
    /// The time of signing, in Unix seconds.
    pub time: u64,
    /// The lifetime in seconds.
    pub expire: u64,
    /// The additional bytes that were signed, mostly a [`Grant`].
    pub userbuf: Option<Vec<u8>>,
}

impl Claims {
    /// The last second in which the `UserSig` is good, in Unix seconds.
    #[must_use]
    pub fn expires_at(&self) -> u64 {
        self.time.saturating_add(self.expire)
    }

    /// The permit for a room, if `userbuf` is one, for this account, app and time.
    #[must_use]
    pub fn grant(&self) -> Option<Grant> {
        Grant::of(self)
    }
}

/// The error of an empty secret key, with which nothing can be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret key is empty: copy it from the IM console")]
pub struct EmptyKey;

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

/// The signer and verifier of one app. The key stays inside: `Debug` is redacted.
#[derive(Clone)]
pub struct Signer {
    sdk_app_id: u64,
    /// The HMAC with its key, before any text.
    mac: Hmac<Sha256>,
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
