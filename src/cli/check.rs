//! `zzsite check`: what is wrong or doubtful in the content, and in the site that was built.

use super::{
    Exit, Stop,
    args::Common,
    report::{Reporter, count},
    settings,
};
use crate::{
    build,
    check::{self, Around, Checked},
    config::BaseUrl,
    diag::Diagnostic,
    pipeline, source,
    theme::Theme,
};

pub(super) fn run(common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let config = settings(common)?;
    let mut diagnostics = Vec::new();
    let site = build::load(&config).drain_into(&mut diagnostics);
    diagnostics.extend(super::today().into_iter().flat_map(|today| build::in_the_future(&site, today)));
    drop(site);
    diagnostics.extend(pipeline::lost_pictures(&source::discover(&config.paths.content).value));
    diagnostics.extend(Theme::load(config.paths.theme.as_deref()).err().map(|error| error.diagnostic()));
    let folder = &config.paths.output;
    let looked = if folder.is_dir() {
        let _span = tracing::info_span!("site").entered();
        let wanted = config.base_url.as_ref().map(BaseUrl::as_str);
        // `build --base-url` is as good a way to say it as site.toml.
        let built_for = check::published_at(folder);
        diagnostics.extend(wanted.and_then(|wanted| elsewhere(wanted, built_for.as_deref()?)));
        let base = built_for.as_deref().or(wanted);
        let parts = config.parts.iter().map(|part| part.route.to_string()).collect();
        let around = Around { parts, has_whole: config.part_of.is_some() };
        check::site(folder, base, &around)?.drain_into(&mut diagnostics)
    } else {
        let message = format!("there is no site in `{}` to look at", folder.display());
        diagnostics.push(Diagnostic::note("not-built", message).hint("make it with `zzsite build`"));
        Checked::default()
    };
    let exit = reporter.report(diagnostics)?;
    reporter.say(&format!("looked at {} with {}", count(looked.pages, "page"), count(looked.links, "link")));
    Ok(exit)
}

/// What to say of a site that was built for another address than is `wanted`.
fn elsewhere(wanted: &str, built_for: &str) -> Option<Diagnostic> {
    let message = format!("the site was built for {built_for}, and is looked at as that; the settings say {wanted}");
    let note = Diagnostic::note("built-elsewhere", message);
    (wanted != built_for).then(|| note.hint("build it again before it is published under the other address"))
}
