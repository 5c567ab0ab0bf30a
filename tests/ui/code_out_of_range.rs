//! A code out of its command's range.

use imhook::callback::ack::C2cCode;

const LOW: C2cCode = C2cCode::at::<10_100>();

fn main() {
    let _ = LOW;
}
