//! How Tencent's REST interface is called, where an app of the apps file does not say it itself.

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use strum::VariantNames as _;
pub use tencent_im::client::Region;

/// In whose name REST is called, and at which host.
#[derive(Debug, Clone, clap::Args)]
pub struct RestOptions {
    /// Account of an administrator of the app, in whose name REST is called.
    #[arg(long, env = "IMHOOK_ADMIN", value_name = "ACCOUNT", default_value = "administrator")]
    pub admin: String,

    /// Site of the app, which decides the host of REST.
    #[arg(long, env = "IMHOOK_REGION", value_name = "REGION", default_value = "china")]
    #[arg(value_parser = PossibleValuesParser::new(Region::VARIANTS).try_map(|name| name.parse::<Region>()))]
    pub region: Region,

    /// Host of REST in place of the region's: a name, or a URL without a path.
    #[arg(long, env = "IMHOOK_REST_HOST", value_name = "HOST")]
    pub rest_host: Option<String>,
}
