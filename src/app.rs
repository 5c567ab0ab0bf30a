//! The apps whose callbacks are taken, each with its tokens and keys.

use crate::callback::sign::Token;
use crate::config::{Config, Secret};
use crate::model::SdkAppId;
use crate::policy::{Policies, Rule};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One IM app.
#[derive(Debug, Clone)]
pub struct App {
    /// Its `SDKAppID`.
    pub sdk_app_id: SdkAppId,
    /// Tokens of its callback URL; several during a rotation. Without one, its callbacks are not signed.
    pub tokens: Vec<Token>,
    /// Its secret key, for the REST interface.
    pub secret_key: Option<Secret>,
    /// What is answered where its handlers have not decided.
    pub policies: Policies,
}

/// Whose callbacks are taken.
#[derive(Debug, Clone)]
pub enum Apps {
    /// No app is configured: every app id, on loopback only, with these policies.
    Development(Policies),
    /// These, by id.
    Known(BTreeMap<SdkAppId, App>),
}

/// What is wrong with the apps' configuration, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file of apps cannot be read.
    #[error("cannot read IMHOOK_APPS {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file of apps is not what it should be. (The text is not shown: it holds secrets.)
    #[error("IMHOOK_APPS {path}, line {line}: {message}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// One id, two apps.
    #[error("the app {0} is configured twice")]
    Twice(SdkAppId),
    /// Token or key without the app they are for.
    #[error("IMHOOK_CALLBACK_TOKEN or IMHOOK_SECRET_KEY is set, but not IMHOOK_SDK_APP_ID")]
    NoAppId,
    /// An id that Tencent cannot have given.
    #[error("{0} is no SDKAppID")]
    AppId(u64),
    /// An empty token would let everybody in.
    #[error("a callback token of the app {0} is empty")]
    EmptyToken(SdkAppId),
    /// Development mode for the world.
    #[error(
        "no app is configured, so imhook may listen on loopback only, not on {0}: \
         set IMHOOK_SDK_APP_ID and IMHOOK_CALLBACK_TOKEN"
    )]
    DevelopmentInPublic(std::net::SocketAddr),
    /// Everybody could post callbacks.
    #[error(
        "the app {app} has no callback token, so anybody who reaches {listen} could post callbacks: \
         set IMHOOK_CALLBACK_TOKEN (or callback_tokens in IMHOOK_APPS), or IMHOOK_ALLOW_UNSIGNED=true"
    )]
    UnsignedInPublic {
        /// The app.
        app: SdkAppId,
        /// The address that is not loopback.
        listen: std::net::SocketAddr,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    app: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    sdk_app_id: u64,
    #[serde(default)]
    callback_tokens: Vec<Secret>,
    secret_key: Option<Secret>,
    before_policy: Option<Vec<Rule>>,
}

impl Apps {
    /// The app of that id, if it is known by its own.
    #[must_use]
    pub fn get(&self, id: SdkAppId) -> Option<&App> {
        match self {
            Self::Development(_) => None,
            Self::Known(apps) => apps.get(&id),
        }
    }

    /// The policies of each app.
    #[must_use]
    pub fn policies(&self) -> Vec<&Policies> {
        match self {
            Self::Development(policies) => vec![policies],
            Self::Known(apps) => apps.values().map(|app| &app.policies).collect(),
        }
    }

    /// The apps of a configuration, checked against the address it listens on.
    ///
    /// # Errors
    /// When the configuration contradicts itself, or would take unsigned callbacks from the world.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let mut entries = match &config.apps {
            Some(path) => read(path)?,
            None => Vec::new(),
        };
        match config.sdk_app_id {
            Some(sdk_app_id) => entries.push(Entry {
                sdk_app_id,
                callback_tokens: config.callback_token.clone(),
                secret_key: config.secret_key.clone(),
                before_policy: None,
            }),
            None if !config.callback_token.is_empty() || config.secret_key.is_some() => {
                return Err(Error::NoAppId);
            }
            None => {}
        }
        let policies: Policies = config.before_policy.iter().cloned().collect();
        if entries.is_empty() {
            return if config.listen.ip().is_loopback() {
                Ok(Self::Development(policies))
            } else {
                Err(Error::DevelopmentInPublic(config.listen))
            };
        }
        let mut known = BTreeMap::new();
        for entry in entries {
            let app = App::new(entry, &policies)?;
            if app.tokens.is_empty() && !config.allow_unsigned && !config.listen.ip().is_loopback() {
                return Err(Error::UnsignedInPublic { app: app.sdk_app_id, listen: config.listen });
            }
            if let Some(twice) = known.insert(app.sdk_app_id, app) {
                return Err(Error::Twice(twice.sdk_app_id));
            }
        }
        Ok(Self::Known(known))
    }
}

impl App {
    fn new(entry: Entry, policies: &Policies) -> Result<Self, Error> {
        // Postgres's bigint is the limit; Tencent's ids have ten digits or so.
        if entry.sdk_app_id == 0 || i64::try_from(entry.sdk_app_id).is_err() {
            return Err(Error::AppId(entry.sdk_app_id));
        }
        let sdk_app_id = SdkAppId(entry.sdk_app_id);
        let tokens = entry.callback_tokens.iter().map(|token| Token::new(token.expose().trim()));
        let tokens: Result<Vec<_>, _> = tokens.collect();
        let tokens = tokens.map_err(|_| Error::EmptyToken(sdk_app_id))?;
        let policies = match entry.before_policy {
            Some(rules) => rules.into_iter().collect(),
            None => policies.clone(),
        };
        Ok(Self { sdk_app_id, tokens, secret_key: entry.secret_key, policies })
    }
}

fn read(path: &std::path::Path) -> Result<Vec<Entry>, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let file: File = toml::from_str(&text).map_err(|error| Error::Parse {
        path: path.to_owned(),
        line: error
            .span()
            .map_or(1, |span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1),
        message: without_value(error.message()),
    })?;
    Ok(file.app)
}

/// "invalid type: string "the token", expected a sequence" without what stands there.
fn without_value(message: &str) -> String {
    match (message.split_once(": "), message.rsplit_once(", expected ")) {
        (Some((what @ ("invalid type" | "invalid value"), _)), Some((_, expected))) => {
            format!("{what}, expected {expected}")
        }
        _ => message.to_owned(),
    }
}
