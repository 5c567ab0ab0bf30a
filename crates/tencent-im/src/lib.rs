//! Tencent Cloud IM (Chat, 即时通信) in types: what its callbacks say, what its REST interface takes, a client that
//! calls it, and UserSig. It needs no server, no database and no runtime of its own (the client runs in Tokio).
//!
//! | module | contents |
//! |---|---|
//! | [`model`] | words of both directions: ids, message elements, platforms |
//! | [`callback`] | what Tencent says: one struct a callback command; query, Sign, body |
//! | [`rest`] | what we say: one struct an endpoint of the REST interface |
//! | [`client`] | the REST client: signs, sends, retries, keeps to the rates |
//! | [`usersig`] | UserSig: sign and verify |
//!
//! # Read a callback
//!
//! Tencent posts a callback ("webhook") to a URL of yours; its query names the command. Numbers in quotes, nulls and
//! fields that are new do no harm.
//!
//! ```
//! use tencent_im::callback::{self, c2c};
//!
//! let body = r#"{"From_Account":"amy","To_Account":"ben","MsgSeq":"7","MsgRandom":8,"MsgTime":1735700400,
//!     "MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"good morning"}}]}"#;
//! let message: c2c::BeforeSendMessage = callback::decode(body)?;
//! assert_eq!(message.body[0].text().as_deref(), Some("good morning"));
//! // What a before-callback is answered with; another type does not compile.
//! let answer: callback::Verdict<callback::C2cCode> = callback::Verdict::refuse("not before breakfast");
//! println!("{}", serde_json::to_string(&answer)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`callback::sign`] tells whether it was Tencent who posted.
//!
//! # Sign a UserSig
//!
//! Users log in with a UserSig that your server signs with the app's secret key.
//!
//! ```
//! use tencent_im::usersig::{self, Signer};
//!
//! let signer = Signer::new(1_400_000_000, "the secret key of the console")?;
//! let sig = signer.sign("amy", usersig::now(), usersig::LIFETIME)?;
//! println!("{}", sig.as_str());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Call the REST interface
//!
//! A request is a value: its constructor takes what is required, everything else is a field. [`client::Client::send`]
//! takes every request and gives its answer; it makes the administrator's UserSig, keeps to the endpoint's rate, and
//! sends again only what may be sent again.
//!
//! ```no_run
//! use futures_util::TryStreamExt as _;
//! use tencent_im::client::Client;
//! use tencent_im::rest::{Class, c2c};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let key = std::env::var("IM_SECRET_KEY")?.into();
//! let client = Client::builder(1_400_000_000.into(), &key, "administrator").build()?;
//!
//! // A message, from one user to another.
//! let hello = c2c::SendMessage::new("ben", vec!["good morning".into()]);
//! let sent = client.send(c2c::SendMessage { from: Some("amy".into()), ..hello }).await?;
//!
//! // A history: its pages are asked for as the stream is read.
//! let day = c2c::GetRoamMessages::new("amy", "ben", 1_735_689_600..=1_735_775_999);
//! let mut messages = std::pin::pin!(client.items(day));
//! while let Some(message) = messages.try_next().await? {
//!     println!("{:?}: {:?}", message.from, message.body);
//! }
//!
//! // Revoking a message, and an error that says what to do about it.
//! if let Some(key) = sent.msg_key
//!     && let Err(error) = client.send(c2c::RecallMessage::new("amy", "ben", key)).await
//! {
//!     let code = error.code().and_then(|code| tencent_im::rest::Meaning::of(error.path(), code));
//!     let later = code.is_some_and(|meaning| meaning.class == Class::Later);
//!     println!("{error}; worth another try: {later}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Tests call a server of yours in Tencent's place: [`client::ClientBuilder::host`] takes `http://127.0.0.1:8080`, too.

pub mod callback;
pub mod client;
pub mod model;
#[doc(hidden)]
pub mod report;
pub mod rest;
pub mod usersig;
