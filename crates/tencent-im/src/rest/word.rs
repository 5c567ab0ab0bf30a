//! Enumerated strings: the words that we know, and any other kept as it came.

/// Defines enums of words. Each is written as its text and has `Other` for what we do not know.
macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$about:meta])* $word:ident = $text:literal,)+ }
    )+) => {$(
        $(#[$doc])*
        ///
        /// An open set: a word that we do not know is kept.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$about])* #[doc = concat!(" `", $text, "`.")] $word,)+
            /// A word that we do not know, verbatim.
            Other(String),
        }

        impl $name {
            /// The word as Tencent writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$word => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$word,)+
                    _ => Self::Other(text),
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                text.to_owned().into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
                out.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                output.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::model::text::required(input).map(Self::from)
            }
        }
    )+};
}

pub(crate) use words;
