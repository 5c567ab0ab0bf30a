//! imhook receives the callbacks (第三方回调, "webhooks") of Tencent Cloud IM (Chat): it verifies them, keeps every
//! one of them, and answers inside Tencent's two seconds.
//!
//! | module | what is in it |
//! |---|---|
//! | [`model`] | words: ids, message elements, platforms |
//! | [`callback`] | what Tencent says: one struct per callback; query, Sign, body |
//! | [`rest`] | what we say: one struct per endpoint of the REST interface |
//! | [`journal`] | the durable log between the door and Postgres |
//! | [`store`] | Postgres, and the private server that runs where none is given |
//! | [`recorder`] | journal → Postgres, exactly once |
//! | [`metrics`] | what is counted, for Prometheus |
//! | [`handlers`] | handlers: registration, deadline, policy; before-handlers and after-handlers |
//! | [`http`] | the callback door and the admin door |
//! | [`usersig`] | UserSig: sign and verify |
//! | [`server`] | all of it together |
//!
//! A callback is a plain struct:
//!
//! ```
//! use imhook::callback::{self, c2c};
//!
//! let body = r#"{"From_Account":"amy","To_Account":"ben","MsgSeq":"7","MsgRandom":8,"MsgTime":1735700400,
//!     "MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"good morning"}}]}"#;
//! let message: c2c::AfterSendMessage = callback::decode(body)?;
//! assert_eq!(message.body[0].text().as_deref(), Some("good morning"));
//! // A MsgKey that is not sent is rebuilt.
//! assert_eq!(message.key().as_deref().map(|key| key.as_str()), Some("7_8_1735700400"));
//! # Ok::<(), callback::DecodeError>(())
//! ```

pub mod archive;
#[cfg(feature = "cli")]
mod cli;
pub mod config;
mod error;
pub mod handlers;
pub mod http;
pub mod journal;
mod meaning;
pub mod metrics;
pub mod postgres;
pub mod recorder;
pub mod rest {
    //! What we say: one struct an endpoint, and the client that sends them ([`tencent_im::rest`]).
    pub use tencent_im::client::Client;
    pub use tencent_im::rest::*;
}
pub mod server;
pub mod store;

/// What handlers return: `anyhow::Result` of an ack.
pub use anyhow;
#[cfg(feature = "cli")]
pub use cli::{command, run};
pub use config::Config;
pub use error::Error;
pub use handlers::{Context, NoClient, RegistrationError, Router};
pub use server::Server;
pub use std::process::ExitCode;
pub use tencent_im::{callback, client, model, usersig};

/// What the tests need beyond the interface; not a part of it.
#[doc(hidden)]
pub mod internals {
    pub use crate::meaning::body;
    pub use crate::store::Flag;
}

/// The code of the guide compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../docs/handlers.md")]
struct Handlers;
