//! The search index against a scan of the text.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{fs, io, thread};

use proptest::prelude::*;
use zzsite::press::IssueDate;
use zzsite::search::{Document, Filter, IndexBuilder, Options, SearchError, Searcher, is_given_up, stretches};

type Files = BTreeMap<String, Vec<u8>>;

#[derive(Clone)]
struct Piece {
    title: String,
    text: String,
    date: IssueDate,
    page: String,
    districts: Vec<String>,
    reporters: Vec<String>,
}

impl Piece {
    fn url(&self, number: usize) -> String {
        format!("{}/{}/{number}.html", self.date, self.page)
    }

    fn document<'a>(&'a self, number: usize, url: &'a str) -> Document<'a> {
        Document {
            url,
            title: &self.title,
            date: self.date,
            page: &self.page,
            text: &self.text,
            districts: &self.districts,
            reporters: &self.reporters,
            columns: &[],
            kind: if number.is_multiple_of(3) { "brief" } else { "news" },
        }
    }
}

/// Builds the index of the pieces; paths are below the index folder.
fn index(pieces: &[Piece]) -> Files {
    index_with(pieces, &Options::default())
}

fn index_with(pieces: &[Piece], options: &Options) -> Files {
    let mut builder = IndexBuilder::new(options);
    let urls: Vec<String> = (0..).zip(pieces).map(|(number, piece)| piece.url(number)).collect();
    for (number, piece) in pieces.iter().enumerate() {
        builder.add(&piece.document(number, &urls[number])).unwrap();
    }
    finish(builder)
}

