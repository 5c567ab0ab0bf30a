//! nginx in front of an imhook, as docs/nginx.conf has it, without TLS.

use super::process::free_port;
use super::{eventually, folder};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running nginx, ended when dropped.
pub struct Nginx {
    pub port: u16,
    child: Child,
    _folder: TempDir,
}

impl Nginx {
    /// Whether there is one on this machine.
    pub fn is_here() -> bool {
        Command::new("nginx").env("PATH", PATH).arg("-v").stderr(Stdio::null()).status().is_ok()
    }

    /// Starts one that passes callbacks on to this port, on connections that it keeps where it is told to.
    pub async fn start(upstream: u16, keepalive: bool) -> Self {
        let (port, folder) = (free_port(), folder());
        let example = include_str!("../../../docs/nginx.conf");
        let tls = |line: &&str| !line.contains("ssl_certificate");
        let server = example.lines().filter(tls).collect::<Vec<_>>().join("\n");
        let here = format!("listen 127.0.0.1:{port};");
        let mut server = server
            .replace("listen 443 ssl;", &here)
            .replace("127.0.0.1:8080", &format!("127.0.0.1:{upstream}"));
        assert!(server.contains(&here) && server.contains(&format!(":{upstream}")), "{server}");
        if keepalive {
            server = server.replace("# keepalive", "keepalive");
        }
        let place = folder.path().display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {place}/{kind};\n"))
            .concat();
        let whole = format!(
            "daemon off; master_process off; pid {place}/pid; error_log {place}/error.log;\n\
             events {{ worker_connections 4096; }}\nhttp {{ access_log off; {temporary}{server} }}\n"
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, whole).unwrap();
        let child =
            Command::new("nginx").env("PATH", PATH).arg("-c").arg(&file).stderr(Stdio::null()).spawn();
        let nginx = Self { port, child: child.unwrap(), _folder: folder };
        let open = async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok();
        eventually("nginx listens", open).await;
        nginx
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// nginx lies where only root looks.
const PATH: &str = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/bin";
