//! The names of all evidence: what can be said of a block, in one table. What each observation
//! weighs for which role stands in `weights.toml`, under the same name.

macro_rules! features {
    ($($name:ident $text:literal: $doc:literal,)*) => {
        /// One observation about a block.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(clippy::enum_variant_names, reason = "the name of a feature says what it is about")]
        pub(in crate::parse) enum Feature { $(#[doc = $doc] $name,)* }

        impl Feature {
            /// All of them, in the order of their weights.
            pub(in crate::parse) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in `weights.toml`.
            pub(in crate::parse) fn name(self) -> &'static str {
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
    Aim "aim": "Opens with what is aimed at (破解…难题, 聚焦…, 立足…): a kicker.",
    Verse "verse": "Stands in a run of four or more short unstopped lines: verse or a list.",
    Series "series": "Others nearby look the same and none of them is signed: subheads.",
    Twins "twins": "Others nearby are as long and none of them is signed: subheads, or the titles of briefs.",
    SameLabel "same-label": "Another line opens with the same label: 研发单位：…, 研发单位：….",
    ColonBehind "colon-behind": "The block before ends in a colon: this is what it announces.",
    DateLine "date-line": "Nothing but a date in brackets: under the title of an official paper.",
    Letter "letter": "A lone letter or number: parts of an article are lettered so.",
    Capitals "capitals": "Is set in capitals, as European papers set headlines.",
    ListName "list-name": "A name with a note in brackets as lists have them: 某某（女）.",
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
    NextRest "next-rest": "The next block starts with what no paragraph starts with: 教授某某, 表示,.",
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
