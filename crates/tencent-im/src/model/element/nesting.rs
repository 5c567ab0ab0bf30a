//! The nesting of forwarded conversations, which may hold each other.

use std::cell::Cell;

thread_local! {
    static DEPTH: Cell<u8> = const { Cell::new(0) };
}

/// A level of nesting: forwarded conversations may hold each other. `serde_json`'s own limit starts anew for each
/// element, so the bound that protects the stack is counted here.
pub(super) struct Nested(());

impl Nested {
    const MOST: u8 = 16;

    /// Goes one level deeper, unless that is too deep.
    pub(super) fn enter() -> Option<Self> {
        let depth = DEPTH.get();
        (depth < Self::MOST).then(|| {
            DEPTH.set(depth + 1);
            Self(())
        })
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}
