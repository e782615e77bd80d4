//! `zzsite init [DIR]`: a starter site that builds as it is. Overwrites nothing.

use std::path::{Path, PathBuf};

use super::{Exit, Stop, report::Reporter};
use crate::{
    config,
    output::{Placed, place},
};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Folder of the new site
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
    /// Name of the site
    #[arg(long)]
    title: Option<String>,
    /// Name of the newspaper
    #[arg(long)]
    paper: Option<String>,
}

/// The files of a starter site but for its settings.
const FILES: [(&str, &str); 3] = [
    ("content/2024-01-01/01.txt", include_str!("../../starter/content/2024-01-01/01.txt")),
    ("content/about.md", include_str!("../../starter/content/about.md")),
    (".gitignore", include_str!("../../starter/gitignore")),
];

/// The lines of the settings that name the site; what follows them comes from the demo's.
const HEAD: &str = include_str!("../../starter/site.toml");

pub(super) fn run(options: &Options, reporter: &Reporter) -> Result<Exit, Stop> {
    let settings = settings(options);
    let files = [(config::FILE_NAME, settings.as_str())].into_iter().chain(FILES);
    for (name, text) in files {
        let path = options.folder.join(name);
        let said = match place(&path, text.as_bytes(), false).map_err(|error| naming(&path, error))? {
            Placed::Made | Placed::Replaced => "made",
            Placed::Same | Placed::Kept => "kept",
        };
        reporter.say(&format!("{said}  {}", path.display()));
    }
    let enter =
        if options.folder == Path::new(".") { String::new() } else { format!("cd {}; ", options.folder.display()) };
    reporter.say(&format!("next: {enter}zzsite serve --open"));
    Ok(Exit::Clean)
}

/// An error of the system with the file it is about.
pub(super) fn naming(path: &Path, error: std::io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context(format!("cannot write `{}`", path.display()))
}

fn settings(options: &Options) -> String {
    let given = |line: &str| -> Option<String> {
        let key = line.split_once(" = ")?.0;
        let value =
            [("title", &options.title), ("paper", &options.paper)].into_iter().find(|(name, _)| *name == key)?.1;
        Some(format!("{key} = {}", toml::Value::from(value.as_deref()?)))
    };
    let head: String = HEAD.lines().map(|line| given(line).unwrap_or_else(|| line.to_owned()) + "\n").collect();
    let tables = config::STARTER.find("\n[display]").map_or("", |at| &config::STARTER[at..]);
    head + tables
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceText;

    #[test]
    fn the_settings_are_good_and_carry_the_names_given() {
        let options = Options { folder: ".".into(), title: Some("“引号\"与\\档案”".into()), paper: None };
        let text = SourceText::new("site.toml", settings(&options));
        let config = config::parse(&text, Path::new("")).expect("good settings");
        assert_eq!(config.title, "“引号\"与\\档案”");
        assert_eq!(config.paper, "我的报纸");
        assert!(config.paths.outlines.is_none() && config.gazetteer.districts().len() > 1);
    }
}
