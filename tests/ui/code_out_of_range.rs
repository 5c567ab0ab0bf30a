//! A code out of its command's range.

use imhook::callback::ack::C2cCode;

const LOW: C2cCode = C2cCode::at::<10_100>();

fn main() {
    let _ = LOW;
}

//~ error[E0080]: evaluation panicked: a C2cCode lies in 120001..=130000
