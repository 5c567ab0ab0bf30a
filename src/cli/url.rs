//! `imhook url`: the callback URL on this machine.

use crate::config::Config;
use crate::config::apps::Apps;
use crate::config::development;
use crate::config::paths::data_path;
use anyhow::Context as _;
use secrecy::ExposeSecret as _;
use std::io::{self, Write as _};
use std::net::SocketAddr;

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook url
  curl -d '{}' \"$(imhook url)\"

In development mode the URL holds a secret, which the first start makes: give the variables and flags of the service.";

pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    let apps = Apps::new(config)?;
    writeln!(io::stdout(), "{}", of(config, config.http.listen, &apps)?)?;
    if let Apps::Known(_) = apps {
        let path = &config.http.callback_path;
        anstream::eprintln!(
            "Callbacks are taken there with the Sign of a callback token. \
             The IM console wants the URL of your TLS proxy: https://<your host>{path}"
        );
    }
    Ok(())
}

/// The callback URL of a service that listens on `address`; in development mode with the secret.
pub(super) fn of(config: &Config, address: SocketAddr, apps: &Apps) -> anyhow::Result<String> {
    let path = &config.http.callback_path;
    let Apps::Development(_) = apps else { return Ok(format!("http://{address}{path}")) };
    let folder = data_path(&config.database)?;
    let secret = development::secret_in(&folder)?.with_context(|| {
        format!(
            "the URL of development mode is made by the first start, and there was none in {}: start `imhook`, with \
             the same IMHOOK_DATA_DIR",
            folder.display()
        )
    })?;
    Ok(format!("http://{address}{}/{}", path.trim_end_matches('/'), secret.expose_secret()))
}
