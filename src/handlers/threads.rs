//! Where handlers run: threads of their own, so that one that blocks cannot hold up the doors.

use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// A task that was given up ends at its next `await`. One that is there after this time blocks its thread.
const ABORTED: Duration = Duration::from_millis(200);

/// A thread that blocks may hold tasks of others in its queue, and may be the one that looks after the timers and
/// sockets of all. A new task wakes another thread, which then looks: as often as this at most, however many wait.
const LOOK: Duration = Duration::from_millis(25);

/// What runs for long asks for it more and more seldom, down to this.
const SELDOM: Duration = Duration::from_millis(100);

/// What threads behind all others are niced by.
#[cfg(target_os = "linux")]
const BEHIND: i32 = 10;

/// A bounded runtime.
pub struct Workers {
    /// Taken out when dropped: a runtime must not be waited for where others run.
    runtime: Option<Runtime>,
    threads: usize,
    places: Arc<Semaphore>,
    /// Tasks that were given up and have not ended: they block their threads.
    stuck: Arc<AtomicUsize>,
    /// When another thread was last woken.
    looked: Mutex<Instant>,
}

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// All places are taken, or all threads blocked.
    Full,
    /// It did not end in time.
    Late,
    /// It panicked.
    Panic,
}

impl Workers {
    /// Threads called `name`, with so many tasks at most.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(name: &str, threads: usize, tasks: usize) -> io::Result<Self> {
        Self::on(Builder::new_multi_thread(), name, threads, tasks)
    }

    /// The same behind all others (on Linux): niced, and never on the first processor where there are several. Where
    /// there is more to do than processors can, what they do waits.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn behind(name: &str, threads: usize, tasks: usize) -> io::Result<Self> {
        let builder = Builder::new_multi_thread();
        #[cfg(target_os = "linux")]
        let builder = behind_all_others(builder)?;
        Self::on(builder, name, threads, tasks)
    }

    fn on(mut builder: Builder, name: &str, threads: usize, tasks: usize) -> io::Result<Self> {
        let runtime = builder.worker_threads(threads).thread_name(name).enable_all().build()?;
        let places = Arc::new(Semaphore::new(tasks));
        let looked = Mutex::new(Instant::now());
        Ok(Self { runtime: Some(runtime), threads, places, stuck: Arc::default(), looked })
    }

    /// Whether tasks that were given up block all threads.
    pub(crate) fn are_blocked(&self) -> bool {
        self.stuck.load(Ordering::Relaxed) >= self.threads
    }

    /// Runs a task to its end or to the deadline, whichever is first.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        deadline: Instant,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Failure> {
        let Some(runtime) = &self.runtime else { return Err(Failure::Full) };
        if self.are_blocked() {
            return Err(Failure::Full);
        }
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Failure::Full)?;
        let place =
            Arc::new(Place { _permit: place, stuck: AtomicBool::new(false), all: Arc::clone(&self.stuck) });
        let watched = Arc::downgrade(&place);
        let mut task: JoinHandle<T> = runtime.spawn(async move {
            let _place = place;
            task.await
        });
        let mut wait = LOOK;
        let done = loop {
            let look = deadline.min(Instant::now() + wait);
            match tokio::time::timeout_at(look, &mut task).await {
                Ok(done) => break Some(done),
                Err(_) if look == deadline => break None,
                Err(_) => self.look(runtime),
            }
            wait = SELDOM.min(wait * 2);
        };
        let Some(done) = done else {
            task.abort();
            tokio::spawn(async move {
                tokio::time::sleep(ABORTED).await;
                if let Some(place) = watched.upgrade() {
                    place.is_stuck();
                }
            });
            return Err(Failure::Late);
        };
        done.map_err(|_| Failure::Panic)
    }

    /// Wakes another thread, unless that was done a moment ago.
    fn look(&self, runtime: &Runtime) {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if looked.elapsed() >= LOOK {
            *looked = Instant::now();
            drop(runtime.spawn(async {}));
        }
    }
}

/// Threads that step back. To be niced is not enough: one that computes is not at once taken from its processor. Which
/// processor they leave is decided here, once: a thread that another one starts inherits what that one may use.
#[cfg(target_os = "linux")]
fn behind_all_others(mut builder: Builder) -> io::Result<Builder> {
    use rustix::process::{getpriority_process, setpriority_process};
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let nice = getpriority_process(None)? + BEHIND;
    // Unknown where there are more than a set can hold.
    let mut processors = sched_getaffinity(None).ok().filter(|all| all.count() > 1);
    if let Some(processors) = &mut processors
        && let Some(first) = (0..CpuSet::MAX_CPU).find(|number| processors.is_set(*number))
    {
        processors.unset(first);
    }
    builder.on_thread_start(move || {
        // Where the system does not let us, they are like all others.
        let _ = setpriority_process(None, nice);
        if let Some(processors) = &processors {
            let _ = sched_setaffinity(None, processors);
        }
    });
    Ok(builder)
}

/// A task's place among the others.
struct Place {
    _permit: OwnedSemaphorePermit,
    stuck: AtomicBool,
    all: Arc<AtomicUsize>,
}

impl Place {
    fn is_stuck(&self) {
        if !self.stuck.swap(true, Ordering::Relaxed) {
            self.all.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if *self.stuck.get_mut() {
            self.all.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl std::fmt::Debug for Workers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workers").field("threads", &self.threads).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn places_are_counted_and_given_back_by_who_is_late() {
        let workers = Workers::new("test", 1, 2).unwrap();
        let late = || workers.run(Instant::now() + Duration::from_millis(100), std::future::pending::<()>());
        let (one, two, three) = tokio::join!(late(), late(), late());
        let full = [one, two, three].into_iter().filter(|run| matches!(run, Err(Failure::Full))).count();
        assert_eq!(full, 1);
        // Given up, they end at their `await`.
        let soon = Instant::now() + Duration::from_secs(10);
        while !matches!(workers.run(soon, async {}).await, Ok(())) {
            assert!(Instant::now() < soon);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn who_is_behind_leaves_a_processor_to_the_others() {
        use rustix::thread::{CpuSet, sched_getaffinity};
        let look = || (rustix::process::getpriority_process(None).unwrap(), sched_getaffinity(None).unwrap());
        // Its own thread, and one for work that blocks.
        let of_threads = async |workers: Workers| {
            let looks = async move { [look(), tokio::task::spawn_blocking(look).await.unwrap()] };
            workers.run(Instant::now() + Duration::from_secs(10), looks).await.unwrap()
        };
        let [(nice, all), _] = of_threads(Workers::new("test", 1, 1).unwrap()).await;
        let first = (0..CpuSet::MAX_CPU).find(|number| all.is_set(*number)).unwrap();
        for (nicer, some) in of_threads(Workers::behind("test", 1, 1).unwrap()).await {
            assert_eq!(nicer, (nice + BEHIND).min(19));
            assert_eq!(some.count(), all.count().max(2) - 1);
            assert!(all.count() == 1 || !some.is_set(first));
        }
    }
}
