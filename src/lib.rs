//! imhook receives the callbacks (第三方回调, "webhooks") of Tencent Cloud IM (Chat): it verifies them, keeps every
//! one of them in Postgres, and answers inside Tencent's two seconds.
//!
//! A service of your own is a [`Router`] with handlers, and [`run`] as its command line:
//!
//! ```no_run
//! use imhook::callback::{C2cCode, Verdict, c2c};
//! use imhook::{Context, ExitCode, Router, anyhow, model};
//!
//! async fn moderate(message: c2c::BeforeSendMessage, _: Context) -> anyhow::Result<Verdict<C2cCode>> {
//!     let text = model::texts(&message.body).unwrap_or_default();
//!     Ok(if text.contains("casino") { Verdict::refuse("no advertising") } else { Verdict::allow() })
//! }
//!
//! fn main() -> ExitCode {
//!     imhook::run(Router::new().on(moderate))
//! }
//! ```
//!
//! | item | purpose |
//! |---|---|
//! | [`Router`] | the handlers: before-handlers decide about an answer, after-handlers see what is recorded |
//! | [`Context`] | the second argument of every handler: the request, Postgres, the REST client |
//! | [`history`] | the messages in Postgres, as handlers read them |
//! | [`Config`] with its [`options`], and [`Server`] | the service without the command line |
//! | [`callback`] | what Tencent posts: one struct a callback; query, Sign, body |
//! | [`rest`] | what a service asks of Tencent: one struct an endpoint of the REST interface |
//! | [`client`] | the HTTP client that sends these requests |
//! | [`model`] | words of both directions: ids, message elements, platforms |
//! | [`usersig`] | UserSig: sign and verify |
//!
//! The last five are the SDK [`tencent_im`], which can be used without the service.
#![allow(
    unreachable_pub,
    reason = "rooms are pub(crate): `pub` inside of one marks what it offers to other rooms"
)]
#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, unused_imports, reason = "subcommands alone use parts of rooms")
)]

pub(crate) mod archive;
#[cfg(feature = "cli")]
mod cli;
pub(crate) mod config;
mod error;
pub(crate) mod handlers;
pub mod history {
    //! What handlers read of the messages in Postgres, through [`Context::store`](crate::Context::store).
    pub use crate::store::{Found, History, Kind, Sent};
}
pub(crate) mod http;
pub(crate) mod journal;
pub(crate) mod meaning;
pub(crate) mod metrics;
pub mod options {
    //! The groups of flags and variables that [`Config`](crate::Config) consists of.
    pub use crate::config::{AppOptions, DatabaseOptions, HandlerOptions, HttpOptions, JournalOptions};
    pub use crate::config::{LogFormat, LogOptions, RecordingOptions, RestOptions};
}
pub(crate) mod postgres;
pub(crate) mod recorder;
pub mod rest {
    //! What a service asks of Tencent: one struct an endpoint, and the client that sends them ([`tencent_im::rest`]).
    pub use tencent_im::client::Client;
    pub use tencent_im::rest::*;
}
pub(crate) mod server;
pub(crate) mod store;

/// The crate of the errors that handlers return: `anyhow::Result` of an ack.
pub use anyhow;
#[cfg(feature = "cli")]
pub use cli::{command, run};
pub use config::Config;
pub use error::Error;
pub use handlers::{Context, NoClient, RegistrationError, Router};
pub use server::Server;
pub use std::process::ExitCode;
pub use tencent_im::{callback, client, model, usersig};

/// Parts that the tests and benchmarks of this package reach for. They are no part of the interface: they change
/// without notice.
#[doc(hidden)]
pub mod internals {
    pub use crate::config::data_dir::DataDir;
    pub use crate::meaning::body;
    pub use crate::metrics::{Format, Metrics, Outcome};
    pub use crate::store::Flag;

    /// The private Postgres.
    pub mod postgres {
        pub use crate::postgres::{Private, Settings, url};
    }
}

/// The guide's code blocks compile and run as doc-tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/handlers.md")]
struct Handlers;
