//! Whether a request comes straight from this machine. Where nothing is signed, a proxy on this machine must not
//! pass on requests of the whole world.

use axum::http::{HeaderMap, Uri, header};
use tencent_im::client::is_loopback;

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

#[cfg(test)]
mod tests {
    use super::*;

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
