//! The search index against a scan of the text.

use std::collections::BTreeMap;
use std::io;

use proptest::prelude::*;
use zzsite::press::IssueDate;
use zzsite::search::{Document, Filter, IndexBuilder, Options, SearchError, Searcher};

type Files = BTreeMap<String, Vec<u8>>;

struct Piece {
    title: String,
    text: String,
    date: IssueDate,
    page: String,
    districts: Vec<String>,
    reporters: Vec<String>,
}

/// Builds the index of the pieces; paths are below the index folder.
fn index(pieces: &[Piece]) -> Files {
    index_with(pieces, &Options::default())
}

fn index_with(pieces: &[Piece], options: &Options) -> Files {
    let mut builder = IndexBuilder::new(options);
    for (number, piece) in pieces.iter().enumerate() {
        let url = format!("{}/{}/{number}.html", piece.date, piece.page);
        let document = Document {
            url: &url,
            title: &piece.title,
            date: piece.date,
            page: &piece.page,
            text: &piece.text,
            districts: &piece.districts,
            reporters: &piece.reporters,
            columns: &[],
            kind: if number % 3 == 0 { "brief" } else { "news" },
        };
        builder.add(&document).unwrap();
    }
    let mut files = Files::new();
    builder
        .finish(&mut |path, bytes| {
            let path = path.strip_prefix("search/").expect("everything lies below search/");
            assert!(path.is_ascii() && files.insert(path.to_owned(), bytes).is_none(), "{path}");
        })
        .unwrap();
    files
}

fn open(files: &Files) -> Searcher<impl Fn(&str) -> io::Result<Vec<u8>>> {
    Searcher::open(|path| files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())).unwrap()
}

/// Numbers of the articles that match, in order.
fn matches(files: &Files, query: &str, filter: &Filter) -> Vec<usize> {
    let searcher = open(files);
    let found = searcher.find(query, filter).unwrap();
    let mut ids: Vec<usize> = found
        .ids
        .iter()
        .filter_map(|&id| searcher.check(&found, id).unwrap())
        .map(|hit| {
            assert!(hit.url.ends_with(&format!("/{}.html", hit.id)), "{} is {}", hit.url, hit.id);
            hit.id as usize
        })
        .collect();
    ids.sort_unstable();
    ids
}

/// What a reader of everything would find. The texts here need no folding but this.
fn scan(pieces: &[Piece], words: &[&str]) -> Vec<usize> {
    let even = |text: &str| text.to_lowercase().split_whitespace().collect::<String>();
    (0..pieces.len())
        .filter(|&i| {
            let (title, text) = (even(&pieces[i].title), even(&pieces[i].text));
            words.iter().all(|word| title.contains(&even(word)) || text.contains(&even(word)))
        })
        .collect()
}

/// A small seeded source of numbers below its argument.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) as usize % below
    }
}

/// A number below `range`, small ones more often.
fn low(below: &mut impl FnMut(usize) -> usize, range: usize) -> usize {
    let limit = 1 + below(range);
    below(limit)
}

/// `count` pieces, seventeen a day: enough for several tiers from two thousand on.
fn archive(count: usize) -> Vec<Piece> {
    let mut below = random(20_230_102);
    let characters: Vec<char> = ('\u{4e00}'..'\u{9f00}').step_by(41).collect();
    let words: Vec<String> = (0..900)
        .map(|_| (0..1 + below(3)).map(|_| characters[low(&mut below, characters.len())]).collect())
        .chain(["GDP", "5G", "，", "。", "\n"].map(str::to_owned))
        .collect();
    let mut date = IssueDate::new(2022, 11, 20).unwrap();
    (0..count)
        .map(|i| {
            if i % 17 == 16 {
                date = date.tomorrow();
            }
            let mut phrase = |count: usize| -> String {
                (0..count)
                    .map(|_| match below(20) {
                        0 => format!("{}万余名", below(40)),
                        1 => format!("20{}年", 10 + below(13)),
                        _ => words[low(&mut below, words.len())].clone(),
                    })
                    .collect()
            };
            let (title, text) = (phrase(6), phrase(90));
            let districts = vec![["天元区", "荷塘区", "攸县"][i % 3].to_owned()];
            let reporters = if i % 5 == 0 { vec!["王芳".to_owned()] } else { Vec::new() };
            Piece { title, text, date, page: format!("0{}", 1 + i % 17 / 5), districts, reporters }
        })
        .collect()
}

