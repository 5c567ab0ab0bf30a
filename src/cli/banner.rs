//! The banner of `imhook serve`: where it listens, and how to try it.

use super::url;
use crate::config::Config;
use crate::config::apps::{App, Apps};
use crate::config::paths::data_path;
use crate::model::SdkAppId;
use crate::server::Server;
use anstyle::AnsiColor;
use chrono::Utc;
use std::io::Write;

/// Prints the banner to standard output. That may be closed, which does not end the service.
pub(super) fn print(config: &Config, server: &Server) {
    if let Err(error) = write(&mut anstream::stdout().lock(), config, server) {
        tracing::debug!(%error, "the banner cannot be printed");
    }
}

fn write(out: &mut impl Write, config: &Config, server: &Server) -> std::io::Result<()> {
    let bold = anstyle::Style::new().bold();
    let yellow = AnsiColor::Yellow.on_default();
    let (url, path) = (url::of(config, server.address(), &server.apps()), &config.http.callback_path);
    let url = url.map_err(std::io::Error::other)?;
    writeln!(out, "\n{bold}imhook takes callbacks.{bold:#}")?;
    writeln!(out, "  callback URL    {url}")?;
    writeln!(
        out,
        "                  (the IM console wants it public: https://<your host>{path}, with a TLS proxy in front)"
    )?;
    for line in authentication(&server.apps(), config) {
        writeln!(out, "  authentication  {yellow}{line}{yellow:#}")?;
    }
    writeln!(out, "  database        {}", database(config))?;
    writeln!(out, "  admin           http://{}/readyz", server.admin_address())?;
    writeln!(out, "\nTry it:\n  {}", curl(&url, &server.apps(), config))?;
    writeln!(
        out,
        "  psql \"$({} db url)\" -c 'select sent_at, sender, recipient, text from analytics.messages'\n",
        invocation(config)
    )
}

fn authentication(apps: &Apps, config: &Config) -> Vec<String> {
    let apps = match apps {
        Apps::Development(_) => {
            return vec![
                "NONE: development mode. Who knows the secret in the URL is believed, for every app id. \
                 Set IMHOOK_SDK_APP_ID and IMHOOK_CALLBACK_TOKEN for real use."
                    .to_owned(),
            ];
        }
        Apps::Known(apps) => apps,
    };
    apps.values().map(|app| format!("app {}: {}", app.sdk_app_id, signing(app, config))).collect()
}

fn signing(app: &App, config: &Config) -> String {
    match app.tokens.len() {
        0 if config.http.allow_unsigned => {
            "NO token, taken unsigned from everywhere but web pages (IMHOOK_ALLOW_UNSIGNED)".to_owned()
        }
        0 => "NO token, every callback is refused: set IMHOOK_CALLBACK_TOKEN".to_owned(),
        1 => "Sign checked".to_owned(),
        tokens => format!("Sign checked against {tokens} tokens"),
    }
}

/// The command line of this program, with the data folder of this service.
fn invocation(config: &Config) -> String {
    let program = std::env::args().next().unwrap_or_else(|| "imhook".to_owned());
    match &config.database.data_dir {
        Some(folder) => {
            format!("IMHOOK_DATA_DIR='{}' {program}", folder.display().to_string().replace('\'', r"'\''"))
        }
        None => program,
    }
}

/// The database in use, without its password.
fn database(config: &Config) -> String {
    match &config.database.url {
        None => {
            let path = data_path(&config.database).map(|path| path.display().to_string()).unwrap_or_default();
            format!("private Postgres in {path}; `imhook db url` prints its URL")
        }
        Some(_) => "DATABASE_URL".to_owned(),
    }
}

/// A command that posts a sample message, signed where that is needed; the token itself is not printed.
fn curl(url: &str, apps: &Apps, config: &Config) -> String {
    let sample = |id: &str| {
        format!(
            "{url}?SdkAppid={id}&CallbackCommand=C2C.CallbackAfterSendMsg&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Web"
        )
    };
    let time = Utc::now().timestamp();
    let random = uuid::Uuid::new_v4().as_fields().0;
    let body = serde_json::json!({
        "CallbackCommand": "C2C.CallbackAfterSendMsg",
        "From_Account": "alice",
        "To_Account": "bob",
        "MsgSeq": 1,
        "MsgRandom": random,
        "MsgTime": time,
        "MsgKey": format!("1_{random}_{time}"),
        "OnlineOnlyFlag": 0,
        "SendMsgResult": 0,
        "ErrorInfo": "send msg succeed",
        "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "hello from imhook" } }],
        "CloudCustomData": "",
    });
    match apps {
        Apps::Development(_) => format!("curl -d '{body}' '{}'", sample("1400000000")),
        Apps::Known(apps) => {
            // The shell computes the Sign from IMHOOK_CALLBACK_TOKEN: of several tokens, with commas between, the first.
            let own = config.apps.sdk_app_id.and_then(|id| apps.get(&SdkAppId(id)));
            let known = own.map_or("IMHOOK_CALLBACK_TOKEN='<token of this app>'; ", |_| "");
            let Some(app) = own.or_else(|| apps.values().next()) else { return String::new() };
            let url = sample(&app.sdk_app_id.to_string());
            if app.tokens.is_empty() {
                return format!("curl -d '{body}' '{url}'");
            }
            format!(
                "{known}T=$(date +%s); curl -d '{body}' \"{url}&RequestTime=$T&Sign=$(printf %s \
                 \"${{IMHOOK_CALLBACK_TOKEN%%,*}}$T\" | sha256sum | cut -d' ' -f1)\""
            )
        }
    }
}
