//! The `imhook` binary: the command line without any handler.

fn main() -> imhook::ExitCode {
    imhook::run(imhook::Router::new())
}
