//! Official accounts ([`account`]), what they say ([`message`]) and to whom ([`subscriber`]). Error codes mean
//! other things here than elsewhere.

pub mod account;
pub mod message;
pub mod subscriber;
