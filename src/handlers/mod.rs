//! Handlers: what an app does about its callbacks.
//!
//! A handler is an async function of a callback and a [`Context`]; the callback's type says which command the handler
//! is for, and the compiler which answers it may give. Where the answer [decides](crate::callback::Ack::DECIDES)
//! something, it is a before-handler: it runs before the answer, under a deadline. All others are after-handlers:
//! they run after the answer, on callbacks that are recorded in Postgres.
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
mod handler;
mod router;
pub(crate) mod seldom;
mod threads;

pub(crate) use context::{Clients, Envelope, Services};
pub use context::{Context, NoClient};
pub use handler::RegistrationError;
pub use router::Router;
pub(crate) use threads::HandlerThreads;
