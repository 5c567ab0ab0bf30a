//! The apps whose callbacks are taken, each with its tokens and keys.

mod error;
mod file;
pub(super) mod options;

use crate::callback::sign::Token;
use crate::client::ClientBuilder;
use crate::config::policy::{Policies, Policy};
use crate::config::{Config, Region};
use crate::model::SdkAppId;
use crate::rest::Client;
use crate::usersig::Signer;
pub use error::Error;
use file::Entry;
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::BTreeMap;

/// One IM app.
#[derive(Debug, Clone)]
pub struct App {
    /// The app's `SDKAppID`.
    pub sdk_app_id: SdkAppId,
    /// Tokens of the callback URL; several during a rotation. Without one, callbacks of the app are not signed.
    pub tokens: Vec<Token>,
    /// The secret key, for the REST interface and UserSig.
    pub secret_key: Option<SecretString>,
    /// Answers to before-callbacks that no handler has decided.
    pub policies: Policies,
    /// The administrator in whose name REST is called.
    pub admin: String,
    /// The site of the app.
    pub region: Region,
    /// The host of REST, in place of the site's.
    pub rest_host: Option<String>,
}

/// The apps whose callbacks are taken.
#[derive(Debug, Clone)]
pub enum Apps {
    /// Callbacks of every app id, on loopback and at a secret URL only, with these policies: no app is configured.
    Development(Policies),
    /// Callbacks of these apps, by id.
    Known(BTreeMap<SdkAppId, App>),
}

impl App {
    /// The app of an entry; what the entry does not say comes from flags and variables.
    fn new(entry: Entry, config: &Config) -> Result<Self, Error> {
        // Postgres's bigint is the limit; Tencent's ids have ten digits or so.
        if entry.sdk_app_id == 0 || i64::try_from(entry.sdk_app_id).is_err() {
            return Err(Error::AppId(entry.sdk_app_id));
        }
        let sdk_app_id = SdkAppId(entry.sdk_app_id);
        let tokens = entry.callback_tokens.iter().map(|token| Token::new(token.expose_secret().trim()));
        let tokens: Result<Vec<_>, _> = tokens.collect();
        let tokens = tokens.map_err(|_| Error::EmptyToken(sdk_app_id))?;
        let rules = entry.before_policy.unwrap_or_else(|| config.handlers.before_policy.clone());
        Ok(Self {
            sdk_app_id,
            tokens,
            secret_key: entry.secret_key,
            policies: rules.into_iter().collect(),
            admin: entry.admin.unwrap_or_else(|| config.rest.admin.clone()),
            region: entry.region.unwrap_or(config.rest.region),
            rest_host: entry.rest_host.or_else(|| config.rest.rest_host.clone()),
        })
    }

    /// The app that a command works for: the wanted one, else that of `IMHOOK_SDK_APP_ID`, else the only one. Whether
    /// callbacks of the apps may be taken is not checked.
    ///
    /// # Errors
    /// When there is no such app, or the configuration contradicts itself.
    pub fn choose(config: &Config, wanted: Option<u64>) -> Result<Self, Error> {
        let mut apps = configured(config)?;
        if let Some(id) = wanted.or(config.apps.sdk_app_id).map(SdkAppId) {
            return apps.remove(&id).ok_or(Error::Unknown(id));
        }
        let (_, app) = apps.pop_first().ok_or(Error::NoApp)?;
        if apps.is_empty() { Ok(app) } else { Err(Error::Several) }
    }

    /// A signer and verifier of UserSig for the app.
    ///
    /// # Errors
    /// When the app has no secret key.
    pub fn signer(&self) -> Result<Signer, Error> {
        let key = self.secret_key.as_ref().ok_or(Error::NoKey(self.sdk_app_id))?;
        Signer::new(self.sdk_app_id.0, key.expose_secret().trim())
            .map_err(|empty| Error::Key(self.sdk_app_id, empty))
    }

    /// Whether REST is called for both apps in the same way, so that a client of the one serves the other.
    #[must_use]
    pub fn calls_like(&self, other: &Self) -> bool {
        let settings = |app: &Self| {
            let key = app.secret_key.as_ref().map(|key| key.expose_secret().to_owned());
            (app.sdk_app_id, key, app.admin.clone(), app.region, app.rest_host.clone())
        };
        settings(self) == settings(other)
    }

    /// A REST client of the app.
    ///
    /// # Errors
    /// When the app has no secret key.
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
    /// The app of that id; `None` also in development mode.
    #[must_use]
    pub fn get(&self, id: SdkAppId) -> Option<&App> {
        match self {
            Self::Development(_) => None,
            Self::Known(apps) => apps.get(&id),
        }
    }

    /// The configured apps; none in development mode.
    pub fn known(&self) -> impl Iterator<Item = &App> {
        let apps = match self {
            Self::Development(_) => None,
            Self::Known(apps) => Some(apps.values()),
        };
        apps.into_iter().flatten()
    }

    /// The policy of an app for a command.
    #[must_use]
    pub fn policy(&self, id: SdkAppId, command: &str) -> Policy {
        match (self, self.get(id)) {
            (_, Some(app)) => app.policies.of(command),
            (Self::Development(policies), None) => policies.of(command),
            (Self::Known(_), None) => Policy::default(),
        }
    }

    /// The policies of every app.
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
        let public = !config.http.listen.ip().is_loopback();
        if known.is_empty() {
            return if public {
                Err(Error::DevelopmentInPublic(config.http.listen))
            } else {
                Ok(Self::Development(config.handlers.before_policy.iter().cloned().collect()))
            };
        }
        if public
            && !config.http.allow_unsigned
            && let Some(app) = known.values().find(|app| app.tokens.is_empty())
        {
            return Err(Error::UnsignedInPublic { app: app.sdk_app_id, listen: config.http.listen });
        }
        Ok(Self::Known(known))
    }
}

/// The apps of the apps file, and the one of flags and variables.
fn configured(config: &Config) -> Result<BTreeMap<SdkAppId, App>, Error> {
    let mut entries = match &config.apps.file {
        Some(path) => file::read(path)?,
        None => Vec::new(),
    };
    match config.apps.sdk_app_id {
        Some(sdk_app_id) => entries.push(Entry {
            sdk_app_id,
            callback_tokens: config.http.callback_token.clone(),
            secret_key: config.apps.secret_key.clone(),
            before_policy: None,
            admin: None,
            region: None,
            rest_host: None,
        }),
        None if !config.http.callback_token.is_empty() || config.apps.secret_key.is_some() => {
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
