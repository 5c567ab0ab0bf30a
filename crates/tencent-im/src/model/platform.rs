//! The platform that a request came from.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::{AsRefStr, EnumIter, IntoEnumIterator as _};

use super::text;

/// The platform of the user's client (`OptPlatform`). The set is open: a name that is not listed is kept as it
/// came.
///
/// Tencent's spelling varies (`iOS` and `IOS`, `Mac` and `macOS`), so names are matched without regard to
/// case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsRefStr, EnumIter)]
pub enum Platform {
    /// The app's server, through the REST interface (`RESTAPI`).
    #[strum(serialize = "RESTAPI")]
    RestApi,
    /// A browser (`Web`).
    Web,
    /// `Android`.
    Android,
    /// An iPhone (`iOS`).
    #[strum(serialize = "iOS")]
    Ios,
    /// `Windows`.
    Windows,
    /// macOS (`Mac`).
    Mac,
    /// `iPad`.
    #[strum(serialize = "iPad")]
    Ipad,
    /// `Linux`.
    Linux,
    /// A platform that Tencent does not know (`Unknown`).
    Unknown,
    /// A name that is not listed, verbatim.
    #[strum(transparent)]
    Other(String),
}

impl Platform {
    /// The usual spelling; for a name that is not listed, the one received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.as_ref()
    }
}

impl From<&str> for Platform {
    fn from(name: &str) -> Self {
        if name.eq_ignore_ascii_case("macOS") {
            return Self::Mac;
        }
        let known = Self::iter().find(|known| known.as_str().eq_ignore_ascii_case(name));
        known.unwrap_or_else(|| Self::Other(name.to_owned()))
    }
}

impl From<String> for Platform {
    fn from(name: String) -> Self {
        name.as_str().into()
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.pad(self.as_str())
    }
}

impl Serialize for Platform {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Platform {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        text::required(input).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::Platform;

    #[test]
    fn names_are_known_in_any_case_and_unknown_ones_kept() {
        for (name, platform) in [
            ("RESTAPI", Platform::RestApi),
            ("restapi", Platform::RestApi),
            ("IOS", Platform::Ios),
            ("macOS", Platform::Mac),
            ("MAC", Platform::Mac),
            ("ipad", Platform::Ipad),
            ("unknown", Platform::Unknown),
            ("HarmonyOS", Platform::Other("HarmonyOS".into())),
            ("", Platform::Other(String::new())),
        ] {
            assert_eq!(Platform::from(name), platform, "{name}");
        }
        for known in Platform::iter() {
            assert_eq!(Platform::from(known.as_str()), known);
        }
        assert_eq!(Platform::from("macos").as_str(), "Mac");
        assert_eq!(Platform::from("visionOS").as_str(), "visionOS");
    }
}
