//! `dyad demo`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::Question;
use crate::app::append::Appender;
use crate::app::demo::articles;
use crate::app::replay::{Choice, replay};
use crate::app::trend::{Window, trend};
use crate::app::why::why;
use crate::domain::{Cut, Day, DyadPattern, Recorded};
use crate::log::Clock;
use crate::projection::ActorScope;
use crate::report::append::Taken;
use crate::report::replay::Ranking;
use crate::report::{Report, counted};
use crate::tension::decayed::DecayedSeverity;
use crate::tension::{Profile, Step};

use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global};
use super::sessions::{Session, coder};
use super::shell::Shell;

/// The whole of it at once: shipped articles in, ranking, trend, evidence and replay out
///
/// Works in a temporary store, which is removed; with --store DIR in that directory, which stays.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  dyad demo\n  dyad demo --store demo && dyad why RUS-UKR --store demo")]
pub struct DemoArgs {}

/// The pair whose history the demo tells.
const PAIR: &str = "ARM-AZE";
/// A day on which that pair's score is explained.
const EXPLAINED: &str = "2022-09-20";
/// A day the ranking is replayed to.
const EARLIER: &str = "2022-03-01";
/// How many pairs a ranking shows.
const PAIRS_SHOWN: usize = 6;
/// How many events an explanation shows.
const PARTS_SHOWN: usize = 4;

/// Runs `dyad demo`.
pub fn run(_: &DemoArgs, global: &Global, shell: &mut Shell) -> Ended {
    if let Some(format @ (Format::Json | Format::Jsonl | Format::Csv)) = global.format {
        return Err(format.refused("table").into());
    }
    let temporary = match &global.store {
        Some(_) => None,
        None => Some(Temporary::make()?),
    };
    let dir = temporary.as_ref().map_or_else(|| global.store.clone().unwrap_or_default(), |made| made.dir.clone());
    let mut session = Session::in_directory(&dir, steady_clock())?;
    take_in(&mut session, shell)?;
    show(&session, shell)?;
    shell.data(match temporary {
        Some(_) => NEXT.to_owned(),
        None => NEXT.replace("--store demo", &format!("--store {}", dir.display())),
    })?;
    Ok(Exit::Done)
}

const NEXT: &str = "\
Next
  dyad demo --store demo                          the same, in a store that stays
  dyad pair RUS-UKR --store demo                  one pair at a glance
  dyad why India-Pakistan --store demo            the sentences behind another score
  dyad append article.txt --published 2025-07-01  your own articles, in your own store
  dyad --help                                     everything else
";

fn take_in(session: &mut Session, shell: &mut Shell) -> Result<(), Stop> {
    shell.data("dyad reads articles, logs who did what to whom, and replays the tension between countries.\n\n")?;
    shell.data("$ dyad append events/demo\n")?;
    let mut coder = coder();
    let mut appender = Appender::default();
    let (mut count, mut acts, mut abstained) = (0, 0, 0);
    for (name, draft) in articles() {
        let article = draft.map_err(|error| Failure::new(Exit::Failed, error.to_string()).at(name))?.into_article();
        let (log, texts) = session.parts_mut();
        let taken = appender.append(log, texts, &mut coder, &article)?.told(&article);
        count += 1;
        acts += taken.coding.as_ref().map_or(0, |coding| coding.interactions.len() as u64);
        abstained += taken.coding.as_ref().map_or(0, |coding| coding.abstained.len() as u64);
        let taken = Taken { file: name.to_owned(), ..taken };
        shell.data(taken.summary() + "\n")?;
    }
    let told = [counted(count, "article"), counted(acts, "interaction"), counted(abstained, "passage")];
    let [articles, acts, abstained] = told;
    shell.data(format!("{articles}, {acts} understood, {abstained} seen and left alone\n\n"))
}

fn show(session: &Session, shell: &mut Shell) -> Result<(), Stop> {
    let model = DecayedSeverity::new(Profile::default());
    let asked =
        |to: Option<Day>| Question { cut: Cut { to, ..Cut::default() }, scope: ActorScope::Official, model: &model };
    let pair = DyadPattern::Pair(PAIR.parse().expect("a pair, as its constant says"));
    let day = |text: &str| text.parse::<Day>().expect("a date, as its constant says");
    let (explained, earlier) = (day(EXPLAINED), day(EARLIER));
    let ranking = |to: Option<Day>| {
        let choice = Choice { ranking: Ranking::Top, only: &[], count: Some(PAIRS_SHOWN), drawn: true };
        replay(session.book(), &asked(to), choice)
    };
    let mut screen =
        |typed: &str, report: &dyn Report| shell.data(format!("$ dyad {typed}\n{}\n", report.screen(shell.screen)));
    screen(&format!("top -n {PAIRS_SHOWN}"), &ranking(None)?)?;
    let window = Window { from: None, step: Step::Month };
    screen(&format!("trend {PAIR} --by month"), &trend(session.book(), &asked(None), &[pair], window)?)?;
    let answer = why(session.log(), session.texts(), &asked(Some(explained)), pair, PARTS_SHOWN)?;
    screen(&format!("why {PAIR} --on {EXPLAINED} -n {PARTS_SHOWN}"), &answer)?;
    screen(&format!("top -n {PAIRS_SHOWN} --to {EARLIER}"), &ranking(Some(earlier))?)
}

/// A clock that always tells the same times, so that the demo prints the same bytes on every machine.
fn steady_clock() -> Clock {
    const FIRST_MICROS: i64 = 1_767_225_600_000_000;
    Box::new(|| Recorded::from_micros(FIRST_MICROS).expect("2026-01-01 is a time a log can have"))
}

/// A directory that is removed when the demo ends.
struct Temporary {
    dir: PathBuf,
}

impl Temporary {
    fn make() -> Result<Self, Failure> {
        let base = std::env::temp_dir();
        let name = |attempt: u32| base.join(format!("dyad-demo-{}-{attempt}", std::process::id()));
        let made = (0..100).map(name).find(|dir| fs::create_dir(dir).is_ok());
        made.map(|dir| Self { dir }).ok_or_else(|| unusable(&base))
    }
}

fn unusable(base: &Path) -> Failure {
    Failure::new(Exit::Failed, "no directory can be made here")
        .at(base.display())
        .next("set TMPDIR, or pass --store DIR")
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // It lies in the system's temporary directory, which is cleared anyhow.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
