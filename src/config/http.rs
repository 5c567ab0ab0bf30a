//! The two HTTP servers: the callback endpoint, which Tencent posts to, and the admin address, which operators ask.

use secrecy::SecretString;
use std::net::SocketAddr;

/// Where imhook listens, and who may post and ask.
#[derive(Debug, Clone, clap::Args)]
pub struct HttpOptions {
    /// Address of the callback endpoint; put a TLS proxy in front.
    #[arg(long, env = "IMHOOK_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,

    /// Path of the callback URL.
    #[arg(long, env = "IMHOOK_CALLBACK_PATH", default_value = "/callback", value_name = "PATH")]
    #[arg(value_parser = path)]
    pub callback_path: String,

    /// Token of the callback URL, as set in the IM console; several during a rotation, with commas between.
    #[arg(long, env = "IMHOOK_CALLBACK_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    #[arg(value_delimiter = ',')]
    pub callback_token: Vec<SecretString>,

    /// Take callbacks without a Sign for apps that have no token, but none from web pages and none by HTTP/1.0.
    #[arg(long, env = "IMHOOK_ALLOW_UNSIGNED", value_name = "BOOL", default_value_t = false)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(action = clap::ArgAction::Set, value_parser = clap::builder::BoolishValueParser::new())]
    pub allow_unsigned: bool,

    /// Connections of the callback endpoint at most; beyond, the one that was idle longest is closed.
    #[arg(long, env = "IMHOOK_MAX_CONNECTIONS", value_name = "N", default_value_t = 8192)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub max_connections: u32,

    /// Admin address: /healthz, /readyz and /metrics.
    #[arg(long, env = "IMHOOK_ADMIN_LISTEN", default_value = "127.0.0.1:8081", value_name = "ADDR")]
    pub admin_listen: SocketAddr,

    /// Token of the admin address, for `Authorization: Bearer`; required beyond loopback.
    #[arg(long, env = "IMHOOK_ADMIN_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub admin_token: Option<SecretString>,
}

fn path(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
    if text.starts_with('/') && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("a path begins with / and holds letters, digits and - _ . ~ only".to_owned())
    }
}
