//! The `imhook` binary: the command line, with the built-in handlers only.

fn main() -> imhook::ExitCode {
    imhook::run(imhook::Router::new())
}
