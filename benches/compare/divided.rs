//! One archive built whole, and the same archive built in parts that are put together: what
//! each machine has to do, and what is left for the last one.

use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
    process::Command,
};

use crate::{Row, Wanted, measure, print_table, sources};

/// Builds `size` articles whole, then in `parts` by date.
pub(crate) fn compare(size: usize, parts: usize, wanted: &Wanted) {
    let root = wanted.dir.join(format!("compare-{size}-in-{parts}"));
    let _ = fs::remove_dir_all(&root);
    let archive = sources::write(size, &root, false);
    println!("\n== {size} articles, {} dates, whole and in {parts} parts", archive.dates);
    let folder = root.join("zzsite");
    let build = |arguments: &[&str]| {
        let mut command = Command::new(&wanted.zzsite);
        command.args(["build", "--quiet"]).args(arguments).current_dir(&folder);
        measure::run(&command)
    };
    let mut rows = vec![row("zzsite", build(&[]), &folder.join("public"))];
    for made in ["public", ".zzsite"] {
        let _ = fs::remove_dir_all(folder.join(made));
    }
    let routes = divide(&folder, parts);
    for route in &routes {
        rows.push(row(route, build(&["--part", route]), &folder.join("public").join(route)));
    }
    let parts = measure::tree(&folder.join("public"));
    for name in ["root", "root again"] {
        let mut row = row(name, build(&[]), &folder.join("public"));
        (row.files, row.bytes) = (row.files - parts.0, row.bytes - parts.1);
        rows.push(row);
    }
    print_table(&rows);
    if !wanted.keep {
        let _ = fs::remove_dir_all(&root);
    }
}

fn row(name: &str, sample: Option<measure::Sample>, output: &Path) -> Row {
    let (files, bytes) = measure::tree(output);
    Row { name: name.to_owned(), samples: sample.into_iter().collect(), files, bytes }
}

/// Moves the content into folders of parts, as many dates in each, and names them.
fn divide(folder: &Path, parts: usize) -> Vec<String> {
    let dates = fs::read_dir(folder.join("content")).into_iter().flatten().flatten();
    let mut dates: Vec<_> = dates.map(|entry| entry.path()).collect();
    dates.sort();
    let routes: Vec<String> = (1..=parts).map(|number| format!("part-{number}")).collect();
    let mut settings = String::new();
    for (route, dates) in routes.iter().zip(dates.chunks(dates.len().div_ceil(parts).max(1))) {
        let _ = write!(settings, "\n[[parts]]\nroute = \"{route}\"\n");
        let to = folder.join("parts").join(route);
        fs::create_dir_all(&to).expect("a folder");
        for date in dates {
            fs::rename(date, to.join(date.file_name().expect("a date"))).expect("moved");
        }
    }
    let file = OpenOptions::new().append(true).open(folder.join("site.toml"));
    file.and_then(|mut file| file.write_all(settings.as_bytes())).expect("settings");
    routes
}
