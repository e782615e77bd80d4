//! Speed of the page reader in MB/s of raw text on one core, on invented pages from a seeded
//! generator, and on the shapes that could make it slow: one long line, very many short blocks, the
//! same sentence again and again.
//!
//! `cargo bench --bench parse`

#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use zzsite::{
    gazetteer::Gazetteer,
    parse::{PageHints, parse},
    source::SourceText,
};

/// A small generator of its own: the bench must not change with a library.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % below.max(1)
    }

    fn words(&mut self, count: usize) -> String {
        const CHARS: &str = "春夏秋冬山河湖海风云雨雪车船路桥灯火人家田园花草树木村镇城市东西南北上下来去看听说走新旧大小多少长短高低远近早晚明暗";
        let chars: Vec<char> = CHARS.chars().collect();
        (0..count).map(|_| chars[self.next(chars.len())]).collect()
    }

    fn paragraph(&mut self) -> String {
        let sentences = 2 + self.next(4);
        (0..sentences)
            .map(|_| {
                let (a, b) = (6 + self.next(12), 8 + self.next(14));
                format!("{},{}。", self.words(a), self.words(b))
            })
            .collect()
    }

    fn article(&mut self, out: &mut String) {
        let length = 10 + self.next(14);
        out.push_str(&format!("{}\n\n", self.words(length)));
        if self.next(2) == 0 {
            out.push_str("某某日报讯(全媒体记者/王小明 通讯员/李大年) ");
        } else {
            out.push_str("■ 某某日报记者 王小明\n\n");
        }
        for _ in 0..3 + self.next(8) {
            let text = self.paragraph();
            out.push_str(&text);
            out.push_str("\n\n");
        }
    }
}

fn pages(bytes: usize) -> String {
    let mut random = Random(20_230_102);
    let mut out = String::new();
    while out.len() < bytes {
        random.article(&mut out);
    }
    out
}

fn speed(c: &mut Criterion) {
    let mut random = Random(7);
    let page = pages(40_000);
    let year = pages(4_000_000);
    let line = random.words(1_000_000);
    let blocks: String = (0..100_000).map(|_| format!("{}\n\n", random.words(9))).collect();
    let same = format!("{}\n\n", random.paragraph()).repeat(10_000);
    let cases = [
        ("page", page),
        ("long-file", year),
        ("one-line", line),
        ("short-blocks", blocks),
        ("one-paragraph-repeated", same),
    ];
    let mut group = c.benchmark_group("parse");
    group.sample_size(10);
    for (name, text) in cases {
        let source = SourceText::new("page.txt", text);
        group.throughput(Throughput::Bytes(source.as_str().len() as u64));
        let gazetteer = Gazetteer::default();
        group.bench_function(name, |b| {
            b.iter_batched(PageHints::default, |hints| parse(&source, &hints, &gazetteer), BatchSize::SmallInput);
        });
    }
    group.finish();
}

criterion_group!(benches, speed);
criterion_main!(benches);
