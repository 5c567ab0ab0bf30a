//! A refusal carries no new content.

use imhook::callback::ack::{C2cCode, Verdict};

fn main() {
    let _ = Verdict::<C2cCode>::refuse("no").cloud_custom_data("{}");
}

//~ error[E0599]: no method named `cloud_custom_data` found for enum `imhook::callback::Verdict<R>` in the current scope
//~ refusal_with_a_body.rs:6:46
//~ method not found in `imhook::callback::Verdict<C2cCode>`
