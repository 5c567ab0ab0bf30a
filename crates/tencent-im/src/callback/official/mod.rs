//! Official accounts: their messages, their subscribers, themselves.

mod life;
mod message;
mod subscriber;

pub use life::{AfterCreate, AfterDestroy, AfterInfoChange, BeforeCreate};
pub use message::{AfterRecall, AfterSendMessage, BeforeSendMessage, Recalled};
pub use subscriber::{AfterFull, AfterSubscribe, AfterUnsubscribe, BeforeSubscribe, Subscriber};
