//! `dyad checkpoint` and `dyad prove`.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::app::checkpoint::{checkpoint, prove, prove_growth};
use crate::domain::{ContentHash, Seq};
use crate::log::checkpoint::{KeyError, Note, SigningKey, VerifyingKey};
use crate::report::json;

use super::advice::unreadable;
use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// Longest file that is read as a key, a checkpoint or a proof, in bytes.
const FILE_MAX: u64 = 64 << 20;

/// Check the store and say in five lines what it holds, to be kept elsewhere
///
/// Prints a checkpoint and keeps it in the store: the number of commits, the root of a Merkle tree over them (RFC 6962), and
/// the head of the chain. Who keeps a copy can tell later that nothing before it was changed. With --key it is signed (Ed25519).
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  dyad checkpoint > 2026-11.note
  dyad checkpoint new-key desk.key --name desk.example.org    prints the key others check with
  dyad checkpoint --key desk.key
  dyad verify --checkpoint 2026-11.note"
)]
pub struct CheckpointArgs {
    #[command(subcommand)]
    what: Option<What>,

    /// Sign it with the key in this file
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    NewKey(NewKeyArgs),
    List(ListArgs),
}

/// Make a key to sign with; prints the key that others check signatures with
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad checkpoint new-key desk.key --name desk.example.org > desk.pub")]
struct NewKeyArgs {
    /// Where to keep the secret; the file must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Who signs, such as a host name
    #[arg(long, value_name = "NAME", default_value = "dyad")]
    name: String,
}

/// The checkpoints this store keeps
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad checkpoint list")]
struct ListArgs {}

/// Prove that an event is in the log, or that the log only grew; checked without the log by verify --proof
///
/// The proof of an event holds the whole commit, so a proof of one row of an imported file can be some hundred kilobytes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dyad prove '#12' > event.proof
  dyad prove --since 2026-10.note > grew.proof
  dyad verify --proof event.proof --trust desk.pub")]
pub struct ProveArgs {
    /// A position such as '#12', an event id, an article's hash, or the beginning of one
    #[arg(value_name = "ID", required_unless_present = "since")]
    id: Option<String>,

    /// Prove that the log holds everything it held at this checkpoint
    #[arg(long, value_name = "FILE", conflicts_with = "id")]
    since: Option<PathBuf>,

    /// Up to this checkpoint [default: the newest]
    #[arg(long, value_name = "FILE", requires = "since")]
    until: Option<PathBuf>,
}

#[derive(Serialize)]
struct Fields<'a> {
    schema: &'static str,
    origin: &'a str,
    commits: u64,
    root: ContentHash,
    seq: Seq,
    head: ContentHash,
    signed_by: Vec<&'a str>,
    note: String,
}

impl<'a> Fields<'a> {
    fn of(note: &'a Note) -> Self {
        let said = &note.checkpoint;
        Self {
            schema: "dyad/checkpoint/v1",
            origin: &said.origin,
            commits: said.commits,
            root: said.root,
            seq: said.head.seq(),
            head: said.head.hash,
            signed_by: note.names().collect(),
            note: note.to_string(),
        }
    }
}

/// Runs `dyad checkpoint`.
pub fn run(args: &CheckpointArgs, global: &Global, shell: &mut Shell) -> Ended {
    match &args.what {
        Some(What::NewKey(args)) => return new_key(args, shell),
        Some(What::List(_)) => return list(global, shell),
        None => {}
    }
    let key = args.key.as_deref().map(signing_key).transpose()?;
    let session = Session::to_write(global, shell)?;
    let note = checkpoint(session.store(), key.as_ref())?;
    tell(&note, global, shell)?;
    Ok(Exit::Done)
}

