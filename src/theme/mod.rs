//! Themes: templates and assets, the built-in ones beneath those of the site.
//!
//! A theme is a folder:
//!
//! ```text
//! templates/   Tera 2 templates, one per page kind, and components.html
//! assets/      published as they are under assets/ (favicon.svg and favicon.ico at the root)
//! ```
//!
//! The default theme is compiled in. A site's own theme is laid over it file by file: what it
//! has replaces, what it lacks stays. A replaced template stays reachable as
//! `default/NAME`, so that `{% extends "default/article.html" %}` changes one block only.
//!
//! This module is the only owner of Tera. Templates see the structs of [`views`], never the
//! site model. Everything is parsed at load, so a wrong template stops a build before it
//! writes anything.

mod builtin;
mod compiled;
mod error;
pub mod views;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Serialize;
use tera::{Context, Tera, Value};

use self::compiled::{Compiled, Tree};

pub use error::ThemeError;

use crate::{minify, picture, search};

/// A theme, loaded and checked.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The same with its HTML minified.
    minified: Option<Tera>,
    /// Those of the latter, else of the former, that need no Tera; see [`Theme::minified`].
    compiled: Compiled,
    templates: Templates,
    assets: BTreeMap<String, Vec<u8>>,
}

/// Bytes of most pages beside the text of what they show.
const PAGE: usize = 8 << 10;

/// A view made once and shared by every page that shows it.
#[derive(Debug, Clone)]
pub struct Shared(Tree);

impl Shared {
    /// Turns a view into what pages share of it.
    pub fn new<T: Serialize>(view: &T) -> Result<Self, ThemeError> {
        Tree::new(view).map(Self).map_err(ThemeError::Other)
    }
}

/// A theme with the views put in that many pages have in common; see [`Theme::fixed`].
#[derive(Debug)]
pub struct Fixed(Compiled);

/// Text of the templates by name, with the file each came from.
#[derive(Debug, Default)]
struct Templates(BTreeMap<String, (String, String)>);

impl error::Sources for Templates {
    fn find(&self, template: &str) -> Option<(&str, &str)> {
        self.0.get(template).map(|(file, text)| (file.as_str(), text.as_str()))
    }
}

impl Theme {
    /// The default theme.
    pub fn builtin() -> Result<Self, ThemeError> {
        Self::load(None)
    }

    /// The default theme with the folder of a site's own theme laid over it.
    pub fn load(folder: Option<&Path>) -> Result<Self, ThemeError> {
        let mut templates = Templates::default();
        let mut assets = BTreeMap::new();
        for (name, text) in builtin::TEMPLATES {
            templates.0.insert((*name).to_owned(), (format!("themes/default/templates/{name}"), (*text).to_owned()));
        }
        for (name, bytes) in builtin::ASSETS {
            assets.insert((*name).to_owned(), bytes.to_vec());
        }
        assets.insert(builtin::SCRIPT.0.to_owned(), search::slim_script(builtin::SCRIPT.1).into_bytes());
        if let Some(folder) = folder {
            overlay(folder, &mut templates, &mut assets)?;
        }
        if let Some(style) = assets.get_mut("assets/style.css") {
            style.extend_from_slice(picture::STYLE.as_bytes());
            style.extend_from_slice(builtin::SEARCH_STYLE.as_bytes());
            *style = squeeze(style);
        }
        let list = templates.0.iter().map(|(name, (_, text))| (name.as_str(), text.as_str()));
        let tera = engine(list).map_err(|error| error::from_tera(&error, &templates))?;
        Ok(Self { tera, minified: None, compiled: Compiled::default(), templates, assets })
    }

    /// The theme for many pages: its templates compiled, and their HTML minified, and so that of
    /// the pages. A theme with a template that cannot be minified by itself is not.
    pub fn minified(mut self) -> Self {
        let minify = |(name, (_, text)): (&String, &(String, String))| {
            let text = if name.ends_with(".html") { minify::template(text)? } else { text.clone() };
            Some((name.clone(), text))
        };
        let templates: Option<Vec<(String, String)>> = self.templates.0.iter().map(minify).collect();
        let list = || templates.iter().flatten().map(|(name, text)| (name.as_str(), text.as_str()));
        self.minified = templates.as_ref().and_then(|_| engine(list()).ok());
        self.compiled = match self.minified {
            Some(_) => Compiled::new(list()),
            None => Compiled::new(self.templates.0.iter().map(|(name, (_, text))| (name.as_str(), text.as_str()))),
        };
        self
    }

    /// The theme without what spares it Tera, to compare the pages of both ways.
    pub fn interpreted(mut self) -> Self {
        self.compiled = Compiled::default();
        self
    }

    /// Whether pages come out minified.
    pub fn is_minified(&self) -> bool {
        self.minified.is_some()
    }

    /// Hash of all templates and files.
    pub(crate) fn fingerprint(&self) -> u128 {
        crate::site::digest(&(&self.templates.0, &self.assets))
    }

