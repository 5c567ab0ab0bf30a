//! The form on the wire: signed text, JSON, zlib, base64 with letters that need no percent-encoding.

use super::claims::Claims;
use super::error::VerifyError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::bufread::ZlibDecoder;
use flate2::write::ZlibEncoder;
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::io::{Read as _, Write as _};

/// The version that is signed and verified here. Version 1 is another format.
const VERSION: &str = "2.0";

/// Bytes of unpacked JSON at most. Real ones have some hundred; zlib data made to fill the memory could unpack to a
/// thousand times its length.
const MAX_JSON: usize = 8 * 1024;

#[derive(Serialize, Deserialize)]
struct Payload {
    #[serde(rename = "TLS.ver")]
    version: String,
    #[serde(rename = "TLS.identifier")]
    identifier: String,
    #[serde(rename = "TLS.sdkappid")]
    sdk_app_id: u64,
    #[serde(rename = "TLS.expire")]
    expire: u64,
    #[serde(rename = "TLS.time")]
    time: u64,
    #[serde(rename = "TLS.userbuf", skip_serializing_if = "Option::is_none")]
    userbuf: Option<String>,
    #[serde(rename = "TLS.sig")]
    sig: String,
}

/// The HMAC over these claims.
pub(super) fn mac(claims: &Claims, keyed: &Hmac<Sha256>) -> Hmac<Sha256> {
    let Claims { user, sdk_app_id, time, expire, userbuf } = claims;
    let mut text =
        format!("TLS.identifier:{user}\nTLS.sdkappid:{sdk_app_id}\nTLS.time:{time}\nTLS.expire:{expire}\n");
    if let Some(bytes) = userbuf {
        text = format!("{text}TLS.userbuf:{}\n", STANDARD.encode(bytes));
    }
    keyed.clone().chain_update(text)
}

/// Signs and packs claims. `None` if the text would be longer than [`unpack`] reads.
pub(super) fn pack(claims: Claims, keyed: &Hmac<Sha256>) -> std::io::Result<Option<String>> {
    let sig = STANDARD.encode(mac(&claims, keyed).finalize().into_bytes());
    let payload = Payload {
        version: VERSION.to_owned(),
        identifier: claims.user,
        sdk_app_id: claims.sdk_app_id,
        expire: claims.expire,
        time: claims.time,
        userbuf: claims.userbuf.map(|bytes| STANDARD.encode(bytes)),
        sig,
    };
    let json = serde_json::to_vec(&payload)?;
    if json.len() > MAX_JSON {
        return Ok(None);
    }
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(&json)?;
    let standard = STANDARD.encode(zlib.finish()?);
    let own = standard.chars().map(|letter| match letter {
        '+' => '*',
        '/' => '-',
        '=' => '_',
        letter => letter,
    });
    Ok(Some(own.collect()))
}

/// Unpacks the claims and the HMAC, without verifying anything.
pub(super) fn unpack(sig: &str) -> Result<(Claims, Vec<u8>), VerifyError> {
    if sig.is_empty() {
        return Err(VerifyError::Empty);
    }
    // Packed at worst, the JSON grows by a third for base64 and a little for zlib: a longer text exceeds the bound.
    if sig.len() > 2 * MAX_JSON {
        return Err(VerifyError::Malformed("it is too long"));
    }
    let standard: Option<Vec<u8>> = sig
        .bytes()
        .map(|letter| match letter {
            b'*' => Some(b'+'),
            b'-' => Some(b'/'),
            b'_' => Some(b'='),
            letter if letter.is_ascii_alphanumeric() => Some(letter),
            _ => None,
        })
        .collect();
    let standard = standard
        .ok_or(VerifyError::Malformed("it holds a character other than letters, digits, *, - and _"))?;
    let zlib = STANDARD
        .decode(standard)
        .map_err(|_| VerifyError::Malformed("it is no base64: is a part of it missing?"))?;
    let payload: Payload = serde_json::from_slice(&inflate(&zlib)?)
        .map_err(|_| VerifyError::Malformed("its content is no JSON with the fields of a UserSig"))?;
    if payload.version != VERSION {
        return Err(VerifyError::Version);
    }
    if payload.identifier.contains(['\n', '\r']) {
        return Err(VerifyError::Malformed("its account holds a line break"));
    }
    let userbuf = payload.userbuf.map(|text| STANDARD.decode(text)).transpose();
    let userbuf = userbuf.map_err(|_| VerifyError::Malformed("its TLS.userbuf is no base64"))?;
    // Text that is no base64 is no HMAC.
    let mac = STANDARD.decode(payload.sig).unwrap_or_default();
    let Payload { identifier: user, sdk_app_id, time, expire, .. } = payload;
    Ok((Claims { user, sdk_app_id, time, expire, userbuf }, mac))
}

fn inflate(zlib: &[u8]) -> Result<Vec<u8>, VerifyError> {
    let mut json = Vec::new();
    let mut decoder = ZlibDecoder::new(zlib);
    let bound = u64::try_from(MAX_JSON).unwrap_or(u64::MAX).saturating_add(1);
    decoder
        .by_ref()
        .take(bound)
        .read_to_end(&mut json)
        .map_err(|_| VerifyError::Malformed("it is no whole zlib stream: is a part of it missing?"))?;
    if json.len() > MAX_JSON {
        return Err(VerifyError::Malformed("it inflates to more than a UserSig can hold"));
    }
    if !decoder.into_inner().is_empty() {
        return Err(VerifyError::Malformed("something follows behind its zlib stream"));
    }
    Ok(json)
}
