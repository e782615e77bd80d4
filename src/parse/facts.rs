//! What can be said of each block by itself and beside its neighbours: the evidence of the page
//! decision, and nothing but evidence. Each feature has a name; what it weighs for which role
//! stands in `weights.toml`.

use super::{
    byline::{self, Strength},
    chars, dateline, draft,
    grams::{Grams, Set},
    lines::Unit,
    marks, pairs,
};

macro_rules! features {
    ($($name:ident $text:literal: $doc:literal,)*) => {
        /// One observation about a block.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(clippy::enum_variant_names, reason = "the name of a feature says what it is about")]
        pub(super) enum Feature { $(#[doc = $doc] $name,)* }

        impl Feature {
            /// All of them, in the order of their weights.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in `weights.toml`.
            pub(super) fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

features! {
    Tiny "tiny": "Up to 3 characters (A, B, 一).",
    Short "short": "4–8 characters.",
    Headish "headish": "9–16 characters.",
    Long "long": "17–26 characters.",
    Longer "longer": "27–44 characters.",
    Text "text": "45–90 characters: hardly a headline.",
    Block "block": "More than 90 characters: running text.",
    Stop "stop": "Ends a sentence.",
    Ask "ask": "Ends in a question or exclamation mark, which titles and subheads may.",
    Comma "comma": "Ends in a comma or the like.",
    Bare "bare": "Ends in no punctuation at all.",
    Dash "dash": "Ends in a dash (——), as kickers and subheads do.",
    Colon "colon": "Ends in a colon: a list or a speech follows.",
    Sentence "sentence": "Holds a full stop: no headline does.",
    Clauses "clauses": "Holds two commas or more.",
    Parts "parts": "Parts of four characters or more with a space between: the form of headlines.",
    ColumnEnd "column-end": "Ends in a column name in brackets: 理旧账 见真章（树立和践行正确政绩观）.",
    DashStart "dash-start": "Starts with a dash: a deck (——记某某).",
    PunctStart "punct-start": "Starts with a comma, a stop or a closing quote: the rest of something.",
    Attribution "attribution": "A dash and a date: where the words before it were said (——2025年7月,…指出).",
    Bullet "bullet": "Starts with ■ or the like.",
    Enumerated "enumerated": "Starts with 一、 or （一）: a section.",
    TimeStart "time-start": "Starts with a time (7月1日, 近日, 昨晚): a sentence begins.",
    Quote "quote": "Starts with an opening quote.",
    OpenQuote "open-quote": "A quote or bracket is still open at the end.",
    LoneCloser "lone-closer": "Closes a quote that was not opened in it.",
    Byline "byline": "Reads as a byline with a role or ■.",
    Names "names": "Reads as bare names.",
    Dateline "dateline": "Opens with a dateline or a byline in brackets.",
    Signature "signature": "Is nothing but a signature in brackets.",
    Closes "closes": "Ends in a signature: the article ends here.",
    Credit "credit": "Is a photo credit.",
    JumpOn "jump-on": "Ends in 下转.",
    JumpFrom "jump-from": "Starts with 上接.",
    ColumnName "column-name": "Is a known column name, or looks like one (周·见).",
    Slogan "slogan": "Three or more short groups of one length: 新时代 新征程 新伟业.",
    PhotoTitle "photo-title": "图片报道 and its like.",
    Aside "aside": "Names a part of an article: 开栏的话, 记者手记, 核心阅读.",
    Speech "speech": "Ends in 强调, 指出 or 要求: a kicker.",
    Verse "verse": "Stands in a run of four or more short unstopped lines: verse or a list.",
    Series "series": "Others nearby look the same and none of them is signed: subheads.",
    SignedNext "signed-next": "The next block opens with a dateline or is a byline: a headline stands here.",
    SignedAhead "signed-ahead": "The run of short blocks it opens ends at a byline or dateline.",
    NamesAhead "names-ahead": "The run of short blocks it opens ends at bare names.",
    ShortAhead "short-ahead": "The next block is short as well.",
    TextAhead "text-ahead": "The next block is running text.",
    PartsAhead "parts-ahead": "The next block has the parts of a headline, or a column in brackets, and this one not.",
    ClosedBehind "closed-behind": "The block before ends a sentence, or nothing is before.",
    OpenBehind "open-behind": "The block before does not.",
    SignedBehind "signed-behind": "The block before ends its article: signature, credit, jump.",
    OwesTail "owes-tail": "A signature follows before the next signed headline: the article is not over.",
    LooseTail "loose-tail": "A signature follows that the article before does not owe: it opened with a dateline.",
    PhotoAhead "photo-ahead": "A caption or two and a photo credit follow.",
    Document "document": "Ends as official papers are called (决定, 公告, 名单).",
    Digest "digest": "The name of a round-up (环球扫描).",
    JumpLine "jump-line": "Is nothing but a jump mark.",
    NameShape "name-shape": "Two or three characters of Han between a short block and running text: a pen name.",
    Rising "rising": "Two short blocks stand alone and the second is longer: a kicker and its title.",
    Stub "stub": "Much shorter than the short block behind it: a kicker (一季度, 西班牙——).",
    Young "young": "The article before it has hardly begun.",
    Unbroken "unbroken": "The columns of this page break no sentences.",
    NextTime "next-time": "The next block starts with a time, as reports do.",
    Shift "shift": "The words before and after it have little in common.",
    Cohesion "cohesion": "The words before and after it have much in common.",
    Echo "echo": "Its own words come back in the blocks that follow.",
    LeadEcho "lead-echo": "Its own words come back in the first lines behind it, as a headline's do.",
    BehindEcho "behind-echo": "Its own words stand in the article before it, as a subhead's do.",
    BriefBehind "brief-behind": "The article before it opened with a dateline: news, which has few subheads.",
    FeatureBehind "feature-behind": "The article before it opened with a byline of its own line.",
    Balanced "balanced": "Two halves of one length: 锚定发展目标,夯实自强根基.",
    Anaphora "anaphora": "The next block starts with the same characters: a list in long sentences.",
    Semicolon "semicolon": "Ends in a semicolon.",
    CutSeen "cut-seen": "The two characters around the break behind it stand together elsewhere on the page.",
    CutWord "cut-word": "The break behind it falls inside a common word.",
    NextFresh "next-fresh": "The next block starts as paragraphs do: with a time, a quote, 在, 据, 为了.",
    Opener "opener": "Starts as sentences do and headings do not: 在, 由于, 然而, 据.",
    HalfClause "half-clause": "Holds a comma with a full first half and a stump behind it, or the other way round.",
    CutEndOdd "cut-end-odd": "Ends in a character that clauses seldom end in (和, 在, 将).",
    CutEndFit "cut-end-fit": "Ends in a character that clauses often end in (题, 求, 绩).",
    CutStartOdd "cut-start-odd": "The next block starts in a character that clauses seldom start with (业, 化, 们).",
    CutStartFit "cut-start-fit": "The next block starts in a character that clauses often start with (我, 这, 从).",
    CutPunct "cut-punct": "The next block starts with a comma, a stop or a closing quote.",
    CutDigit "cut-digit": "The break behind it stands in a number.",
    CutQuote "cut-quote": "The quote open at its end is closed in the next block.",
    Last "last": "Nothing follows.",
}

/// The evidence of one block: the features that hold, with their strength.
pub(super) type Evidence = Vec<(Feature, f32)>;

/// What is known of one block by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) len: usize,
    pub(super) stop: bool,
    pub(super) sentence: bool,
    pub(super) byline: Option<Strength>,
    pub(super) dateline: bool,
    pub(super) signature: bool,
    pub(super) closes: bool,
    pub(super) credit: bool,
    pub(super) jump_on: bool,
    pub(super) jump_from: bool,
    pub(super) parts: bool,
    pub(super) column_end: bool,
    pub(super) balance: i32,
    pub(super) ask: bool,
    pub(super) dash: bool,
    pub(super) fresh: bool,
    /// Is nothing but a jump mark.
    pub(super) jump_line: bool,
    /// Ends in a colon or a semicolon: a list or a speech follows.
    pub(super) colon: bool,
}

impl Facts {
    /// Short enough for a headline or one of its companions, and no sentence.
    pub(super) fn short(&self) -> bool {
        self.len <= 60 && !self.sentence && !self.closes && !self.dateline
    }

    /// Ends as a paragraph may end.
    fn ends(&self) -> bool {
        self.stop || self.closes || self.credit || self.colon
    }

    /// A line of verse, of a list, of a talk.
    fn line(&self) -> bool {
        self.len <= 24 && !self.closes && !self.dateline && self.byline.is_none() && !self.credit && !self.jump_from
    }

    fn plain_short(&self) -> bool {
        self.short() && self.byline.is_none() && !self.credit && !self.jump_from && (!self.stop || self.ask)
    }

    /// Opens an article's text: a dateline, or a byline of its own line.
    pub(super) fn signs(&self) -> bool {
        self.dateline || self.byline == Some(Strength::Strong)
    }
}

/// Looks at all blocks. A byline right above a photo credit, with running text above it, is the
/// credit's first line: 本报记者 某某 / 通讯员 某某 摄.
pub(super) fn all(units: &[Unit<'_>]) -> Vec<Facts> {
    let mut out: Vec<Facts> = units.iter().map(|u| facts(&u.text)).collect();
    for i in 1..out.len().saturating_sub(1) {
        if out[i].byline == Some(Strength::Strong) && out[i + 1].credit && out[i - 1].sentence {
            out[i].byline = None;
            out[i].credit = true;
        }
    }
    out
}

/// Looks at one block. Long blocks are looked at from both ends only where that is enough.
fn facts(text: &str) -> Facts {
    let len = chars::len(text);
    let small = len <= 160;
    let jump = marks::jump(text);
    let jump_on = jump.as_ref().is_some_and(|j| j.way == marks::Jump::On);
    let core = match &jump {
        Some(j) if jump_on => text[..j.bytes.start].trim_end(),
        _ => text,
    };
    let last = core.chars().next_back();
    let credit = small && byline::credit(text).is_some();
    Facts {
        len,
        stop: chars::ends_sentence(core) || caption_end(core),
        sentence: core.contains("。"),
        byline: if small && !credit { byline::read(text).map(|b| b.strength) } else { None },
        dateline: dateline::read(text).is_some() || dateline::lead_byline(text).is_some(),
        signature: small && dateline::signature(text),
        closes: dateline::closes_article(text) || dateline::closes_inside(text),
        credit,
        jump_on,
        jump_line: jump.as_ref().is_some_and(|j| text.len() - j.bytes.len() <= 6),
        jump_from: jump.as_ref().is_some_and(|j| j.way == marks::Jump::From),
        parts: len <= 80 && has_parts(text),
        column_end: len <= 60 && column_end(text),
        balance: if len <= 4000 { chars::balance(core) } else { 0 },
        ask: matches!(last, Some('？' | '?' | '！' | '!')) || (core.ends_with(['”', '’']) && !core.contains("。")),
        dash: matches!(last, Some('—' | '―' | '-' | '─')),
        colon: matches!(last, Some('：' | ':' | '；' | ';' | '—')),
        fresh: opener(text) || text.starts_with(['“', '‘', '「', '■', '◆', '●', '★']),
    }
}

/// Ends as captions do, in the credit behind the last sentence: `…搜救。新华社/法新`, `…。王明 摄`.
fn caption_end(text: &str) -> bool {
    let Some(at) = text.rfind('。') else { return false };
    let rest = text[at + '。'.len_utf8()..].trim();
    let agency = ["新华社", "中新社", "本报"].iter().any(|a| rest.starts_with(a));
    rest.len() <= 60 && !rest.is_empty() && (byline::credit(rest).is_some() || (agency && chars::len(rest) <= 10))
}

fn has_parts(text: &str) -> bool {
    let parts: Vec<usize> = text.split(chars::is_blank).filter(|p| !p.is_empty()).map(chars::len).collect();
    parts.len() >= 2 && parts.iter().all(|p| *p >= 4)
}

fn balanced(text: &str) -> bool {
    let mut halves = text.split(|c: char| chars::is_blank(c) || matches!(c, ',' | '，'));
    match (halves.next(), halves.next(), halves.next()) {
        (Some(a), Some(b), None) => chars::len(a) >= 4 && chars::len(a) == chars::len(b),
        _ => false,
    }
}

fn column_end(text: &str) -> bool {
    let Some((before, inner)) = chars::bracket_end(text) else { return false };
    let length = chars::len(inner);
    chars::len(before) >= 6 && (2..=24).contains(&length) && !text.contains("。") && !dateline::closes_article(text)
}

fn slogan(text: &str) -> bool {
    let parts: Vec<usize> = text.split(chars::is_blank).filter(|p| !p.is_empty()).map(chars::len).collect();
    parts.len() >= 3 && (2..=5).contains(&parts[0]) && parts.iter().all(|p| *p == parts[0])
}

const ASIDES: &[&str] = &[
    "开栏的话",
    "记者手记",
    "核心阅读",
    "编辑手记",
    "延伸阅读",
    "链接",
    "相关链接",
    "新闻链接",
    "名词解释",
    "采访手记",
    "记者观察",
    "头条看点",
    "新闻背景",
    "小贴士",
    "编后",
    "短评",
    "快评",
];
const COLUMNS: &[&str] =
    &["编者按", "社论", "本报评论员", "时评", "锐评", "今日谈", "简讯", "评论", "来论", "快讯", "短波"];
const PHOTO_TITLES: &[&str] = &["图片报道", "图片新闻", "图片故事", "图说新闻", "新闻图片"];

/// Words that titles of official papers end in.
const DOCUMENTS: &[&str] = &[
    "决定",
    "公告",
    "通告",
    "公示",
    "通知",
    "名单",
    "启事",
    "声明",
    "通报",
    "办法",
    "条例",
    "公报",
    "倡议书",
    "的意见",
    "的报告",
    "决议",
    "贺信",
    "唁电",
];

fn document(text: &str) -> bool {
    let whole = text.trim_end_matches(|c: char| chars::is_blank(c) || chars::is_closer(c));
    chars::len(text) >= 8 && DOCUMENTS.iter().any(|d| whole.ends_with(d))
}

fn bare_word(text: &str) -> &str {
    text.trim_matches(|c: char| chars::is_bullet(c) || chars::is_blank(c) || chars::is_opener(c) || chars::is_closer(c))
}

/// Whether the text is the name of a picture item.
pub(super) fn is_photo_title(text: &str) -> bool {
    PHOTO_TITLES.contains(&bare_word(text))
}

fn column_name(text: &str) -> bool {
    let word = bare_word(text);
    let length = chars::len(word);
    COLUMNS.contains(&word)
        || ((2..=8).contains(&length)
            && word.contains('·')
            && !word.contains(chars::is_blank)
            && byline::read(text).is_none())
}

fn enumerated(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).unwrap_or(text);
    let rest = inner.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let digits = inner.len() - rest.len();
    let closes = if inner.len() < text.len() { rest.starts_with(['）', ')']) } else { rest.starts_with('、') };
    digits > 0 && digits <= 9 && closes
}

/// Starts with a word for a time: 近日, 昨晚.
fn time_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "近日",
        "近期",
        "前不久",
        "今年以来",
        "日前",
        "昨日",
        "昨天",
        "昨晚",
        "今日",
        "今天",
        "今年",
        "去年",
        "连日来",
        "当前",
        "目前",
        "截至",
        "近年来",
        "眼下",
        "当日",
        "据悉",
        "据了解",
        "同时",
        "此外",
        "随后",
    ];
    WORDS.iter().any(|w| text.starts_with(w))
}

fn time_start(text: &str) -> bool {
    if time_word(text) {
        return true;
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'));
    rest.len() < text.len() && rest.starts_with(['月', '日', '年', '时', '点'])
}

/// Characters by how often punctuation stands behind or before them, counted over a year of news
/// text: below 3 % they do not end (or start) a clause, above 25 % they are at home there.
const OPENERS: &[&str] = &[
    "在",
    "由于",
    "然而",
    "据",
    "当",
    "因",
    "随着",
    "为了",
    "自",
    "通过",
    "但",
    "而",
    "并",
    "还有",
    "这",
    "他",
    "她",
    "我",
    "有",
    "对此",
    "如今",
    "其中",
    "也",
    "不仅",
    "虽然",
    "如果",
    "记者",
    "每",
    "从",
    "作为",
    "为",
    "经过",
    "根据",
    "面对",
    "围绕",
    "不久前",
    "此次",
    "会议",
    "各位",
    "同志们",
    "尊敬的",
];

fn attribution(text: &str) -> bool {
    let rest = text.trim_start_matches(['—', '―', '-']);
    rest.len() < text.len() && rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains('年')
}

/// Whether a text starts as sentences do and headings seldom do.
pub(super) fn opener(text: &str) -> bool {
    OPENERS.iter().any(|o| text.starts_with(o)) || time_start(text)
}

/// A comma with a stump on one side: 在五指山,创作者们不仅惊 is the first part of a sentence.
fn half_clause(text: &str) -> bool {
    let mut halves = text.split([',', '，']);
    match (halves.next(), halves.next(), halves.next()) {
        (Some(a), Some(b), None) => chars::len(a).abs_diff(chars::len(b)) >= 3,
        _ => false,
    }
}

const END_ODD: &str = "科不自创推提共总更服增于公精教指也企万各专两培第做超互未其投并突百原还亿监参每那依双直宣没攻反跨必再很贯探彻副临几扩冲贡覆启随竞帮朝努印综额在和产有技要我加近党深这经文将坚省保续规正可特之智打三小最集协思相支十整完医消绿都已无真首认斯老健具使零积急只该充千余但促抓仅半何激占继写密搭均执纳的与把被对及从向以由而或让使给";
const END_FIT: &str = "力来前系点里程后电式间任道路级线台位策验施划光识议益县景去件障链置奖息段署料容响象措施络律湾班说题示求势元神话案言念号绩账讯况牌撑称章例了";
const START_ODD: &str = "业化力了务们者月度点色性员里术续程次题步式间态子级域际势贸众险界义策族验门球究校础略境型史识益革别件障火置负挥样足些疗息段士室料席害序言念盟份器素绩讯索则措励轮络德己章征班动年能展个代场入治领育源升表效口养局意费元模施少决范划命层论达话议践织县镇志链师限速控度担格户边率片媒署访献响季岸筹律载届的得之等过着";
const START_FIT: &str = "在海为以加推本更坚可打三把最两当而第绿做构聚还健由二那四据因没连促探非靠早如今其并她此每依双只该但必再又既激却随努我习这从也他让十";

/// All evidence for all blocks of a page, in one pass with bounded looks to both sides.
pub(super) fn evidence(units: &[Unit<'_>], facts: &[Facts], grams: &Grams) -> Vec<Evidence> {
    let (ahead, behind) = (Ahead::of(facts), Behind::of(facts));
    let shapes: Vec<Option<Shape>> = units.iter().zip(facts).map(|(u, f)| shape(&u.text, f)).collect();
    let mut sets = grams.sets();
    let one = |i: usize| {
        let mut out = Vec::with_capacity(32);
        alone(&units[i].text, &facts[i], &mut out);
        beside(units, facts, i, (&ahead, &behind), &shapes, &mut out);
        breaks(units, facts, i, grams, &mut out);
        words(facts, i, grams, &mut sets, &mut out);
        out
    };
    (0..units.len()).map(one).collect()
}

fn alone(text: &str, f: &Facts, out: &mut Evidence) {
    let size = match f.len {
        0..=3 => Feature::Tiny,
        4..=8 => Feature::Short,
        9..=16 => Feature::Headish,
        17..=26 => Feature::Long,
        27..=44 => Feature::Longer,
        45..=90 => Feature::Text,
        _ => Feature::Block,
    };
    out.push((size, 1.0));
    let last = text.chars().next_back();
    let ending = match last {
        _ if f.closes => None,
        _ if f.ask => Some(Feature::Ask),
        _ if f.stop => Some(Feature::Stop),
        _ if f.dash => Some(Feature::Dash),
        Some('：' | ':') => Some(Feature::Colon),
        Some(c) if chars::is_comma(c) => Some(Feature::Comma),
        _ => Some(Feature::Bare),
    };
    let first = text.chars().next().unwrap_or(' ');
    let small = f.len <= 60;
    let commas = if small { text.chars().filter(|c| matches!(c, ',' | '，')).count() } else { 0 };
    let holds = [
        (Feature::Sentence, f.sentence),
        (Feature::Clauses, commas >= 2),
        (Feature::Parts, f.parts),
        (Feature::Balanced, small && balanced(text)),
        (Feature::ColumnEnd, f.column_end),
        (
            Feature::DashStart,
            text.starts_with("——") || text.starts_with("——") || text.starts_with("――") || text.starts_with("--"),
        ),
        (Feature::PunctStart, starts_with_stop(text, first)),
        (Feature::Bullet, chars::is_bullet(first)),
        (Feature::Attribution, small && attribution(text)),
        (Feature::Opener, opener(text)),
        (Feature::HalfClause, small && half_clause(text)),
        (Feature::Enumerated, enumerated(text)),
        (Feature::TimeStart, time_start(text)),
        (Feature::Quote, matches!(first, '“' | '"' | '「')),
        (Feature::OpenQuote, f.balance > 0),
        (Feature::LoneCloser, f.balance < 0),
        (Feature::Byline, f.byline == Some(Strength::Strong)),
        (Feature::Names, f.byline == Some(Strength::Weak)),
        (Feature::Dateline, f.dateline),
        (Feature::Signature, f.signature),
        (Feature::Closes, f.closes && !f.signature),
        (Feature::Credit, f.credit),
        (Feature::JumpOn, f.jump_on),
        (Feature::JumpFrom, f.jump_from),
        (Feature::ColumnName, small && column_name(text)),
        (Feature::Slogan, small && slogan(text)),
        (Feature::PhotoTitle, small && is_photo_title(text)),
        (Feature::Aside, small && ASIDES.contains(&bare_word(text))),
        (Feature::Digest, small && draft::is_digest(text)),
        (Feature::JumpLine, f.jump_line),
        (Feature::Document, small && document(text)),
        (Feature::Speech, small && ["强调", "指出", "要求", "表示"].iter().any(|w| text.ends_with(w))),
    ];
    out.extend(ending.map(|f| (f, 1.0)));
    out.extend(holds.into_iter().filter(|(_, held)| *held).map(|(f, _)| (f, 1.0)));
}

/// What the blocks after each block are, looked up from the end in one pass.
struct Ahead {
    /// For each block, what the run of short blocks it opens ends in: a signed lead or byline,
    /// bare names, or nothing.
    signed: Vec<bool>,
    names: Vec<bool>,
    /// A signature comes before the next signed headline.
    owes: Vec<bool>,
    run: Vec<u32>,
}

impl Ahead {
    fn of(facts: &[Facts]) -> Self {
        let n = facts.len();
        let mut out = Self { signed: vec![false; n], names: vec![false; n], owes: vec![false; n], run: vec![0; n] };
        let mut owes = false;
        for i in (0..n).rev() {
            let f = &facts[i];
            if let Some(next) = facts.get(i + 1)
                && f.short()
            {
                let passes = next.plain_short() && chain(&out.run, i + 1) < 4;
                out.signed[i] = next.signs() || (passes && out.signed[i + 1]);
                out.names[i] = next.byline == Some(Strength::Weak) || (passes && out.names[i + 1]);
            }
            out.run[i] = if f.line() { 1 + out.run.get(i + 1).copied().unwrap_or(0) } else { 0 };
            out.owes[i] = owes;
            if f.closes {
                owes = true;
            } else if f.signs() {
                owes = false;
            }
        }
        out
    }
}

/// What the blocks before each block are, and the page as a whole.
struct Behind {
    /// The article before opened with a dateline and is not closed yet.
    brief: Vec<bool>,
    /// Characters since it opened, if it was seen to open.
    since: Vec<Option<usize>>,
    /// From 0 to 1: how surely no paragraph of this page is broken by a column.
    unbroken: f32,
}

/// Characters after which an article has begun.
const BEGUN: usize = 400;

impl Behind {
    fn of(facts: &[Facts]) -> Self {
        let (mut brief, mut since) = (Vec::with_capacity(facts.len()), Vec::with_capacity(facts.len()));
        let (mut is_brief, mut length) = (false, None);
        for f in facts {
            brief.push(is_brief);
            since.push(length);
            if f.signs() {
                is_brief = f.dateline;
                length = Some(0);
            }
            length = length.map(|l: usize| l + f.len);
            if f.closes || f.credit {
                is_brief = false;
                length = None;
            }
        }
        let texts = facts.iter().filter(|f| f.len > 44 && !f.jump_on);
        let (all, broken) = texts.fold((0u32, 0u32), |(all, broken), f| (all + 1, broken + u32::from(!f.ends())));
        let unbroken = if all < 6 { 0.0 } else { (1.0 - 12.0 * broken as f32 / all as f32).max(0.0) };
        Self { brief, since, unbroken }
    }

    fn young(&self, i: usize) -> Option<f32> {
        self.since[i].filter(|s| *s > 0 && *s < BEGUN).map(|s| 1.0 - s as f32 / BEGUN as f32)
    }
}

/// Whether a caption of one to three blocks follows and its credit.
fn photo_ahead(facts: &[Facts]) -> bool {
    let caption = facts.iter().take(3).take_while(|f| !f.credit && !f.signs() && !f.closes && f.len >= 12).count();
    caption > 0 && facts.get(caption).is_some_and(|f| f.credit)
}

fn chain(run: &[u32], i: usize) -> u32 {
    run.get(i).copied().unwrap_or(0)
}

/// What two subheads of a series have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `茶陵县： …`
    Labelled,
    /// `…——`
    Dashed,
    /// `一、`
    Enumerated,
    /// `…？`
    Asking,
    /// `■ …`
    Marked,
    /// Nothing but a length.
    Plain(usize, bool),
}

fn shape(text: &str, f: &Facts) -> Option<Shape> {
    if !f.plain_short() || f.len > 34 {
        return None;
    }
    let label = text.split(['：', ':']).next().map_or(0, chars::len);
    Some(match text.chars().next()? {
        c if chars::is_bullet(c) => Shape::Marked,
        _ if enumerated(text) => Shape::Enumerated,
        _ if f.dash => Shape::Dashed,
        _ if f.ask && !text.ends_with(['”', '’']) => Shape::Asking,
        _ if label + 2 < f.len && (2..=10).contains(&label) => Shape::Labelled,
        _ => Shape::Plain(f.len, text.contains([',', '，', ' '])),
    })
}

fn alike(a: Shape, b: Shape) -> bool {
    match (a, b) {
        (Shape::Plain(x, p), Shape::Plain(y, q)) => x.abs_diff(y) <= 1 && p == q,
        (a, b) => a == b,
    }
}

/// How far a series is looked for, in blocks.
const SERIES: usize = 24;

fn beside(
    units: &[Unit<'_>],
    facts: &[Facts],
    i: usize,
    around: (&Ahead, &Behind),
    shapes: &[Option<Shape>],
    out: &mut Evidence,
) {
    let (ahead, behind) = around;
    let f = &facts[i];
    let next = facts.get(i + 1);
    let before = i.checked_sub(1).map(|p| &facts[p]);
    let say = |out: &mut Evidence, feature, held: bool| {
        if held {
            out.push((feature, 1.0));
        }
    };
    if f.len <= 60 {
        let run_start = (0..i.min(8)).take_while(|back| ahead.run[i - 1 - back] > 0).count();
        let run = u32::try_from(run_start).unwrap_or(0) + ahead.run[i];
        say(out, Feature::Verse, ahead.run[i] > 0 && run >= 4);
        say(out, Feature::SignedAhead, ahead.signed[i]);
        say(out, Feature::NamesAhead, ahead.names[i] && !ahead.signed[i]);
        say(out, Feature::ShortAhead, next.is_some_and(Facts::short));
        say(out, Feature::TextAhead, next.is_some_and(|n| n.len > 44 || n.sentence));
        say(out, Feature::PartsAhead, next.is_some_and(|n| (n.parts && !f.parts) || (n.column_end && !f.column_end)));
        let goes_on = ahead.owes[i] && !ahead.signed[i] && before.is_some_and(|b| !b.closes && !b.credit);
        say(out, Feature::OwesTail, goes_on && !behind.brief[i]);
        say(out, Feature::LooseTail, goes_on && behind.brief[i]);
        say(out, Feature::SignedNext, f.short() && next.is_some_and(Facts::signs));
        say(out, Feature::PhotoAhead, f.plain_short() && photo_ahead(&facts[i + 1..]));
        say(out, Feature::Stub, f.len <= 8 && next.is_some_and(|n| n.plain_short() && n.len >= 2 * f.len));
        let alone = f.plain_short() && before.is_none_or(|b| !b.plain_short());
        let pair = alone && next.is_some_and(Facts::plain_short) && facts.get(i + 2).is_none_or(|n| !n.plain_short());
        say(out, Feature::Rising, pair && next.is_some_and(|n| n.len >= f.len + 2));
        let name = (2..=3).contains(&f.len) && units[i].text.chars().all(chars::is_han);
        let set = before.is_some_and(Facts::plain_short) && next.is_some_and(|n| n.len > 44 || n.sentence);
        say(out, Feature::NameShape, name && set);
        say(out, Feature::NextTime, units.get(i + 1).is_some_and(|n| time_word(&n.text)));
        if let Some(young) = behind.young(i) {
            out.push((Feature::Young, young));
        }
        if behind.unbroken > 0.0 {
            out.push((Feature::Unbroken, behind.unbroken));
        }
        if let Some(own) = shapes[i]
            && !ahead.signed[i]
        {
            let near = i.saturating_sub(SERIES)..(i + SERIES).min(units.len());
            let twins = near
                .filter(|j| *j != i && !ahead.signed[*j])
                .filter(|j| shapes[*j].is_some_and(|s| alike(own, s)))
                .count();
            if twins > 0 {
                let weight = if matches!(own, Shape::Plain(..)) { 0.6 } else { 1.0 };
                out.push((Feature::Series, weight));
            }
        }
    }
    say(out, Feature::ClosedBehind, before.is_none_or(|b| b.stop || b.closes || b.credit));
    say(out, Feature::OpenBehind, before.is_some_and(|b| !(b.stop || b.closes || b.credit)));
    say(out, Feature::SignedBehind, before.is_none_or(|b| b.closes || b.credit || b.jump_on));
    say(out, Feature::Last, next.is_none());
}

/// Whether a text begins with the end of something. A line of nothing but dots is none: it parts.
fn starts_with_stop(text: &str, first: char) -> bool {
    let stop = chars::is_comma(first) || chars::is_stop(first) || chars::is_closer(first);
    stop && !(first == '…' && text.chars().all(|c| c == '…'))
}

/// Evidence that the sentence at the end of block `i` goes on in the next one.
fn breaks(units: &[Unit<'_>], facts: &[Facts], i: usize, grams: &Grams, out: &mut Evidence) {
    let Some(next) = units.get(i + 1) else { return };
    if facts[i].stop || facts[i].closes {
        return;
    }
    let (Some(a), Some(b)) = (units[i].text.chars().next_back(), next.text.chars().next()) else { return };
    let mut say = |feature, held: bool| {
        if held {
            out.push((feature, 1.0));
        }
    };
    say(Feature::CutSeen, chars::is_han(a) && chars::is_han(b) && grams.count(a, b) > 0);
    say(Feature::CutWord, pairs::in_word(a, b));
    say(Feature::NextFresh, facts[i + 1].fresh);
    say(Feature::CutEndOdd, END_ODD.contains(a));
    say(Feature::CutEndFit, END_FIT.contains(a));
    say(Feature::CutStartOdd, START_ODD.contains(b));
    say(Feature::CutStartFit, START_FIT.contains(b) || chars::is_opener(b));
    let comma = |c: char| matches!(c, ',' | '，' | ';' | '；');
    let two = |text: &str| text.chars().take(2).collect::<String>();
    let same = two(&units[i].text) == two(&next.text) || (comma(a) && units[i].text.starts_with(b));
    say(Feature::Anaphora, same);
    say(Feature::Semicolon, matches!(a, ';' | '；'));
    say(Feature::CutPunct, starts_with_stop(&next.text, b) || b == '%' || b == '％');
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    say(
        Feature::CutDigit,
        (digit(a) && (digit(b) || "年月日时万亿元个多余岁人名家项米吨".contains(b))) || (a == '第' && digit(b)),
    );
    say(Feature::CutQuote, facts[i].balance > 0 && facts[i + 1].balance < 0);
}

fn words(facts: &[Facts], i: usize, grams: &Grams, sets: &mut [Set; 4], out: &mut Evidence) {
    if !facts[i].plain_short() {
        return;
    }
    let around = grams.around(facts, i, sets);
    if let Some(cohesion) = around.cohesion {
        out.push((Feature::Shift, 1.0 - cohesion));
        out.push((Feature::Cohesion, cohesion));
    }
    let echoes = [
        (Feature::Echo, around.echo),
        (Feature::LeadEcho, around.lead_echo),
        (Feature::BehindEcho, around.behind_echo),
    ];
    out.extend(echoes.into_iter().filter_map(|(f, e)| e.map(|e| (f, e))));
    match around.brief {
        Some(true) => out.push((Feature::BriefBehind, 1.0)),
        Some(false) => out.push((Feature::FeatureBehind, 1.0)),
        None => {}
    }
}
