//! The open connections of one address: how many there may be, and which of them makes room for a new one.
//!
//! A stranger is a connection that has not yet carried a request that was admitted. Strangers make room first, the one
//! that was idle longest before the others, so that connections of strangers, however many, cannot keep callbacks out.
//! A request costs two time stamps; the lock is taken when connections come and go.

use super::limits::{ACTIVE, SHARE};
use crate::metrics;
use parking_lot::Mutex;
use prometheus_client::metrics::counter::Counter;
use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// The longest time between two warnings while nearly all places are taken.
const WARN_EVERY: Duration = Duration::from_mins(1);

/// The order in which connections make room: strangers first, then by the last activity in milliseconds; a number
/// makes it unique. For one connection it only ever grows.
type Place = (bool, u64, u64);

/// The connections of one address.
#[derive(Debug)]
pub(super) struct Connections {
    name: &'static str,
    limit: usize,
    start: Instant,
    open: Mutex<Open>,
    metrics: metrics::Connections,
}

#[derive(Debug, Default)]
struct Open {
    count: usize,
    accepted: u64,
    /// Strangers by client; clients on this machine are not counted.
    strangers: HashMap<IpAddr, usize>,
    /// Every open connection, at a place that it had once. Those at the front are moved to their present places before
    /// one is chosen. Closed ones are swept out now and then.
    places: BTreeMap<Place, Arc<State>>,
    warned: Option<Instant>,
}

/// What is known of one connection.
#[derive(Debug)]
struct State {
    number: u64,
    client: Option<IpAddr>,
    active: AtomicU64,
    asked: AtomicBool,
    busy: AtomicBool,
    admitted: AtomicBool,
    closed: AtomicBool,
    close: Notify,
}

/// An open connection; dropping it gives its place back.
#[derive(Debug)]
pub(super) struct Connection {
    all: Arc<Connections>,
    state: Arc<State>,
}

impl Connections {
    /// No connection yet, of `limit` at most.
    pub(super) fn new(name: &'static str, limit: u32, metrics: metrics::Connections) -> Arc<Self> {
        metrics.max.set(limit.into());
        let limit = limit as usize;
        Arc::new(Self { name, limit, start: Instant::now(), open: Mutex::default(), metrics })
    }

    /// Gives a new connection a place, for which another one may have to go. `None` where all connections carry callbacks
    /// just now.
    pub(super) fn add(self: &Arc<Self>, peer: IpAddr) -> Option<Connection> {
        let (client, now) = (client(peer), self.now());
        let mut open = self.open.lock();
        let share = (self.limit / SHARE).max(1);
        if let Some(client) = client.filter(|client| open.strangers.get(client).is_some_and(|n| *n >= share))
            && let Some(state) = open.idlest_of(client)
        {
            self.close(&mut open, &state, &self.metrics.share);
        }
        if open.count >= self.limit {
            let state = open.idlest(now)?;
            self.close(&mut open, &state, &self.metrics.full);
        }
        open.accepted += 1;
        let state = Arc::new(State {
            number: open.accepted,
            client,
            active: AtomicU64::new(now),
            asked: AtomicBool::new(false),
            busy: AtomicBool::new(false),
            admitted: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            close: Notify::new(),
        });
        if let Some(client) = client {
            *open.strangers.entry(client).or_default() += 1;
        }
        open.count += 1;
        open.places.insert(state.place(now), Arc::clone(&state));
        self.tell(&mut open);
        Some(Connection { all: Arc::clone(self), state })
    }

    /// Closes the connection that was idle longest, if there is one: this process has no file descriptor left.
    pub(super) fn close_idlest(&self) {
        let mut open = self.open.lock();
        if let Some(state) = open.idlest(self.now()) {
            self.close(&mut open, &state, &self.metrics.full);
        }
    }

    /// Frees the place at once; the connection's task closes it right after.
    fn close(&self, open: &mut Open, state: &State, why: &Counter) {
        why.inc();
        state.close.notify_one();
        self.remove(open, state);
    }

