//! Threads for the code of handlers: a Tokio runtime apart from the one that serves sockets, so that a handler that
//! blocks its thread cannot hold up the callback endpoint.
//!
//! - A **semaphore** bounds how many tasks run at a time. A task without a permit is not begun: [`RunError::Full`].
//! - A **deadline** ends each task: it is aborted, and ends at its next `await`. A task that is still there after
//!   [`ABORT_GRACE`] blocks its thread; when as many tasks do so as there are threads, new ones are not begun.
//! - A **watchdog** wakes another thread while a task is waited for. A thread that blocks may have tasks in its own
//!   queue, or may be the one that drives the runtime's timers and sockets; Tokio notices neither. Spawning an empty
//!   task wakes an idle thread, which steals queued tasks and takes over the driver.

use parking_lot::Mutex;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

/// The time in which an aborted task comes to its next `await`, unless it blocks its thread.
const ABORT_GRACE: Duration = Duration::from_millis(200);

/// The watchdog wakes a thread for the first time after this time, and no sooner after it last did: all tasks
/// share one watchdog, however many are waited for.
const FIRST_WAKE: Duration = Duration::from_millis(25);

/// The watchdog's interval doubles up to this for a task that takes long.
const LONGEST_INTERVAL: Duration = Duration::from_millis(100);

/// How much nicer than the process threads of [`HandlerThreads::low_priority`] are.
#[cfg(target_os = "linux")]
const NICER: i32 = 10;

/// A bounded number of threads that run a bounded number of tasks.
pub(crate) struct HandlerThreads {
    /// Always there until `drop` takes it out: dropping a runtime inside of another one would panic.
    runtime: Option<Runtime>,
    threads: usize,
    permits: Arc<Semaphore>,
    /// How many aborted tasks block their threads.
    blocking: Arc<AtomicUsize>,
    /// When the watchdog last woke a thread.
    last_wake: Mutex<Instant>,
}

/// Why a task has no result.
#[derive(Debug)]
pub(crate) enum RunError {
    /// All permits are taken, or all threads are blocked.
    Full,
    /// The task did not end before its deadline.
    Late,
    /// The task panicked.
    Panicked,
}

impl HandlerThreads {
    /// Starts `threads` threads of this name, for `tasks` tasks at a time.
    pub(crate) fn new(name: &str, threads: usize, tasks: usize) -> io::Result<Self> {
        Self::start(Builder::new_multi_thread(), name, threads, tasks)
    }

    /// Starts threads that leave processor time to all others: on Linux they are nicer than those, and never run on
    /// the first processor, if there are several.
    pub(crate) fn low_priority(name: &str, threads: usize, tasks: usize) -> io::Result<Self> {
        let builder = Builder::new_multi_thread();
        #[cfg(target_os = "linux")]
        let builder = lower_priority(builder)?;
        Self::start(builder, name, threads, tasks)
    }

    fn start(mut builder: Builder, name: &str, threads: usize, tasks: usize) -> io::Result<Self> {
        let runtime = builder.worker_threads(threads).thread_name(name).enable_all().build()?;
        Ok(Self {
            runtime: Some(runtime),
            threads,
            permits: Arc::new(Semaphore::new(tasks)),
            blocking: Arc::default(),
            last_wake: Mutex::new(Instant::now()),
        })
    }

    /// Whether aborted tasks block all threads.
    pub(crate) fn are_blocked(&self) -> bool {
        self.blocking.load(Ordering::Relaxed) >= self.threads
    }

