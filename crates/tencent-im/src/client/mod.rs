//! The REST client: sends requests, signed, at the rate that Tencent takes, and again where that is safe.
//!
//! ```no_run
//! # async fn send(key: tencent_im::client::SecretString) -> Result<(), Box<dyn std::error::Error>> {
//! use tencent_im::{client::Client, rest::Retry};
//!
//! let client = Client::builder(tencent_im::model::SdkAppId(1_400_000_000), &key, "administrator").build()?;
//! let body = serde_json::json!({ "CheckItem": [{ "UserID": "amy" }] });
//! let answer = client.call("v4/im_open_login_svc/account_check", Retry::Safe, 100, body).await?;
//! println!("{}", answer["ResultItem"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Tries
//!
//! How often a call is sent, the first time included:
//!
//! | result of the try | [`Safe`](Retry::Safe), [`Keyed`](Retry::Keyed) | [`Never`](Retry::Never) |
//! |---|---|---|
//! | no connection | 4 | 4 |
//! | connection broken, no answer in time, HTTP status, no JSON object | 4 | 1 |
//! | 60007, 60011, 60018, 60019: the gateway's rate limits | 4 | 4 |
//! | 60008: "time-out", or "malformed" | 3 | 1 |
//! | other codes of class [`Backoff`](Class::Backoff) | 4 | 1 |
//! | class [`Resign`](Class::Resign): refused before anything was done | 1 more, with a new `UserSig` | 1 more |
//! | all other codes, known or not, and answers that cannot be understood | 1 | 1 |
//!
//! There is a growing wait between tries, and fewer tries where the time for the whole call ends before. All tries
//! have the same body. The gateway's rate limits count all calls of the app, so all calls of the client wait.
//! Where a host cannot be reached, the back-up host is tried at once, and is preferred for five minutes.

mod batch;
mod builder;
mod call;
mod error;
mod hosts;
mod http;
mod limits;
mod pages;
mod policy;
mod region;
mod reply;
mod send;

pub use batch::BatchError;
pub use builder::ClientBuilder;
pub use call::CallReport;
pub use error::BuildError;
#[doc(hidden)]
pub use hosts::is_loopback;
#[doc(hidden)]
pub use http::tls;
pub use policy::{GATEWAY_LIMITS, TRIES, TRIES_AT_60008};
pub use region::Region;
pub use secrecy::SecretString;
pub use send::Client;

#[cfg(doc)]
use crate::rest::{Class, Retry};
