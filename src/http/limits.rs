//! Limits and times of the callback endpoint and the admin address.

use std::time::Duration;

/// Bytes of a body at most. The largest documented callback has some 300 KB.
pub(super) const BODY: usize = 1 << 20;

/// Bytes of a query at most. Tencent's have some 300.
pub(super) const QUERY: usize = 8 << 10;

/// Bytes read ahead on a connection: headers fit, and thousands of connections with bodies that wait do not fill the memory.
pub(super) const AHEAD: usize = 64 << 10;

/// Time for a body to arrive, where no deadline of a before-callback is sooner.
pub(super) const BODY_TIME: Duration = Duration::from_secs(5);

/// Bytes of a refused body that are read and thrown away: a client that is still sending would not read the refusal.
pub(super) const DISCARD: usize = 16 << 20;

/// Time for the headers of a request, the pause since the request before included. Tencent keeps connections open:
/// closing an idle one early would race with its next callback.
pub(super) const HEADERS: Duration = Duration::from_mins(1);

/// Time for the headers of a connection's first request. Who connects has something to say; who has not takes a place.
pub(super) const FIRST_HEADERS: Duration = Duration::from_secs(5);

/// The part of all connections, one in so many, that strangers at one client address may have.
pub(super) const SHARE: usize = 8;

/// Milliseconds in which a connection that carries callbacks is not closed for another one: its next callback may be
/// on its way.
pub(super) const ACTIVE: u64 = 1000;

/// Pause before a new connection is tried to be given a place again, while all others carry callbacks.
pub(super) const PLACE_PAUSE: Duration = Duration::from_millis(10);

/// Connections that the system holds until they are accepted; it may hold fewer (`net.core.somaxconn`).
pub(super) const BACKLOG: u32 = 8192;

/// Open files beside connections: Postgres, the journal, and what handlers open.
pub(super) const OTHER_FILES: u64 = 256;

/// Time for requests in flight when the service stops; Tencent has given up on them long before.
pub(super) const DRAIN: Duration = Duration::from_secs(10);

/// The same where others wait for the next process in a socket that outlives this one: callbacks must be answered within
/// two seconds, which the others have begun to wait.
pub(super) const SHORT_DRAIN: Duration = Duration::from_millis(1600);

/// Time for the next request on a connection that is open when the service stops. It is answered with `Connection: close`:
/// a request that crosses with the end of its connection is lost, and proxies do not repeat a POST.
pub(super) const LINGER: Duration = Duration::from_millis(200);

/// Pause after a connection that could not be accepted, most likely for want of file descriptors: they come back
/// when connections end.
pub(super) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Connections of the admin address: a few scrapers, probes and people.
pub const ADMIN_CONNECTIONS: u32 = 64;