    /// Runs a task to its end, or until the deadline.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        deadline: Instant,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, RunError> {
        let Some(runtime) = &self.runtime else { return Err(RunError::Full) };
        if self.are_blocked() {
            return Err(RunError::Full);
        }
        let permit = Arc::clone(&self.permits).try_acquire_owned().map_err(|_| RunError::Full)?;
        // Dropped with the task, which tells that the task has ended.
        let (alive, mut ended) = oneshot::channel::<()>();
        let mut task: JoinHandle<T> = runtime.spawn(async move {
            let _held = (permit, alive);
            task.await
        });
        let mut interval = FIRST_WAKE;
        let result = loop {
            let until = deadline.min(Instant::now() + interval);
            match timeout_at(until, &mut task).await {
                Ok(result) => break Some(result),
                Err(_) if until == deadline => break None,
                Err(_) => self.wake_a_thread(runtime),
            }
            interval = LONGEST_INTERVAL.min(interval * 2);
        };
        let Some(result) = result else {
            task.abort();
            let blocking = Arc::clone(&self.blocking);
            tokio::spawn(async move {
                if timeout(ABORT_GRACE, &mut ended).await.is_err() {
                    blocking.fetch_add(1, Ordering::Relaxed);
                    let _ = ended.await;
                    blocking.fetch_sub(1, Ordering::Relaxed);
                }
            });
            return Err(RunError::Late);
        };
        result.map_err(|_| RunError::Panicked)
    }

    /// The watchdog: wakes an idle thread by an empty task, unless it did so a moment ago.
    fn wake_a_thread(&self, runtime: &Runtime) {
        let mut last_wake = self.last_wake.lock();
        if last_wake.elapsed() >= FIRST_WAKE {
            *last_wake = Instant::now();
            drop(runtime.spawn(async {}));
        }
    }
}

/// Makes threads nicer, and keeps them off the first processor: a nicer thread that computes does not leave its
/// processor at once when another thread wants it. The first processor is looked up once, here: a thread inherits what
/// the thread that starts it may use.
#[cfg(target_os = "linux")]
fn lower_priority(mut builder: Builder) -> io::Result<Builder> {
    use rustix::process::{getpriority_process, setpriority_process};
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let nice = getpriority_process(None)? + NICER;
    // An error where the machine has more processors than a `CpuSet` can hold.
    let mut processors = sched_getaffinity(None).ok().filter(|all| all.count() > 1);
    if let Some(processors) = &mut processors
        && let Some(first) = (0..CpuSet::MAX_CPU).find(|number| processors.is_set(*number))
    {
        processors.unset(first);
    }
    builder.on_thread_start(move || {
        // Without the right to change it, the threads have the priority of all others.
        let _ = setpriority_process(None, nice);
        if let Some(processors) = &processors {
            let _ = sched_setaffinity(None, processors);
        }
    });
    Ok(builder)
}

impl Drop for HandlerThreads {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn permits_bound_the_tasks_and_come_back_from_aborted_ones() {
        let threads = HandlerThreads::new("test", 1, 2).unwrap();
        let late = || threads.run(Instant::now() + Duration::from_millis(100), std::future::pending::<()>());
        let (one, two, three) = tokio::join!(late(), late(), late());
        let full = [one, two, three].into_iter().filter(|run| matches!(run, Err(RunError::Full))).count();
        assert_eq!(full, 1);
        let soon = Instant::now() + Duration::from_secs(10);
        while !matches!(threads.run(soon, async {}).await, Ok(())) {
            assert!(Instant::now() < soon);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn low_priority_threads_are_nicer_and_leave_the_first_processor() {
        use rustix::thread::{CpuSet, sched_getaffinity};
        let look = || (rustix::process::getpriority_process(None).unwrap(), sched_getaffinity(None).unwrap());
        // A thread of the runtime, and one of those for blocking work.
        let of_threads = async |threads: HandlerThreads| {
            let looks = async move { [look(), tokio::task::spawn_blocking(look).await.unwrap()] };
            threads.run(Instant::now() + Duration::from_secs(10), looks).await.unwrap()
        };
        let [(nice, all), _] = of_threads(HandlerThreads::new("test", 1, 1).unwrap()).await;
        let first = (0..CpuSet::MAX_CPU).find(|number| all.is_set(*number)).unwrap();
        for (nicer, some) in of_threads(HandlerThreads::low_priority("test", 1, 1).unwrap()).await {
            assert_eq!(nicer, (nice + NICER).min(19));
            assert_eq!(some.count(), all.count().max(2) - 1);
            assert!(all.count() == 1 || !some.is_set(first));
        }
    }
}
