//! `imhook call`: any endpoint of the REST interface, by its path.

use super::table;
use super::usage::Usage;
use crate::config::Config;
use crate::config::apps::App;
use crate::rest;
use anyhow::{Context as _, anyhow};
use serde_json::{Value, json};
use std::io::{IsTerminal as _, Read as _, Write as _};

/// Query parameters of every call, which imhook adds itself.
const QUERY_KEYS: [&str; 5] = ["sdkappid", "identifier", "usersig", "random", "contenttype"];

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook call --list
  imhook call v4/im_open_login_svc/account_check '{\"CheckItem\":[{\"UserID\":\"amy\"}]}'
  imhook call --dry-run v4/openim/sendmsg @message.json
  echo '{\"GroupIdList\":[\"@TGS#1\"]}' | imhook call v4/group_open_http_svc/get_group_info -

Exit status: 0 done, 1 Tencent refused, or the call failed, 2 wrong usage or not a request of this endpoint.";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Path of the endpoint, such as v4/openim/sendmsg.
    #[arg(required_unless_present = "list")]
    path: Option<String>,
    /// The request: JSON, @FILE, or - for standard input.
    #[arg(default_value = "{}", value_name = "JSON|@FILE|-")]
    request: String,
    /// Print the request and send nothing.
    #[arg(long)]
    dry_run: bool,
    /// List all endpoints.
    #[arg(long, conflicts_with_all = ["path", "dry_run"])]
    list: bool,
    /// Print the list as JSON.
    #[arg(long, requires = "list")]
    json: bool,
    /// SDKAppID, where several apps are configured.
    #[arg(long, value_name = "ID")]
    app: Option<u64>,
}

pub(super) async fn run(args: &Args, config: &Config) -> anyhow::Result<()> {
    let Some(path) = &args.path else { return list(args.json) };
    let entry = rest::endpoint(path)
        .ok_or_else(|| Usage::new(anyhow!("there is no endpoint {path}: imhook call --list shows all")))?;
    let given = read(&args.request)?;
    let mut body = entry.decode(&given).map_err(Usage::new)?;
    for field in entry.unknown(&given) {
        anstream::eprintln!("warning: {} has no field {field}; it is sent as given", entry.path);
    }
    if args.dry_run {
        return print(
            &json!({ "method": "POST", "path": entry.path, "query_keys": QUERY_KEYS, "body": body }),
        );
    }
    entry.fix_key(&mut body);
    let client = App::choose(config, args.app)?.client()?.build()?;
    let answer = client.call(entry.path, entry.retry, entry.per_second, body).await?;
    for failure in entry.failures(&answer) {
        anstream::eprintln!("warning: {failure}");
    }
    print(&answer)
}

fn read(request: &str) -> anyhow::Result<Value> {
    let (text, from) = match request.strip_prefix('@') {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"));
            (text.map_err(Usage::new)?, path)
        }
        None if request == "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
            (text, "standard input")
        }
        None => (request.to_owned(), "the request"),
    };
    let value = serde_json::from_str(&text).with_context(|| format!("{from} is not JSON"));
    Ok(value.map_err(Usage::new)?)
}

fn print(value: &Value) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let text =
        if out.is_terminal() { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    writeln!(out, "{}", text?)?;
    Ok(())
}

fn list(as_json: bool) -> anyhow::Result<()> {
    if as_json {
        let entries = rest::ENDPOINTS.iter().map(|entry| {
            json!({
                "path": entry.path, "type": entry.call, "module": entry.module(), "title": entry.title,
                "limits": entry.limits, "per_second": entry.per_second, "retry": entry.retry,
            })
        });
        return print(&entries.collect());
    }
    let rows = rest::ENDPOINTS.iter().map(|entry| {
        [entry.path.to_owned(), entry.call.to_owned(), format!("{}; {}", entry.title, entry.limits)]
    });
    Ok(table::print(None, rows)?)
}
