//! Connections: accepting them, time-outs, and a drain at the end.

use super::connections::{Connection, Connections};
use super::limits::{
    ACCEPT_PAUSE, AHEAD, BACKLOG, DRAIN, FIRST_HEADERS, HEADERS, LINGER, PLACE_PAUSE, SHORT_DRAIN,
};
use super::open_files;
use crate::metrics;
use axum::Router;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustix::io::Errno;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;

/// A bound address that does not serve yet.
#[derive(Debug)]
pub struct Listener {
    tcp: TcpListener,
    connections: u32,
    /// The time of requests in flight at the stop.
    drain: Duration,
}

/// Says that the request is one of those that its address is for, so that the connection it came by is kept before those
/// of strangers.
#[derive(Debug, Clone)]
pub(super) struct Sender(Arc<Connection>);

impl Sender {
    /// See [`Connection::admit`].
    pub(super) fn admit(&self) {
        self.0.admit();
    }
}

impl Listener {
    /// Binds `address`, for so many connections at a time, as far as this process may open files.
    #[expect(clippy::unused_async, reason = "async says that it needs a runtime")]
    pub async fn bind(address: SocketAddr, connections: u32) -> std::io::Result<Self> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(Self { tcp: socket.listen(BACKLOG)?, connections, drain: DRAIN })
    }

    /// Takes over a socket that listens already.
    pub fn adopt(socket: std::net::TcpListener, connections: u32) -> std::io::Result<Self> {
        socket.set_nonblocking(true)?;
        // Where the supervisor let fewer connections wait.
        rustix::net::listen(&socket, BACKLOG.try_into().unwrap_or(i32::MAX))?;
        Ok(Self { tcp: TcpListener::from_std(socket)?, connections, drain: SHORT_DRAIN })
    }

    /// The bound address; where port 0 was asked for, with the port that the system chose.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// Serves until `stop` becomes true, then lets requests in flight end, and cuts those that do not. `name` is for
    /// people who read the log.
    pub async fn serve(
        self,
        name: &'static str,
        router: Router,
        metrics: metrics::Connections,
        stop: watch::Receiver<bool>,
    ) {
        let connections = Connections::new(name, open_files::connections(self.connections), metrics);
        let mut stopped = stop.clone();
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(AHEAD);
        // A client may close its sending side (half-close) and still read the answer.
        http.half_close(true);
        tokio::select! {
            () = accept(&self.tcp, &connections, |stream, connection| {
                let _ = stream.set_nodelay(true);
                let connection = Arc::new(connection);
                let answer = answer_on(Arc::clone(&connection), router.clone(), stop.clone());
                let served = http.serve_connection(TokioIo::new(stream), answer);
                let stop = stop.clone();
                tokio::spawn(async move {
                    tokio::select! {
                        // First, so that a request that has come is taken before its connection makes room.
                        biased;
                        ended = served => if let Err(error) = ended {
                            tracing::debug!(%error, "connection ended");
                        },
                        () = connection.closed() => tracing::debug!("connection closed to make room"),
                        () = connection.unused(stop, LINGER) => tracing::debug!("connection without a request at the stop"),
                        () = connection.silent(FIRST_HEADERS) => tracing::debug!("connection without a request"),
                    }
                });
            }) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
        drop(self.tcp);
        let ended = async {
            while connections.open() > 0 {
                sleep(LINGER / 40).await;
            }
        };
        if tokio::time::timeout(self.drain, ended).await.is_err() {
            tracing::warn!(
                open = connections.open(),
                "requests were still in flight at the end of the drain"
            );
        }
    }
}

/// Accepts connections for as long as it is polled, whatever becomes of them.
async fn accept(tcp: &TcpListener, connections: &Arc<Connections>, serve: impl Fn(TcpStream, Connection)) {
    loop {
        let (stream, peer) = match tcp.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                if error.raw_os_error() == Some(Errno::MFILE.raw_os_error()) {
                    connections.close_idlest();
                }
                sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let connection = loop {
            match connections.add(peer.ip()) {
                Some(connection) => break connection,
                None => sleep(PLACE_PAUSE).await,
            }
        };
        serve(stream, connection);
        // A request that came with its connection is read before further connections can ask for its place.
        tokio::task::yield_now().await;
    }
}

/// The router as the service of one connection, which ends with an answer where the service stops.
fn answer_on(
    connection: Arc<Connection>,
    router: Router,
    stop: watch::Receiver<bool>,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> {
    let router = TowerToHyperService::new(router);
    service_fn(move |mut request: Request<Incoming>| {
        connection.begin();
        request.extensions_mut().insert(Sender(Arc::clone(&connection)));
        let (answer, connection) = (router.call(request), Arc::clone(&connection));
        let stop = stop.clone();
        async move {
            let mut answer = answer.await?;
            connection.end();
            if *stop.borrow() {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(answer)
        }
    })
}
