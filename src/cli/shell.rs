//! The terminal and the environment: data to stdout, talk to stderr. Nothing else in the program touches either.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use crate::report::{Json, Report, Screen};

use super::exit::Exit;
use super::failure::{Failure, Stop};
use super::options::Format;

/// What the environment says, read once.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    store: Option<OsString>,
    data_home: Option<OsString>,
    home: Option<PathBuf>,
}

impl Environment {
    /// Reads `DYAD_STORE`, `XDG_DATA_HOME` and the home directory.
    pub fn read() -> Self {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        Self { store: set("DYAD_STORE"), data_home: set("XDG_DATA_HOME"), home: std::env::home_dir() }
    }

    /// The key a language model asks for, from `DYAD_LLM_KEY`. Read when it is needed and not kept beside the rest.
    #[cfg(feature = "llm")]
    pub fn llm_key() -> Option<OsString> {
        std::env::var_os("DYAD_LLM_KEY").filter(|value| !value.is_empty())
    }

    /// The store directory: the flag, else `DYAD_STORE`, else `dyad` in the XDG data directory.
    ///
    /// # Errors
    /// When none of them says where.
    pub fn store(&self, flag: Option<&PathBuf>) -> Result<PathBuf, Failure> {
        if let Some(path) = flag {
            return Ok(path.clone());
        }
        if let Some(path) = &self.store {
            return Ok(PathBuf::from(path));
        }
        // XDG asks for relative paths to be ignored.
        let data_home = self.data_home.as_ref().map(PathBuf::from).filter(|path| path.is_absolute());
        let data_home = data_home.or_else(|| self.home.as_ref().map(|home| home.join(".local").join("share")));
        data_home.map(|data| data.join("dyad")).ok_or_else(|| {
            Failure::usage("there is no home directory to keep a store in").next("pass --store DIR or set DYAD_STORE")
        })
    }
}

/// Where output goes.
pub struct Shell {
    /// What the environment says.
    pub environment: Environment,
    /// What a screen can show.
    pub screen: Screen,
    out: io::BufWriter<anstream::AutoStream<io::Stdout>>,
    err: anstream::AutoStream<io::Stderr>,
}

impl Shell {
    /// The process's own terminal and environment.
    pub fn of_process() -> Self {
        let width = if io::stdout().is_terminal() { comfy_table::Table::new().width() } else { None };
        Self {
            environment: Environment::read(),
            screen: Screen { width },
            out: io::BufWriter::new(anstream::AutoStream::auto(io::stdout())),
            err: anstream::AutoStream::auto(io::stderr()),
        }
    }

    /// Writes data to stdout.
    ///
    /// # Errors
    /// When stdout takes no more.
    pub fn data(&mut self, text: impl AsRef<str>) -> Result<(), Stop> {
        self.out.write_all(text.as_ref().as_bytes()).map_err(|error| stopped(&error))
    }

    /// A writer of data, for what is written piece by piece.
    pub fn data_out(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Pushes out what has been written so far.
    ///
    /// # Errors
    /// When stdout takes no more.
    pub fn flush(&mut self) -> Result<(), Stop> {
        self.out.flush().map_err(|error| stopped(&error))
    }

    /// Tells the user something that is no data.
    pub fn talk(&mut self, text: impl AsRef<str>) {
        // There is nowhere left to complain when stderr is gone.
        let _ = self.out.flush();
        let _ = writeln!(self.err, "{}", text.as_ref());
    }

    /// Tells the user what went wrong.
    pub fn complain(&mut self, failure: &Failure) {
        self.talk(format!("{RED}error:{PLAIN} {failure}"));
    }

    /// Writes a report in a format.
    ///
    /// # Errors
    /// When it has no such format, or stdout takes no more.
    pub fn report(&mut self, report: &dyn Report, format: Format) -> Result<(), Stop> {
        let text = match format {
            Format::Table => report.screen(self.screen),
            Format::Json => report.json().document(),
            Format::Jsonl => report.json().lines(),
            Format::Csv => {
                let csv = report.csv().ok_or_else(|| format.refused("table, json, jsonl"))?;
                csv.as_str().to_owned()
            }
        };
        self.data(text)
    }

    /// Writes a JSON document, whole or a line an item.
    ///
    /// # Errors
    /// When stdout takes no more.
    pub fn json(&mut self, json: &Json, format: Format) -> Result<(), Stop> {
        self.data(if format == Format::Jsonl { json.lines() } else { json.document() })
    }
}

const RED: &str = "\x1b[1;31m";
const PLAIN: &str = "\x1b[0m";

/// What a failed write to stdout means.
pub fn stopped(error: &io::Error) -> Stop {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Stop::ClosedPipe,
        _ => Stop::Failed(Failure::new(Exit::Failed, format!("cannot write the output: {error}")).at("stdout")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(store: Option<&str>, data_home: Option<&str>, home: Option<&str>) -> Environment {
        Environment {
            store: store.map(OsString::from),
            data_home: data_home.map(OsString::from),
            home: home.map(PathBuf::from),
        }
    }

    #[test]
    fn the_store_is_found_by_flag_then_variable_then_data_directory() {
        let flag = PathBuf::from("flag");
        let all = environment(Some("variable"), Some("/data"), Some("/home/me"));
        assert_eq!(all.store(Some(&flag)).unwrap(), flag);
        assert_eq!(all.store(None).unwrap(), PathBuf::from("variable"));
        let store = |data, home| environment(None, data, home).store(None).unwrap();
        assert_eq!(store(Some("/data"), Some("/home/me")), PathBuf::from("/data/dyad"));
        assert_eq!(store(Some("relative"), Some("/home/me")), PathBuf::from("/home/me/.local/share/dyad"));
        assert_eq!(environment(None, None, None).store(None).unwrap_err().exit, Exit::Usage);
    }
}
