//! The program `dyad`.

fn main() -> std::process::ExitCode {
    dyad::cli::main()
}
