//! `UserSig`, against vectors of Tencent's libraries for Python, Node and Go.

mod command_line;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use imhook::usersig::{self, Buffer, CLOCK_SKEW, Cache, Grant, Privileges, Room, Signer, VerifyError};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::sync::{Arc, Barrier};
use std::time::Duration;

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const DAY: Duration = Duration::from_hours(24);

#[derive(Deserialize)]
struct Vectors {
    positive: Vec<Positive>,
    edge: Vec<Check>,
    negative: Vec<Check>,
}

#[derive(Deserialize)]
struct Positive {
    id: String,
    sdkappid: u64,
    key: String,
    userid: String,
    time: u64,
    expire: u64,
    room: Option<Value>,
    userbuf_hex: Option<String>,
    fields: Value,
    sigs: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Check {
    id: String,
    sig: String,
    sdkappid: u64,
    key: String,
    userid: String,
    now: u64,
    reason: Option<String>,
    server_code: Option<i64>,
}

impl Positive {
    fn grant(&self) -> Option<Grant> {
        let room = self.room.as_ref()?;
        let privileges = u32::try_from(room["privilege"].as_u64().unwrap()).unwrap();
        let id = &room["roomid"];
        Some(Grant {
            room: match id.as_u64() {
                Some(number) => Room::Number(number.try_into().unwrap()),
                None => Room::Name(id.as_str().unwrap().to_owned()),
            },
            privileges: Privileges::from_bits_retain(privileges),
        })
    }
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../fixtures/usersig.json")).unwrap()
}

/// The JSON inside, read by other means than ours.
fn fields(sig: &str) -> Value {
    let standard = sig.replace('*', "+").replace('-', "/").replace('_', "=");
    let mut json = String::new();
    ZlibDecoder::new(STANDARD.decode(standard).unwrap().as_slice()).read_to_string(&mut json).unwrap();
    serde_json::from_str(&json).unwrap()
}

/// Any bytes in the form of a UserSig.
fn packed(json: &[u8]) -> String {
    let mut zlib = ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    zlib.write_all(json).unwrap();
    STANDARD.encode(zlib.finish().unwrap()).replace('+', "*").replace('/', "-").replace('=', "_")
}

#[test]
fn we_sign_what_the_official_libraries_sign() {
    let vectors = vectors().positive;
    assert_eq!(vectors.len(), 12);
    for vector in &vectors {
        let signer = Signer::new(vector.sdkappid, &vector.key).unwrap();
        let expire = Duration::from_secs(vector.expire);
        let (grant, id) = (vector.grant(), &vector.id);
        let sig = match &grant {
            Some(grant) => signer.sign_with(&vector.userid, vector.time, expire, grant).unwrap(),
            None => signer.sign(&vector.userid, vector.time, expire).unwrap(),
        };
        assert_eq!(fields(sig.as_str()), vector.fields, "{id}");
        assert!(sig.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b"*-_".contains(&b)), "{id}");
        let ours = [("ours".to_owned(), sig.as_str().to_owned())];
        for (library, sig) in vector.sigs.clone().into_iter().chain(ours) {
            let buffer = grant.as_ref().map_or(Buffer::Absent, Buffer::Of);
            let claims = signer.verify(&vector.userid, &sig, buffer, vector.time).unwrap();
            assert_eq!(claims.user, vector.userid, "{id} {library}");
            assert_eq!((claims.time, claims.expire), (vector.time, vector.expire), "{id} {library}");
            assert_eq!(claims.userbuf.as_ref().map(hex::encode), vector.userbuf_hex, "{id} {library}");
            assert_eq!(claims.grant(), grant, "{id} {library}");
        }
    }
    assert_eq!(vectors.iter().filter(|vector| vector.room.is_some()).count(), 3);
}

