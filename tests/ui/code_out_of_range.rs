//! A code out of its command's range.

use imhook::callback::ack::C2cCode;

fn main() {
    let _ = C2cCode::at::<10_100>();
}
