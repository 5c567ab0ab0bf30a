//! Macros for what nearly all requests and answers say of themselves in the same words: one for each trait, and one
//! for the constructors. What goes beyond these forms is written as a plain `impl`.

/// Implements [`Endpoint`](crate::rest::Endpoint): request, answer, path, title, [`Retry`](crate::rest::Retry), limits;
/// then the rate, unless it is the common one, and the names that have changed.
///
/// ```text
/// endpoint!(Get => GetResponse, "v4/group_open_http_svc/get_group_info", "获取群详细资料", Safe,
///     "50 groups a call.", 100 a second; "ShutUpUntil" is now "MuteUntil");
/// ```
macro_rules! endpoint {
    ($name:ident $(<$service:ident: $bound:path>)? => $response:ty, $path:expr, $title:expr, $retry:ident,
        $limits:expr $(, $rate:literal a second)? $(; $($old:literal is now $new:literal),+)?) => {
        impl $(<$service: $bound>)? $crate::rest::Endpoint for $name $(<$service>)? {
            const PATH: &'static str = $path;
            const TITLE: &'static str = $title;
            const LIMITS: &'static str = $limits;
            const RETRY: $crate::rest::Retry = $crate::rest::Retry::$retry;
            $(const PER_SECOND: u32 = $rate;)?
            $(const LEGACY: &'static [(&'static str, &'static str)] = &[$(($old, $new)),+];)?
            type Response = $response;
        }
    };
}

/// Defines `new`, which takes the required fields: `name: Type` takes the field itself, `name into Type` what becomes
/// one, `name each Type` what becomes a list of them. Braces hold the other fields. Its text is a comment in front, in
/// braces, where it says more than the usual one.
///
/// ```text
/// new!(Check(from into UserId, to each UserId, check_type: CheckType));
/// new! {
///     /// The first page.
///     List(from into UserId) { start_index: 0, standard_sequence: None, custom_sequence: None }
/// }
/// ```
macro_rules! new {
    ($name:ident $($rest:tt)+) => {
        $crate::rest::define::new! {
            /// A value with the required fields.
            $name $($rest)+
        }
    };
    ($(#[$doc:meta])+ $name:ident $(<$service:ident>)? (
        $($field:ident $(into $into:ident)? $(each $each:ident)? $(: $own:ty)?),+
    ) $({ $($other:tt)+ })?) => {
        impl $(<$service>)? $name $(<$service>)? {
            $(#[$doc])+
            #[must_use]
            pub fn new($(
                $field: $(impl Into<$into>)? $(impl IntoIterator<Item = impl Into<$each>>)? $($own)?
            ),+) -> Self {
                Self {
                    $($field: $(Into::<$into>::into($field))?
                        $($field.into_iter().map(Into::<$each>::into).collect())?
                        $(std::convert::identity::<$own>($field))?,)+
                    $($($other)+)?
                }
            }
        }
    };
}

/// Implements [`Batch`](crate::rest::Batch): request, how many items of which list one call takes, and the lists of
/// the answer that the next answer goes behind.
///
/// ```text
/// batch!(Check, 1_000 of to: UserId => info_item, failed, invalid);
/// ```
macro_rules! batch {
    ($name:ident $(<$service:ident: $bound:path>)?, $max:literal of $items:ident: $item:ty
        $(=> $($list:ident),+)?) => {
        impl $(<$service: $bound>)? $crate::rest::Batch for $name $(<$service>)? {
            const MAX: usize = $max;
            type Item = $item;

            fn items(&mut self) -> Option<&mut Vec<$item>> {
                Some(&mut self.$items)
            }

            fn append(all: &mut Self::Response, next: Self::Response) {
                // An answer without lists has nothing to add.
                let _ = (&all, &next);
                $($(all.$list.extend(next.$list);)+)?
            }
        }
    };
}

/// Implements [`Paged`](crate::rest::Paged): request, the field that says where its page begins, the list of the answer,
/// and where the next page begins, from the answer or from it and the request; `None` is the end.
///
/// ```text
/// paged!(List at offset: i64, infos: WordInfo, |response| response.next_offset);
/// ```
macro_rules! paged {
    ($name:ident at $cursor:ident: $place:ty, $items:ident: $item:ty,
        |$response:ident $(, $request:ident)?| $next:expr) => {
        impl $crate::rest::Paged for $name {
            type Item = $item;
            type Cursor = $place;

            fn cursor(&self) -> $place {
                Clone::clone(&self.$cursor)
            }

            fn next(&self, $response: &Self::Response) -> Option<Self> {
                $(let $request = self;)?
                let next = $next?;
                Some(Self { $cursor: next.into(), ..self.clone() })
            }

            fn items(response: Self::Response) -> Vec<$item> {
                response.$items
            }
        }
    };
}

/// Implements [`Outcome`](crate::rest::outcome::Outcome): an item of an answer, the fields that hold its subject, its
/// code and, where there is one, the text of the code.
///
/// ```text
/// outcome!(CheckResult: to, result_code, result_info);
/// ```
macro_rules! outcome {
    ($name:ident: $subject:ident, $code:ident $(, $info:ident)?) => {
        impl $crate::rest::outcome::Outcome for $name {
            fn failure(&self) -> Option<$crate::rest::Failure> {
                let info = None $(.or(self.$info.as_deref()))?;
                $crate::rest::Failure::of(self.$subject.as_ref(), self.$code, info)
            }
        }
    };
}

/// Implements [`Response`](crate::rest::Response) where parts can fail: an answer, the list of items that tell how they
/// went, and lists of those that are only named.
///
/// ```text
/// failures!(CheckResponse: info_item; failed, invalid);
/// ```
macro_rules! failures {
    ($name:ident: $items:ident $(; $($names:ident),+)?) => {
        impl $crate::rest::Response for $name {
            fn failures(&self) -> Vec<$crate::rest::Failure> {
                let failures = $crate::rest::outcome::failed(&self.$items);
                $($(let failures = $crate::rest::outcome::listed(failures, &self.$names);)+)?
                failures
            }
        }
    };
}

pub(crate) use {batch, endpoint, failures, new, outcome, paged};