#[test]
fn a_usersig_is_good_until_its_very_last_second() {
    let vectors = vectors().edge;
    assert_eq!(vectors.len(), 4);
    for vector in vectors {
        let signer = Signer::new(vector.sdkappid, &vector.key).unwrap();
        let checked = signer.verify(&vector.userid, &vector.sig, Buffer::Absent, vector.now);
        assert_eq!(checked.map(|claims| claims.user), Ok(vector.userid), "{}", vector.id);
    }
}

#[test]
fn a_usersig_that_does_not_verify_has_the_code_of_its_fault() {
    let vectors = vectors().negative;
    assert_eq!(vectors.len(), 16);
    for vector in vectors {
        let signer = Signer::new(vector.sdkappid, &vector.key).unwrap();
        let error = signer.verify(&vector.userid, &vector.sig, Buffer::Absent, vector.now).unwrap_err();
        let reason = match &error {
            VerifyError::Empty | VerifyError::Malformed(_) => "malformed",
            VerifyError::SdkAppId { .. } => "sdkappid_mismatch",
            VerifyError::User { .. } => "identifier_mismatch",
            VerifyError::Expired { .. } => "expired",
            VerifyError::Signature => "bad_signature",
            other => panic!("{}: {other}", vector.id),
        };
        assert_eq!(Some(reason), vector.reason.as_deref(), "{}: {error}", vector.id);
        assert_eq!(Some(error.code()), vector.server_code, "{}", vector.id);
        assert!(!error.to_string().contains(&vector.key), "{error}");
    }
}

#[test]
fn every_changed_field_is_noticed() {
    let signer = Signer::new(1, KEY).unwrap();
    let grant = Grant { room: Room::Number(7), privileges: Privileges::EVERYTHING };
    let sig = signer.sign_with("amy", 1000, DAY, &grant).unwrap();
    let good = fields(sig.as_str());
    let mac = STANDARD.decode(good["TLS.sig"].as_str().unwrap()).unwrap();
    let check = |changes: Value| {
        let mut json = good.clone();
        for (name, value) in changes.as_object().unwrap() {
            json[name] = value.clone();
        }
        json.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        signer.verify("amy", &packed(json.to_string().as_bytes()), Buffer::Any, 1000)
    };
    assert!(check(json!({})).is_ok());
    let more = check(json!({ "TLS.other": [1, 2] }));
    assert!(more.is_ok(), "unknown fields are not signed: {more:?}");
    for (changes, expected) in [
        (json!({ "TLS.ver": "1.0" }), VerifyError::Version),
        (json!({ "TLS.sdkappid": 2 }), VerifyError::SdkAppId { found: 2, expected: 1 }),
        (
            json!({ "TLS.identifier": "Amy" }),
            VerifyError::User { found: "Amy".into(), expected: "amy".into() },
        ),
        (json!({ "TLS.time": 999 }), VerifyError::Signature),
        (json!({ "TLS.expire": 86_401 }), VerifyError::Signature),
        (json!({ "TLS.userbuf": null }), VerifyError::Signature),
        (json!({ "TLS.userbuf": "AAAA" }), VerifyError::Signature),
        (json!({ "TLS.sig": "" }), VerifyError::Signature),
        (json!({ "TLS.sig": STANDARD.encode([0; 32]) }), VerifyError::Signature),
        (json!({ "TLS.sig": STANDARD.encode(&mac[..16]) }), VerifyError::Signature),
        (json!({ "TLS.expire": 0, "TLS.time": 999 }), VerifyError::Expired { at: 999, now: 1000 }),
        (json!({ "TLS.time": u64::MAX }), VerifyError::Ahead { time: u64::MAX, now: 1000 }),
    ] {
        assert_eq!(check(changes.clone()), Err(expected), "{changes}");
    }
    for changes in [
        json!({ "TLS.ver": null }),
        json!({ "TLS.sig": null }),
        json!({ "TLS.time": -1 }),
        json!({ "TLS.time": "1000" }),
        json!({ "TLS.userbuf": "no base64!" }),
        json!({ "TLS.identifier": "amy\nTLS.sdkappid:1" }),
    ] {
        assert!(matches!(check(changes.clone()), Err(VerifyError::Malformed(_))), "{changes}");
    }
}

