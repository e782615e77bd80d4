//! Reading `site.toml`: one file, one parser, every fault with its line.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use super::{
    BaseUrl, Config, Display, Paths, Routes, Search, parts,
    raw::{RawConfig, RawDistrict},
};
use crate::{
    diag::{Diagnostic, Place},
    gazetteer::{District, Gazetteer},
    press::Slug,
    source::SourceText,
};

/// Name of the settings file.
pub const FILE_NAME: &str = "site.toml";

/// The settings of the demo site. Their district table serves a site that has no settings yet;
/// their text is what `init` starts from.
pub const STARTER: &str = include_str!("../../site.toml");

/// Settings given on the command line; they win over the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--config`: the settings file; it must exist.
    pub config: Option<PathBuf>,
    /// `--content`.
    pub content: Option<PathBuf>,
    /// `--out`.
    pub output: Option<PathBuf>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--part`: the route of the part that is meant instead of the whole.
    pub part: Option<String>,
}

/// Reads the settings file (`--config`, else `site.toml` in the working folder, else none) and
/// lays the command line over it. Faults are configuration errors: no build starts with one.
pub fn load(overrides: &Overrides) -> Result<Config, Vec<Diagnostic>> {
    let path = overrides.config.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME));
    let given = overrides.config.is_some();
    let (text, found) = match read_utf8(&path) {
        Ok(text) => (text, true),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !given => (starter_districts(), false),
        Err(error) => return Err(vec![unreadable(&path, &error)]),
    };
    let shown = path.to_string_lossy().replace('\\', "/");
    let mut config = parse(&SourceText::new(shown, text), path.parent().unwrap_or(Path::new("")))?;
    config.has_file = found;
    if let Some(url) = &overrides.base_url {
        config.base_url = Some(BaseUrl::parse(url).ok_or_else(|| vec![bad_url(url)])?);
    }
    if let Some(route) = &overrides.part {
        config = parts::alone(config, route).map_err(|fault| vec![fault])?;
    }
    if let Some(content) = &overrides.content {
        config.paths.content.clone_from(content);
    }
    if let Some(output) = &overrides.output {
        config.paths.output.clone_from(output);
    }
    Ok(config)
}

/// A text file that has to be UTF-8; an error of its kind says which byte is not.
fn read_utf8(path: &Path) -> io::Result<String> {
    String::from_utf8(fs::read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::InvalidData {
        return Diagnostic::error("config", format!("the settings file is not UTF-8: {error}"))
            .at(Place::file(path.to_string_lossy().replace('\\', "/")))
            .hint("save it as UTF-8");
    }
    Diagnostic::error("config", format!("the settings file cannot be read: {error}"))
        .at(Place::file(path.to_string_lossy().replace('\\', "/")))
        .hint("name an existing file with --config, or make a site with `zzsite init`")
}

/// The district table of the starter settings, nothing else of them.
fn starter_districts() -> String {
    let at = STARTER.find("\n[[districts]]").unwrap_or(STARTER.len());
    let table = &STARTER[at..];
    table.split("\n[extra]").next().unwrap_or(table).to_owned()
}

fn bad_url(url: &str) -> Diagnostic {
    Diagnostic::error("config", format!("`{url}` is no address of a site"))
        .hint("write it like https://example.org/archive/, without ? or #")
}

/// Checks settings; relative paths are relative to `folder`, the folder of the file.
pub fn parse(text: &SourceText, folder: &Path) -> Result<Config, Vec<Diagnostic>> {
    let raw: RawConfig = toml::from_str(text.as_str()).map_err(|error| {
        let diagnostic = Diagnostic::error("config", error.message().to_owned());
        vec![diagnostic.at(text.place(error.span().unwrap_or(0..0))).hint("docs/content.md lists the settings")]
    })?;
    let mut faults = Vec::new();
    let gazetteer = gazetteer(text, &raw.districts, &mut faults);
    let base_url = raw.base_url.as_ref().and_then(|url| {
        let parsed = BaseUrl::parse(url.get_ref());
        if parsed.is_none() {
            faults.push(bad_url(url.get_ref()).at(text.place(url.span())));
        }
        parsed
    });
    let routes = routes(text, &raw.routes, &mut faults);
    let under = |path: &str| if folder == Path::new("") { PathBuf::from(path) } else { folder.join(path) };
    let title = raw.title.unwrap_or_else(|| "报纸档案".to_owned());
    let paths = Paths {
        content: under(raw.content.as_deref().unwrap_or("content")),
        output: under(raw.output.as_deref().unwrap_or("public")),
        theme: raw.theme.as_deref().map(under),
        outlines: raw.outlines.as_deref().map(under),
        cache: under(".zzsite"),
    };
    let parts = parts::check(text, &raw.parts, &routes, &paths, &under, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Config {
        paper: raw.paper.unwrap_or_else(|| title.clone()),
        description: raw.description.unwrap_or_else(|| {
            format!("{title}：按日期{}浏览", if raw.taxonomies.districts { "、版面和区县" } else { "和版面" })
        }),
        language: raw.language.unwrap_or_else(|| "zh-CN".to_owned()),
        title,
        base_url,
        routes,
        gazetteer,
        paths,
        part_of: raw.part_of.filter(|name| !name.trim().is_empty()),
        parts,
        display: Display {
            full_width_punctuation: raw.display.full_width_punctuation,
            show_uncertain: raw.display.show_uncertain,
            indent_paragraphs: raw.display.indent_paragraphs,
        },
        search: Search { fold_variants: raw.search.fold_variants },
        taxonomies: raw.taxonomies,
        extra: raw.extra,
        has_file: true,
    })
}

fn routes(text: &SourceText, raw: &BTreeMap<String, toml::Spanned<String>>, faults: &mut Vec<Diagnostic>) -> Routes {
    let mut routes = Routes::default();
    let hint = "docs/content.md lists the routes and what each may hold";
    let mut fault = |message: String, at: Range<usize>| {
        faults.push(Diagnostic::error("config", message).at(text.place(at)).hint(hint));
    };
    for (name, pattern) in raw {
        if let Err(message) = routes.set(name, pattern.get_ref()) {
            fault(message, pattern.span());
        }
    }
    if let Some((a, b)) = routes.clash() {
        let at = raw.get(a).or_else(|| raw.get(b)).map_or(0..0, toml::Spanned::span);
        fault(format!("the routes `{a}` and `{b}` lead to the same addresses"), at);
    }
    routes
}

fn gazetteer(text: &SourceText, raw: &[toml::Spanned<RawDistrict>], faults: &mut Vec<Diagnostic>) -> Gazetteer {
    let mut seen = BTreeSet::new();
    let mut districts = Vec::new();
    // What a text calls a district today must mean one of them; former names may be shared.
    let mut called: BTreeMap<&str, &str> =
        raw.iter().map(|d| (d.get_ref().name.as_str(), d.get_ref().name.as_str())).collect();
    for spanned in raw {
        let RawDistrict { name, aliases, .. } = spanned.get_ref();
        for alias in aliases {
            let other = *called.entry(alias).or_insert(name);
            if other != name {
                faults.push(fault(text, spanned.span(), format!("`{alias}` stands for {other} and for {name}")));
            }
        }
        match district(spanned.get_ref(), &mut seen) {
            Ok(district) => districts.push(district),
            Err(message) => faults.push(fault(text, spanned.span(), message)),
        }
    }
    Gazetteer::new(districts)
}

fn fault(text: &SourceText, span: Range<usize>, message: String) -> Diagnostic {
    Diagnostic::error("config", message)
        .at(text.place(span))
        .hint("each district has a name, a slug and aliases of its own")
}

fn district(raw: &RawDistrict, seen: &mut BTreeSet<String>) -> Result<District, String> {
    let slug = Slug::parse(&raw.slug).map_err(|error| error.to_string())?;
    if raw.name.trim().is_empty() {
        return Err("a district has no name".to_owned());
    }
    if !seen.insert(raw.name.clone()) || !seen.insert(raw.slug.clone()) {
        return Err(format!("the name or slug of {} stands twice in the table", raw.name));
    }
    Ok(District {
        name: raw.name.clone(),
        slug,
        kind: raw.kind.clone(),
        code: raw.code.clone(),
        aliases: raw.aliases.clone(),
        former: raw.former.clone(),
        seat: raw.seat.clone(),
        places: raw.places.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Taxonomies;

    #[test]
    fn indexes_are_made_unless_left_out() {
        let taxonomies = |toml: &str| {
            let text = SourceText::new(FILE_NAME, toml.to_owned());
            parse(&text, Path::new("")).map(|config| config.taxonomies).unwrap_or_else(|faults| panic!("{faults:?}"))
        };
        let all = Taxonomies::default();
        assert!(all.districts && all.reporters && all.columns);
        assert_eq!(taxonomies(""), all);
        assert_eq!(taxonomies("[taxonomies]\nreporters = false"), Taxonomies { reporters: false, ..all });
        assert_eq!(faults("[taxonomies]\nreporter = false").len(), 1);
    }

    fn faults(toml: &str) -> Vec<(u32, u32, String)> {
        let text = SourceText::new(FILE_NAME, toml.to_owned());
        let faults = parse(&text, Path::new("")).map(|_| Vec::new()).unwrap_or_else(|faults| faults);
        let place = |d: &Diagnostic| d.place.as_ref().map_or((0, 0), |p| (p.line, p.column));
        faults.iter().map(|d| (place(d).0, place(d).1, d.message.clone())).collect()
    }

    #[test]
    fn starter_settings_are_good() {
        let text = SourceText::new(FILE_NAME, STARTER.to_owned());
        let config = parse(&text, Path::new("")).expect("the starter settings are valid");
        assert!(config.gazetteer.districts().len() >= 2);
        let table = SourceText::new(FILE_NAME, starter_districts());
        let bare = parse(&table, Path::new("")).expect("the table alone is valid");
        assert_eq!(bare.gazetteer.districts(), config.gazetteer.districts());
        assert_eq!(bare.title, "报纸档案");
    }

    #[test]
    fn faults_have_their_line() {
        assert_eq!(faults("title = \"a\"\ncolour = 3\n")[0].0, 2);
        let url = faults("base_url = \"example.org\"\n");
        assert_eq!((url[0].0, url[0].1), (1, 12));
        let route = faults("[routes]\narticle = \"{date}/{slug}.html\"\n");
        assert_eq!((route[0].0, route[0].1), (2, 11), "{route:?}");
        let twice = "[[districts]]\nname = \"甲县\"\nslug = \"jia\"\n[[districts]]\nname = \"甲县\"\nslug = \"jia2\"\n";
        assert_eq!(faults(twice)[0].0, 4);
        assert!(faults("[[districts]]\nname = \"甲县\"\nslug = \"甲\"\n")[0].2.contains("slug"));
        let alias = "[[districts]]\nname = \"甲县\"\nslug = \"jia\"\naliases = [\"甲\"]\n";
        let again = "[[districts]]\nname = \"乙县\"\nslug = \"yi\"\naliases = [\"甲\"]\n";
        assert_eq!(faults(&format!("{alias}{again}"))[0].0, 5);
        let name = "[[districts]]\nname = \"乙县\"\nslug = \"yi\"\naliases = [\"乙\", \"甲县\"]\n";
        assert!(faults(&format!("{name}{alias}"))[0].2.contains("`甲县` stands for 甲县 and for 乙县"));
    }
}
