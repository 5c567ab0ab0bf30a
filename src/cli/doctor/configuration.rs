//! Checks of the apps, their tokens and keys, and of who may read those.

use super::report::Check;
use crate::config::Config;
use crate::config::admin::admin_token;
use crate::config::apps::{App, Apps};
use secrecy::ExposeSecret as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

const CONFIGURATION: &str = "configuration";
const SECRETS: &str = "secrets";

/// The longest token that the IM console takes.
const TOKEN: usize = 128;

/// Whether `imhook serve` would start with the configuration of the apps and of the admin address.
pub(super) fn apps(config: &Config, checks: &mut Vec<Check>) -> Option<Apps> {
    let wrong = |error: String| {
        let advice = "`imhook serve` does not start with this: correct the variable, flag or file";
        Check::fault(CONFIGURATION, error, advice)
    };
    if let Err(error) = admin_token(&config.http) {
        checks.push(wrong(error.to_string()));
    }
    let apps = match Apps::new(config) {
        Ok(apps) => apps,
        Err(error) => {
            checks.push(wrong(error.to_string()));
            return None;
        }
    };
    match &apps {
        Apps::Development(_) => checks.push(Check::warning(
            CONFIGURATION,
            "no app: development mode, every app id is taken unsigned, at the secret URL that `imhook url` prints",
            "for real use set IMHOOK_SDK_APP_ID and IMHOOK_CALLBACK_TOKEN",
        )),
        Apps::Known(known) => {
            let unsigned = known.values().filter(|app| app.tokens.is_empty());
            checks.extend(unsigned.map(|app| without_token(app, config)));
            let checked: Vec<_> = known.values().filter(|app| !app.tokens.is_empty()).map(signed).collect();
            if !checked.is_empty() {
                let found = format!(
                    "{}; callbacks at {}{}, admin at {}",
                    checked.join(", "),
                    config.http.listen,
                    config.http.callback_path,
                    config.http.admin_listen
                );
                checks.push(Check::ok(CONFIGURATION, found));
            }
        }
    }
    Some(apps)
}

/// Variables that imhook does not have.
pub(super) fn unknown(variables: &[String]) -> impl Iterator<Item = Check> {
    variables.iter().map(|variable| {
        let found = format!("imhook has no variable {variable}");
        Check::warning(CONFIGURATION, found, "correct its name, or take it out: it has no effect")
    })
}

fn signed(app: &App) -> String {
    match app.tokens.len() {
        1 => format!("app {}: Sign checked", app.sdk_app_id),
        tokens => format!("app {}: Sign checked against {tokens} tokens", app.sdk_app_id),
    }
}

fn without_token(app: &App, config: &Config) -> Check {
    let id = app.sdk_app_id;
    let advice =
        "set IMHOOK_CALLBACK_TOKEN (or callback_tokens in IMHOOK_APPS) to the token in the IM console";
    if config.http.allow_unsigned {
        let found =
            format!("app {id} has no callback token: anybody can post callbacks (IMHOOK_ALLOW_UNSIGNED)");
        Check::warning(CONFIGURATION, found, advice)
    } else {
        let found = format!("app {id} has no callback token: all its callbacks are refused");
        Check::fault(CONFIGURATION, found, advice)
    }
}

/// Whether tokens and keys look like Tencent's, and who may read the files that hold them.
pub(super) fn secrets(config: &Config, apps: Option<&Apps>) -> Vec<Check> {
    let mut checks = Vec::new();
    let known = match apps {
        Some(Apps::Known(known)) => known.values().collect(),
        Some(Apps::Development(_)) | None => Vec::new(),
    };
    for app in &known {
        let id = app.sdk_app_id;
        for token in app.tokens.iter().filter(|token| token.length() > TOKEN) {
            let found = format!("a callback token of app {id} has {} characters", token.length());
            checks.push(Check::warning(
                SECRETS,
                found,
                "the IM console takes 128 at most: compare it with the token there",
            ));
        }
        if app.secret_key.as_ref().is_some_and(|key| !is_key(key.expose_secret())) {
            let found = format!("the secret key of app {id} is not 64 hexadecimal digits");
            checks.push(Check::warning(SECRETS, found, "copy the key (密钥) from the IM console once more"));
        }
    }
    checks.extend(config.apps.file.as_deref().and_then(open_to_others));
    checks.extend(open_to_others(Path::new(".env")));
    if checks.is_empty() {
        checks.push(match known.iter().filter(|app| app.secret_key.is_some()).count() {
            0 => Check::ok(SECRETS, "no secret key is set: enough for callbacks, not for the REST interface"),
            keys => Check::ok(SECRETS, format!("tokens and {keys} secret key(s) look right")),
        });
    }
    checks
}

fn is_key(key: &str) -> bool {
    key.len() == 64 && key.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// A warning where every user of this machine can read a file of secrets.
fn open_to_others(path: &Path) -> Option<Check> {
    let file = path.metadata().ok().filter(|file| file.is_file() && file.mode() & 0o004 != 0)?;
    let found = format!(
        "{} has the mode {:o}: every user of this machine can read it",
        path.display(),
        file.mode() & 0o777
    );
    Some(Check::warning(SECRETS, found, format!("chmod o= '{}'", path.display())))
}
