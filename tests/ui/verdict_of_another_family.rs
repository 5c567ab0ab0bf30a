//! A group's code does not refuse a one-to-one message.

use imhook::callback::ack::{GroupCode, Verdict};
use imhook::callback::{Callback, c2c};

fn moderate(_: c2c::BeforeSendMessage) -> <c2c::BeforeSendMessage as Callback>::Ack {
    Verdict::refuse_with(GroupCode::at::<10_100>(), "no")
}

fn main() {
    let _ = moderate;
}
