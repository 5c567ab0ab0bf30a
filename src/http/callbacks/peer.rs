//! Whether a request comes straight from this machine. Where nothing is signed, a proxy on this machine must not
//! pass on requests of the whole world.

use axum::http::{HeaderMap, Uri, header};
use std::net::IpAddr;

/// The header, if any, that shows that a request came through a proxy or was meant for another host.
pub(super) fn foreign_header<'h>(headers: &'h HeaderMap, uri: &'h Uri) -> Option<&'h str> {
    let through_proxy = headers
        .keys()
        .map(axum::http::HeaderName::as_str)
        .find(|name| matches!(*name, "forwarded" | "via" | "x-real-ip") || name.starts_with("x-forwarded-"));
    if through_proxy.is_some() {
        return through_proxy;
    }
    let hosts: Vec<_> = headers.get_all(header::HOST).iter().collect();
    let direct = match hosts.as_slice() {
        [host] => host.to_str().is_ok_and(is_loopback),
        _ => false,
    };
    (!direct || !uri.host().is_none_or(is_loopback)).then_some("host")
}

/// Whether a `Host` names this machine: `localhost`, `127.0.0.1:8080`, `[::1]` and the like.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_names() {
        for host in ["localhost", "LocalHost:8080", "127.0.0.1", "127.9.9.9:1", "[::1]", "[::1]:8080"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["", "example.com", "localhost.example.com", "10.0.0.1", "[::2]:80", "127.0.0.1.nip.io:80", ":80"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn headers_of_proxies() {
        let foreign = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(*name, value.parse().unwrap());
            }
            foreign_header(&headers, &Uri::from_static("/callback")).map(str::to_owned)
        };
        assert_eq!(foreign(&[("host", "localhost:8080")]), None);
        for name in
            ["forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-whatever"]
        {
            assert_eq!(foreign(&[("host", "localhost"), (name, "x")]).as_deref(), Some(name));
        }
        assert_eq!(foreign(&[("host", "im.example.com")]).as_deref(), Some("host"));
        assert_eq!(foreign(&[("host", "localhost"), ("host", "im.example.com")]).as_deref(), Some("host"));
        assert_eq!(foreign(&[]).as_deref(), Some("host"));
    }
}
