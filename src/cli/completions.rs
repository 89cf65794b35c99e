//! `dyad completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell as For;

use super::exit::Exit;
use super::failure::Ended;
use super::shell::Shell;

/// Completions for a shell, to be sourced by it
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad completions bash > ~/.local/share/bash-completion/completions/dyad")]
pub struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: For,
}

/// Runs `dyad completions`.
pub fn run(args: &CompletionsArgs, shell: &mut Shell) -> Ended {
    // Written to memory first: the generator panics when its writer fails, as a closed pipe does.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "dyad", &mut script);
    shell.data(String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
