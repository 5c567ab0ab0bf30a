//! What can be wrong with the configuration of the apps.

use crate::model::SdkAppId;
use crate::usersig::EmptyKey;
use std::path::PathBuf;

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
    /// The file of apps cannot be understood. Neither its text nor the parser's message is shown: they may hold secrets.
    #[error(
        "IMHOOK_APPS {path}, line {line}: this is not TOML, or not what [[app]] takes: sdk_app_id (a number, required), \
         callback_tokens and before_policy (arrays of texts), secret_key, admin, region, rest_host (texts)"
    )]
    Parse {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The file of apps names no app: development mode, which takes every app, is not what its owner wants.
    #[error("IMHOOK_APPS {path} holds no [[app]]: name an app there, or do not set IMHOOK_APPS")]
    NoAppInFile {
        /// The file.
        path: PathBuf,
    },
    /// Two apps have one id.
    #[error("the app {0} is configured twice")]
    Twice(SdkAppId),
    /// A token or key is given without the app that it belongs to.
    #[error("IMHOOK_CALLBACK_TOKEN or IMHOOK_SECRET_KEY is set, but not IMHOOK_SDK_APP_ID")]
    NoAppId,
    /// A number that is no `SDKAppID`.
    #[error("{0} is no SDKAppID")]
    AppId(u64),
    /// A callback token is empty: everybody could sign with it.
    #[error("a callback token of the app {0} is empty")]
    EmptyToken(SdkAppId),
    /// A command needs an app, and none is configured.
    #[error("no app is configured: set IMHOOK_SDK_APP_ID and IMHOOK_SECRET_KEY")]
    NoApp,
    /// A command names an app that is not configured.
    #[error("the app {0} is not configured")]
    Unknown(SdkAppId),
    /// A command names no app, and several are configured.
    #[error("several apps are configured: say which, with --app")]
    Several,
    /// The app has no secret key, so nothing can be signed for it.
    #[error("the app {0} has no secret key: set IMHOOK_SECRET_KEY (or secret_key in IMHOOK_APPS)")]
    NoKey(SdkAppId),
    /// The secret key cannot be used.
    #[error("app {0}: {1}")]
    Key(SdkAppId, EmptyKey),
    /// Development mode takes every callback, so it may listen on loopback only.
    #[error(
        "no app is configured, so imhook may listen on loopback only, not on {0}: \
         set IMHOOK_SDK_APP_ID and IMHOOK_CALLBACK_TOKEN"
    )]
    DevelopmentInPublic(std::net::SocketAddr),
    /// An app has no token, so everybody who reaches the callback endpoint could post callbacks.
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
