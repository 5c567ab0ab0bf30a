//! Connections: a cap on their number, time-outs, and a drain at the end.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

/// Limits of a listener.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at most; more wait in the backlog.
    pub connections: u32,
    /// For the headers of a request, the pause since the one before included.
    pub headers: Duration,
    /// For requests in flight when the listener stops.
    pub drain: Duration,
}

impl Limits {
    /// Tencent keeps connections open: closing an idle one early would race with its next callback.
    #[must_use]
    pub const fn new(connections: u32) -> Self {
        Self { connections, headers: Duration::from_mins(1), drain: Duration::from_secs(10) }
    }
}

/// A bound address, which serves when it is told what.
#[derive(Debug)]
pub struct Listener {
    tcp: TcpListener,
    limits: Limits,
}

impl Listener {
    /// Binds `address`.
    ///
    /// # Errors
    /// When the address is in use, or not ours.
    pub async fn bind(address: SocketAddr, limits: Limits) -> std::io::Result<Self> {
        Ok(Self { tcp: TcpListener::bind(address).await?, limits })
    }

    /// The address, with the port that was given where it was 0.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// Serves until `stop` becomes true, then lets requests in flight end. Returns how many connections were
    /// cut because they did not.
    pub async fn serve(self, router: Router, mut stop: watch::Receiver<bool>) -> usize {
        let slots = Arc::new(Semaphore::new(self.limits.connections as usize));
        let graceful = GracefulShutdown::new();
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(self.limits.headers);
        // Who has said all there is to say may still listen.
        http.half_close(true);
        loop {
            let slot = tokio::select! {
                slot = Arc::clone(&slots).acquire_owned() => slot,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            let accepted = tokio::select! {
                accepted = self.tcp.accept() => accepted,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            let stream = match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file descriptors, most likely: it passes when connections end.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let _ = stream.set_nodelay(true);
            let service = TowerToHyperService::new(router.clone());
            let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "connection ended");
                }
                drop(slot);
            });
        }
        drop(self.tcp);
        let open = graceful.count();
        if tokio::time::timeout(self.limits.drain, graceful.shutdown()).await.is_err() {
            tracing::warn!(open, "requests were still in flight at the end of the drain");
            return open;
        }
        0
    }
}
