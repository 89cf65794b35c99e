//! Articles into the log: one article and everything read in it is one commit.

use std::collections::BTreeSet;

use crate::coder::Coding;
use crate::domain::{
    Article, ArticleId, ArticleIngested, CoderId, CommitId, CommitKind, Event, InteractionCoded, NewCommit, Origin, Seq,
};
use crate::domain::{Commit, DateSpan};
use crate::log::{ArticleStore, Cursor, EventLog, Expected};
use crate::report::append::{Fate, Taken as Told};

use super::{AppError, Reader};

/// What became of an article.
#[derive(Debug, Clone)]
pub enum Taken {
    /// It is durable now.
    Stored {
        /// Position of its first event.
        first: Seq,
        /// Position of its last event.
        last: Seq,
        /// What was understood.
        coding: Coding,
    },
    /// The same text, published at the same time by the same publisher, is in the log already.
    Duplicate {
        /// The commit that brought it.
        commit: Box<Commit>,
    },
}

impl Taken {
    /// What is told of it: its place in the log, and what was understood where it was read this time.
    pub fn told(self, article: &Article) -> Told {
        let told = Told::of(article);
        match self {
            Self::Stored { first, last, coding } => Told { fate: Fate::Stored(first, last), ..told.understood(coding) },
            Self::Duplicate { commit } => Told {
                fate: Fate::Duplicate(commit.first_seq, commit.last_seq()),
                language: ingested(&commit, article.id()).and_then(|there| there.language),
                ..told
            },
        }
    }
}

/// Appends articles one by one, and knows which ones the log has.
#[derive(Debug, Default)]
pub struct Appender {
    looked: u32,
    known: Option<BTreeSet<ArticleId>>,
}

impl Appender {
    /// Articles that are looked for one by one before the whole log is read for those it has.
    const LOOKED_MAX: u32 = 8;

    /// Appends an article unless it is in the log already.
    ///
    /// The text goes to the article store first, so that whatever the log names can be quoted. Should the commit fail
    /// afterwards, a text without a commit stays behind, which the next try finds and uses.
    ///
    /// # Errors
    /// [`AppError::OtherFacts`] when the text is in the log with another date, publisher or address, and whatever
    /// keeps the article from becoming durable; then nothing of it is in the log.
    pub fn append(
        &mut self,
        log: &mut dyn EventLog,
        texts: &mut ArticleStore,
        reader: &mut dyn Reader,
        article: &Article,
    ) -> Result<Taken, AppError> {
        if let Some(commit) = self.already(log, &reader.id(), article)? {
            return Ok(Taken::Duplicate { commit: Box::new(commit) });
        }
        let coding = reader.read(article)?;
        let commit = commit_of(article, &reader.id(), &coding);
        texts.put(std::slice::from_ref(article))?;
        let (first, last) = log.append(commit, Expected::Any)?.seqs();
        if let Some(known) = &mut self.known {
            known.insert(article.id());
        }
        Ok(Taken::Stored { first, last, coding })
    }

    /// The commit that brought the article, if it is in the log; by whatever coder it was read.
    ///
    /// # Errors
    /// [`AppError::OtherFacts`] when it is there and something else is said of it.
    pub fn already(
        &mut self,
        log: &dyn EventLog,
        coder: &CoderId,
        article: &Article,
    ) -> Result<Option<Commit>, AppError> {
        let id = article.id();
        // The same coder names its commit the same; only what another coder read has to be looked for.
        if let Some(commit) = log.find(commit_id(id, coder))? {
            return same_facts(commit, article);
        }
        if !self.may_hold(log, id)? {
            return Ok(None);
        }
        let brought = log.commits_about(id)?.into_iter().find(|commit| ingested(commit, id).is_some());
        brought.map_or(Ok(None), |commit| same_facts(commit, article))
    }

    /// Whether the log may hold the article. Looks at the log as a whole once there were many to look for.
    fn may_hold(&mut self, log: &dyn EventLog, id: ArticleId) -> Result<bool, AppError> {
        if let Some(known) = &self.known {
            return Ok(known.contains(&id));
        }
        self.looked += 1;
        if self.looked > Self::LOOKED_MAX {
            let known = known_articles(log)?;
            let holds = known.contains(&id);
            self.known = Some(known);
            return Ok(holds);
        }
        Ok(true)
    }
}

/// Every article of the log.
fn known_articles(log: &dyn EventLog) -> Result<BTreeSet<ArticleId>, AppError> {
    let mut known = BTreeSet::new();
    for record in log.records(&Cursor::start())? {
        let record = record?;
        if record.kind == CommitKind::Import {
            continue;
        }
        for event in record.decode()?.events {
            if let Event::ArticleIngested(ingested) = event {
                known.insert(ingested.article);
            }
        }
    }
    Ok(known)
}

