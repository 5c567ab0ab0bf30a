//! The callback endpoint and the admin address. axum is used here only.

pub mod admin;
pub mod callbacks;
mod limits;
mod server;

pub use callbacks::CallbackEndpoint;
pub use limits::ADMIN_CONNECTIONS;
pub use server::Listener;