#[test]
fn the_room_is_checked_when_one_is_expected() {
    let signer = Signer::new(1, KEY).unwrap();
    let room = |number, privileges| Grant { room: Room::Number(number), privileges };
    let named = Grant { room: Room::Name("7".to_owned()), privileges: Privileges::ENTER_ROOM };
    let own = room(7, Privileges::ENTER_ROOM);
    let plain = signer.sign("amy", 1000, DAY).unwrap();
    let sig = signer.sign_with("amy", 1000, DAY, &own).unwrap();
    let verify = |sig: &usersig::UserSig, buffer: Buffer<'_>| {
        signer.verify("amy", sig.as_str(), buffer, 1000).map(|_| ())
    };
    assert_eq!(verify(&sig, Buffer::Of(&own)), Ok(()));
    assert_eq!(verify(&sig, Buffer::Any), Ok(()));
    assert_eq!(verify(&sig, Buffer::Absent), Err(VerifyError::UnexpectedBuffer));
    assert_eq!(verify(&plain, Buffer::Of(&own)), Err(VerifyError::MissingBuffer));
    for other in [room(8, Privileges::ENTER_ROOM), room(7, Privileges::EVERYTHING), named] {
        assert_eq!(verify(&sig, Buffer::Of(&other)), Err(VerifyError::OtherBuffer), "{other:?}");
    }
}

#[test]
fn the_clock_may_be_an_hour_behind() {
    let signer = Signer::new(1, KEY).unwrap();
    let sig = signer.sign("amy", 10_000, DAY).unwrap();
    let at = |now| signer.verify("amy", sig.as_str(), Buffer::Absent, now).map(|_| ());
    assert_eq!(at(10_000 - CLOCK_SKEW), Ok(()));
    assert_eq!(at(9_999 - CLOCK_SKEW), Err(VerifyError::Ahead { time: 10_000, now: 9_999 - CLOCK_SKEW }));
    assert_eq!(at(96_400), Ok(()));
    assert_eq!(at(96_401), Err(VerifyError::Expired { at: 96_400, now: 96_401 }));
}

#[test]
fn a_usersig_packed_otherwise_is_refused() {
    let signer = Signer::new(1, KEY).unwrap();
    let verify = |sig: &str| signer.verify("amy", sig, Buffer::Absent, 1000);
    let sig = signer.sign("amy", 1000, DAY).unwrap();
    let good = sig.as_str();
    assert!(verify(good).is_ok());
    // Behind its end: other padding, other bytes of the stream, whitespace.
    let standard = good.replace('*', "+").replace('-', "/").replace('_', "=");
    let mut longer = STANDARD.decode(&standard).unwrap();
    longer.push(0);
    let longer = STANDARD.encode(longer).replace('+', "*").replace('/', "-").replace('=', "_");
    for bad in [
        format!("{good}_"),
        format!("{good}\n"),
        format!(" {good}"),
        good.trim_end_matches('_')[..good.len() - 5].to_owned(),
        standard + "+",
        longer,
        "é".repeat(40),
        "A".repeat(1 << 20),
        packed(b"[]"),
        packed(b"{\"TLS.ver\":\"2.0\",\"TLS.ver\":\"2.0\"}"),
        packed("[".repeat(8000).as_bytes()),
        packed(" ".repeat(9000).as_bytes()),
    ] {
        assert!(matches!(verify(&bad), Err(VerifyError::Malformed(_))), "{bad:.80}");
    }
}

