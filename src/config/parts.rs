//! `[[parts]]` of site.toml: sites that this one puts together with its own content.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{BaseUrl, Config, Paths, Routes, raw::RawPart};
use crate::{
    diag::{Diagnostic, Place},
    press::Slug,
    source::SourceText,
};

/// A site below this one that was built by itself, here or on another machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its folder below the root of the whole: `1950s`.
    pub route: Slug,
    /// Where its finished site is read.
    pub path: PathBuf,
    /// Its title, when it is built with `--part`.
    title: Option<String>,
    /// Its content, when it is built with `--part`.
    content: PathBuf,
}

/// Checks the table. A part lies in a folder of its own, which nothing else of the site takes.
pub(super) fn check(
    text: &SourceText,
    raw: &[toml::Spanned<RawPart>],
    routes: &Routes,
    paths: &Paths,
    under: &dyn Fn(&str) -> PathBuf,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Part> {
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    for spanned in raw {
        match part(spanned.get_ref(), routes, paths, under, &mut seen) {
            Ok(part) => parts.push(part),
            Err((message, hint)) => {
                faults.push(Diagnostic::error("config", message).at(text.place(spanned.span())).hint(hint));
            }
        }
    }
    parts
}

fn part(
    raw: &RawPart,
    routes: &Routes,
    paths: &Paths,
    under: &dyn Fn(&str) -> PathBuf,
    seen: &mut BTreeSet<String>,
) -> Result<Part, (String, &'static str)> {
    let shown = &raw.route;
    let folder = "name one folder below the root in a-z, 0-9 and single hyphens, such as 1950s";
    let route = Slug::parse(shown).map_err(|_| (format!("`{shown}` is no route of a part"), folder))?;
    if routes.may_take(shown) {
        let message = format!("the part's route `{shown}` is that of other pages of the site, or may become it");
        return Err((message, "choose another name: 1950s where 1950 is a year"));
    }
    if !seen.insert(shown.clone()) {
        return Err((format!("two parts have the route `{shown}`"), "each part needs a folder of its own"));
    }
    let content = raw.content.as_deref().map_or_else(|| under(&format!("parts/{route}")), under);
    if content.starts_with(&paths.content) {
        let message = format!("the content of the part `{shown}` lies in the content of the whole site");
        return Err((message, "keep it beside it, such as in parts/1950s, or it is read twice"));
    }
    let path = raw.path.as_deref().map_or_else(|| paths.output.join(shown), under);
    if paths.output.starts_with(&path) {
        let message = format!("the part `{shown}` is read where the whole site is written");
        return Err((message, "leave `path` out, or let it name another folder"));
    }
    Ok(Part { route, path, title: raw.title.clone(), content })
}

/// The settings of one part by itself: those of the whole, but for content, output, address,
/// title and cache.
pub(super) fn alone(mut config: Config, route: &str) -> Result<Config, Diagnostic> {
    let parts = std::mem::take(&mut config.parts);
    let known: Vec<&str> = parts.iter().map(|part| part.route.as_str()).collect();
    let Some(part) = parts.iter().find(|part| part.route.as_str() == route) else {
        let message = format!("there is no part `{route}`");
        let hint = match known.as_slice() {
            [] => "the settings file names no [[parts]]; docs/scale.md shows how".to_owned(),
            known => format!("the parts are {}", known.join(", ")),
        };
        return Err(Diagnostic::error("config", message).hint(hint));
    };
    if !part.content.is_dir() {
        let diagnostic = Diagnostic::error("config", format!("there is no content for the part `{route}`"));
        return Err(diagnostic.at(shown(&part.content)).hint("put its pages there, or state `content` for it"));
    }
    config.base_url = config.base_url.and_then(|base| BaseUrl::parse(&base.join(route)));
    config.paths.content.clone_from(&part.content);
    config.paths.output.clone_from(&part.path);
    config.paths.cache = config.paths.cache.join("parts").join(route);
    let title = part.title.clone().unwrap_or_else(|| format!("{} {route}", config.title));
    config.part_of = Some(std::mem::replace(&mut config.title, title));
    Ok(config)
}

fn shown(path: &Path) -> Place {
    Place::file(path.to_string_lossy().replace('\\', "/"))
}
