//! Floor 7: the command line. Typed arguments become meaning, meaning becomes a use case, its result a report, the
//! report output. One file a subcommand. Only this module reads the environment or touches the terminal.

mod advice;
mod alert;
mod append;
mod backup;
mod checkpoint;
mod code;
mod coders;
mod completions;
mod demo;
mod diff;
mod eval;
mod exit;
mod export;
mod failure;
mod import;
mod init;
mod log;
mod method;
mod options;
mod pairs;
mod profile;
mod progress;
mod recode;
mod redact;
mod replay;
mod retract;
mod serve;
mod sessions;
mod shell;
mod show;
mod trend;
mod verify;
mod version;
mod why;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::Exit;
use failure::{Ended, Stop};
use options::Global;
use shell::Shell;

const ABOUT: &str = "Turns news articles into coded interactions between countries, keeps them in an append-only log, \
                     and replays the tension of every pair to any date, explained down to the quoted sentence.";

const AFTER: &str = "\
Examples:
  dyad demo                                   see it all at once
  dyad append article.txt --published 2025-07-01
  dyad replay --to 2022-03-31                 every pair's tension on a day
  dyad trend ARM-AZE --by month               one pair over time
  dyad why Armenië-Azerbeidzjan               the sentences behind a score

Pairs: ARM-AZE in any order and case, RUS:UKR for one direction, 'RUS-*' for all pairs of a country.
Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 partly done, 5 integrity, 10 alert fired.";

#[derive(Debug, Parser)]
#[command(name = "dyad", version, about = ABOUT, after_help = AFTER, max_term_width = 100)]
#[command(subcommand_required = true, arg_required_else_help = true, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: Global,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Append(append::AppendArgs),
    Code(code::CodeArgs),
    Replay(replay::ReplayArgs),
    Top(replay::TopArgs),
    Trend(trend::TrendArgs),
    Pair(why::PairArgs),
    Why(why::WhyArgs),
    Diff(diff::DiffArgs),
    Log(log::LogArgs),
    Show(show::ShowArgs),
    Retract(retract::RetractArgs),
    Recode(recode::RecodeArgs),
    Redact(redact::RedactArgs),
    Verify(verify::VerifyArgs),
    Checkpoint(checkpoint::CheckpointArgs),
    Prove(checkpoint::ProveArgs),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Export(export::ExportArgs),
    Import(import::ImportArgs),
    Eval(eval::EvalArgs),
    Alert(alert::AlertArgs),
    Method(method::MethodArgs),
    Profile(profile::ProfileArgs),
    Serve(serve::ServeArgs),
    Init(init::InitArgs),
    Demo(demo::DemoArgs),
    Completions(completions::CompletionsArgs),
    Version(version::VersionArgs),
}

/// Runs the command line of this process and says how it ended.
pub fn main() -> ExitCode {
    let mut shell = Shell::of_process();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misread(&error),
    };
    let ended = run(&cli, &mut shell);
    let ended = ended.and_then(|exit| shell.flush().map(|()| exit));
    match ended {
        Ok(exit) => exit.into(),
        Err(Stop::ClosedPipe) => Exit::Done.into(),
        Err(Stop::Failed(failure)) => {
            shell.complain(&failure);
            failure.exit.into()
        }
    }
}

/// What clap says about a command line: help and version are no errors.
fn misread(error: &clap::Error) -> ExitCode {
    // A reader that went away has nothing to be told.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() }
}

fn run(cli: &Cli, shell: &mut Shell) -> Ended {
    let global = &cli.global;
    match &cli.command {
        Command::Append(args) => append::run(args, global, shell),
        Command::Code(args) => code::run(args, global, shell),
        Command::Replay(args) => replay::run(args, global, shell),
        Command::Top(args) => replay::run_top(args, global, shell),
        Command::Trend(args) => trend::run(args, global, shell),
        Command::Pair(args) => why::run_pair(args, global, shell),
        Command::Why(args) => why::run(args, global, shell),
        Command::Diff(args) => diff::run(args, global, shell),
        Command::Log(args) => log::run(args, global, shell),
        Command::Show(args) => show::run(args, global, shell),
        Command::Retract(args) => retract::run(args, global, shell),
        Command::Recode(args) => recode::run(args, global, shell),
        Command::Redact(args) => redact::run(args, global, shell),
        Command::Verify(args) => verify::run(args, global, shell),
        Command::Checkpoint(args) => checkpoint::run(args, global, shell),
        Command::Prove(args) => checkpoint::run_prove(args, global, shell),
        Command::Backup(args) => backup::run(args, global, shell),
        Command::Restore(args) => backup::run_restore(args, global, shell),
        Command::Export(args) => export::run(args, global, shell),
        Command::Import(args) => import::run(args, global, shell),
        Command::Eval(args) => eval::run(args, global, shell),
        Command::Profile(args) => profile::run(args, global, shell),
        Command::Alert(args) => alert::run(args, global, shell),
        Command::Method(args) => method::run(args, global, shell),
        Command::Serve(args) => serve::run(args, global, shell),
        Command::Init(args) => init::run(args, global, shell),
        Command::Demo(args) => demo::run(args, global, shell),
        Command::Completions(args) => completions::run(args, shell),
        Command::Version(args) => version::run(args, global, shell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_has_help() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{} says nothing about itself", command.get_name());
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {} has no help", command.get_name(), arg.get_id());
            }
        }
    }
}
