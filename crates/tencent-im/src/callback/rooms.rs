//! The callbacks of rooms, which three families share.

/// Callbacks with the fields that all of rooms have in common; what is special to one is in `other`.
macro_rules! rooms {
    ($($(#[$doc:meta])* $name:ident = $command:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[serde(remote = "Self", rename_all = "PascalCase")]
        #[doc(alias = $command)]
        pub struct $name {
            /// Who asked for it; `@TIM#SYSTEM` if nobody did.
            #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub operator: Option<UserId>,
            /// The room; its live group has the same id.
            #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
            pub room_id: Option<GroupId>,
            /// What kind of event it is, such as `DestroyByUser`.
            #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
            pub event_type: Option<String>,
            /// When the callback was made, Unix milliseconds.
            #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
            pub event_time: Option<i64>,
            /// Everything else, by Tencent's names, as JSON text.
            #[serde(skip)]
            pub other: Other,
        }

        impl Callback for $name {
            const COMMAND: &'static str = $command;
            type Ack = Received;

            fn conversation(&self) -> Option<Conversation> {
                self.room_id.as_ref().map(Conversation::group)
            }
        }

        whole! { $name }
    )*};
}
pub(super) use rooms;