#[test]
fn every_phrase_is_found_and_nothing_else() {
    let pieces = archive(2600);
    let files = index(&pieces);
    let mut below = random(5);
    for round in 0..150 {
        let text: Vec<char> = pieces[below(pieces.len())].text.chars().filter(|c| !c.is_whitespace()).collect();
        let length = 1 + round % 9;
        let start = below(text.len() - length);
        let phrase: String = text[start..start + length].iter().collect();
        assert_eq!(matches(&files, &phrase, &Filter::default()), scan(&pieces, &[&phrase]), "{phrase}");
    }
    for words in
        [&["3万余名"][..], &["13万余名"], &["万"], &["3"], &["5g"], &["dp"], &["，"], &["22年", "3万余名", "5G"]]
    {
        assert_eq!(matches(&files, &words.join(" "), &Filter::default()), scan(&pieces, words), "{words:?}");
    }
    let inside = |words: &[&str]| scan(&pieces, words).len();
    assert!(inside(&["3万余名"]) > inside(&["13万余名"]), "the shorter number is found in the longer ones too");
}

#[test]
fn exclusions_and_filters() {
    let pieces = archive(1200);
    let files = index(&pieces);
    let without = scan(&pieces, &["3万余名"]);
    let expected: Vec<usize> = scan(&pieces, &["5g"]).into_iter().filter(|id| !without.contains(id)).collect();
    assert_eq!(matches(&files, "5G -3万余名", &Filter::default()), expected);
    let filter = Filter {
        district: Some("荷塘区".to_owned()),
        page: Some("02".to_owned()),
        reporter: Some("王芳".to_owned()),
        kind: Some("news".to_owned()),
        from: Some(IssueDate::new(2022, 12, 1).unwrap()),
        to: Some(IssueDate::new(2023, 1, 5).unwrap()),
        ..Filter::default()
    };
    let narrowed = |&id: &usize| {
        let piece = &pieces[id];
        let dates = filter.from.is_some_and(|from| piece.date >= from) && filter.to.is_some_and(|to| piece.date <= to);
        dates && piece.districts[0] == "荷塘区" && piece.page == "02" && !piece.reporters.is_empty() && id % 3 != 0
    };
    let expected: Vec<usize> = scan(&pieces, &["万"]).into_iter().filter(narrowed).collect();
    assert!(!expected.is_empty());
    assert_eq!(matches(&files, "万", &filter), expected);
    let nobody = Filter { reporter: Some("无此人".to_owned()), ..Filter::default() };
    assert_eq!(matches(&files, "万", &nobody), [0; 0]);
}

#[test]
fn the_same_files_for_any_number_of_threads() {
    let pieces = archive(1500);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| index(&pieces))
    };
    assert!(with(1) == with(4));
}

#[test]
fn no_day_rewrites_much_and_no_file_changes_under_its_name() {
    let pieces = archive(4600);
    let mut before = index(&pieces[..3997]);
    for count in (4014..4600).step_by(68) {
        let after = index(&pieces[..count]);
        let new: Vec<&String> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
        let bytes: usize = new.iter().map(|path| after[*path].len()).sum();
        let all: usize = after.values().map(Vec::len).sum();
        assert!(bytes * 2 < all, "{count}: {bytes} of {all} bytes");
        // Only the directory may differ under the same name.
        let rewritten: Vec<&&String> = new.iter().filter(|path| before.contains_key(**path)).collect();
        assert_eq!(rewritten, [&&"index.bin".to_owned()], "{count}");
        before = after;
    }
}

#[test]
fn missing_and_damaged_files_are_errors() {
    let pieces = archive(300);
    let good = index(&pieces);
    let query = |files: &Files| -> Result<usize, SearchError> {
        let fetch = |path: &str| files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into());
        let searcher = Searcher::open(fetch)?;
        let found = searcher.find("万余", &Filter::default())?;
        found.ids.iter().filter_map(|&id| searcher.check(&found, id).transpose()).map(|hit| hit.map(|_| 1)).sum()
    };
    let count = query(&good).unwrap();
    assert!(count > 50);
    for path in good.keys() {
        let mut files = good.clone();
        files.remove(path);
        assert!(query(&files).is_err() || query(&files).unwrap() == count, "{path} missing");
        let file = good[path].clone();
        for damage in [file[..file.len() / 2].to_vec(), Vec::new(), good["index.bin"].clone()] {
            files.insert(path.clone(), damage);
            let answer = query(&files);
            assert!(answer.is_err() || answer.unwrap() == count, "{path} damaged");
        }
    }
}

#[test]
fn articles_out_of_order_are_refused() {
    let mut pieces = archive(40);
    pieces.swap(0, 39);
    let mut builder = IndexBuilder::new(&Options::default());
    let add = |builder: &mut IndexBuilder, piece: &Piece| {
        builder.add(&Document {
            url: "a.html",
            title: &piece.title,
            date: piece.date,
            page: "01",
            text: &piece.text,
            districts: &[],
            reporters: &[],
            columns: &[],
            kind: "news",
        })
    };
    add(&mut builder, &pieces[0]).unwrap();
    assert!(add(&mut builder, &pieces[1]).is_err());
}

