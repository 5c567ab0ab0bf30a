//! The `imhook` binary: the command line without any handler.

/// A callback makes some hundred small allocations: mimalloc serves them faster than the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> imhook::ExitCode {
    imhook::run(imhook::Router::new())
}
