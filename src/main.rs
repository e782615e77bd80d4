//! The `zzsite` command: hands its arguments to the library and returns the exit code.

/// A build makes and drops hundreds of small strings a page. Measured on 1,000 articles, median of
/// three builds: 1.95 CPU s with this allocator, 2.39 with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    small_pages();
    zzsite::cli::run().into()
}

/// The allocator asks for pages of 2 MB, of which a build touches a little each. With 10,000 articles
/// that is 110 MB at its peak instead of 70, for the same CPU time: they are cleared again and again.
#[cfg(target_os = "linux")]
fn small_pages() {
    // Where the system does not know of it, nothing but memory is lost.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

#[cfg(not(target_os = "linux"))]
fn small_pages() {}
