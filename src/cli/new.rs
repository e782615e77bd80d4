//! `zzsite new issue DATE` and `zzsite new page FILE`: files to fill in. Overwrites nothing.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::{Exit, Stop, args::Common, init::naming, report::Reporter, settings};
use crate::{
    output::{Placed, place},
    press::{Folio, IssueDate},
    source::Named,
};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A folder for a date, with an empty file for each printed page
    Issue {
        /// Date of the issue, e.g. 2023-01-03
        date: String,
        /// Number of printed pages
        #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=200), value_name = "N")]
        pages: u16,
    },
    /// One file: page text (.txt), or a Markdown page of the site (.md)
    Page {
        /// Where it goes, e.g. content/2023-01-03/05.txt or content/contact.md
        file: PathBuf,
        /// Title of a Markdown page
        #[arg(long)]
        title: Option<String>,
    },
}

pub(super) fn run(options: &Options, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let files = match &options.what {
        What::Issue { date, pages } => {
            let date = IssueDate::parse(date).map_err(anyhow::Error::new)?;
            issue(&settings(common)?.paths.content, date, *pages)
        }
        What::Page { file, title } => {
            let text = page(file, title.as_deref())?;
            let content = settings(common)?.paths.content;
            if !is_below(file, &content) {
                let folder = content.display();
                reporter.say(&format!("`build` will not read it: it is not in the content folder `{folder}`"));
            }
            vec![(file.clone(), text)]
        }
    };
    let mut kept = false;
    for (path, text) in files {
        let made = place(&path, text.as_bytes(), false).map_err(|error| naming(&path, error))? == Placed::Made;
        let said = if made { "made" } else { "kept" };
        reporter.say(&format!("{said}  {}", path.display()));
        kept |= !made;
    }
    if kept {
        reporter.say("what was there already was left as it is");
    }
    Ok(Exit::Clean)
}

/// Whether a file that may not be there yet lies in a folder.
fn is_below(file: &Path, folder: &Path) -> bool {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    absolute(file).zip(absolute(folder)).is_some_and(|(file, folder)| file.starts_with(folder))
}

fn issue(content: &Path, date: IssueDate, pages: u16) -> Vec<(PathBuf, String)> {
    let folder = content.join(date.to_string());
    let file = |number| {
        let folio = Folio::number(number);
        (folder.join(format!("{folio}.txt")), raw_page(date, &folio))
    };
    (1..=pages).map(file).collect()
}

/// An empty printed page. Its name says as much as the front matter; the front matter stays
/// right when the file is moved.
fn raw_page(date: IssueDate, folio: &Folio) -> String {
    format!("+++\ndate = {date}\npage = \"{folio}\"\n# section = \"要闻\"\n+++\n")
}

fn page(file: &Path, title: Option<&str>) -> anyhow::Result<String> {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).context("the file needs a name")?;
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("txt") => {
            let named = Named::of(&file.to_string_lossy().replace('\\', "/"));
            let (Some(date), Some(folio)) = (named.date, named.page) else {
                bail!("`{}` names no date and page; write it like content/2023-01-03/05.txt", file.display());
            };
            Ok(raw_page(date, &folio))
        }
        Some("md") => {
            let title = toml::Value::from(title.unwrap_or(stem));
            Ok(format!("+++\ntitle = {title}\n+++\n\n"))
        }
        _ => bail!("`{}` is neither page text (.txt) nor Markdown (.md)", file.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_an_issue() {
        let files = issue(Path::new("content"), IssueDate::new(2023, 1, 3).expect("a date"), 12);
        assert_eq!(files.len(), 12);
        assert_eq!(files[11].0, Path::new("content/2023-01-03/12.txt"));
        assert_eq!(files[0].1, "+++\ndate = 2023-01-03\npage = \"01\"\n# section = \"要闻\"\n+++\n");
    }

    #[test]
    fn single_pages() {
        assert!(page(Path::new("content/2023/01/03/A05版.txt"), None).expect("a page").contains("page = \"A05\""));
        assert_eq!(
            page(Path::new("content/x.md"), Some("\"联系\"")).expect("a page"),
            "+++\ntitle = '\"联系\"'\n+++\n\n"
        );
        assert!(page(Path::new("notes.txt"), None).is_err());
        assert!(page(Path::new("x.docx"), None).is_err());
    }
}
