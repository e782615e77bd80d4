//! The tools that are compared, and the settings and templates of the others.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    measure::{self, Sample},
    sources::put,
};

/// A tool with its command.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) output: PathBuf,
    command: Command,
    /// Removed before each run beside the output: what the tool would find of the last one.
    leftovers: Vec<PathBuf>,
}

impl Tool {
    /// The row the others are compared with.
    pub(crate) const MEASURED: &str = "zzsite";

    /// zzsite with the templates of the others.
    pub(crate) const EQUAL: &str = "zzsite, equal";

    /// One run from nothing.
    pub(crate) fn run(&self) -> Option<Sample> {
        let _ = fs::remove_dir_all(&self.output);
        for left in &self.leftovers {
            let _ = fs::remove_dir_all(left);
        }
        measure::run(&self.command)
    }

    /// How many articles zzsite found on the raw pages.
    pub(crate) fn articles(&self) -> Option<usize> {
        if self.name != Self::MEASURED {
            return None;
        }
        let of_folder = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
        let dated = of_folder(self.output.clone()).filter(|entry| entry.file_name().len() == "2023-01-02".len());
        let pages = dated.flat_map(|date| of_folder(date.path()));
        let files = pages.flat_map(|page| of_folder(page.path()));
        Some(
            files
                .filter(|file| file.file_name() != "index.html" && file.path().extension().is_some_and(|e| e == "html"))
                .count(),
        )
    }
}

/// Everything that can run here, zzsite first.
pub(crate) fn found(root: &Path, zzsite: &Path) -> Vec<Tool> {
    let folder = root.join("zzsite");
    let ours = |name, more: &[&str]| {
        let mut command = Command::new(zzsite);
        command.args(["build", "--quiet"]).args(more).current_dir(&folder);
        Tool { name, output: folder.join("public"), command, leftovers: vec![folder.join(".zzsite")] }
    };
    let equal = ["--no-search", "--config", "equal.toml"];
    let mut tools = vec![ours("zzsite+search", &[]), ours(Tool::EQUAL, &equal), ours(Tool::MEASURED, &["--no-search"])];
    let mut writer = Command::new(std::env::current_exe().unwrap_or_default());
    let (from, to) = (folder.join("public"), root.join("writer"));
    writer.arg(measure::WRITE).arg(&from).arg(&to);
    tools.push(Tool { name: "writer", output: to, command: writer, leftovers: Vec::new() });
    for (name, arguments) in [("hugo", &["--minify", "--quiet"] as &[&str]), ("zola", &["build"])] {
        if Command::new(name).arg("version").output().is_err() && Command::new(name).arg("--version").output().is_err()
        {
            println!("{name}: not on the PATH");
            continue;
        }
        let mut command = Command::new(name);
        command.args(arguments).current_dir(root.join(name));
        let leftovers = vec![root.join(name).join("resources")];
        tools.push(Tool { name, output: root.join(name).join("public"), command, leftovers });
    }
    tools
}

/// Settings and templates of Hugo and Zola, the same pages as zzsite's in fewer words; and for
/// zzsite a theme with just these. In a `plain` comparison nobody has taxonomies; districts and
/// reporters are words on the article alone.
pub(crate) fn write_settings(root: &Path, plain: bool) {
    for (path, text) in FILES {
        let text = if plain { without_taxonomies(path, text) } else { (*text).to_owned() };
        put(&root.join(path), &text);
    }
}

fn without_taxonomies(path: &str, text: &str) -> String {
    match path {
        "hugo/hugo.toml" => text.replace("disableKinds = []", "disableKinds = [\"taxonomy\", \"term\"]"),
        "zola/zola.toml" | "zola/config.toml" => text.split("taxonomies = [").next().unwrap_or(text).to_owned(),
        _ => text.replace("page.taxonomies.", "page.extra."),
    }
}

const FILES: &[(&str, &str)] = &[
    ("hugo/hugo.toml", include_str!("hugo/hugo.toml")),
    ("hugo/layouts/_default/baseof.html", include_str!("hugo/baseof.html")),
    ("hugo/layouts/_default/single.html", include_str!("hugo/single.html")),
    ("hugo/layouts/_default/list.html", include_str!("hugo/list.html")),
    ("hugo/layouts/_default/terms.html", include_str!("hugo/terms.html")),
    ("hugo/layouts/index.html", include_str!("hugo/index.html")),
    ("hugo/layouts/partials/card.html", include_str!("hugo/card.html")),
    ("hugo/static/style.css", include_str!("../../themes/default/assets/style.css")),
    ("zzsite/equal/templates/article.html", include_str!("zzsite/article.html")),
    ("zzsite/equal/templates/base.html", include_str!("zzsite/base.html")),
    ("zzsite/equal/templates/bench.html", include_str!("zzsite/bench.html")),
    ("zzsite/equal/templates/column.html", include_str!("zzsite/column.html")),
    ("zzsite/equal/templates/columns.html", include_str!("zzsite/columns.html")),
    ("zzsite/equal/templates/district.html", include_str!("zzsite/district.html")),
    ("zzsite/equal/templates/districts.html", include_str!("zzsite/districts.html")),
    ("zzsite/equal/templates/home.html", include_str!("zzsite/home.html")),
    ("zzsite/equal/templates/issue.html", include_str!("zzsite/issue.html")),
    ("zzsite/equal/templates/page.html", include_str!("zzsite/page.html")),
    ("zzsite/equal/templates/reporter.html", include_str!("zzsite/reporter.html")),
    ("zzsite/equal/templates/reporters.html", include_str!("zzsite/reporters.html")),
    ("zola/zola.toml", include_str!("zola/zola.toml")),
    ("zola/config.toml", include_str!("zola/zola.toml")),
    ("zola/content/_index.md", "+++\ntitle = \"江岸日报档案\"\n+++\n"),
    ("zola/templates/base.html", include_str!("zola/base.html")),
    ("zola/templates/card.html", include_str!("zola/card.html")),
    ("zola/templates/index.html", include_str!("zola/index.html")),
    ("zola/templates/page.html", include_str!("zola/page.html")),
    ("zola/templates/section.html", include_str!("zola/section.html")),
    ("zola/templates/taxonomy_list.html", include_str!("zola/terms.html")),
    ("zola/templates/taxonomy_single.html", include_str!("zola/list.html")),
    ("zola/static/style.css", include_str!("../../themes/default/assets/style.css")),
];