/// The commit, when it says of the article what is said now.
fn same_facts(commit: Commit, article: &Article) -> Result<Option<Commit>, AppError> {
    let id = article.id();
    match ingested(&commit, id).and_then(|there| difference(there, article)) {
        None => Ok(Some(commit)),
        Some(what) => Err(AppError::OtherFacts { article: id, first: commit.first_seq, what }),
    }
}

/// What a commit says of an article that came in with it.
pub fn ingested(commit: &Commit, article: ArticleId) -> Option<&ArticleIngested> {
    commit.events.iter().find_map(|event| match event {
        Event::ArticleIngested(ingested) if ingested.article == article => Some(ingested),
        _ => None,
    })
}

/// The first thing that is said of the article there and otherwise here.
fn difference(there: &ArticleIngested, here: &Article) -> Option<String> {
    let date = |span: Option<DateSpan>| span.map_or_else(|| "unknown".to_owned(), |span| span.to_string());
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "unknown".to_owned());
    let facts = [
        ("published", date(there.published), date(here.published)),
        ("publisher", name(&there.publisher), name(&here.publisher)),
        ("url", name(&there.url), name(&here.url)),
    ];
    let differs = facts.into_iter().find(|(_, there, here)| there != here);
    differs.map(|(fact, there, here)| format!("{fact} {there} there, {here} here"))
}

/// Names the commit of an article as a coder reads it.
fn commit_id(article: ArticleId, coder: &CoderId) -> CommitId {
    CommitId::derive(CommitKind::Article, &[article.as_bytes(), coder.as_str().as_bytes()])
}

/// The commit of an article as a coder read it.
fn commit_of(article: &Article, coder: &CoderId, coding: &Coding) -> NewCommit {
    let hash = article.id();
    let id = commit_id(hash, coder);
    let ingested = ArticleIngested {
        article: hash,
        publisher: article.publisher.clone(),
        url: article.url.clone(),
        language: coding.language,
        published: article.published,
        length_bytes: article.text.len() as u64,
    };
    let events = std::iter::once(Event::ArticleIngested(ingested)).chain(coded(hash, article.published, coder, coding));
    NewCommit::new(id, CommitKind::Article, events.collect()).expect("it holds the article's own event at least")
}

/// An event for each interaction read in an article.
pub(super) fn coded(
    article: ArticleId,
    published: Option<DateSpan>,
    coder: &CoderId,
    coding: &Coding,
) -> impl Iterator<Item = Event> {
    coding.interactions.iter().map(move |read| {
        Event::InteractionCoded(InteractionCoded {
            interaction: read.interaction.clone(),
            origin: Origin::Article { article, span: read.span },
            published,
            coder: coder.clone(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coder::Coder;
    use crate::domain::Recorded;
    use crate::log::Access;
    use crate::log::store::{Store, WAIT_DEFAULT};

    /// A coder that understands nothing, under a name.
    struct Named(&'static str);

    impl Coder for Named {
        fn id(&self) -> CoderId {
            self.0.parse().unwrap()
        }

        fn code(&self, _: &Article) -> Coding {
            Coding::default()
        }
    }

    fn article(number: u32) -> Article {
        Article { published: Some("2022-03".parse().unwrap()), ..Article::from_text(format!("Artikel {number}.")) }
    }

    #[test]
    fn an_article_is_taken_once_whichever_coder_read_it_and_however_many_there_are() {
        let dir = tempfile::tempdir().unwrap();
        let clock = Box::new(|| Recorded::from_micros(0).unwrap());
        let mut store = Store::open(dir.path(), Access::Create, WAIT_DEFAULT, clock).unwrap();
        let taken = |appender: &mut Appender, store: &mut Store, coder: &mut Named, number: u32| {
            appender.append(&mut store.log, &mut store.articles, coder, &article(number)).unwrap()
        };
        let count = Appender::LOOKED_MAX * 3;
        for (coder, is_new) in [("old@1", true), ("new@1", false), ("old@1", false)] {
            let mut coder = Named(coder);
            let mut appender = Appender::default();
            for number in 0..count {
                let stored = matches!(taken(&mut appender, &mut store, &mut coder, number), Taken::Stored { .. });
                assert_eq!(stored, is_new, "{} {number}", coder.0);
            }
        }
        assert_eq!(store.log.head().unwrap().seq(), Seq(u64::from(count)));
    }

    #[test]
    fn other_facts_about_the_same_text_are_refused_with_both() {
        let dir = tempfile::tempdir().unwrap();
        let clock = Box::new(|| Recorded::from_micros(0).unwrap());
        let mut store = Store::open(dir.path(), Access::Create, WAIT_DEFAULT, clock).unwrap();
        let mut coder = Named("old@1");
        let mut appender = Appender::default();
        appender.append(&mut store.log, &mut store.articles, &mut coder, &article(1)).unwrap();
        let other = Article { published: None, ..article(1) };
        let error = appender.append(&mut store.log, &mut store.articles, &mut coder, &other).unwrap_err();
        assert!(error.to_string().contains("published 2022-03 there, unknown here"), "{error}");
    }
}
