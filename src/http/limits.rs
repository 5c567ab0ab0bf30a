//! What a request may weigh, and how long each part of it may take.

use std::time::Duration;

/// Bytes of a body. The largest documented callback has some 300 KB.
pub(super) const BODY: usize = 1 << 20;
/// Bytes of a query.
pub(super) const QUERY: usize = 8 << 10;
/// For a body to arrive.
pub(super) const BODY_TIME: Duration = Duration::from_secs(5);
/// Bytes of a refused body that are read and thrown away, so that the refusal is read, too.
pub(super) const DISCARD: usize = 16 << 20;
/// After its headers were read, a before-callback waits so long for the journal at most: Tencent waits 2 s.
pub(super) const BEFORE_JOURNAL: Duration = Duration::from_millis(1700);
