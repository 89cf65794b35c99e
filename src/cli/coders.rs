//! Which coder reads: the rules, or a language model.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::app::Reader;
use crate::coder::llm::Settings;

use super::failure::{Failure, Stop};
use super::options::Global;
use super::sessions;
use super::shell::Shell;

/// Which coder, and what it may cost.
#[derive(Debug, Clone, Args)]
pub struct CoderArgs {
    /// Who reads the articles
    #[arg(long, value_enum, default_value = "rules", help_heading = "Coder")]
    coder: Kind,

    /// Address of a chat-completions endpoint, up to /v1; a key is taken from the variable `DYAD_LLM_KEY`
    #[arg(long, value_name = "URL", help_heading = "Coder")]
    llm_url: Option<String>,

    /// The model, as the endpoint names it
    #[arg(long, value_name = "NAME", help_heading = "Coder")]
    llm_model: Option<String>,

    /// Keep the model's answers in this directory, so that a question is paid for once
    #[arg(long, value_name = "DIR", help_heading = "Coder")]
    llm_cache: Option<PathBuf>,

    /// Longest wait for one answer of the model, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=3600), help_heading = "Coder")]
    llm_wait: u64,

    /// Send at most so many articles to the model
    #[arg(long, value_name = "N", help_heading = "Coder")]
    max_articles: Option<u32>,

    /// Spend at most so many tokens of the model, read and written together
    #[arg(long, value_name = "N", help_heading = "Coder")]
    max_tokens: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// By rules, offline, the same on every machine
    Rules,
    /// By a language model, checked; see docs/llm.md
    Llm,
}

impl CoderArgs {
    /// The coder that was chosen.
    ///
    /// # Errors
    /// When the model's options do not make sense together.
    pub fn reader(&self, global: &Global, shell: &Shell) -> Result<Box<dyn Reader>, Stop> {
        match self.coder {
            Kind::Rules if self.llm_url.is_some() || self.llm_model.is_some() => {
                Err(Failure::usage("a language model is named and not asked for").next("add --coder llm").into())
            }
            Kind::Rules => Ok(Box::new(sessions::coder())),
            Kind::Llm => self.llm(global, shell),
        }
    }

    /// Address, model and limits.
    fn settings(&self) -> Result<(&str, Settings), Failure> {
        let missing = |option: &str| Failure::usage("--coder llm needs a model").next(format!("pass {option}"));
        let url = self.llm_url.as_deref().ok_or_else(|| missing("--llm-url http://localhost:8080/v1"))?;
        let model = self.llm_model.as_deref().ok_or_else(|| missing("--llm-model NAME"))?;
        let limits =
            Settings { articles_max: self.max_articles, tokens_max: self.max_tokens, ..Settings::of_model(model) };
        Ok((url, limits))
    }

    #[cfg(feature = "llm")]
    fn llm(&self, global: &Global, shell: &Shell) -> Result<Box<dyn Reader>, Stop> {
        use super::shell::Environment;
        use crate::app::AppError;
        use crate::coder::llm::{ApiKey, Cache, Endpoint, HttpTransport, Known, LlmCoder, LlmError};

        let (url, settings) = self.settings()?;
        let endpoint: Endpoint = url.parse().map_err(AppError::from)?;
        let key = Environment::llm_key().map(|key| key.to_str().map_or(Err(LlmError::Key), ApiKey::new));
        let key = key.transpose().map_err(AppError::from)?;
        // Beside the log's other caches where there is a store; a store is not made for it.
        let store = shell.environment.store(global.store.as_ref()).ok().filter(|dir| crate::log::Store::is_at(dir));
        let cache = self.llm_cache.clone().or_else(|| store.map(|dir| dir.join("cache").join("llm")));
        let transport = HttpTransport::new(endpoint, key, Duration::from_secs(self.llm_wait));
        let pause = Box::new(std::thread::sleep);
        let coder = LlmCoder::new(settings, Known::of_codebook(), cache.map(Cache::new), Box::new(transport), pause);
        Ok(Box::new(coder.map_err(AppError::from)?))
    }

    #[cfg(not(feature = "llm"))]
    fn llm(&self, _: &Global, _: &Shell) -> Result<Box<dyn Reader>, Stop> {
        let _ = (self.settings()?, Duration::from_secs(self.llm_wait), &self.llm_cache);
        Err(Failure::usage("this dyad was built without language models").next("build it with the feature llm").into())
    }
}