/// Builds the index from stretches of articles; gives with it how many of them were read.
fn index_in_stretches(pieces: &[Piece], options: &Options) -> (Files, usize) {
    let mut builder = IndexBuilder::new(options);
    let urls: Vec<String> = (0..).zip(pieces).map(|(number, piece)| piece.url(number)).collect();
    let documents: Vec<Document<'_>> =
        pieces.iter().enumerate().map(|(number, piece)| piece.document(number, &urls[number])).collect();
    let days: Vec<&[Document<'_>]> = documents.chunk_by(|a, b| a.date == b.date).collect();
    let mut read = 0;
    for stretch in stretches(days.iter().map(|day| (day[0].date, day.len()))) {
        let documents = days[stretch].concat();
        let texts: Vec<&str> = documents.iter().flat_map(|document| [document.title, document.text]).collect();
        let mut hasher = std::hash::DefaultHasher::new();
        texts.hash(&mut hasher);
        let outlines: Vec<_> = documents.iter().map(|document| Document { title: "", text: "", ..*document }).collect();
        if !builder.stretch(Some(u128::from(hasher.finish())), &outlines).unwrap() {
            documents.iter().for_each(|document| builder.add(document).unwrap());
            read += documents.len();
        }
    }
    (finish(builder), read)
}

fn finish(builder: IndexBuilder) -> Files {
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
    assert_eq!(matches(&files, "", &nobody), [0; 0]);
    let unknown = open(&files).unknown(&Filter { district: Some("攸".to_owned()), ..nobody }).unwrap();
    let near: Vec<_> = unknown.iter().map(|unknown| (unknown.facet, unknown.near[0].as_str())).collect();
    assert_eq!(near, [("district", "攸县"), ("reporter", "王芳")]);
}

#[test]
fn filters_and_dates_are_searches_by_themselves() {
    let pieces = archive(1200);
    let files = index(&pieces);
    let holds = scan(&pieces, &["3万余名"]);
    let all =
        |filter: &dyn Fn(&Piece) -> bool| -> Vec<usize> { (0..pieces.len()).filter(|&i| filter(&pieces[i])).collect() };
    let without = |ids: &[usize]| -> Vec<usize> { ids.iter().copied().filter(|id| !holds.contains(id)).collect() };
    let district = Filter { district: Some("荷塘区".to_owned()), ..Filter::default() };
    let expected = all(&|piece: &Piece| piece.districts[0] == "荷塘区");
    assert_eq!(matches(&files, "", &district), expected);
    assert_eq!(matches(&files, "-3万余名", &district), without(&expected));
    let (from, to) = (IssueDate::new(2022, 12, 1).unwrap(), IssueDate::new(2022, 12, 24).unwrap());
    for (first, last) in [(Some(from), Some(to)), (Some(from), None), (None, Some(to)), (Some(to), Some(from))] {
        let dates = Filter { from: first, to: last, ..Filter::default() };
        let expected =
            all(&|piece: &Piece| first.is_none_or(|from| piece.date >= from) && last.is_none_or(|to| piece.date <= to));
        assert_eq!(matches(&files, "", &dates), expected);
        assert_eq!(matches(&files, "-3万余名", &dates), without(&expected));
    }
    for (query, filter) in [("", Filter::default()), ("-3万余名", Filter::default()), ("\u{1}", district)] {
        assert_eq!(matches(&files, query, &filter), [0; 0], "{query:?}");
    }
}

#[test]
fn any_number_of_words_is_looked_up() {
    let words: Vec<String> = ('\u{4e00}'..'\u{9f00}').step_by(300).map(|c| format!("{c}一")).collect();
    assert!(words.len() > 60);
    let piece = |count: usize| Piece {
        title: String::new(),
        text: words[..count].join("，"),
        date: IssueDate::new(2023, 1, 2).unwrap(),
        page: "01".to_owned(),
        districts: Vec::new(),
        reporters: Vec::new(),
    };
    let files = index(&[piece(40), piece(41), piece(60)]);
    for (count, expected) in [(40, vec![0, 1, 2]), (41, vec![1, 2]), (42, vec![2]), (60, vec![2]), (61, vec![])] {
        assert_eq!(matches(&files, &words[..count].join(" "), &Filter::default()), expected, "{count} words");
    }
    assert_eq!(matches(&files, &format!("{} -{}", words[..41].join(" "), words[50]), &Filter::default()), [1]);
}

#[test]
fn a_word_that_is_repeated_counts_once() {
    let piece = |title: &str, text: &str| Piece {
        title: title.to_owned(),
        text: text.to_owned(),
        date: IssueDate::new(2023, 1, 2).unwrap(),
        page: "01".to_owned(),
        districts: Vec::new(),
        reporters: Vec::new(),
    };
    // Lists of fewer than eight articles do not tell what stands in a title.
    let mut pieces = vec![piece("渌江", "云龙"), piece("云龙", "渌江")];
    pieces.extend((0..8).map(|_| piece("甲", "渌江与云龙")));
    let files = index(&pieces);
    assert_eq!(open(&files).find("渌江 渌江 \"渌江\" 云龙", &Filter::default()).unwrap().ids[..2], [1, 0]);
}

#[test]
fn kicker_and_deck_are_searched_and_shown_with_the_title() {
    let piece = Piece {
        title: "引题在上\n株洲新事\n副题在下".to_owned(),
        text: "正文".to_owned(),
        date: IssueDate::new(2023, 1, 2).unwrap(),
        page: "01".to_owned(),
        districts: Vec::new(),
        reporters: Vec::new(),
    };
    let files = index(&[piece]);
    let searcher = open(&files);
    for query in ["引题", "在上株洲", "新事副题"] {
        let found = searcher.find(query, &Filter::default()).unwrap();
        let hit = searcher.check(&found, 0).unwrap().unwrap();
        assert_eq!(hit.title, "引题在上 株洲新事 副题在下");
    }
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

/// `count` short pieces, 420 a day: months enough for several stretches.
fn busy_archive(count: usize) -> Vec<Piece> {
    let mut date = IssueDate::new(2022, 10, 25).unwrap();
    let mut below = random(9);
    let piece = |i: usize| {
        if i > 0 && i.is_multiple_of(420) {
            date = date.tomorrow();
        }
        let mut word = || ["株洲", "天元", "3万余名", "GDP", "荷塘，", "2022年"][low(&mut below, 6)].to_owned();
        let (title, text) = (word() + &word(), (0..6).map(|_| word()).collect());
        let reporters = if i.is_multiple_of(7) { vec![format!("记者{}", i / 900)] } else { Vec::new() };
        Piece { title, text, date, page: "01".to_owned(), districts: vec![word()], reporters }
    };
    (0..count).map(piece).collect()
}

#[test]
fn a_build_that_goes_on_from_the_last_one_gives_what_a_clean_one_gives() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { shelf: Some(folder.path().join("shelf")), ..Options::default() };
    let mut pieces = busy_archive(25_000);
    let mut below = random(11);
    let (first, read) = index_in_stretches(&pieces, &options);
    assert!(first == index(&pieces) && read == pieces.len());
    let mut reads = Vec::new();
    for round in 0..9 {
        let at = below(pieces.len());
        match round {
            0 => {}
            // One more day.
            1 => pieces.extend(busy_archive(25_420).split_off(25_000)),
            2 => pieces[at].text.push_str("龘靐"),
            3 => pieces[at].title = "炎帝陵".to_owned(),
            4 => drop(pieces.remove(at)),
            5 => pieces.insert(at, Piece { text: "渌水".to_owned(), ..pieces[at].clone() }),
            6 => pieces[at].reporters = vec!["王芳".to_owned()],
            7 => pieces[at].date = pieces[at + 1].date,
            // A damaged shelf is no shelf.
            _ => {
                for entry in fs::read_dir(folder.path().join("shelf")).unwrap() {
                    let path = entry.unwrap().path();
                    let mut file = fs::read(&path).unwrap();
                    let middle = file.len() / 2;
                    file[middle] ^= 1;
                    fs::write(path, file).unwrap();
                }
            }
        }
        let (files, read) = index_in_stretches(&pieces, &options);
        assert!(files == index(&pieces), "round {round}");
        reads.push(read);
    }
    let kept = fs::read_dir(folder.path().join("shelf")).unwrap().count();
    assert!((2..9).contains(&kept), "{kept} stretches are kept, those of the last build");
    assert_eq!(reads[0], 0);
    assert!(reads[1] < 12_000 && reads[2] < 14_000 && reads[8] == pieces.len(), "{reads:?}");
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
        // Only the directory, and the script that carries it, may differ under the same name.
        let rewritten: Vec<&&String> = new.iter().filter(|path| before.contains_key(**path)).collect();
        assert_eq!(rewritten, [&&"index.bin".to_owned(), &&"search.js".to_owned()], "{count}");
        before = after;
    }
}