#[test]
fn claims_that_cannot_be_signed_are_refused() {
    let signer = Signer::new(1, KEY).unwrap();
    assert!(Signer::new(1, "").is_err());
    assert!(signer.sign("", 1000, DAY).is_err());
    assert!(signer.sign("amy\nTLS.sdkappid:2", 1000, DAY).is_err());
    assert!(signer.sign("amy", 1000, Duration::from_millis(999)).is_err());
    assert!(signer.sign("amy", 1000, Duration::MAX).is_err());
    assert!(signer.sign(&"a".repeat(9000), 1000, DAY).is_err(), "nobody could read it");
    let grant = Grant { room: Room::Name("r".repeat(70_000)), privileges: Privileges::EVERYTHING };
    assert!(signer.sign_with("amy", 1000, DAY, &grant).is_err());
    let grant = Grant { room: Room::Number(1), privileges: Privileges::EVERYTHING };
    assert!(signer.sign_with("amy", u32::MAX.into(), DAY, &grant).is_err(), "a userbuf ends in 2106");
    assert!(Signer::new(1 << 32, KEY).unwrap().sign_with("amy", 1000, DAY, &grant).is_err());
}

#[test]
fn a_thousand_callers_across_a_renewal_cause_one_signing() {
    let cache = Arc::new(Cache::new(Signer::new(1, KEY).unwrap(), "administrator", DAY));
    let first = cache.get(1000).unwrap();
    let renewal = 1000 + 86_400 - 8_640;
    assert_eq!(cache.get(renewal - 1).unwrap(), first);
    assert_eq!(cache.signed(), 1);
    let barrier = Arc::new(Barrier::new(1000));
    let together = |ask: Arc<dyn Fn(&Cache) -> usersig::UserSig + Send + Sync>| {
        let threads: Vec<_> = (0..1000)
            .map(|_| {
                let (cache, barrier, ask) = (cache.clone(), barrier.clone(), ask.clone());
                std::thread::spawn(move || {
                    barrier.wait();
                    ask(&cache)
                })
            })
            .collect();
        let mut sigs: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        sigs.dedup();
        assert_eq!(sigs.len(), 1);
        sigs.remove(0)
    };
    let second = together(Arc::new(move |cache| cache.get(renewal).unwrap()));
    assert_eq!(cache.signed(), 2);
    assert_eq!(fields(second.as_str())["TLS.time"], renewal);
    // Refused in the very second it was signed in: still another one, and one only.
    let refused = second.clone();
    let third = together(Arc::new(move |cache| cache.renew(&refused, renewal).unwrap()));
    assert_eq!(cache.signed(), 3);
    assert_ne!(third, second);
    assert_eq!(cache.get(renewal).unwrap(), third);
    // A clock that was set back would make ours look signed in the future.
    let fourth = cache.get(500).unwrap();
    assert_eq!(fields(fourth.as_str())["TLS.time"], 500);
}

#[test]
fn a_short_life_is_used_but_not_beyond_its_end() {
    let cache = Cache::new(Signer::new(1, KEY).unwrap(), "administrator", Duration::from_secs(1));
    for now in [1000, 1000, 1001, 1002] {
        let sig = fields(cache.get(now).unwrap().as_str());
        assert_eq!(sig["TLS.time"], now);
    }
    assert_eq!(cache.signed(), 3);
    let long = Cache::new(Signer::new(1, KEY).unwrap(), "administrator", usersig::LIFETIME);
    let first = long.get(1000).unwrap();
    assert_eq!(long.get(1000 + 179 * 86_400 - 1).unwrap(), first, "a day of margin");
    assert_ne!(long.get(1000 + 179 * 86_400).unwrap(), first);
}

#[test]
fn secrets_do_not_show() {
    let signer = Signer::new(1, KEY).unwrap();
    let sig = signer.sign("amy", 1000, DAY).unwrap();
    let cache = Cache::new(signer.clone(), "amy", DAY);
    let kept = cache.get(1000).unwrap();
    let shown = format!("{signer:?} {sig:?} {cache:?} {kept:?}");
    assert!(!shown.contains(KEY) && !shown.contains(sig.as_str()), "{shown}");
}
