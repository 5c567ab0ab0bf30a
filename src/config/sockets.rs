//! Listening sockets that a supervisor such as systemd opened before the start (`LISTEN_FDS`), and keeps over a restart.

use listenfd::ListenFd;
use std::io;
use std::net::TcpListener;

/// The sockets that this process was given.
#[derive(Debug, Default)]
pub struct Sockets {
    /// The socket of the callback endpoint.
    pub callbacks: Option<TcpListener>,
    /// The socket of the admin address.
    pub admin: Option<TcpListener>,
}

impl Sockets {
    /// Takes the sockets over; a second call finds none. A socket is for the address that its name in `LISTEN_FDNAMES`
    /// says, `callback` or `admin`. With other names the first is for the callback endpoint, the second for the admin
    /// address.
    ///
    /// # Errors
    /// When a socket is no TCP socket, or two are for one address.
    pub fn take() -> io::Result<Self> {
        let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
        let (mut passed, mut sockets) = (ListenFd::from_env(), Self::default());
        for (index, name) in (0..passed.len()).zip(names.split(':').chain(std::iter::repeat(""))) {
            let place = match (name, index) {
                ("admin", _) => &mut sockets.admin,
                ("callback", _) | (_, 0) => &mut sockets.callbacks,
                _ => &mut sockets.admin,
            };
            let socket = passed.take_tcp_listener(index)?;
            if place.is_some() {
                return Err(io::Error::other(format!("socket {index} of LISTEN_FDS is one too many")));
            }
            *place = socket;
        }
        Ok(sockets)
    }
}
