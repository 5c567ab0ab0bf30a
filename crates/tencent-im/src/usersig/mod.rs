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
mod claims;
mod error;
mod grant;
mod sign;
mod time;
mod verify;
mod wire;

pub use cache::Cache;
pub use claims::Claims;
pub use error::{SignError, VerifyError};
pub use grant::{Grant, Privileges, Room};
pub use sign::{EmptyKey, Signer, UserSig};
pub use time::{LIFETIME, instant, now};
pub use verify::{Buffer, CLOCK_SKEW};
