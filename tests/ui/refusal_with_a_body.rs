//! A refusal carries no new content.

use imhook::callback::ack::{C2cCode, Verdict};

fn main() {
    let _ = Verdict::<C2cCode>::refuse("no").cloud_custom_data("{}");
}
