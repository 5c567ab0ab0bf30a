//! Before-handlers that do not decide.

use super::unwind;
use anyhow::bail;
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, pending};
use imhook::Context;
use imhook::callback::Callback;
use std::time::Duration;

/// In what way a handler does not decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trouble {
    Error,
    Panic,
    PanicAtOnce,
    SleepForEver,
    /// Its thread is not given back for so long.
    Block(Duration),
    /// The same behind a timer: then it may be the thread that looks after the timers of all.
    BlockLater(Duration),
}

/// A handler that gets into trouble, for any callback.
pub fn trouble<C: Callback>(
    how: Trouble,
) -> impl Fn(C, Context) -> BoxFuture<'static, anyhow::Result<C::Ack>> {
    move |_, _| {
        if how == Trouble::PanicAtOnce {
            unwind("on purpose, before the first await");
        }
        async move {
            tokio::task::yield_now().await;
            match how {
                Trouble::Error => bail!("on purpose"),
                Trouble::Panic | Trouble::PanicAtOnce => unwind("on purpose, behind an await"),
                Trouble::SleepForEver => pending().await,
                Trouble::Block(time) | Trouble::BlockLater(time) => {
                    if how == Trouble::BlockLater(time) {
                        tokio::time::sleep(Duration::from_millis(10)).await;
                    }
                    std::thread::sleep(time);
                    bail!("too late to be heard")
                }
            }
        }
        .boxed()
    }
}
