//! Each stage of a build by itself, on one thread: where a change of speed comes from.
//!
//! ```text
//! cargo bench --bench stages                all stages
//! cargo bench --bench stages -- minify      one of them
//! ```
//!
//! The archive is that of the compare bench, 300 articles of it. Stages that take text tell
//! bytes a second; `render` and `write` tell pages a second.

#![allow(missing_docs)]

#[path = "search/corpus.rs"]
#[allow(dead_code)]
mod corpus;
#[path = "compare/sources.rs"]
#[allow(dead_code)]
mod sources;

use std::{fs, hint::black_box};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use zzsite::{
    build,
    config::{self, Config, Overrides},
    markdown::{self, ArticleDefaults},
    minify,
    output::{self, Stale, Writer},
    parse::PageHints,
    pipeline,
    press::SourcePage,
    render::{self, FileKind, Rendered, Renderer},
    source::{self, SourceText},
    theme::Theme,
};

const ARTICLES: usize = 300;

/// The archive on disk, and what each stage makes of it.
struct Stages {
    folder: tempfile::TempDir,
    config: Config,
    texts: Vec<(SourceText, PageHints)>,
    pages: Vec<SourcePage>,
}

impl Stages {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        sources::write(ARTICLES, folder.path(), false);
        let settings = folder.path().join("zzsite/site.toml");
        let config = config::load(&Overrides { config: Some(settings), ..Overrides::default() }).expect("settings");
        let files = source::discover(&config.paths.content).value;
        let text = |file| Some((source::read_text(file).value?, pipeline::hints(file)));
        let texts: Vec<_> = files.iter().filter_map(text).collect();
        let read = |(text, hints): &(SourceText, PageHints)| pipeline::read_newsprint(text, hints, &config).value;
        let pages = texts.iter().flat_map(read).collect();
        Self { folder, config, texts, pages }
    }

    fn raw_bytes(&self) -> u64 {
        self.texts.iter().map(|(text, _)| text.as_str().len() as u64).sum()
    }
}

fn reading(c: &mut Criterion, stages: &Stages) {
    let mut group = c.benchmark_group("read");
    group.sample_size(10).throughput(Throughput::Bytes(stages.raw_bytes()));
    group.bench_function("newsprint to articles", |b| {
        b.iter(|| {
            for (text, hints) in &stages.texts {
                black_box(pipeline::read_newsprint(text, hints, &stages.config));
            }
        });
    });
    group.finish();
}

fn the_markdown(c: &mut Criterion, stages: &Stages) {
    let articles: Vec<_> = stages.pages.iter().flat_map(|page| &page.articles).collect();
    let defaults = |page: &SourcePage| ArticleDefaults {
        date: page.date,
        page: page.page.clone(),
        section: None,
        position: 1,
        slug: None,
    };
    let of_page = |page: &SourcePage| {
        let text: String = page.articles.iter().map(markdown::write).collect();
        (SourceText::new("page.md", text), defaults(page))
    };
    let written: Vec<_> = stages.pages.iter().map(of_page).collect();
    let bytes = written.iter().map(|(text, _)| text.as_str().len() as u64).sum();
    let mut group = c.benchmark_group("markdown");
    group.sample_size(10).throughput(Throughput::Bytes(bytes));
    group.bench_function("write", |b| {
        b.iter(|| articles.iter().map(|article| markdown::write(article).len()).sum::<usize>())
    });
    group.bench_function("read", |b| {
        b.iter(|| {
            for (text, defaults) in &written {
                black_box(markdown::read_page(text, defaults));
            }
        });
    });
    group.finish();
}

/// Every page of the site; minified; written into an empty folder and over themselves.
fn the_site(c: &mut Criterion, stages: &Stages) {
    let site = build::load(&stages.config).value;
    let theme = Theme::builtin().expect("the theme");
    let renderer = Renderer::new(&site, &theme, None).expect("a renderer");
    let plan = render::plan(&site, &theme);
    let all = || plan.iter().map(|job| renderer.run(job).expect("a page"));
    let pages: Vec<Rendered> = all().filter(|page| page.kind == FileKind::Html).collect();

    let mut group = c.benchmark_group("site");
    group.sample_size(10).throughput(Throughput::Elements(plan.len() as u64));
    group.bench_function("render", |b| b.iter(|| all().map(|page| page.bytes.len()).sum::<usize>()));
    group.throughput(Throughput::Bytes(pages.iter().map(|page| page.bytes.len() as u64).sum()));
    group.bench_function("minify", |b| {
        b.iter(|| pages.iter().map(|page| minify::html(&page.bytes).len()).sum::<usize>());
    });
    group.throughput(Throughput::Elements(pages.len() as u64));
    let out = stages.folder.path().join("out");
    let write = || {
        let writer = Writer::open(&out, &output::Options::default()).expect("opened");
        for page in &pages {
            writer.write(page.route.as_str(), &page.bytes);
        }
        writer.finish(Stale::Remove)
    };
    group.bench_function("write anew", |b| {
        b.iter_batched(|| drop(fs::remove_dir_all(&out)), |()| write(), BatchSize::PerIteration);
    });
    group.bench_function("write the same again", |b| b.iter(write));
    group.finish();
}

fn stages(c: &mut Criterion) {
    let stages = Stages::new();
    reading(c, &stages);
    the_markdown(c, &stages);
    the_site(c, &stages);
}

criterion_group!(benches, stages);
criterion_main!(benches);
