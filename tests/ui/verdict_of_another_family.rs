//! A group's code does not refuse a one-to-one message.

use imhook::callback::ack::{GroupCode, Verdict};
use imhook::callback::{Callback, c2c};

fn moderate(_: c2c::BeforeSendMessage) -> <c2c::BeforeSendMessage as Callback>::Ack {
    Verdict::refuse_with(GroupCode::at::<10_100>(), "no")
}

fn main() {
    let _ = moderate;
}

//~ error[E0308]: mismatched types
//~ verdict_of_another_family.rs:7:26
//~ expected `C2cCode`, found `GroupCode`
