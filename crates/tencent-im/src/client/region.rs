//! The sites that Tencent runs, and the hosts of each: <https://cloud.tencent.com/document/product/269/1519>.

use serde::Deserialize;
use strum::{Display, EnumString, VariantArray, VariantNames};

/// The site at which an app was set up. Each site has hosts of its own, and a call to another site's hosts fails.
///
/// Names are in kebab case, in text as in JSON: `silicon-valley`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Display, EnumString, VariantArray, VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Region {
    /// The site of China.
    #[default]
    China,
    /// Singapore.
    Singapore,
    /// Seoul.
    Seoul,
    /// Tokyo.
    Tokyo,
    /// Frankfurt.
    Frankfurt,
    /// Silicon Valley.
    SiliconValley,
    /// Jakarta.
    Jakarta,
    /// Riyadh.
    Riyadh,
}

impl Region {
    /// The host of the site, and its back-up host, which is meant for DNS trouble.
    pub(super) const fn hosts(self) -> (&'static str, &'static str) {
        match self {
            Self::China => ("console.tim.qq.com", "adminapi.my-imcloud.com"),
            Self::Singapore => ("adminapisgp.im.qcloud.com", "adminapisgp.my-imcloud.com"),
            Self::Seoul => ("adminapikr.im.qcloud.com", "adminapikr.my-imcloud.com"),
            Self::Tokyo => ("adminapijpn.im.qcloud.com", "adminapijpn.my-imcloud.com"),
            Self::Frankfurt => ("adminapiger.im.qcloud.com", "adminapiger.my-imcloud.com"),
            Self::SiliconValley => ("adminapiusa.im.qcloud.com", "adminapiusa.my-imcloud.com"),
            Self::Jakarta => ("adminapiidn.im.qcloud.com", "adminapiidn.my-imcloud.com"),
            Self::Riyadh => ("adminapiksa.im.qcloud.com", "adminapiksa.my-imcloud.com"),
        }
    }
}
