//! Connections: a limit on their number, time-outs, and a drain at the end.

use super::limits::{ACCEPT_PAUSE, DRAIN, HEADERS, LINGER, WAITING};
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use hyper::Response;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

/// A bound address that does not serve yet.
#[derive(Debug)]
pub struct Listener {
    tcp: TcpListener,
    connections: u32,
}

impl Listener {
    /// Binds `address`, for so many connections at a time; further ones wait in the backlog of the system.
    pub async fn bind(address: SocketAddr, connections: u32) -> std::io::Result<Self> {
        Ok(Self { tcp: TcpListener::bind(address).await?, connections })
    }

    /// Takes over a socket that listens already.
    pub fn adopt(socket: std::net::TcpListener, connections: u32) -> std::io::Result<Self> {
        socket.set_nonblocking(true)?;
        rustix::net::listen(&socket, WAITING)?;
        Ok(Self { tcp: TcpListener::from_std(socket)?, connections })
    }

    /// The bound address; where port 0 was asked for, with the port that the system chose.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// Serves until `stop` becomes true, then lets requests in flight end, and cuts those that do not.
    pub async fn serve(self, router: Router, mut stop: watch::Receiver<bool>) {
        let slots = Arc::new(Semaphore::new(self.connections as usize));
        let graceful = GracefulShutdown::new();
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEADERS);
        // A client may close its sending side (half-close) and still read the answer.
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
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            };
            let _ = stream.set_nodelay(true);
            let (service, stop) = (TowerToHyperService::new(router.clone()), stop.clone());
            let service = service_fn(move |request| closing(service.call(request), stop.clone()));
            let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "connection ended");
                }
                drop(slot);
            });
        }
        drop(self.tcp);
        let used = async {
            while graceful.count() > 0 {
                tokio::time::sleep(LINGER / 40).await;
            }
        };
        let _ = tokio::time::timeout(LINGER, used).await;
        let open = graceful.count();
        if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
            tracing::warn!(open, "requests were still in flight at the end of the drain");
        }
    }
}

/// The answer, the last one of its connection where the service stops.
async fn closing<B, E>(
    answer: impl Future<Output = Result<Response<B>, E>>,
    stop: watch::Receiver<bool>,
) -> Result<Response<B>, E> {
    let mut answer = answer.await?;
    if *stop.borrow() {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(answer)
}
