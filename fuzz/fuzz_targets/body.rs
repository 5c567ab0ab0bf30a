#![no_main]

libfuzzer_sys::fuzz_target!(|posted: &[u8]| imhook_fuzz::body(posted));
