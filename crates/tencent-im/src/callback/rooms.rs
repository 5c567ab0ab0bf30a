//! The callbacks of rooms, which three families share.

/// Callbacks with the fields that all rooms have in common. What is special to one of them is in the body only.
macro_rules! rooms {
    ($($(#[$doc:meta])* $name:ident = $command:literal;)*) => {$(
        $(#[$doc])*
        #[serde_with::skip_serializing_none]
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "PascalCase")]
        #[doc(alias = $command)]
        pub struct $name {
            /// The user who asked for it; `@TIM#SYSTEM` if nobody did.
            #[serde(rename = "Operator_Account")]
            pub operator: Option<$crate::model::UserId>,
            /// The room; its live group has the same id.
            pub room_id: Option<$crate::model::GroupId>,
            /// The kind of event, such as `DestroyByUser`.
            pub event_type: Option<String>,
            /// The time of the callback, Unix milliseconds.
            pub event_time: Option<i64>,
        }

        callback!(
            $name = $command => $crate::callback::Received,
            |event| event.room_id.as_ref().map($crate::model::Conversation::group)
        );
    )*};
}
pub(super) use rooms;
