//! Limits and times of the callback endpoint and the admin address.

use std::time::Duration;

/// Bytes of a body at most. The largest documented callback has some 300 KB.
pub(super) const BODY: usize = 1 << 20;

/// Bytes of a query at most. Tencent's have some 300.
pub(super) const QUERY: usize = 8 << 10;

/// Time for a body to arrive, where no deadline of a before-callback is sooner.
pub(super) const BODY_TIME: Duration = Duration::from_secs(5);

/// Bytes of a refused body that are read and thrown away: a client that is still sending would not read the refusal.
pub(super) const DISCARD: usize = 16 << 20;

/// Time for the headers of a request, the pause since the request before included. Tencent keeps connections open:
/// closing an idle one early would race with its next callback.
pub(super) const HEADERS: Duration = Duration::from_mins(1);

/// Time for requests in flight when the service stops; Tencent has given up on them long before.
pub(super) const DRAIN: Duration = Duration::from_secs(10);

/// Time for the next request on a connection that is open when the service stops. It is answered with `Connection: close`:
/// a request that crosses with the end of its connection is lost, and proxies do not repeat a POST.
pub(super) const LINGER: Duration = Duration::from_millis(200);

/// Connections that may wait in a supervisor's socket until the next process accepts them. Many supervisors allow 128 only.
pub(super) const WAITING: i32 = 4096;

/// Pause after a connection that could not be accepted, most likely for want of file descriptors: they come back
/// when connections end.
pub(super) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Connections of the admin address: a few scrapers, probes and people.
pub const ADMIN_CONNECTIONS: u32 = 64;
