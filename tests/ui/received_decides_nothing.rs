//! What has happened cannot be refused.

use imhook::callback::ack::Verdict;
use imhook::callback::{Callback, c2c};

fn refuse(_: c2c::AfterSendMessage) -> <c2c::AfterSendMessage as Callback>::Ack {
    Verdict::refuse("no")
}

fn main() {
    let _ = refuse;
}

//~ error[E0308]: mismatched types
//~ received_decides_nothing.rs:7:5
//~ expected `Received`, found `Verdict<_>`
