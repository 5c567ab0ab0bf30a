//! The callback endpoint and the admin address. axum is used here only.

pub mod admin;
pub mod callbacks;
mod limits;
mod server;

pub(crate) use callbacks::CallbackEndpoint;
pub use server::{Limits, Listener};