fn list(global: &Global, shell: &mut Shell) -> Ended {
    let session = Session::to_read(global, shell)?;
    for note in session.store().checkpoints().all()? {
        if global.format.unwrap_or(Format::Table) == Format::Table {
            let said = &note.checkpoint;
            let names = note.names().collect::<Vec<_>>().join(", ");
            let signed = if names.is_empty() { "unsigned".to_owned() } else { format!("signed by {names}") };
            shell.data(format!("{:>10} commits  {:>12}  {}  {signed}\n", said.commits, said.head.seq(), said.root))?;
        } else {
            tell(&note, global, shell)?;
        }
    }
    Ok(Exit::Done)
}

fn tell(note: &Note, global: &Global, shell: &mut Shell) -> Result<(), Stop> {
    match global.format.unwrap_or(Format::Table) {
        Format::Table => shell.data(note.to_string()),
        Format::Json | Format::Jsonl => shell.data(json::text(&Fields::of(note)) + "\n"),
        format @ Format::Csv => Err(format.refused("table, json").into()),
    }
}

fn new_key(args: &NewKeyArgs, shell: &mut Shell) -> Ended {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| Failure::new(Exit::Failed, format!("the system gives no randomness for a key: {error}")))?;
    let key =
        SigningKey::from_seed(&args.name, seed).map_err(|error| Failure::usage(error.to_string()).at("--name"))?;
    write_secret(&args.file, &key.to_secret()).map_err(|error| {
        let failed = Failure::new(Exit::Failed, format!("cannot be written: {error}")).at(args.file.display());
        if error.kind() == ErrorKind::AlreadyExists { failed.next("name a file that is not there yet") } else { failed }
    })?;
    shell.data(format!("{}\n", key.verifying_key()))?;
    shell.talk(format!("the secret is in {}; keep it where only you can read it", args.file.display()));
    Ok(Exit::Done)
}

/// Makes the file readable by its owner alone, before anything is in it.
fn write_secret(path: &Path, secret: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(secret.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// Runs `dyad prove`.
pub fn run_prove(args: &ProveArgs, global: &Global, shell: &mut Shell) -> Ended {
    if let Some(format @ (Format::Table | Format::Csv)) = global.format {
        return Err(format.refused("json").into());
    }
    let session = Session::to_read(global, shell)?;
    let proof = match (&args.id, &args.since) {
        (Some(id), _) => prove(session.store(), id)?,
        (None, since) => {
            let older = since.as_deref().map(note).transpose()?;
            let older = older.ok_or_else(|| Failure::usage("name an event, or a checkpoint with --since"))?;
            prove_growth(session.store(), older, args.until.as_deref().map(note).transpose()?)?
        }
    };
    shell.data(proof.to_json() + "\n")?;
    Ok(Exit::Done)
}

/// The checkpoint in a file.
pub fn note(path: &Path) -> Result<Note, Failure> {
    let text = String::from_utf8_lossy(&bytes(path)?).into_owned();
    text.parse().map_err(|error| {
        Failure::new(Exit::Failed, format!("{error}")).at(path.display()).next("pass what dyad checkpoint printed")
    })
}

/// The key that is given as text, or stands in a file.
pub fn verifying_key(given: &str) -> Result<VerifyingKey, Failure> {
    if let Ok(key) = given.parse() {
        return Ok(key);
    }
    let text = String::from_utf8_lossy(&bytes(Path::new(given))?).into_owned();
    text.parse().map_err(|error: KeyError| {
        Failure::new(Exit::Failed, error.to_string()).at(given).next("pass what dyad checkpoint new-key printed")
    })
}

fn signing_key(path: &Path) -> Result<SigningKey, Failure> {
    let text = String::from_utf8_lossy(&bytes(path)?).into_owned();
    text.parse().map_err(|error: KeyError| {
        Failure::new(Exit::Failed, error.to_string()).at(path.display()).next("dyad checkpoint new-key FILE makes one")
    })
}

/// The bytes of a file that is not expected to be long.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::new();
    file.take(FILE_MAX + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > FILE_MAX {
        return Err(Failure::new(Exit::Failed, "the file is too long to be this").at(path.display()));
    }
    Ok(bytes)
}
