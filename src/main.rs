//! The `zzsite` command: hands its arguments to the library and returns the exit code.

/// A build makes and drops hundreds of small strings a page. Measured on 1,000 articles, median of
/// three builds: 1.95 CPU s with this allocator, 2.39 with the system's, for some 35 MB more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    zzsite::cli::run().into()
}
