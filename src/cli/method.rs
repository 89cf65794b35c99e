//! `dyad method`.

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::report::{Json, Table, table::Align};
use crate::tension::{ModelId, Profile, card, id_named, ids};

use super::exit::Exit;
use super::failure::Ended;
use super::options::{Format, Global};
use super::shell::Shell;

/// How scores are made: formulas, constants, sources, known weaknesses
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  dyad method list\n  dyad method show decayed-severity")]
pub struct MethodArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The models, and the profiles that hold their constants
    List,
    /// One model: formula, constants, sources, known weaknesses
    Show(ShowArgs),
}

#[derive(Debug, Args)]
struct ShowArgs {
    /// The model, such as decayed-severity or decayed-severity@1
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Serialize)]
struct Fields {
    model: String,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<&'static str>,
}

#[derive(Serialize)]
struct ListFields {
    profiles: Vec<ProfileFields>,
}

#[derive(Serialize)]
struct ProfileFields {
    profile: String,
    reference_severity: u32,
    half_life_days: u32,
    feed: String,
}

/// Runs `dyad method`.
pub fn run(args: &MethodArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, json, jsonl").into());
    }
    let (models, whole) = match &args.what {
        What::List => (ids(), false),
        What::Show(args) => (vec![id_named(&args.name)?], true),
    };
    if format != Format::Table {
        let fields = ListFields { profiles: Profile::all().iter().map(profile_fields).collect() };
        let models = models.into_iter().map(|id| Fields {
            model: id.to_string(),
            what: first_sentence(id),
            card: whole.then(|| card(id)),
        });
        shell.json(&Json::without_basis("method", &fields, "models", models), format)?;
        return Ok(Exit::Done);
    }
    if whole {
        for id in models {
            shell.data(card(id))?;
        }
        return Ok(Exit::Done);
    }
    let mut table = Table::new([("model", Align::Left), ("what it is", Align::Left)]);
    for id in models {
        table.row([id.to_string(), first_sentence(id).to_owned()]);
    }
    let mut profiles = Table::new([
        ("profile", Align::Left),
        ("100 at", Align::Right),
        ("half-life", Align::Right),
        ("for", Align::Left),
    ]);
    for profile in Profile::all() {
        let (reference, half_life) = (profile.reference_points.to_string(), profile.half_life.to_string());
        profiles.row([profile.to_string(), reference, half_life, profile.feed.clone()]);
    }
    let (table, profiles) = (table.render(shell.screen), profiles.render(shell.screen));
    shell
        .data(format!("{table}\n{profiles}\ndyad method show NAME: formula, constants, sources, known weaknesses\n"))?;
    Ok(Exit::Done)
}

fn profile_fields(profile: &Profile) -> ProfileFields {
    ProfileFields {
        profile: profile.to_string(),
        reference_severity: profile.reference_points,
        half_life_days: profile.half_life.days(),
        feed: profile.feed.clone(),
    }
}

/// The first line under the title of a card.
fn first_sentence(id: ModelId) -> &'static str {
    card(id).lines().filter(|line| !line.is_empty()).nth(1).unwrap_or_default()
}