    /// The theme for pages that have these views in common.
    pub fn fixed(&self, views: &[(&'static str, &Shared)]) -> Fixed {
        Fixed(self.compiled.with(&views.iter().map(|(name, view)| (*name, &view.0)).collect::<Vec<_>>()))
    }

    /// Renders a template to UTF-8. `name` is the name of the view in the template.
    pub fn render<T: Serialize>(
        &self,
        template: &str,
        name: &'static str,
        view: &T,
        shared: &[(&'static str, &Shared)],
    ) -> Result<Vec<u8>, ThemeError> {
        self.render_by(&self.compiled, template, (name, view), shared)
    }

    /// The same of a page that has the views of `fixed`; they are to be in `shared` nevertheless.
    pub fn render_fixed<T: Serialize>(
        &self,
        fixed: &Fixed,
        template: &str,
        view: (&'static str, &T),
        shared: &[(&'static str, &Shared)],
    ) -> Result<Vec<u8>, ThemeError> {
        self.render_by(&fixed.0, template, view, shared)
    }

    fn render_by<T: Serialize>(
        &self,
        compiled: &Compiled,
        template: &str,
        (name, view): (&'static str, &T),
        shared: &[(&'static str, &Shared)],
    ) -> Result<Vec<u8>, ThemeError> {
        let view = Shared::new(view)?;
        let views = || shared.iter().copied().chain([(name, &view)]).map(|(name, view)| (name, &view.0));
        let capacity = PAGE + view.0.text_len();
        if let Some(page) = compiled.render(template, &views().collect::<Vec<_>>(), capacity) {
            return Ok(page);
        }
        let mut context = Context::new();
        for (name, tree) in views() {
            context.insert_value(name, Value::from_serializable(tree));
        }
        // What a page lacks is told at its place in the template as it was written.
        let mut page = Vec::with_capacity(capacity);
        if let Some(Ok(())) = self.minified.as_ref().map(|tera| tera.render_to(template, &context, &mut page)) {
            return Ok(page);
        }
        page.clear();
        let made = self.tera.render_to(template, &context, &mut page);
        made.map(|()| page).map_err(|error| error::from_tera(&error, &self.templates))
    }

    /// Whether a template may ask for a field of that name, of whatever view: what it does not ask
    /// for need not be made.
    pub fn asks(&self, template: &str, field: &str) -> bool {
        self.compiled.asks(template, field)
    }

    /// Whether any page may.
    pub fn asks_anywhere(&self, field: &str) -> bool {
        let mut pages = self.templates.0.keys().filter(|name| name.ends_with(".html") && *name != "components.html");
        pages.any(|name| self.asks(name, field))
    }

    /// Files of the theme that are published as they are: path below the root, and bytes.
    pub fn assets(&self) -> impl ExactSizeIterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// One of those files.
    pub fn asset(&self, path: &str) -> Option<&[u8]> {
        self.assets.get(path).map(Vec::as_slice)
    }
}

/// The engine with all templates.
fn engine<N: AsRef<str>, T: AsRef<str>>(templates: impl IntoIterator<Item = (N, T)>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    tera.autoescape_on([".html", ".xml"]);
    tera.add_raw_templates(templates)?;
    Ok(tera)
}

/// A stylesheet without comments, line ends and indents. Text that is no UTF-8, or a comment
/// that does not end, is left as it is.
fn squeeze(style: &[u8]) -> Vec<u8> {
    let Ok(mut rest) = std::str::from_utf8(style) else { return style.to_vec() };
    let mut bare = String::with_capacity(rest.len());
    while let Some((before, comment)) = rest.split_once("/*") {
        let Some((_, after)) = comment.split_once("*/") else { return style.to_vec() };
        bare.push_str(before);
        rest = after;
    }
    bare.push_str(rest);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<&str>>().join("\n").into_bytes()
}

/// Lays the files of a folder over what is there.
fn overlay(folder: &Path, templates: &mut Templates, assets: &mut BTreeMap<String, Vec<u8>>) -> Result<(), ThemeError> {
    match std::fs::metadata(folder) {
        Ok(meta) if meta.is_dir() => {}
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            return Err(ThemeError::Read { path: folder.to_owned(), source });
        }
        _ => {
            let source = std::io::Error::new(std::io::ErrorKind::NotFound, "the theme folder does not exist");
            return Err(ThemeError::Read { path: folder.to_owned(), source });
        }
    }
    let mut replaced = Vec::new();
    let mut own = String::new();
    for (name, path) in files(&folder.join("templates"))? {
        let text = std::fs::read_to_string(&path).map_err(|source| ThemeError::Read { path: path.clone(), source })?;
        let shown = path.to_string_lossy().replace('\\', "/");
        own.push_str(&text);
        if let Some(old) = templates.0.insert(name.clone(), (shown, text)) {
            replaced.push((format!("default/{name}"), old));
        }
    }
    // Only what the theme asks for: the rest may lean on blocks that it has done away with.
    templates.0.extend(replaced.into_iter().filter(|(name, _)| own.contains(name.as_str())));
    for (name, path) in files(&folder.join("assets"))? {
        let bytes = std::fs::read(&path).map_err(|source| ThemeError::Read { path, source })?;
        assets.insert(published(&name), bytes);
    }
    Ok(())
}

/// Where an asset is published: the icon at the root, where browsers ask for it.
fn published(name: &str) -> String {
    if name.starts_with("favicon.") { name.to_owned() } else { format!("assets/{name}") }
}

/// Files below a folder by their path in it, sorted; hidden ones left out. A folder that does
/// not exist has none; one that cannot be looked into is an error, for the site would be made without
/// what it holds.
fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, ThemeError> {
    let mut found = BTreeMap::new();
    match std::fs::metadata(folder) {
        Ok(meta) if meta.is_dir() => {}
        Ok(_) => return Ok(found),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
        Err(source) => return Err(ThemeError::Read { path: folder.to_owned(), source }),
    }
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.map_err(|error| ThemeError::Read { path: folder.to_owned(), source: error.into() })?;
        let Ok(name) = entry.path().strip_prefix(folder) else { continue };
        let name = name.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && !name.split('/').any(|part| part.starts_with('.')) {
            found.insert(name, entry.path().to_owned());
        }
    }
    Ok(found)
}
