//! Handlers: what an app does about its callbacks, in its own words.
//!
//! A handler is an async function of a callback and a [`Context`]; the callback's type says which command it is
//! for, and the compiler which answer it may give. Where the answer [decides](crate::callback::Ack::DECIDES),
//! handlers run before it, under one deadline; else they react behind it, to what is recorded.
//!
//! ```
//! use imhook::callback::{C2cCode, Received, Verdict, c2c};
//! use imhook::model::texts;
//! use imhook::{Context, Router};
//!
//! async fn moderate(message: c2c::BeforeSendMessage, _: Context) -> anyhow::Result<Verdict<C2cCode>> {
//!     let text = texts(&message.body).unwrap_or_default();
//!     Ok(if text.contains("casino") { Verdict::refuse("no advertising") } else { Verdict::allow() })
//! }
//!
//! let router = Router::new().on(moderate).on_as("count", |message: c2c::AfterSendMessage, context: Context| async move {
//!     tracing::info!(app = %context.app_id(), parts = message.body.len(), "sent");
//!     Ok(Received)
//! });
//! assert!(router.check().is_ok());
//! ```

pub(crate) mod after;
pub(crate) mod before;
mod context;
mod router;
mod threads;

pub use after::{Event, Reaction};
pub use before::{Cause, DecidedBy, Decision, Dispatch};
pub use context::{Call, Context, NoClient, Services};
pub use router::{RegistrationError, Router};
pub(crate) use threads::Failure;
pub use threads::Workers;
