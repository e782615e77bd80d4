//! The `zzsite` command: hands its arguments to the library and returns the exit code.

/// A build makes and drops hundreds of small strings a page; the system's allocator took a sixth
/// of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    zzsite::cli::run().into()
}
