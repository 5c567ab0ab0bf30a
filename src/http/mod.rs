//! The callback endpoint and the admin address. axum is used here only.

pub mod admin;
pub mod callbacks;
mod connections;
mod limits;
mod open_files;
mod server;

pub use callbacks::CallbackEndpoint;
pub use limits::ADMIN_CONNECTIONS;
pub use server::Listener;