/// Builds the index in one stretch and calls `tick` before each article and after each file;
/// gives the files that were handed out, and whether the builder came to an end.
fn index_with_ticks(pieces: &[Piece], options: &Options, tick: &mut dyn FnMut()) -> (Files, io::Result<()>) {
    let mut files = Files::new();
    let mut build = || {
        let mut builder = IndexBuilder::new(options);
        let urls: Vec<String> = (0..).zip(pieces).map(|(number, piece)| piece.url(number)).collect();
        let documents = || (0..).zip(&urls).map(|(number, url)| pieces[number].document(number, url));
        let outlines: Vec<_> = documents().map(|document| Document { title: "", text: "", ..document }).collect();
        if !builder.stretch(Some(7), &outlines)? {
            for document in documents() {
                tick();
                builder.add(&document)?;
            }
        }
        let mut emit = |path: &str, bytes: Vec<u8>| {
            files.insert(path["search/".len()..].to_owned(), bytes);
            tick();
        };
        builder.finish(&mut emit).map(drop)
    };
    let ended = build();
    (files, ended)
}

#[test]
fn a_builder_gives_up_at_any_moment_and_leaves_nothing_half_done() {
    let pieces = archive(2600);
    let whole = index(&pieces);
    let folder = tempfile::tempdir().unwrap();
    let moments = pieces.len() + whole.len();
    for moment in [1, 170, pieces.len(), pieces.len() + 1].into_iter().chain((0..moments).step_by(97)) {
        let flag = Arc::new(AtomicBool::new(false));
        let shelf = (moment % 2 == 0).then(|| folder.path().join("shelf"));
        let options = Options { shelf, stop: Some(Arc::clone(&flag)), ..Options::default() };
        let mut count = 0;
        let (files, ended) = index_with_ticks(&pieces, &options, &mut || {
            count += 1;
            flag.store(count == moment, Ordering::Relaxed);
        });
        // What was begun with the flag up is not trusted when it is down again.
        let Err(error) = ended else { continue };
        assert!(is_given_up(&error), "{moment}: {error}");
        assert!(files.iter().all(|(path, bytes)| whole.get(path) == Some(bytes)), "{moment}: a file is not whole");
        assert!(!files.contains_key("index.bin") && !files.contains_key("search.js"), "{moment}");
    }
    let options = Options { shelf: Some(folder.path().join("shelf")), ..Options::default() };
    assert!(index_with_ticks(&pieces, &options, &mut || ()).0 == whole, "what was left behind is right");
}

#[test]
fn a_builder_gives_up_in_the_middle_of_its_work() {
    let pieces = archive(2600);
    let whole = index(&pieces);
    let mut given_up = 0;
    for delay in 0.. {
        let flag = Arc::new(AtomicBool::new(false));
        let options = Options { stop: Some(Arc::clone(&flag)), ..Options::default() };
        let (files, ended) = thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(Duration::from_millis(8 * delay));
                flag.store(true, Ordering::Relaxed);
            });
            index_with_ticks(&pieces, &options, &mut || ())
        });
        assert!(files.iter().all(|(path, bytes)| whole.get(path) == Some(bytes)), "{delay}: a file is not whole");
        match ended {
            Ok(()) => {
                assert!(files == whole);
                break;
            }
            Err(error) => assert!(is_given_up(&error) && !files.contains_key("index.bin"), "{delay}: {error}"),
        }
        given_up += 1;
    }
    assert!(given_up > 0);
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
    let text = |i: usize| {
        let town = ["", "株洲市，洲民", "株洲人，株洲在，洲民", "株洲"][i % 7 % 4];
        format!("甲{}{}{town}", i % 977, if i % 40_000 == 3 { "渌水" } else { "" })
    };
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
    // So common a pair tells what comes after it.
    let found = |query: &str| searcher.find(query, &Filter::default()).unwrap().ids.len();
    let of = |rests: &[usize]| (0..count).filter(|i| rests.contains(&(i % 7))).count();
    assert_eq!((ids("株洲市").len(), ids("株洲在").len()), (of(&[1, 5]), of(&[2, 6])));
    assert_eq!(found("株洲"), of(&[1, 2, 3, 5, 6]));
    let rest = found("株洲民") - of(&[2, 6]);
    assert!(rest < count / 40, "{rest} candidates that are not of the youngest tier");
    assert_eq!(searcher.find("甲", &Filter::default()).unwrap().ids.len(), count);
}
