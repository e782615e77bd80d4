//! `zzsite completions SHELL` and `zzsite man`: both made of the argument definitions.

use std::{io, path::Path};

use clap::CommandFactory as _;

use super::{
    Exit, Stop,
    args::{Args, Common},
    emit,
    report::Reporter,
};
use crate::output::{Placed, place};

#[derive(Debug, clap::Args)]
pub(super) struct CompletionOptions {
    /// The shell
    shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct ManOptions {}

/// Prints a completion script.
pub(super) fn completions(options: &CompletionOptions) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Args::command(), "zzsite", &mut script);
    emit(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

/// Prints zzsite(1), or writes it and a page for each subcommand to `--out`.
pub(super) fn man(_: &ManOptions, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let mut command = Args::command();
    command.build();
    let Some(folder) = &common.out else {
        emit(&page(command)?)?;
        return Ok(Exit::Clean);
    };
    let subcommands: Vec<clap::Command> = command.get_subcommands().cloned().collect();
    write(folder, "zzsite.1", &page(command)?, reporter)?;
    for subcommand in subcommands {
        let name = format!("zzsite-{}", subcommand.get_name());
        // clap wants the name of a command for ever; a manual is made once a run.
        let named = subcommand.name(&*Box::leak(name.clone().into_boxed_str()));
        write(folder, &format!("{name}.1"), &page(named)?, reporter)?;
    }
    Ok(Exit::Clean)
}

fn page(command: clap::Command) -> io::Result<String> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

fn write(folder: &Path, name: &str, page: &str, reporter: &Reporter) -> Result<(), Stop> {
    let path = folder.join(name);
    if place(&path, page.as_bytes(), true)? != Placed::Same {
        reporter.say(&format!("wrote {}", path.display()));
    }
    Ok(())
}
