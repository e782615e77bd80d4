//! `zzsite check`: what is wrong or doubtful in the content, and in the site that was built.

use super::{Exit, Stop, args::Common, report::Reporter, settings};
use crate::{
    check::{self, Checked},
    diag::Diagnostic,
    pipeline, source,
};

pub(super) fn run(common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let config = settings(common)?;
    let mut diagnostics = Vec::new();
    {
        let _span = tracing::info_span!("content").entered();
        let files = source::discover(&config.paths.content).drain_into(&mut diagnostics);
        let content = pipeline::read(files, &config).drain_into(&mut diagnostics);
        pipeline::gather(content.pages, content.articles).drain_into(&mut diagnostics);
    }
    let folder = &config.paths.output;
    let looked = if folder.is_dir() {
        let _span = tracing::info_span!("site").entered();
        let base = config.base_url.as_ref().map(crate::config::BaseUrl::as_str);
        check::site(folder, base)?.drain_into(&mut diagnostics)
    } else {
        let message = format!("there is no site in `{}` to look at", folder.display());
        diagnostics.push(Diagnostic::note("not-built", message).hint("make it with `zzsite build`"));
        Checked::default()
    };
    let exit = reporter.report(diagnostics)?;
    reporter.say(&format!("{} pages and {} links of the site were looked at", looked.pages, looked.links));
    Ok(exit)
}
