//! The `zzsite` command: hands its arguments to the library and returns the exit code.

fn main() -> std::process::ExitCode {
    zzsite::cli::run().into()
}
