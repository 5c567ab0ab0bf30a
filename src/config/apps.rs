//! The apps whose callbacks are taken, each with its tokens and keys.

use crate::callback::sign::Token;
use crate::client::ClientBuilder;
use crate::config::policy::{Policies, Rule};
use crate::config::{Config, Region};
use crate::model::SdkAppId;
use crate::rest::Client;
use crate::usersig::{EmptyKey, Signer};
use secrecy::{ExposeSecret as _, SecretString};
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
    pub secret_key: Option<SecretString>,
    /// What is answered where its handlers have not decided.
    pub policies: Policies,
    /// The administrator in whose name REST is called.
    pub admin: String,
    /// Its site.
    pub region: Region,
    /// The host that REST is called at, in place of its site's.
    pub rest_host: Option<String>,
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
    /// The file of apps cannot be read. (Neither its text nor the parser's message is shown: both may hold secrets.)
    #[error(
        "IMHOOK_APPS {path}, line {line}, column {column}{}: this is no TOML, no setting of an app, a value of another \
         type, or an app without sdk_app_id. [[app]] takes sdk_app_id, callback_tokens, secret_key, before_policy, \
         admin, region and rest_host",
        key.as_ref().map(|key| format!(" ({key})")).unwrap_or_default()
    )]
    Parse {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The setting that the line is about.
        key: Option<String>,
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
    /// An app is needed.
    #[error("no app is configured: set IMHOOK_SDK_APP_ID and IMHOOK_SECRET_KEY")]
    NoApp,
    /// Another app is needed.
    #[error("the app {0} is not configured")]
    Unknown(SdkAppId),
    /// There are several to choose from.
    #[error("several apps are configured: say which, with --app")]
    Several,
    /// Nothing can be signed.
    #[error("the app {0} has no secret key: set IMHOOK_SECRET_KEY (or secret_key in IMHOOK_APPS)")]
    NoKey(SdkAppId),
    /// An empty key signs nothing.
    #[error("app {0}: {1}")]
    Key(SdkAppId, EmptyKey),
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
    callback_tokens: Vec<SecretString>,
    secret_key: Option<SecretString>,
    before_policy: Option<Vec<Rule>>,
    admin: Option<String>,
    region: Option<Region>,
    rest_host: Option<String>,
}

impl App {
    /// What an entry does not say is as in the variables.
    fn new(entry: Entry, config: &Config) -> Result<Self, Error> {
        // Postgres's bigint is the limit; Tencent's ids have ten digits or so.
        if entry.sdk_app_id == 0 || i64::try_from(entry.sdk_app_id).is_err() {
            return Err(Error::AppId(entry.sdk_app_id));
        }
        let sdk_app_id = SdkAppId(entry.sdk_app_id);
        let tokens = entry.callback_tokens.iter().map(|token| Token::new(token.expose_secret().trim()));
        let tokens: Result<Vec<_>, _> = tokens.collect();
        let tokens = tokens.map_err(|_| Error::EmptyToken(sdk_app_id))?;
        let rules = entry.before_policy.unwrap_or_else(|| config.before_policy.clone());
        Ok(Self {
            sdk_app_id,
            tokens,
            secret_key: entry.secret_key,
            policies: rules.into_iter().collect(),
            admin: entry.admin.unwrap_or_else(|| config.admin.clone()),
            region: entry.region.unwrap_or(config.region),
            rest_host: entry.rest_host.or_else(|| config.rest_host.clone()),
        })
    }

    /// The one that a command is about: the wanted one, else that of `IMHOOK_SDK_APP_ID`, else the only one. What
    /// only matters to who takes callbacks is not asked.
    ///
    /// # Errors
    /// When there is no such app, or the configuration contradicts itself.
    pub fn choose(config: &Config, wanted: Option<u64>) -> Result<Self, Error> {
        let mut apps = configured(config)?;
        if let Some(id) = wanted.or(config.sdk_app_id).map(SdkAppId) {
            return apps.remove(&id).ok_or(Error::Unknown(id));
        }
        let (_, app) = apps.pop_first().ok_or(Error::NoApp)?;
        if apps.is_empty() { Ok(app) } else { Err(Error::Several) }
    }

    /// What signs and verifies for it.
    ///
    /// # Errors
    /// When it has no secret key.
    pub fn signer(&self) -> Result<Signer, Error> {
        let key = self.secret_key.as_ref().ok_or(Error::NoKey(self.sdk_app_id))?;
        Signer::new(self.sdk_app_id.0, key.expose_secret().trim())
            .map_err(|empty| Error::Key(self.sdk_app_id, empty))
    }

    /// What calls REST in its name.
    ///
    /// # Errors
    /// When it has no secret key.
    pub fn client(&self) -> Result<ClientBuilder, Error> {
        let key = self.secret_key.as_ref().ok_or(Error::NoKey(self.sdk_app_id))?;
        let builder = Client::builder(self.sdk_app_id, key, &self.admin).region(self.region);
        Ok(match &self.rest_host {
            Some(host) => builder.host(host),
            None => builder,
        })
    }
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

    /// The apps that are known by their own.
    pub fn known(&self) -> impl Iterator<Item = &App> {
        let apps = match self {
            Self::Development(_) => None,
            Self::Known(apps) => Some(apps.values()),
        };
        apps.into_iter().flatten()
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
        let known = configured(config)?;
        let public = !config.listen.ip().is_loopback();
        if known.is_empty() {
            return if public {
                Err(Error::DevelopmentInPublic(config.listen))
            } else {
                Ok(Self::Development(config.before_policy.iter().cloned().collect()))
            };
        }
        if public
            && !config.allow_unsigned
            && let Some(app) = known.values().find(|app| app.tokens.is_empty())
        {
            return Err(Error::UnsignedInPublic { app: app.sdk_app_id, listen: config.listen });
        }
        Ok(Self::Known(known))
    }
}

/// The apps of file and variables.
fn configured(config: &Config) -> Result<BTreeMap<SdkAppId, App>, Error> {
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
            admin: None,
            region: None,
            rest_host: None,
        }),
        None if !config.callback_token.is_empty() || config.secret_key.is_some() => {
            return Err(Error::NoAppId);
        }
        None => {}
    }
    let mut known = BTreeMap::new();
    for entry in entries {
        let app = App::new(entry, config)?;
        if let Some(twice) = known.insert(app.sdk_app_id, app) {
            return Err(Error::Twice(twice.sdk_app_id));
        }
    }
    Ok(known)
}

fn read(path: &std::path::Path) -> Result<Vec<Entry>, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let file: File = toml::from_str(&text).map_err(|error| {
        let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let key = text.get(start..).unwrap_or_default().split_once('=').map(|(key, _)| key.trim().to_owned());
        Error::Parse {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.len() - start + 1,
            key: key
                .filter(|key| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')),
        }
    })?;
    Ok(file.app)
}