#[test]
fn an_empty_archive_has_an_index() {
    assert_eq!(matches(&index(&[]), "株洲", &Filter::default()), [0; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_any_query(
        texts in proptest::collection::vec("[株洲天元区万余名1３2a，。 \n]{0,40}", 1..12),
        query in "[株洲天元区万余名12a，]{1,5}",
    ) {
        let date = IssueDate::new(2023, 1, 2).unwrap();
        let pieces: Vec<Piece> = texts.iter().map(|text| {
            let (title, text) = text.split_at(text.char_indices().nth(6).map_or(text.len(), |(i, _)| i));
            let (title, text) = (title.replace('３', "3").replace('，', ","), text.replace('３', "3").replace('，', ","));
            Piece { title, text, date, page: "01".to_owned(), districts: Vec::new(), reporters: Vec::new() }
        }).collect();
        let files = index(&pieces);
        let found = matches(&files, &query, &Filter::default());
        prop_assert_eq!(found, scan(&pieces, &[&query.replace('，', ",")]));
    }

    #[test]
    fn odd_queries_break_nothing(query in "\\PC{0,60}") {
        let piece = Piece {
            title: "株洲".to_owned(), text: "天元区，3万余名".to_owned(), date: IssueDate::new(2023, 1, 2).unwrap(),
            page: "01".to_owned(), districts: Vec::new(), reporters: Vec::new(),
        };
        matches(&index(&[piece]), &query, &Filter::default());
    }
}

#[test]
fn traditional_and_simplified_are_one_where_the_site_asks_for_it() {
    let piece = |title: &str, text: &str| Piece {
        title: title.to_owned(),
        text: text.to_owned(),
        date: IssueDate::new(1951, 5, 4).unwrap(),
        page: "01".to_owned(),
        districts: Vec::new(),
        reporters: Vec::new(),
    };
    let pieces =
        [piece("後面的門", "頭髮與發展，在這裡"), piece("后面的门", "头发与发展，在这里"), piece("皇后", "里面，臺")];
    let folded = index_with(&pieces, &Options { fold_variants: true, ..Options::default() });
    let found = |files: &Files, query: &str| matches(files, query, &Filter::default());
    for query in ["后面", "後面", "头髮", "這裡", "在这裏", "发展", "的門"] {
        assert_eq!(found(&folded, query), [0, 1], "{query}");
    }
    assert_eq!(found(&folded, "台"), [2]);
    assert_eq!(found(&folded, "后 -后面"), [2]);
    let plain = index(&pieces);
    assert_eq!((found(&plain, "后面"), found(&plain, "後面")), (vec![1], vec![0]));
    let searcher = open(&folded);
    let hits = searcher.find("头发", &Filter::default()).unwrap();
    let passage = searcher.check(&hits, 0).unwrap().unwrap().passage;
    assert!(passage.contains(&("頭髮".to_owned(), true)), "the hit is marked as printed: {passage:?}");
}

#[test]
fn an_archive_with_old_sections_is_whole() {
    // Large enough for leaves with an old and a young section, beside the youngest tier.
    let mut builder = IndexBuilder::new(&Options::default());
    let mut date = IssueDate::new(1950, 1, 1).unwrap();
    let (day, count) = (1100, 1100 * 131 + 7);
    let text = |i: usize| format!("甲{}{}", i % 977, if i % 40_000 == 3 { "渌水" } else { "" });
    for i in 0..count {
        if i > 0 && i % day == 0 {
            date = date.tomorrow();
        }
        let (url, text) = (format!("{i}.html"), text(i));
        builder
            .add(&Document {
                url: &url,
                title: "",
                date,
                page: "01",
                text: &text,
                districts: &[],
                reporters: &[],
                columns: &[],
                kind: "news",
            })
            .unwrap();
    }
    let mut files = Files::new();
    builder
        .finish(&mut |path, bytes| assert!(files.insert(path["search/".len()..].to_owned(), bytes).is_none()))
        .unwrap();
    let searcher = open(&files);
    let ids = |query: &str| {
        let found = searcher.find(query, &Filter::default()).unwrap();
        found
            .ids
            .iter()
            .rev()
            .map(|&id| id as usize)
            .filter(|&id| searcher.check(&found, id as u32).unwrap().is_some())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("渌水"), [3, 40_003, 80_003, 120_003]);
    assert_eq!(ids("甲976"), (0..count).filter(|i| i % 977 == 976).collect::<Vec<_>>());
    assert_eq!(searcher.find("甲", &Filter::default()).unwrap().ids.len(), count);
}