    fn remove(&self, open: &mut Open, state: &State) {
        if state.closed.swap(true, Relaxed) {
            return;
        }
        open.count -= 1;
        if !state.admitted.load(Relaxed) {
            open.forget_stranger(state);
        }
        if open.places.len() > 2 * open.count + 64 {
            open.places.retain(|_, state| !state.closed.load(Relaxed));
        }
        self.metrics.open.set(open.count as u64);
    }

    fn tell(&self, open: &mut Open) {
        self.metrics.open.set(open.count as u64);
        let now = Instant::now();
        if open.count * 10 >= self.limit * 9
            && open.warned.is_none_or(|warned| now.duration_since(warned) >= WARN_EVERY)
        {
            open.warned = Some(now);
            tracing::warn!(
                open = open.count,
                max = self.limit,
                "nearly all connections of the {} are taken; when there are no more, those idle longest are closed",
                self.name
            );
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Open {
    /// The connection that makes room; `None` where all have just been active with admitted requests.
    fn idlest(&mut self, now: u64) -> Option<Arc<State>> {
        while let Some((place, state)) = self.places.pop_first() {
            let present = state.place(now);
            let (admitted, active, _) = present;
            if state.closed.load(Relaxed) {
                continue;
            }
            if present <= place && !(admitted && active + ACTIVE > now) {
                return Some(state);
            }
            self.places.insert(present, state);
            if present <= place {
                break;
            }
        }
        None
    }

    /// The stranger of this client that was idle longest. Only a client with many connections costs this search.
    fn idlest_of(&self, client: IpAddr) -> Option<Arc<State>> {
        let of_client = self.places.values().filter(|state| {
            state.client == Some(client) && !state.admitted.load(Relaxed) && !state.closed.load(Relaxed)
        });
        of_client.min_by_key(|state| state.active.load(Relaxed)).cloned()
    }

    fn forget_stranger(&mut self, state: &State) {
        if let Some(client) = state.client
            && let Some(count) = self.strangers.get_mut(&client)
        {
            *count -= 1;
            if *count == 0 {
                self.strangers.remove(&client);
            }
        }
    }
}

impl State {
    fn place(&self, now: u64) -> Place {
        let admitted = self.admitted.load(Relaxed);
        let active = if admitted && self.busy.load(Relaxed) { now } else { self.active.load(Relaxed) };
        (admitted, active, self.number)
    }
}

impl Connection {
    /// A request begins.
    pub(super) fn begin(&self) {
        self.state.active.store(self.all.now(), Relaxed);
        self.state.asked.store(true, Relaxed);
        self.state.busy.store(true, Relaxed);
    }

    /// The request is answered.
    pub(super) fn end(&self) {
        self.state.active.store(self.all.now(), Relaxed);
        self.state.busy.store(false, Relaxed);
    }

    /// The request is one of those that this address is for: its sender is no stranger any more.
    pub(super) fn admit(&self) {
        if !self.state.admitted.load(Relaxed) {
            let mut open = self.all.open.lock();
            if !self.state.admitted.swap(true, Relaxed) && !self.state.closed.load(Relaxed) {
                open.forget_stranger(&self.state);
            }
        }
    }

    /// Returns when the connection has to make room.
    pub(super) async fn closed(&self) {
        self.state.close.notified().await;
    }

    /// Returns after `time`, where no request has begun by then; never, where one has.
    pub(super) async fn silent(&self, time: Duration) {
        tokio::time::sleep(time).await;
        if self.state.asked.load(Relaxed) {
            std::future::pending::<()>().await;
        }
        self.all.metrics.silent.inc();
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.remove(&mut self.all.open.lock(), &self.state);
    }
}

/// Whose connection it is: an address, or a network where everybody has many addresses. `None` for this machine, from
/// where a proxy sends what comes from everywhere.
fn client(peer: IpAddr) -> Option<IpAddr> {
    match peer.to_canonical() {
        own if own.is_loopback() => None,
        IpAddr::V6(ip) => Some(Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64).into()),
        IpAddr::V4(ip) => Some(ip.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Metrics;
    use std::thread::sleep;

    const PROXY: &str = "127.0.0.1";

    struct Address(Arc<Connections>);

    impl Address {
        fn new(limit: u32) -> Self {
            Self(Connections::new("test", limit, Metrics::new().connections("callbacks")))
        }

        /// A new connection, whose activity differs from that of all others.
        fn add(&self, peer: &str) -> Option<Connection> {
            sleep(Duration::from_millis(2));
            self.0.add(peer.parse().unwrap())
        }

        fn strangers(&self, peer: &str, number: usize) -> Vec<Connection> {
            (0..number).map(|_| self.add(peer).unwrap()).collect()
        }
    }

    fn open(connections: &[Connection]) -> Vec<bool> {
        connections.iter().map(|connection| !connection.state.closed.load(Relaxed)).collect()
    }

    #[test]
    fn strangers_make_room_by_idleness_before_senders_of_callbacks() {
        let address = Address::new(4);
        let connections = address.strangers(PROXY, 4);
        connections[0].begin();
        connections[0].admit();
        connections[0].end();
        sleep(Duration::from_millis(2));
        connections[1].begin();
        connections[1].end();
        let _new = address.add("127.0.0.2").unwrap();
        assert_eq!(open(&connections), [true, true, false, true]);
        let _new = address.add(PROXY).unwrap();
        assert_eq!(open(&connections), [true, true, false, false]);
        let _new = address.add(PROXY).unwrap();
        assert_eq!(open(&connections), [true, false, false, false]);
        assert_eq!(address.0.open.lock().count, 4);
    }

    #[test]
    fn no_sender_of_callbacks_makes_room_while_it_is_active() {
        let address = Address::new(2);
        let connections = address.strangers(PROXY, 2);
        for connection in &connections {
            connection.begin();
            connection.admit();
        }
        connections[1].end();
        assert!(address.add(PROXY).is_none());
        sleep(Duration::from_millis(ACTIVE));
        assert!(address.add(PROXY).is_some(), "the second has been idle long enough");
        assert_eq!(open(&connections), [true, false]);
        let waiting = address.add(PROXY).unwrap();
        assert!(address.add(PROXY).is_some(), "a stranger makes room for the next one");
        assert_eq!(open(&[waiting]), [false]);
    }

    #[test]
    fn a_client_that_is_not_this_machine_has_its_share_of_strangers() {
        let address = Address::new(32);
        let local = address.strangers(PROXY, 9);
        let mapped = address.strangers("::ffff:127.0.0.1", 1);
        let of_network = [("2001:db8::1", "2001:db8::2:0:0:1"), ("192.0.2.1", "192.0.2.1")];
        for (first, last) in of_network {
            let mut connections = address.strangers(first, 4);
            connections.push(address.add(last).unwrap());
            assert_eq!(open(&connections), [false, true, true, true, true], "{first}");
            for sender in &connections[1..] {
                sender.admit();
            }
            connections.extend(address.strangers(last, 4));
            assert_eq!(open(&connections[1..]), [true; 8], "senders of callbacks do not count");
        }
        assert_eq!(open(&local), [true; 9]);
        assert_eq!(open(&mapped), [true]);
    }

    #[test]
    fn connections_that_end_leave_nothing_behind() {
        let address = Address::new(8);
        for _ in 0..500 {
            let connection = address.0.add("192.0.2.1".parse().unwrap()).unwrap();
            connection.admit();
            drop(address.0.add("192.0.2.2".parse().unwrap()));
        }
        let open = address.0.open.lock();
        assert_eq!((open.count, open.strangers.len()), (0, 0));
        assert!(open.places.len() <= 65, "{}", open.places.len());
    }
}
