//! `zzsite build`: content to a finished site.

use super::{Exit, report};
use crate::{
    build,
    config::{self, Overrides},
    diag::Severity,
};

pub(super) fn run(overrides: &Overrides) -> Exit {
    let built = match config::load(overrides) {
        Ok(config) => build::build(&config, &build::Options::default()).map_err(|error| vec![error.diagnostic()]),
        Err(faults) => Err(faults),
    };
    match built {
        Ok(built) => {
            report(&built.diagnostics);
            let bad = built.diagnostics.iter().any(|d| d.severity == Severity::Error);
            if bad { Exit::Content } else { Exit::Clean }
        }
        Err(faults) => {
            report(&faults);
            Exit::Failure
        }
    }
}
